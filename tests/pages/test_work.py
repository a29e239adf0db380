"""Working on the map: filter, list and map together, selecting by area, taking the list away, views."""

import csv
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Stack
from .person import SECONDS, Person

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
WIDE = {"width": 1920, "height": 1080}


def rows(page: Page) -> Locator:
    return page.locator(".list-row[data-id]")


def total(page: Page) -> int:
    """Number of rows that the list says it has."""
    expect(page.locator(".list-count")).to_contain_text(re.compile(r"\d"), timeout=SECONDS)
    found = re.search(r"[\d,]+", page.locator(".list-count").inner_text())
    assert found is not None
    return int(found[0].replace(",", ""))


def test_the_question_before_a_meeting_takes_seconds(stack: Stack, login: Login, tmp_path: Path) -> None:
    """Overdue major hazards of municipal chemical units in one county, as a list, saved as a file.

    On the plain map: what is timed is the way to the list, not how fast a processor without a graphics card draws.
    """
    (county, wanted), *_ = stack.query(
        "SELECT a.name, count(*) FROM store_hazard h JOIN store_gridcell c ON c.id = h.cell_id"
        " JOIN store_gridcell t ON t.id = c.parent_id JOIN store_gridcell a ON a.id = t.parent_id"
        " WHERE h.major AND h.overdue > 0 AND h.unit_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    ids = [
        id_
        for (id_,) in stack.query(
            "SELECT h.unit_id FROM store_hazard h WHERE h.major AND h.overdue > 0 AND h.unit_id IS NOT NULL"
        )
    ]
    before = stack.query(
        f"SELECT id, affiliation, unit_type FROM store_enterprise WHERE id IN ({_list(ids)})"
    )
    _set(stack, [(id_, "city", "chemical") for id_ in ids])
    try:
        page = login("anwei", "/map?plain", **WIDE)
        Person(page).is_live()
        began = time.monotonic()
        marks: list[str] = []

        def note(step: str) -> None:
            marks.append(f"{step} {time.monotonic() - began:.1f} s")

        page.locator(".work-filter").click()
        note("panel")
        page.locator(".filter-presets button").first.click()
        note("preset")
        for word in ("市属", "危险化学品企业", str(county)):
            page.keyboard.type(word)
            expect(page.locator("#filter-found li").first).to_be_visible(timeout=SECONDS)
            page.keyboard.press("Enter")
            note(word)
        expect(page.locator(".filter-total b").first).to_have_text(str(wanted), timeout=SECONDS)
        note("counted")
        page.locator("[data-show=hazards]").click()
        expect(rows(page).first).to_be_visible(timeout=SECONDS)
        assert total(page) == wanted
        note("listed")
        with page.expect_download() as download:
            page.locator("[data-export=csv]").click()
        took = time.monotonic() - began
        note("taken")
        file = tmp_path / "list.csv"
        download.value.save_as(file)
        with file.open(encoding="utf-8-sig", newline="") as taken:
            kept = list(csv.DictReader(taken))
        assert len(kept) == wanted
        assert {row["隶属关系"] for row in kept} == {"市属"}
        assert {row["县（市、区）"] for row in kept} == {county}
        assert took < 30, marks
        assert "hc=major" in page.url
        assert "af=city" in page.url
    finally:
        _set(stack, before)


def _list(ids: list[object]) -> str:
    return ",".join(str(int(str(id_))) for id_ in ids) or "0"


def _set(stack: Stack, rows: list[tuple[object, ...]]) -> None:
    for id_, affiliation, type_ in rows:
        stack.query(
            f"UPDATE store_enterprise SET affiliation = '{affiliation}', unit_type = '{type_}'"
            f" WHERE id = {int(str(id_))} RETURNING id"
        )


@pytest.mark.parametrize("plain", ["", "&plain"], ids=["gl", "plain"])
def test_list_and_map_follow_each_other(stack: Stack, login: Login, plain: str) -> None:
    page = login("anwei", f"/map?lv=1,2&list=points{plain}", **WIDE)
    person = Person(page)
    person.is_live()
    expect(rows(page).first).to_be_visible(timeout=SECONDS)
    wanted = stack.query("SELECT count(*) FROM store_riskpoint WHERE live IN (1, 2) AND retired_at IS NULL")
    assert total(page) == wanted[0][0]
    first = rows(page).nth(1)
    chosen = first.get_attribute("data-id")
    first.click()
    expect(person.panel).to_be_visible(timeout=SECONDS)
    expect(page).to_have_url(re.compile(rf"sel=point:{chosen}\b"))
    expect(first).to_have_attribute("aria-selected", "true")
    # The other way: what is selected elsewhere is brought into sight in the list.
    ((last,),) = stack.query(
        "SELECT id FROM store_riskpoint WHERE live IN (1, 2) AND retired_at IS NULL ORDER BY live DESC, base DESC, id DESC"
        " LIMIT 1"
    )
    assert not page.locator(f".list-row[data-id='{last}']").count()
    page.evaluate(
        "(sel) => { history.pushState(null, '', location.pathname + location.search.replace(/sel=[^&]+/, 'sel=' + sel));"
        " dispatchEvent(new PopStateEvent('popstate')) }",
        f"point:{last}",
    )
    row = page.locator(f".list-row[data-id='{last}']")
    expect(row).to_be_visible(timeout=SECONDS)
    expect(row).to_have_attribute("aria-selected", "true")


def test_the_list_is_led_by_keyboard_to_its_end(stack: Stack, login: Login) -> None:
    page = login("anwei", "/map?list=points&plain", **WIDE)
    Person(page).is_live()
    expect(rows(page).first).to_be_visible(timeout=SECONDS)
    n = total(page)
    assert n > 800
    page.locator("#list-grid").focus()
    page.keyboard.press("End")
    expect(page.locator(f"#list-row-{n - 1}[data-id]")).to_be_visible(timeout=SECONDS)
    assert rows(page).count() < 80, "only what is in sight is in the page"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"sel=point:\d+"), timeout=SECONDS)
    page.locator("#list-grid").focus()
    page.keyboard.press("Home")
    expect(page.locator("#list-row-0[data-id]")).to_be_visible(timeout=SECONDS)


def test_columns_sort_and_the_legend_follows_the_filter(stack: Stack, login: Login) -> None:
    page = login("anwei", "/map?list=units&plain", **WIDE)
    person = Person(page)
    person.is_live()
    expect(rows(page).first).to_be_visible(timeout=SECONDS)
    page.locator("[data-sort=name]").click()
    ((name,),) = stack.query(
        "SELECT name FROM store_enterprise WHERE closed_at IS NULL ORDER BY name, id LIMIT 1"
    )
    expect(rows(page).first).to_contain_text(str(name)[:8], timeout=SECONDS)
    whole = page.locator(".hero").get_attribute("data-total")
    page.locator(".work-filter").click()
    page.locator("[data-filter='lv=1']").click()
    ((red,),) = stack.query("SELECT count(*) FROM store_riskpoint WHERE live = 1 AND retired_at IS NULL")
    expect(page.locator(".hero")).to_have_attribute("data-total", str(red), timeout=SECONDS)
    page.locator("[data-chip=lv]").click()
    expect(page.locator(".work-chips")).to_have_count(0)
    expect(page.locator(".hero")).to_have_attribute("data-total", str(whole), timeout=SECONDS)


def test_a_drawn_box_selects_what_lies_in_it(stack: Stack, login: Login) -> None:
    page = login("anwei", "/map", **WIDE)
    Person(page).is_live()
    expect(page.locator("#map[data-drawn=yes]")).to_be_visible(timeout=3 * SECONDS)
    page.locator(".work-tools").click()
    page.locator("[data-tool=box]").click()
    page.mouse.click(800, 380)
    page.mouse.click(1050, 620)
    expect(rows(page).first).to_be_visible(timeout=SECONDS)
    box = re.search(r"bb=([\d.]+),([\d.]+),([\d.]+),([\d.]+)", page.url)
    assert box is not None
    west, south, east, north = box.groups()
    ((inside,),) = stack.query(
        "SELECT count(*) FROM store_riskpoint WHERE retired_at IS NULL AND"
        f" ST_Intersects(owner_point, ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326))"
    )
    assert total(page) == inside


def test_a_view_is_kept_and_opened_again(login: Login) -> None:
    page = login("anwei", "/map?hc=major&list=hazards&plain", **WIDE)
    Person(page).is_live()
    page.locator(".work-views").click()
    page.locator("#view-name").fill("例会")
    page.locator(".view-form button[type=submit]").click()
    expect(page.locator("[data-view]")).to_have_count(1, timeout=SECONDS)
    page.keyboard.press("Escape")
    page.goto(page.url.split("/map")[0] + "/map?plain")
    Person(page).is_live()
    page.locator(".work-views").click()
    page.locator("[data-view]").first.click()
    expect(page.locator("[data-chip=hc]")).to_be_visible(timeout=SECONDS)
    expect(page.locator("sg-list .list")).to_be_visible()


def test_the_list_fits_a_phone(stack: Stack, login: Login) -> None:
    page = login("anwei", "/map?plain", width=390, height=844)
    person = Person(page)
    person.is_live()
    page.locator(".work-list").click()
    page.locator("[data-tab=units]").click()
    expect(rows(page).first).to_be_visible(timeout=SECONDS)
    wide = page.evaluate(
        "[...document.querySelectorAll('.list-row *')].map(e => e.getBoundingClientRect().right)"
    )
    assert max(wide) <= 390, "nothing lies beside the screen"
    page.locator(".list-orders").select_option("name/up")
    ((name,),) = stack.query(
        "SELECT name FROM store_enterprise WHERE closed_at IS NULL ORDER BY name, id LIMIT 1"
    )
    expect(rows(page).first).to_contain_text(str(name), timeout=SECONDS)
    rows(page).first.click()
    expect(person.panel.get_by_role("heading", name=str(name))).to_be_visible(timeout=SECONDS)
    page.keyboard.press("Escape")
    expect(rows(page).first).to_be_visible()


def test_the_overview_of_a_phone_can_be_drawn_up_and_put_back(login: Login) -> None:
    page = login("anwei", "/map?plain", width=390, height=844)
    Person(page).is_live()
    for _ in range(3):
        page.locator(".side-left .grip").click()
    expect(page.locator(".sheet-peek")).to_be_visible()
