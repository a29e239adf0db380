"""The public's page on a phone: a report with a photo, followed by its code; and what an officer makes of it."""

import io
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from .conftest import Stack
from .person import SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.usefixtures("fresh_hour")]
WORDS = "配电箱敞开，旁边堆着纸箱"


CUT = """
(() => {
  const real = window.fetch;
  const cut = JSON.parse(sessionStorage.getItem("cut") ?? "{}");
  window.asked = [];
  window.cutAt = (what, how) => {
    cut[what] = how;
    sessionStorage.setItem("cut", JSON.stringify(cut));
  };
  window.fetch = async (input, init) => {
    const path = String(input);
    const what = path.includes("/public/photos/") ? "photo" : path.endsWith("/public/reports") ? "report"
      : path.endsWith("/public/status") ? "status" : "";
    if (!what) return real(input, init);
    window.asked.push([what, new Headers(init?.headers).get("idempotency-key") ?? path]);
    if (cut[what] === "before") throw new TypeError("cut");
    const answer = await real(input, init);
    if (cut[what] === "after") throw new TypeError("cut");
    return answer;
  };
})()
"""
"""A line that breaks: `before` the request has left, or `after` the server took it and before its answer came."""


@pytest.fixture
def passer_by(stack: Stack, chromium: Browser) -> Iterator[Page]:
    """Somebody without a log-in, standing in the middle of a community."""
    (lon, lat) = stack.query(
        "SELECT ST_X(label_point), ST_Y(label_point) FROM store_cellboundary b JOIN store_gridcell c ON c.id = b.cell_id"
        " WHERE c.level = 4 ORDER BY b.id LIMIT 1"
    )[0]
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", permissions=["geolocation"],
        geolocation={"longitude": lon, "latitude": lat, "accuracy": 12},  # type: ignore[typeddict-item]
    )  # fmt: skip
    troubles: list[str] = []
    context.add_init_script(CUT)
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{stack.url}/report")
    expect(page.locator(".pick-name").first).to_be_attached(timeout=SECONDS)
    yield page
    assert context.cookies() == []
    context.close()
    assert not troubles


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.effect_noise((1_800, 1_200), 40).convert("RGB").save(out, "JPEG")
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def clean(page: Page, what: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


def write(page: Page, words: str = WORDS) -> None:
    page.get_by_role("button", name="用我的位置").click()
    expect(page.locator(".report-where")).to_contain_text("12 米")
    page.locator("input[type=file]").last.set_input_files(photo())  # type: ignore[arg-type] # a plain dict
    expect(page.locator(".report-shots img")).to_have_count(1)
    page.get_by_label("用电、充电").check()
    page.locator("#words").fill(words)


def test_a_passer_by_reports_and_follows_it(stack: Stack, passer_by: Page) -> None:
    page = passer_by
    page.get_by_role("button", name="提交举报").click()
    expect(page.locator("#words-short")).to_have_text("请写明情况")
    write(page)
    page.get_by_role("button", name="提交举报").click()
    code = page.locator(".report-code-text")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$"), timeout=SECONDS)
    rows = stack.query(
        f"SELECT category, cell_id IS NOT NULL, sealed IS NULL FROM store_publicreport WHERE text = '{WORDS}'"
    )
    assert rows == [("electric", True, True)]
    page.get_by_role("button", name="查看进度").click()
    expect(page.locator(".report-way .is-now")).to_contain_text("已收到，等待受理")
    page.evaluate("() => { window.asked = [] }")
    for nonsense in ("", "不知道", "1234-5678"):
        page.locator("#code").fill(nonsense)
        page.get_by_role("button", name="查询").click()
        expect(page.get_by_role("alert")).to_contain_text("请输入 16 位查询码")
    assert asked(page, "status") == []
    page.locator("#code").fill("0000-0000-0000-0000")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert")).to_contain_text("没有这个查询码")


def cut(page: Page, what: str, how: str) -> None:
    page.evaluate("([what, how]) => window.cutAt(what, how)", [what, how])


def asked(page: Page, what: str) -> list[str]:
    return page.evaluate("(what) => window.asked.filter(([one]) => one === what).map(([, key]) => key)", what)


def arrived(stack: Stack, words: str) -> tuple[object, ...]:
    """How many reports say so, how many photos they have, and how many are awaited."""
    (row,) = stack.query(
        "SELECT count(*), coalesce(sum((SELECT count(*) FROM store_uploaduse u WHERE u.kind = 'public' AND"
        " u.record = r.id)), 0)::int, coalesce(sum(jsonb_array_length(coming)), 0)::int"
        f" FROM store_publicreport r WHERE text = '{words}'"
    )
    return row


def test_without_a_line_nothing_is_lost_over_a_reload_and_it_is_sent_later(
    stack: Stack, passer_by: Page
) -> None:
    page, words = passer_by, f"{WORDS}，断网之前"
    write(page, words)
    page.locator(".report-contact summary").click()
    page.get_by_label("称呼").fill("路人")
    page.context.set_offline(True)
    expect(page.locator(".report-send .notice-warn")).to_contain_text("现在没有网络")
    page.get_by_role("button", name="提交举报").click()
    expect(page.get_by_role("alert")).to_contain_text("举报还没有发出", timeout=SECONDS)
    page.context.set_offline(False)
    expect(page.locator(".report-send")).to_contain_text("网络已恢复，请再提交")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.wait_for_timeout(500)  # the pin is written down once the map rests
    page.reload()
    expect(page.locator("#words")).to_have_value(words, timeout=SECONDS)
    expect(page.locator(".report-shots img")).to_have_count(1)
    expect(page.get_by_label("用电、充电")).to_be_checked()
    expect(page.get_by_label("称呼")).to_have_value("路人")
    assert arrived(stack, words) == (0, 0, 0)
    page.get_by_role("button", name="提交举报").click()
    expect(page.locator(".report-code-text")).to_be_visible(timeout=SECONDS)
    expect(page.locator(".report-photos")).to_have_count(0, timeout=SECONDS)
    assert arrived(stack, words) == (1, 1, 0)


@pytest.mark.parametrize("reload", [False, True], ids=["waits", "reloads"])
def test_a_lost_answer_makes_no_second_report(stack: Stack, passer_by: Page, *, reload: bool) -> None:
    page, words = passer_by, f"{WORDS}，回答丢失{int(reload)}"
    write(page, words)
    cut(page, "report", "after")
    page.get_by_role("button", name="提交举报").click()
    expect(page.get_by_role("alert")).to_contain_text("不确定举报是否已经送达", timeout=SECONDS)
    assert arrived(stack, words) == (1, 0, 1)
    expect(page.locator("#words")).to_have_value(words)
    (key,) = asked(page, "report")
    assert page.locator(".report-form > [inert]").count() == 1
    cut(page, "report", "")
    if reload:
        page.reload()
    else:
        page.get_by_role("button", name="再确认一次").click()
    expect(page.locator(".report-code-text")).to_be_visible(timeout=SECONDS)
    assert set(asked(page, "report")) == {key}
    expect(page.locator(".report-photos")).to_have_count(0, timeout=SECONDS)
    assert arrived(stack, words) == (1, 1, 0)


@pytest.mark.parametrize("how", ["before", "after"])
def test_a_line_that_breaks_in_the_middle_of_the_photos_loses_none(
    stack: Stack, passer_by: Page, how: str
) -> None:
    page, words = passer_by, f"{WORDS}，照片中断{how}"
    write(page, words)
    page.locator("input[type=file]").last.set_input_files(photo())  # type: ignore[arg-type] # a plain dict
    expect(page.locator(".report-shots img")).to_have_count(2)
    cut(page, "photo", how)
    page.get_by_role("button", name="提交举报").click()
    expect(page.locator(".report-photos")).to_contain_text("还有 2 张照片没有传完", timeout=SECONDS)
    code = page.locator(".report-code-text").inner_text()
    expect(page.get_by_role("button", name="再报一处")).to_be_disabled()  # it would throw them away
    clean(page, "photos that wait")
    assert arrived(stack, words) == ((1, 0, 2) if how == "before" else (1, 1, 1))
    cut(page, "photo", "")
    page.reload()
    expect(page.locator(".report-code-text")).to_have_text(code, timeout=SECONDS)
    expect(page.locator(".report-photos")).to_have_count(0, timeout=SECONDS)
    assert arrived(stack, words) == (1, 2, 0)


def test_photos_go_on_by_themselves_when_the_line_is_back(stack: Stack, passer_by: Page) -> None:
    page, words = passer_by, f"{WORDS}，自动继续"
    write(page, words)
    cut(page, "photo", "before")
    page.get_by_role("button", name="提交举报").click()
    expect(page.locator(".report-photos")).to_contain_text("还有 1 张照片没有传完", timeout=SECONDS)
    page.context.set_offline(True)
    cut(page, "photo", "")
    page.context.set_offline(False)
    expect(page.locator(".report-photos")).to_have_count(0, timeout=SECONDS)
    assert arrived(stack, words) == (1, 1, 0)


def sent(page: Page) -> bool:
    return bool(asked(page, "report"))


def test_nothing_is_chosen_beforehand_and_each_thing_is_asked_for_where_it_belongs(
    stack: Stack, passer_by: Page
) -> None:
    page, words = passer_by, f"{WORDS}，用键盘指的"
    send, ground = page.get_by_role("button", name="提交举报"), page.locator(".pick-ground")
    assert page.locator("input[name=category]:checked").count() == 0
    page.locator("#words").fill(words)
    send.click()
    expect(page.locator("#where-bad")).to_have_text("请在地图上指明隐患的位置")
    expect(page.locator("#where-bad")).to_be_in_viewport()
    expect(ground).to_be_focused()
    expect(page.locator("#what-none")).to_contain_text("请选择是什么问题")
    clean(page, "a form with its errors")
    near = page.get_by_role("button", name="放大")
    near.click()  # nearer to what nobody pointed at is still nowhere
    page.wait_for_timeout(600)
    expect(page.locator("#where-bad")).to_have_text("请在地图上指明隐患的位置")
    ground.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#where-bad")).to_have_text("请再放大一些，让位置更准")
    for _ in range(8):
        page.keyboard.press("+")
        page.wait_for_timeout(500)
    expect(page.locator("#where-bad")).to_have_count(0)
    expect(page.locator(".report-where b")).to_contain_text("约")
    send.click()
    expect(page.locator("input[name=category]").first).to_be_focused()
    assert not sent(page)
    page.get_by_label("其他").check()
    send.click()
    expect(page.locator(".report-code-text")).to_be_visible(timeout=SECONDS)
    assert stack.query(f"SELECT category FROM store_publicreport WHERE text = '{words}'") == [("other",)]
    page.get_by_role("button", name="再报一处").click()
    page.get_by_role("button", name="提交举报").click()
    expect(page.locator("#where-bad")).to_have_text(
        "请在地图上指明隐患的位置"
    )  # that of the last one is not this one's


def test_the_pin_is_where_somebody_was_found_even_while_the_map_still_moves(
    stack: Stack, passer_by: Page
) -> None:
    page, words = passer_by, f"{WORDS}，边放大边定位"
    page.evaluate(
        "() => { for (const name of ['放大', '用我的位置'])"
        " [...document.querySelectorAll('button')].find((one) => (one.ariaLabel ?? one.innerText).includes(name)).click() }"
    )
    expect(page.locator(".report-where")).to_contain_text("12 米")
    page.wait_for_timeout(800)  # the map's own animation
    page.get_by_role("tab", name="公示").click()
    page.locator("button.report-row").first.click()  # looks elsewhere, and points at nothing
    page.get_by_role("tab", name="举报", exact=True).click()
    page.get_by_label("用电、充电").check()
    page.locator("#words").fill(words)
    page.get_by_role("button", name="提交举报").click()
    expect(page.locator(".report-code-text")).to_be_visible(timeout=SECONDS)
    ((away,),) = stack.query(
        "SELECT ST_DistanceSphere(r.geom, (SELECT label_point FROM store_cellboundary b JOIN store_gridcell c"
        " ON c.id = b.cell_id WHERE c.level = 4 ORDER BY b.id LIMIT 1)) FROM store_publicreport r"
        f" WHERE text = '{words}'"
    )
    assert float(str(away)) < 1


def test_what_was_not_taken_is_said_beside_it(passer_by: Page) -> None:
    page = passer_by
    files = page.locator("input[type=file]").last
    files.set_input_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": "不是照片".encode()}])
    bad = page.locator("fieldset #photos-bad")
    expect(bad).to_contain_text("不是照片")
    expect(bad).to_be_in_viewport()
    files.set_input_files([photo() for _ in range(5)])  # type: ignore[arg-type] # plain dicts
    expect(page.locator(".report-shots img")).to_have_count(4, timeout=SECONDS)
    expect(bad).to_have_text("最多 4 张照片，多出的 1 张没有添加")
    room = page.locator(".report-room")
    page.locator("#words").fill("字" * 1_700)
    expect(room).to_be_empty()
    page.locator("#words").fill("字" * 1_990)
    expect(room).to_have_text("还可以写 10 字")
    page.locator("#words").fill("字" * 2_000)
    expect(room).to_contain_text("已写满 2000 字")


NAMES = """() => [...document.querySelectorAll(".pick-name > span")].map((el) => {
  const { left, right, top, bottom } = el.getBoundingClientRect();
  return [el.textContent, left, right, top, bottom];
})"""


def test_no_name_on_the_map_lies_over_another(stack: Stack, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.goto(f"{stack.url}/report")
    expect(page.locator(".pick-name-2").first).to_be_attached(timeout=SECONDS)
    counties = {str(row[0]) for row in stack.query("SELECT name FROM store_gridcell WHERE level = 2")}
    for further in range(4):
        boxes = page.evaluate(NAMES)
        if further == 0:
            assert {name for name, *_ in boxes} >= {"建安区", "魏都区"}
            assert {name for name, *_ in boxes} <= counties
        for i, (one, left, right, top, bottom) in enumerate(boxes):
            for other, west, east, north, south in boxes[:i]:
                apart = left >= east - 1 or west >= right - 1 or top >= south - 1 or north >= bottom - 1
                assert apart, f"{one} lies over {other}"
        page.get_by_role("button", name="放大").click()
        page.wait_for_timeout(600)  # the map's own animation
    page.context.close()


def test_another_tab_does_not_see_what_was_written(stack: Stack, passer_by: Page) -> None:
    write(passer_by, f"{WORDS}，别人看不到")
    other = passer_by.context.new_page()
    other.goto(f"{stack.url}/report")
    expect(other.locator("#words")).to_have_value("", timeout=SECONDS)
    expect(other.locator(".report-shots img")).to_have_count(0)
    kept = passer_by.evaluate(
        "() => new Promise((done) => { const open = indexedDB.open('safegrid-report'); open.onsuccess = () => {"
        " const all = open.result.transaction('parts').objectStore('parts').getAll(); all.onsuccess = () =>"
        " done(all.result.map(({ data }) => new TextDecoder().decode(data)).join()) } })"
    )
    assert kept
    assert "别人看不到" not in kept


def test_leaving_the_form_for_another_tab_of_the_page_keeps_what_was_written(passer_by: Page) -> None:
    write(passer_by, f"{WORDS}，看一眼公示")
    passer_by.get_by_role("tab", name="公示").click()
    passer_by.get_by_role("tab", name="举报").click()
    expect(passer_by.locator("#words")).to_have_value(f"{WORDS}，看一眼公示")
    expect(passer_by.locator(".report-shots img")).to_have_count(1)


def test_the_public_page_is_clean_for_axe_and_shows_what_is_listed(stack: Stack, passer_by: Page) -> None:
    page = passer_by
    for tab in ("举报", "查进度", "公示"):
        page.get_by_role("tab", name=tab).click()
        clean(page, tab)
    (listed,) = stack.query("SELECT count(*) FROM store_hazard WHERE listing > 0 AND state <> 'closed'")[0]
    assert page.locator(".report-row").count() >= int(str(listed)) > 0
    # Each has its number in the list and on the map, where a finger hits it, and what is said of all is said once.
    numbers = page.locator("button.report-row .report-n").all_inner_texts()
    assert page.locator(".report-mark b").all_inner_texts() == numbers
    box = page.locator(".report-mark").first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    assert page.get_by_text("责令限期整改").count() == 1
    assert page.locator(".report-row .chip-warn", has_text="已超期").count() > 0
    foot = page.get_by_role("link", name="工作人员登录").bounding_box()
    assert foot is not None
    assert foot["height"] >= 44
