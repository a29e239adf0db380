"""The forms of the phone: nothing that is tapped, refused, begun twice or left loses what was written."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from live.processes import until

from .conftest import Stack
from .person import SECONDS
from .phone import PHONE, Phone, camera, ground_with_units
from .staff import hire, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
COUNTIES = ("411024", "411002", "411003", "411081")
"""By turns: who answers for a town takes the visits of all its units."""
OVERFLOW = "document.scrollingElement.scrollHeight - innerHeight + document.scrollingElement.scrollTop"
AN_HOUR_FAST = "const now = Date.now.bind(Date); Date.now = () => now() + 3600_000"
TWICE = "(form) => { form.requestSubmit(); form.requestSubmit(); }"


@pytest.fixture(scope="module")
def places() -> Iterator[int]:
    """Each test has ground of its own."""
    return iter(range(99))


@pytest.fixture
def phone(stack: Stack, login: Login, places: Iterator[int]) -> Phone:
    nth = next(places)
    cell = ground_with_units(stack, COUNTIES[nth % 4], nth // 4)
    town = number(stack, f"SELECT parent_id FROM store_gridcell WHERE id = {cell}")
    hire(stack, f"biaodan{nth}", f"单{nth}", ("INS", cell), ("OFF", town))
    found = Phone(stack, login(f"biaodan{nth}", "/field", **PHONE), cell)
    found.ready()
    return found


def _begin(phone: Phone) -> None:
    phone.page.locator("[data-visit][data-state=planned]").first.click()
    phone.page.locator("[data-act=begin]").click()


def test_a_tap_far_down_a_checklist_moves_nothing(phone: Phone) -> None:
    _begin(phone)
    item = phone.page.locator(".field-item").last
    item.locator(".field-result-fail").click()
    option = item.get_by_text("重大隐患")
    option.scroll_into_view_if_needed()
    before = option.bounding_box()
    option.click()
    expect(item.locator("input[value=major]")).to_be_checked()
    assert phone.page.evaluate(OVERFLOW) == 0, "the document itself scrolls"
    after = option.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 1


def test_what_failed_after_the_rest_had_passed_is_ordered_in_time(phone: Phone) -> None:
    _begin(phone)
    here = phone.page.locator("sg-field-visit")
    here.locator(".field-item .field-result-pass").first.click()
    here.locator("[data-act=rest]").click()
    item = here.locator(".field-item").nth(1)
    item.locator(".field-result-fail").click()
    assert "0" not in [box.get_attribute("value") for box in item.locator("input[name^=days]").all()]
    phone.snap(item)
    item.locator("textarea[name=text]").fill("防护罩缺失")
    here.locator("[data-act=finish]").click()
    asked = "SELECT title, state FROM store_hazard WHERE text LIKE '防护罩缺失%'"
    until(lambda: phone.stack.query(asked), what="the inspection is taken")
    ((title, state),) = phone.stack.query(asked)
    assert str(title).startswith("防护罩缺失（"), "the title says what was seen"
    assert state == "ordered"


def test_a_check_leads_to_the_item_that_is_open_and_can_be_given_up(phone: Phone) -> None:
    _begin(phone)
    here = phone.page.locator("sg-field-visit")
    here.locator(".field-item").nth(0).locator(".field-result-pass").click()
    here.locator("[data-act=finish]").click()
    expect(here.locator(".field-item").nth(1).locator(".field-result").first).to_be_focused()
    here.locator(".field-item").nth(1).locator(".field-result-pass").click()
    here.locator("[data-act=next]").click()
    expect(here.locator(".field-item").nth(2).locator(".field-result").first).to_be_focused()

    here.get_by_role("button", name="放弃这次检查").click()
    here.get_by_role("button", name="确认").click()
    expect(here.locator("[data-act=begin]")).to_be_visible()
    phone.page.reload()
    expect(here.locator("[data-act=begin]")).to_be_visible(timeout=SECONDS)
    here.locator("[data-act=skip]").click()
    here.get_by_text("单位已搬走").click()
    here.locator("button.btn-main").click()
    progress = phone.page.locator(".field-progress")
    expect(progress).to_contain_text("1 家没查成", timeout=SECONDS)
    expect(progress.locator("b").first).to_have_text("0")


def test_a_refused_record_goes_back_into_its_form(phone: Phone) -> None:
    page = phone.page
    page.get_by_role("tab", name="网格排查").click()
    page.get_by_role("link", name="登记新单位").click()
    form = page.locator("sg-field-census form")
    phone.snap(form)
    form.locator("#census-name").fill("主街五金铺")
    form.locator("#census-phone").fill("abc")
    form.locator("#census-address").fill("许昌市主街 7 号")
    form.locator("#census-industry").select_option("C33")
    form.locator("button[type=submit]").click()
    phone.refused(1)
    page.locator(".field-chip-state").click()
    refused = page.locator("[data-record][data-state=refused]")
    expect(refused.locator("[data-choice=same]")).to_have_count(0)
    refused.locator("[data-choice=revise]").click()
    expect(form.locator("#census-address")).to_have_value("许昌市主街 7 号", timeout=SECONDS)
    expect(form.locator(".photo img")).to_have_count(1)
    form.locator("#census-phone").fill("")
    form.locator("button[type=submit]").click()
    kept = "SELECT count(*) FROM store_unitproposal WHERE fields->>'name' = '主街五金铺'"
    until(lambda: number(phone.stack, kept) == 1)
    phone.refused(0)
    page.locator(".field-chip-state").click()
    expect(page.locator("[data-record]")).to_have_count(1)


def test_a_survey_says_something_outlives_a_look_elsewhere_and_is_made_once(phone: Phone) -> None:
    page = phone.page
    page.get_by_role("tab", name="网格排查").click()
    row = page.locator(f"[data-cell='{phone.cell}']")
    row.get_by_role("button", name="记录排查").click()
    row.locator("button[type=submit]").click()
    expect(row.get_by_role("alert")).to_be_visible()
    row.locator("textarea").fill("沿街走了一遍")
    page.get_by_role("tab", name="走访").click()
    page.get_by_role("tab", name="网格排查").click()
    row.get_by_role("button", name="记录排查").click()
    expect(row.locator("textarea")).to_have_value("沿街走了一遍")
    phone.cut()
    row.locator("form").evaluate(TWICE)
    expect(row.locator("form")).to_have_count(0)
    phone.waits(1)
    phone.back()
    phone.waits(0)
    assert number(phone.stack, "SELECT count(*) FROM store_survey WHERE note = '沿街走了一遍'") == 1


def test_back_on_the_map_leads_to_the_form_under_it(phone: Phone) -> None:
    page = phone.page
    page.locator(".field-big").click()
    page.locator("textarea[name=text]").fill("井盖缺失")
    page.get_by_role("button", name="在地图上选位置").click()
    expect(page.locator(".field-pick")).to_be_visible()
    page.go_back()
    expect(page.locator(".field-pick")).to_have_count(0)
    expect(page.locator("textarea[name=text]")).to_have_value("井盖缺失")
    assert page.url.endswith("#report")


def test_a_draft_in_two_tabs_is_handed_over_once(phone: Phone) -> None:
    first = phone.page
    first.goto(f"{phone.stack.url}/field#report")
    phone.snap(first.locator("sg-field-report form"))
    first.locator("textarea[name=text]").fill("消火栓被圈占")
    first.locator("input[name=category]").first.check(force=True)
    second = first.context.new_page()
    second.goto(f"{phone.stack.url}/field#report")
    expect(second.locator("textarea[name=text]")).to_have_value("消火栓被圈占", timeout=SECONDS)
    for page in (first, second):
        page.locator("sg-field-report button[type=submit]").click()
        # The form was the tab's first page: what follows is the round, and not what was before it.
        expect(page.locator(".field-sheet")).to_be_visible(timeout=SECONDS)
    phone.waits(0)
    phone.refused(0)
    assert number(phone.stack, "SELECT count(*) FROM store_hazard WHERE text = '消火栓被圈占'") == 1


def test_a_report_says_what_is_missing_and_leads_there(phone: Phone) -> None:
    page = phone.page
    page.locator(".field-big").click()
    form = page.locator("sg-field-report form")
    form.locator("input[type=file]").set_input_files(camera())  # type: ignore[arg-type] # a plain dict
    expect(form.locator(".photo img")).to_have_count(1, timeout=SECONDS)
    form.locator("button[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text("2")
    expect(form.locator("input[name=category]").first).to_be_focused()


def test_nobody_verifies_what_they_have_not_read(phone: Phone) -> None:
    phone.report("二楼疏散门上锁")
    phone.waits(0)
    phone.page.reload()
    phone.ready()
    phone.page.get_by_role("tab", name="待我处理").click()
    row = phone.page.locator("[data-hazard]", has_text="二楼疏散门上锁")
    row.locator("button").first.click()
    expect(row.locator(".field-said-text")).to_have_text("二楼疏散门上锁")
    expect(row.locator(".strip img")).to_have_count(1, timeout=SECONDS)


def test_who_logs_out_without_a_network_is_told_what_stays(phone: Phone) -> None:
    page = phone.page
    phone.cut()
    phone.report("油桶堆放")
    phone.waits(1)
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="仍要退出").click()
    expect(page.get_by_role("heading", name="已退出")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("1 条记录还在本机")


def test_a_clock_that_is_an_hour_fast_is_told(phone: Phone) -> None:
    phone.page.context.add_init_script(AN_HOUR_FAST)
    phone.page.reload()
    phone.ready()
    expect(phone.page.locator(".field-banner")).to_contain_text("快了 60 分钟")


def test_each_of_several_visits_at_one_place_is_read_and_pressed(stack: Stack, phone: Phone) -> None:
    visits = phone.visits()
    assert len(visits) > 1
    stack.change(
        "UPDATE store_site SET geom = p.label_point FROM store_cellboundary p"
        f" WHERE p.cell_id = {phone.cell} AND upper_inf(p.valid_during) AND store_site.cell_id = {phone.cell}"
    )
    phone.page.reload()
    phone.ready()
    stops = phone.page.locator(".field-stop-at")
    expect(stops).to_have_count(len(visits))
    opened = []
    for turn in range(len(visits)):
        stops.nth(turn).click()
        expect(phone.page.locator("sg-field-visit")).to_be_visible()
        opened.append(phone.page.evaluate("location.hash"))
        phone.page.evaluate("location.replace('#')")
        expect(phone.page.locator(".field-sheet")).to_be_visible()
    assert len(set(opened)) == len(visits)
