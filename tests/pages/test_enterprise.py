"""The page of a unit at phone size: self-check, report with photos, rectification, assessment and signature."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from .conftest import Stack
from .person import SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
PHONE: dict[str, Any] = {"width": 390, "height": 844}
DESK: dict[str, Any] = {"width": 1366, "height": 768}
# The last unit that has both: far from the story that other tests tell.
UNIT = """
SELECT u.id, u.name, h.username, s.username, h.id, s.id FROM store_enterprise u
JOIN store_duty dh ON dh.unit_id = u.id AND dh.role = 'ENT_H' JOIN store_user h ON h.id = dh.person_id
JOIN store_duty ds ON ds.unit_id = u.id AND ds.role = 'ENT_S' JOIN store_user s ON s.id = ds.person_id
WHERE u.id > 1 AND EXISTS (SELECT 1 FROM store_riskpoint p WHERE p.unit_id = u.id)
ORDER BY u.id DESC LIMIT 1
"""


@dataclass
class Own:
    """A unit with its head and its safety officer, who can log in."""

    unit: int
    name: str
    head: str
    safety: str


@pytest.fixture(scope="module")
def own(stack: Stack) -> Own:
    ((unit, name, head, safety, head_id, safety_id),) = stack.query(UNIT)
    stack.change(
        "UPDATE store_user SET password = (SELECT password FROM store_user WHERE username = 'anquan')"
        f" WHERE id IN ({head_id}, {safety_id})"
    )
    return Own(int(str(unit)), str(name), str(head), str(safety))


def photo(colour: tuple[int, int, int]) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def clean(page: Page, what: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


def at(page: Page, section: str) -> Locator:
    """Go to a section by the bar under the thumb."""
    late = page.locator(".ent-late button", has_text=section)
    if late.count() and not late.is_visible():
        page.get_by_role("button", name="更多").click()
    page.locator(".ent-nav").get_by_role("button", name=section, exact=True).click()
    return page.locator("#main")


def no_sideways(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} px too wide"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_section_shows_the_unit_and_axe_is_content(
    stack: Stack, login: Login, size: dict[str, Any]
) -> None:
    page = login("anquan", "/enterprise", **size)
    expect(page.locator("h1")).to_contain_text("演示样板机械制造有限公司")
    expect(page.locator("#ent-expiring")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("熔化焊接与热切割作业")
    clean(page, "home")
    for section in ("自查", "隐患", "风险点", "档案", "记录", "人员"):
        main = at(page, section)
        expect(main.locator("h2").first).to_be_visible(timeout=SECONDS)
        clean(page, section)
        no_sideways(page)


def test_a_self_check_with_a_finding_put_right_by_somebody_else(stack: Stack, login: Login, own: Own) -> None:
    page = login(own.safety, "/enterprise", **PHONE)
    page.get_by_role("button", name="开始自查").click()
    page.locator("sg-ent-checks .row").first.click()
    run = page.locator("sg-ent-check-run")
    items = run.locator(".ent-item")
    expect(items.first).to_be_visible(timeout=SECONDS)
    run.get_by_role("button", name="提交自查").click()
    expect(run.get_by_role("alert")).to_contain_text("项没有填完")
    for i in range(1, items.count()):
        items.nth(i).locator("input[value=pass]").press("Space")
    items.nth(0).locator("input[value=fail]").press("Space")
    failed = items.nth(0).locator(".ent-failed")
    failed.locator("textarea[name=text]").fill("应急灯不亮")
    failed.locator("[name=responsible]").fill("电工班")
    failed.locator("[name=measures]").fill("更换电池")
    failed.locator("[name=time_limit]").fill("2199-01-01T08:00")
    failed.locator("[name=funds]").fill("120")
    failed.locator("[name=contingency]").fill("夜间加手电")
    failed.locator("input[type=file]").set_input_files(photo((150, 40, 40)))
    expect(failed.locator(".photo img")).to_be_visible(timeout=SECONDS)
    clean(page, "self-check")
    run.get_by_role("button", name="提交自查").click()
    expect(run.get_by_role("alert")).to_contain_text("期限")
    page.reload()  # nothing that was filled in is lost
    run = page.locator("sg-ent-check-run")
    limit = run.locator(".ent-failed [name=time_limit]")
    expect(limit).to_have_value("2199-01-01T08:00", timeout=SECONDS)
    soon = stack.query(
        "SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai' + interval '5 days', 'YYYY-MM-DD\"T\"HH24:MI')"
    )
    limit.fill(str(soon[0][0]))
    run.get_by_role("button", name="提交自查").click()
    expect(page.get_by_text("自查已提交")).to_be_visible(timeout=SECONDS)
    rows = stack.query(f"SELECT state FROM store_hazard WHERE unit_id = {own.unit} AND text = '应急灯不亮'")
    assert rows == [("rectifying",)]

    head = login(own.head, "/enterprise", **PHONE)
    at(head, "隐患")
    head.locator("sg-ent-hazards .row", has_text="应急灯不亮").click()
    head.locator("[data-command=self_close]").click()
    form = head.locator("#command-self_close")
    form.locator("input[type=file]").set_input_files(photo((40, 150, 40)))
    expect(form.locator(".photo img")).to_be_visible(timeout=SECONDS)
    form.locator("button[type=submit]").click()
    pictures = head.locator(".ent-before-after img")
    expect(pictures).to_have_count(2, timeout=SECONDS)
    clean(head, "a hazard with its photos")


def test_a_point_is_registered_assessed_live_and_signed(stack: Stack, login: Login, own: Own) -> None:
    page = login(own.safety, "/enterprise", **PHONE)
    main = at(page, "风险点")
    main.get_by_role("button", name="登记风险点").click()
    main.locator("[name=name]").fill("手机登记的喷漆房")
    main.locator("[name=category]").select_option("fire")
    main.locator("#point-new button[type=submit]").click()
    expect(main.locator("sg-ent-point h2")).to_have_text("手机登记的喷漆房", timeout=SECONDS)
    main.get_by_role("button", name="修改措施").click()
    main.locator("[name=engineering]").fill("可燃气体报警\n防爆电气")
    main.locator("#measures button[type=submit]").click()
    expect(main.locator(".ent-measures")).to_contain_text("防爆电气", timeout=SECONDS)
    main.get_by_role("button", name="评估", exact=True).click()
    for factor, value, words in (
        ("l", "6", "6 × ?"),
        ("e", "6", "6 × 6 × ?"),
        ("c", "15", "6 × 6 × 15 = 540"),
    ):
        main.locator(f"#first-{factor}").select_option(value)
        expect(main.locator(".ent-formula").first).to_contain_text(words)
    expect(main.locator(".ent-result-1")).to_contain_text("重大风险")
    main.locator(".ent-verify input").first.check()
    main.locator("#second-l").select_option("0.5")
    expect(main.locator(".ent-verdict")).to_contain_text("较大风险")  # one step at most
    clean(page, "assessment")
    page.reload()  # nothing that was chosen is lost
    main.get_by_role("button", name="评估", exact=True).click()
    expect(main.locator(".ent-formula").first).to_contain_text("6 × 6 × 15 = 540", timeout=SECONDS)
    expect(main.locator(".ent-verify input").first).to_be_checked()
    expect(main.locator(".ent-verdict")).to_contain_text("较大风险")
    main.get_by_role("button", name="提交主要负责人签字").click()
    expect(main.get_by_text("等主要负责人签字")).to_be_visible(timeout=SECONDS)

    head = login(own.head, "/enterprise", **PHONE)
    head.get_by_role("button", name="1 份风险评估待签字").click()
    head.locator("#sign-all, [id^=sign-] form").first.locator("button[type=submit]").click()
    expect(head.get_by_text("没有等您处理的事项")).to_be_visible(timeout=SECONDS)
    rows = stack.query("SELECT inherent, base FROM store_riskpoint WHERE name = '手机登记的喷漆房'")
    assert rows == [(1, 2)]


def test_a_worker_may_only_report(login: Login) -> None:
    page = login("yuangong", "/enterprise", **PHONE)
    expect(page.get_by_role("button", name="拍照上报隐患")).to_be_visible(timeout=SECONDS)
    names = [name.strip() for name in page.locator(".ent-nav button").all_inner_texts()]
    assert names == ["首页", "隐患", "风险点", "记录"]
    expect(page.locator("#ent-complete")).to_have_count(0)
    page.get_by_role("button", name="拍照上报隐患").click()
    expect(page.locator("sg-report form")).to_be_visible()
    expect(page.get_by_role("button", name="自查登记")).to_have_count(0)
    at(page, "记录")
    expect(page.locator("sg-ent-records")).to_contain_text("应急预案", timeout=SECONDS)
    expect(page.locator("sg-ent-records")).not_to_contain_text("特种作业人员证书")


def test_whoever_belongs_to_no_unit_is_told_so(login: Login) -> None:
    page = login("wangge", "/enterprise", **PHONE)
    expect(page.get_by_text("您的账户不属于任何企业")).to_be_visible(timeout=SECONDS)


def test_a_file_that_is_no_photo_says_so_and_can_be_taken_away(login: Login, own: Own) -> None:
    page = login(own.safety, "/enterprise", **PHONE)
    page.get_by_role("button", name="拍照上报隐患").click()
    report = page.locator("sg-report")
    report.locator("input[type=file]").set_input_files(
        {"name": "bad.jpg", "mimeType": "image/jpeg", "buffer": b"no picture at all"}
    )
    said = report.get_by_role("alert").filter(has_text="bad.jpg")
    expect(said).to_be_visible(timeout=SECONDS)
    expect(said.get_by_role("button", name="重试")).to_have_count(0)
    said.get_by_role("button", name="移除").click()
    expect(said).to_have_count(0)


def test_home_names_the_hazards_whose_turn_is_the_units(stack: Stack, login: Login) -> None:
    ((hazard, head),) = stack.query(
        "SELECT h.id, u.username FROM store_hazard h"
        " JOIN store_duty d ON d.unit_id = h.unit_id AND d.role = 'ENT_H' AND d.ends_at IS NULL"
        " JOIN store_user u ON u.id = d.person_id WHERE h.state IN ('ordered', 'rectifying') ORDER BY h.id LIMIT 1"
    )
    stack.change(
        "UPDATE store_user SET password = (SELECT password FROM store_user WHERE username = 'anquan')"
        f" WHERE username = '{head}'"
    )
    page = login(str(head), "/enterprise", **PHONE)
    row = page.locator(f"[aria-labelledby=ent-waiting] [data-hazard='{hazard}']")
    expect(row).to_be_visible(timeout=SECONDS)
    row.click()
    expect(page.locator(".panel-head")).to_be_visible(timeout=SECONDS)
    expect(page.locator("#main")).to_contain_text("整改要求")


def test_a_dossier_that_a_colleague_changed_is_shown_before_it_is_overwritten(login: Login, own: Own) -> None:
    first, second = (login(own.head, "/enterprise", **DESK) for _ in range(2))
    for page in (first, second):
        at(page, "档案").get_by_role("button", name="修改").click()
    for page, people in ((first, "131"), (second, "140")):
        page.locator("#dossier-workers").fill(people)
        page.locator("sg-form#dossier button[type=submit]").click()
        if page is first:
            expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible(timeout=SECONDS)
    told = second.locator("sg-form#dossier .differences")
    expect(told).to_contain_text("131", timeout=SECONDS)
    expect(second.locator("#dossier-workers")).to_have_value("140")
