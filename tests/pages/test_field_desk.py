"""四查 on the map, and what the field proposes and reports on the desk: on a desk and on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Page, expect

from .conftest import Stack
from .person import SECONDS, Person
from .staff import hire, number, post

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]


def clean(page: Page, what: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


def stamp() -> dict[str, object]:
    now = datetime.now(UTC).isoformat()
    return {"made_at": now, "sent_at": now}


def community(stack: Stack, back: int) -> tuple[int, float, float]:
    """A community that no other test walks, and a place in it."""
    ((cell, lon, lat),) = stack.query(
        "SELECT c.id, ST_X(b.label_point), ST_Y(b.label_point) FROM store_gridcell c"
        " JOIN store_cellboundary b ON b.cell_id = c.id WHERE c.level = 4 AND c.code LIKE '411081%'"
        f" ORDER BY c.id DESC LIMIT 1 OFFSET {back}"
    )
    return int(str(cell)), float(str(lon)), float(str(lat))


def test_a_survey_is_recorded_in_the_cells_panel(stack: Stack, login: Login) -> None:
    cell, _, _ = community(stack, 0)
    hire(stack, "paicha", "裴查", ("INS", cell))
    stack.change(
        "DELETE FROM store_celltally; UPDATE store_surveyclock SET begins = '2026-01-05', latest_id = NULL"
        f" WHERE cell_id = {cell}"
    )
    page = login("paicha", f"/map?plain&sel=cell:{cell}", width=390, height=844)
    person = Person(page)
    person.is_live()
    panel = page.locator("sg-surveys")
    expect(panel.locator("[data-level='4'] [data-survey=overdue]")).to_have_text("逾期", timeout=SECONDS)
    expect(panel.locator(".survey-clocks .survey-row")).to_have_count(4)
    clean(page, "the cell's clocks on a phone")
    # The worker finds it and tells every screen; the overview counts it.
    expect(page.locator("[data-overdue='1']")).to_have_count(1, timeout=3 * SECONDS)
    panel.locator("[data-act=survey]").click()
    panel.locator("textarea").fill("走访商户三家，通道畅通")
    clean(page, "the form of a survey")
    panel.locator("form button[type=submit]").click()
    expect(panel.locator("[data-level='4'] [data-survey=done]")).to_have_text("已排查", timeout=SECONDS)
    expect(page.locator("[data-overdue='0']")).to_have_count(1, timeout=SECONDS)
    panel.locator("details summary").click()
    expect(panel.locator("details")).to_contain_text("走访商户三家，通道畅通")
    assert person.never_reloaded()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_a_proposal_is_decided_on_the_desk(stack: Stack, login: Login, width: int, height: int) -> None:
    cell, lon, lat = community(stack, 1 if width > 400 else 2)
    officer, name = f"zheren{width}", f"新办废品站{width}"
    hire(stack, officer, "任责", ("OFF", cell))
    hire(stack, f"pucha{width}", "卜查", ("INS", cell))
    walker = login(f"pucha{width}", "/login")
    fields = {"name": name, "industry": "F5191", "type": "shop"}
    made = post(
        walker, "/unit-proposals", {"kind": "new", "fields": fields, "lon": lon, "lat": lat, **stamp()}
    )
    assert made.ok, made.text()
    said = f"院内私自灌装液化气{width}"
    told = post(walker, "/illegal-reports", {"text": said, "lon": lon, "lat": lat, **stamp()})
    assert told.ok, told.text()
    page = login(officer, "/desk?plain", width=width, height=height)
    Person(page).is_live()
    page.get_by_role("tab", name="待办").click()
    card = page.locator("[data-proposal]", has_text=name)
    expect(card).to_contain_text("F5191", timeout=SECONDS)
    clean(page, "the inbox")
    card.get_by_role("button", name="不采纳").click()
    expect(card.locator(".field-error")).to_have_text("请填写理由。", timeout=SECONDS)
    card.get_by_role("button", name="采纳", exact=True).click()
    expect(card).to_have_count(0, timeout=SECONDS)
    where = f"SELECT cell_id FROM store_site s JOIN store_enterprise u ON u.id = s.unit_id WHERE u.name = '{name}'"
    assert number(stack, where) == cell
    report = page.locator("[data-report]", has_text=said)
    report.get_by_role("button", name="处理").click()
    report.locator("select").select_option("referred")
    report.locator("textarea").fill("移送市场监管局")
    clean(page, "handling a report")
    report.locator("form button[type=submit]").click()
    expect(report).to_have_count(0, timeout=SECONDS)
    assert (
        number(
            stack, f"SELECT count(*) FROM store_illegalreport WHERE text = '{said}' AND result = 'referred'"
        )
        == 1
    )


def test_overdue_surveys_are_marked_from_the_overview(login: Login) -> None:
    page = login("zhihui", "/map?plain")
    Person(page).is_live()
    line = page.locator("[aria-labelledby='surveys-title']")
    expect(line.locator("[data-overdue]")).to_be_visible(timeout=SECONDS)
    show = line.get_by_role("button", name="在图上标出")
    show.click()
    expect(line.get_by_role("button", name="不再标出")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".key-extra")).to_contain_text("四查逾期")
    assert "lay=surveys" in page.url
