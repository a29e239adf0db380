"""A unit's page when the line is cut and when others act: nothing is lost, nothing is doubled, news comes by itself."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from .conftest import Stack
from .person import SECONDS, Person
from .staff import hire, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
PHONE: dict[str, Any] = {"width": 390, "height": 844}
# Units with both keepers that no other test uses: those before the last one.
UNITS = """
SELECT u.id, u.name, s.username, s.id, x.cell_id FROM store_enterprise u
JOIN store_duty ds ON ds.unit_id = u.id AND ds.role = 'ENT_S' JOIN store_user s ON s.id = ds.person_id
JOIN store_site x ON x.unit_id = u.id AND x.main
WHERE u.id > 1 AND u.affiliation NOT IN ('county', 'city', 'province', 'central') AND u.closed_at IS NULL
  AND EXISTS (SELECT 1 FROM store_riskpoint p WHERE p.unit_id = u.id AND p.retired_at IS NULL)
ORDER BY u.id DESC OFFSET 3 LIMIT 3
"""


@pytest.fixture(scope="module")
def units(stack: Stack) -> list[tuple[int, str, str, int]]:
    """Unit, its name, the log-in of its safety officer, and its community."""
    found = []
    for unit, name, safety, person, cell in stack.query(UNITS):
        stack.change(
            "UPDATE store_user SET password = (SELECT password FROM store_user WHERE username = 'anquan'),"
            f" must_change_password = false WHERE id = {person}"
        )
        found.append((int(str(unit)), str(name), str(safety), int(str(cell))))
    return found


def photo(colour: tuple[int, int, int]) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def clean(page: Page, what: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


def taken(form: Locator, colour: tuple[int, int, int]) -> None:
    form.locator("input[type=file]").set_input_files(photo(colour))
    expect(form.locator(".photo img")).to_be_visible(timeout=SECONDS)
    width = form.locator(".photo img").evaluate("(img) => img.decode().then(() => img.naturalWidth)")
    assert width == 320


def test_a_self_check_is_cut_off_half_way_and_arrives_once(
    stack: Stack, login: Login, units: list[tuple[int, str, str, int]]
) -> None:
    unit, _, safety, _ = units[0]
    page = login(safety, "/enterprise?at=check", **PHONE)
    page.locator("sg-ent-checks .row").first.click()
    run = page.locator("sg-ent-check-run")
    items = run.locator(".ent-item")
    expect(items.first).to_be_visible(timeout=SECONDS)
    items.nth(0).locator("input[value=fail]").press("Space")
    failed = items.nth(0).locator(".ent-failed")
    failed.locator("input[name=way-0]").nth(1).press("Space")
    failed.locator("textarea[name=text]").fill("断网前写下的话")
    page.context.set_offline(True)
    expect(page.get_by_text("网络断开")).to_be_visible(timeout=SECONDS)
    taken(failed, (150, 40, 40))
    for i in range(1, items.count()):
        items.nth(i).locator("input[value=pass]").press("Space")
    clean(page, "a self-check without a line")
    run.get_by_role("button", name="提交自查").click()
    expect(page.get_by_text("自查已存在本机")).to_be_visible(timeout=3 * SECONDS)
    expect(page.locator("[data-unsent]")).to_have_count(1)
    assert number(stack, f"SELECT count(*) FROM store_selfcheck WHERE unit_id = {unit}") == 0
    page.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_have_count(0, timeout=3 * SECONDS)
    page.reload()
    past = page.locator("[aria-labelledby=ent-past] button.row")
    expect(past).to_have_count(1, timeout=SECONDS)
    found = f"SELECT count(*) FROM store_hazard h JOIN store_upload p ON p.hazard_id = h.id WHERE h.unit_id = {unit}"
    assert number(stack, f"{found} AND h.text = '断网前写下的话'") == 1
    assert number(stack, f"SELECT count(*) FROM store_selfcheck WHERE unit_id = {unit}") == 1
    past.click()
    shown = page.locator("sg-ent-check-past")
    expect(shown.locator(".ent-past > li.is-fail")).to_have_count(1, timeout=SECONDS)
    expect(shown.locator(".ent-past [data-hazard]")).to_contain_text("待核实")
    clean(page, "a self-check that was made")


def test_a_report_with_a_photo_is_kept_without_a_line_and_reaches_the_desk_once(
    stack: Stack, login: Login, units: list[tuple[int, str, str, int]]
) -> None:
    unit, _, safety, cell = units[1]
    hire(stack, "duanwang", "段望", ("OFF", cell))
    desk = login("duanwang", "/map?plain")
    Person(desk).is_live()
    page = login(safety, "/enterprise?at=hazards&open=new", **PHONE)
    form = page.locator("sg-report")
    expect(form.locator("[name=title]")).to_be_visible(timeout=SECONDS)
    page.context.set_offline(True)
    form.locator("[data-field=claimed] input").first.press("Space")
    form.locator("[name=category]").select_option(index=1)
    form.locator("[name=title]").fill("断网时上报的配电箱")
    form.locator("[name=text]").fill("箱门缺失")
    taken(form, (40, 150, 40))
    form.locator("button[type=submit]").click()
    expect(page.get_by_text("已存在本机，联网后自动上报")).to_be_visible(timeout=3 * SECONDS)
    assert number(stack, "SELECT count(*) FROM store_hazard WHERE title = '断网时上报的配电箱'") == 0
    page.context.set_offline(False)
    row = page.locator("sg-ent-hazards .row", has_text="断网时上报的配电箱")
    expect(row).to_have_count(1, timeout=3 * SECONDS)  # without a reload
    expect(page.locator("[data-unsent]")).to_have_count(0)
    ((hazard, photos),) = stack.query(
        "SELECT h.id, count(p.id) FROM store_hazard h LEFT JOIN store_upload p ON p.hazard_id = h.id"
        f" WHERE h.title = '断网时上报的配电箱' AND h.unit_id = {unit} GROUP BY h.id"
    )
    assert photos == 1
    desk.goto(f"{stack.url}/map?plain&sel=hazard:{hazard}")
    expect(desk.locator("[data-command=reject]")).to_be_visible(timeout=SECONDS)
    expect(desk.locator("body")).to_contain_text("断网时上报的配电箱")
    # The officer turns it down; the page hears of it while somebody types something else.
    row.click()
    expect(page.locator("sg-ent-hazards .ent-open .chip", has_text="待核实").first).to_be_visible(
        timeout=SECONDS
    )
    desk.locator("[data-command=reject]").click()
    for field in desk.locator("#command-reject textarea").all():
        field.fill("照片为旧图")
    desk.locator("#command-reject button[type=submit]").click()
    expect(page.locator("sg-ent-hazards .ent-open .timeline")).to_contain_text("段望", timeout=3 * SECONDS)


def test_a_correction_is_decided_at_the_desk_and_the_page_hears_of_it(
    stack: Stack, login: Login, units: list[tuple[int, str, str, int]]
) -> None:
    unit, name, safety, cell = units[2]
    hire(stack, "gengzheng", "耿正", ("OFF", cell))
    page = login(safety, "/enterprise?at=dossier", **PHONE)
    page.get_by_role("button", name="提出更正").click()
    form = page.locator("#unit-correct")
    form.locator("[name=name]").fill(f"{name}更名")
    form.get_by_role("button", name="在地图上点选").click()
    ground = page.locator(".pick-ground.leaflet-container")
    expect(ground).to_be_visible(timeout=SECONDS)
    lon = page.locator("#pick-lon")
    expect(lon).not_to_have_value("0")
    before = float(lon.input_value())
    ground.focus()
    page.keyboard.press("ArrowRight")
    expect(lon).not_to_have_value(str(before), timeout=SECONDS)
    clean(page, "choosing a place")
    lon.fill("181")
    lon.press("Tab")
    expect(page.locator("#pick-lon-bad")).to_contain_text("图钉没有移动")
    expect(lon).not_to_have_value("181")
    typed = f"{before + 0.001:.4f}"
    lon.fill(typed)
    lon.press("Tab")
    expect(page.locator("sg-ent-place [role=status]")).to_contain_text("离厂址")
    page.get_by_role("button", name="用这个位置").click()
    expect(form.locator(".place-now")).to_contain_text(f"{typed}0")
    taken(form, (40, 40, 150))
    form.locator("button[type=submit]").click()
    waiting = page.locator("[data-proposal]")
    expect(waiting).to_contain_text("待确认", timeout=SECONDS)
    clean(page, "a correction that waits")
    page.get_by_role("button", name="申请注销本单位").click()
    typing = page.locator("#unit-close textarea")
    typing.fill("正在写的话")

    desk = login("gengzheng", "/desk?plain")
    Person(desk).is_live()
    desk.get_by_role("tab", name="待办").click()
    card = desk.locator("[data-proposal]", has_text=f"{name}更名")
    expect(card).to_contain_text("企业自报", timeout=SECONDS)
    expect(card.locator("img")).to_have_count(1)
    card.get_by_role("button", name="采纳", exact=True).click()
    expect(waiting).to_contain_text("耿正", timeout=3 * SECONDS)
    expect(page.locator("h1")).to_have_text(f"{name}更名")
    expect(page.locator("sg-notices .badge")).to_be_visible()
    expect(typing).to_have_value("正在写的话")
    assert (
        number(stack, f"SELECT count(*) FROM store_enterprise WHERE id = {unit} AND name = '{name}更名'") == 1
    )
