"""From the street to the desk and back: a report of the public, what officers make of it, and what its sender is told."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import Stack
from .person import SECONDS, Person
from .staff import hire, number, post

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.usefixtures("fresh_hour")]
Login = Callable[..., Page]
COUNTY = "411082"
PHONE, NAME = "13700009988", "路人甲"


@dataclass(frozen=True)
class Ground:
    """A community that no other test stands on."""

    cell: int
    lon: float
    lat: float


def ground(stack: Stack, back: int) -> Ground:
    ((cell, lon, lat),) = stack.query(
        "SELECT c.id, ST_X(b.label_point), ST_Y(b.label_point) FROM store_gridcell c"
        f" JOIN store_cellboundary b ON b.cell_id = c.id WHERE c.level = 4 AND c.code LIKE '{COUNTY}%'"
        " AND c.retired_at IS NULL AND upper_inf(b.valid_during)"
        f" ORDER BY c.id DESC LIMIT 1 OFFSET {back}"
    )
    return Ground(int(str(cell)), float(str(lon)), float(str(lat)))


@contextmanager
def street(stack: Stack, chromium: Browser, where: Ground) -> Iterator[Page]:
    """The public's page on a phone of somebody who stands there."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", permissions=["geolocation"],
        geolocation={"longitude": where.lon, "latitude": where.lat, "accuracy": 9},  # type: ignore[typeddict-item]
    )  # fmt: skip
    troubles: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{stack.url}/report")
    expect(page.locator(".pick-name").first).to_be_attached(timeout=SECONDS)
    yield page
    context.close()
    assert not troubles


def clean(page: Page, what: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


def photo(lon: float, lat: float) -> dict[str, object]:
    """As a phone's camera writes it, with its place."""
    notes = Image.Exif()
    notes[0x0110] = "Mi 14"
    notes.get_ifd(0x8769)[0x9003] = "2026:01:02 08:00:00"
    gps = notes.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (lat, 0.0, 0.0), "E", (lon, 0.0, 0.0)
    out = io.BytesIO()
    Image.effect_noise((1_200, 900), 40).convert("RGB").save(out, "JPEG", exif=notes)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def report(page: Page, words: str, where: Ground, *, contact: bool = False) -> str:
    """Fill the page and send it; returns the tracking code."""
    page.get_by_role("button", name="用我的位置").click()
    expect(page.locator(".report-where")).to_contain_text("9 米")
    page.locator("input[type=file]").last.set_input_files(photo(where.lon, where.lat))  # type: ignore[arg-type]
    expect(page.locator(".report-shots img")).to_have_count(1)
    page.get_by_label("用电、充电").check()
    page.locator("#words").fill(words)
    if contact:
        page.locator(".report-contact summary").click()
        expect(page.locator(".report-contact")).to_contain_text("180 天后")
        clean(page, "the form with its contact")
        page.get_by_label("称呼").fill(NAME)
        page.get_by_label("电话").fill(PHONE)
    page.get_by_role("button", name="提交举报").click()
    code = page.locator(".report-code-text")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$"), timeout=SECONDS)
    clean(page, "the tracking code")
    return code.inner_text()


def looks(page: Page, code: str) -> Locator:
    """Ask how far it is, by the code."""
    page.get_by_role("tab", name="查进度").click()
    page.locator("#code").fill(code)
    page.get_by_role("button", name="查询").click()
    return page.locator("sg-report-status")


def inbox(page: Page) -> Person:
    person = Person(page)
    person.is_live()
    page.locator("#desk-tab-inbox").click()
    expect(page.locator("sg-public-reports")).to_be_visible(timeout=SECONDS)
    return person


def card(page: Page, words: str) -> Locator:
    return page.locator("sg-public-reports .inbox-card", has_text=words)


def test_a_report_is_seen_live_becomes_a_hazard_and_its_sender_follows_it(
    stack: Stack, login: Login, chromium: Browser
) -> None:
    where, words = ground(stack, 0), "仓库门口的配电箱敞开，电线裸露"
    hire(stack, "shouli1", "寿理", ("OFF", where.cell))
    desk = login("shouli1", "/desk?plain", width=1366, height=768)
    person = inbox(desk)
    with street(stack, chromium, where) as page:
        code = report(page, words, where, contact=True)
        one = card(desk, words)
        expect(one).to_be_visible(timeout=SECONDS)  # nobody reloaded anything
        expect(one).to_contain_text("留有联系方式（已加密）")
        expect(one.get_by_role("button", name="查看举报人")).to_have_count(0)
        assert PHONE not in desk.content()
        clean(desk, "the desk's inbox with a report of the public")
        expect(desk.locator(".map-place")).to_have_count(0)
        one.get_by_role("button", name="在图上看").click()
        expect(desk.locator(".map-place")).to_be_visible()
        one.get_by_role("button", name="转为隐患").click()
        form = one.locator("form")
        person.fill(form, {"text": "配电箱敞开，电线裸露，须断电整改"})
        clean(desk, "taking a report up")
        form.locator("button[type=submit]").click()
        expect(desk.locator("sg-public-reports .inbox-said")).to_contain_text("已转为隐患", timeout=SECONDS)
        expect(desk.locator("sg-public-reports .inbox-said")).to_be_focused()
        expect(desk.locator("sg-public-reports .inbox-said")).to_be_in_viewport()
        status = looks(page, code)
        expect(status.locator(".report-way .is-now")).to_contain_text("正在核实", timeout=SECONDS)
        expect(status).to_contain_text("办结 180 天后永久删除")
        clean(page, "how far it is")
        hazard = number(stack, f"SELECT hazard_id FROM store_publicreport WHERE text = '{words}'")
        desk.goto(f"{stack.url}/map?plain&sel=hazard:{hazard}")
        person = Person(desk)
        person.is_live()
        person.do(
            "verify", **{"class": "general", "basis": "第十条", "responsible_unit": "示例仓库", "responsible_person": "张三"}
        )  # fmt: skip
        person.sees_state("待下达")
        looks(page, code)
        expect(status.locator(".report-way .is-now")).to_contain_text("情况属实", timeout=SECONDS)
        assert "寿理" not in page.content()
        assert "示例仓库" not in page.content()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_a_report_is_declined_with_a_reply_that_its_sender_reads(
    stack: Stack, login: Login, chromium: Browser, width: int, height: int
) -> None:
    where, words = ground(stack, 1 if width > 400 else 2), f"楼道里堆着杂物{width}"
    hire(stack, f"shouli{width}", "寿理", ("OFF", where.cell))
    desk = login(f"shouli{width}", "/desk?plain", width=width, height=height)
    person = inbox(desk)
    with street(stack, chromium, where) as page:
        code = report(page, words, where)
        one = card(desk, words)
        one.get_by_role("button", name="不予转办").click(timeout=SECONDS)
        form = one.locator("form")
        person.fill(form, {"reason": "物业已清理", "reply": "杂物已于当日清理，感谢您的举报"})
        clean(desk, "declining a report")
        form.locator("button[type=submit]").click()
        expect(desk.locator("sg-public-reports .inbox-said")).to_contain_text("未予转办", timeout=SECONDS)
        status = looks(page, code)
        expect(status).to_contain_text("杂物已于当日清理，感谢您的举报", timeout=SECONDS)
        expect(status.locator(".report-stage-off")).to_contain_text("没有受理，原因见答复")
        assert "物业已清理" not in page.content()
        clean(page, "a reply")


def test_the_keeper_alone_opens_who_sent_it_and_each_look_is_logged(
    stack: Stack, login: Login, chromium: Browser
) -> None:
    where, words = ground(stack, 3), "夜间违规动火作业"
    city = number(stack, "SELECT id FROM store_gridcell WHERE level = 1")
    keeper = hire(stack, "baoguan", "鲍管", ("SUP", city))
    hire(stack, "tongshi", "佟事", ("SUP", city))
    with street(stack, chromium, where) as page:
        code = report(page, words, where, contact=True)
        named = post(login("baomi", "/people"), "/public-reports/keeper", {"person": keeper})
        assert named.ok, named.text()
        colleague = login("tongshi", "/desk?plain", width=1366, height=768)
        inbox(colleague)
        expect(card(colleague, words)).to_be_visible(timeout=SECONDS)
        expect(card(colleague, words).get_by_role("button", name="查看举报人")).to_have_count(0)
        desk = login("baoguan", "/desk?plain", width=1366, height=768)
        person = inbox(desk)
        one = card(desk, words)
        one.get_by_role("button", name="查看举报人").click(timeout=SECONDS)
        clean(desk, "asking for a reason")
        person.fill(one.locator("form"), {"reason": "核发举报奖励"})
        one.locator("form button[type=submit]").click()
        seen = one.locator("sg-identity")
        expect(seen).to_contain_text(PHONE, timeout=SECONDS)
        expect(seen).to_contain_text(NAME)
        clean(desk, "who sent it")
        ((what, target),) = stack.query(
            f"SELECT what, target FROM store_accesslog WHERE viewer = 'user:{keeper}' AND what LIKE 'identity%'"
        )
        assert what == "identity"
        assert str(target).endswith("核发举报奖励")
        one.get_by_role("button", name="关闭").click()
        expect(one).not_to_contain_text(PHONE)
        # Once it is over for long enough the worker erases it; both are told so.
        one.get_by_role("button", name="不予转办").click()
        person.fill(one.locator("form"), {"reason": "重复", "reply": "已在办理"})
        one.locator("form button[type=submit]").click()
        expect(looks(page, code)).to_contain_text(re.compile("加密保存中，20.*永久删除"), timeout=SECONDS)
        stack.change(
            f"UPDATE store_publicreport SET decided_at = now() - interval '181 days' WHERE text = '{words}'"
        )
        erased = f"SELECT count(*) FROM store_publicreport WHERE text = '{words}' AND sealed IS NULL"
        for _ in range(30):
            if stack.query(erased) == [(1,)]:
                break
            page.wait_for_timeout(1_000)
        expect(looks(page, code)).to_contain_text(re.compile("已于 20.* 永久删除"), timeout=SECONDS)
        desk.reload()
        inbox(desk)
        desk.locator("sg-public-reports details summary").click()
        expect(card(desk, words)).to_contain_text("已按期删除", timeout=SECONDS)
        expect(card(desk, words).get_by_role("button", name="查看举报人")).to_have_count(0)


def test_what_the_camera_noted_is_shown_to_who_verifies_and_to_nobody_else(
    stack: Stack, login: Login
) -> None:
    where = ground(stack, 4)
    hire(stack, "heshi", "何实", ("OFF", where.cell))
    hire(stack, "xuncha", "荀查", ("INS", where.cell))
    finder = login("xuncha", f"/map?plain&sel=cell:{where.cell}")
    token = next(c["value"] for c in finder.context.cookies() if c["name"] == "csrftoken")
    sent = finder.context.request.post(
        f"{stack.url}/api/uploads",
        multipart={"file": photo(where.lon + 0.01, where.lat)},  # type: ignore[dict-item]
        headers={"X-CSRFToken": token, "Origin": stack.url, "Idempotency-Key": "notes-of-a-camera"},
    )
    assert sent.ok, sent.text()
    body = {
        "claimed": "general", "category": "electric", "text": "x", "found_at": "2026-01-02T08:30:00+08:00",
        "photos": [sent.json()["id"]], "lon": where.lon, "lat": where.lat,
    }  # fmt: skip
    made = post(finder, "/hazards", body)
    assert made.ok, made.text()
    hazard = made.json()["id"]
    finder.goto(f"{stack.url}/map?plain&sel=hazard:{hazard}")
    person = Person(finder)
    expect(person.panel.locator(".strip img")).to_be_visible(timeout=SECONDS)
    expect(finder.locator("sg-photo-notes")).to_have_count(0)
    page = login("heshi", f"/map?plain&sel=hazard:{hazard}", width=1366, height=768)
    notes = page.locator("sg-photo-notes")
    looked = "SELECT count(*) FROM store_accesslog WHERE what = 'photo_notes' AND target LIKE 'upload:%'"
    before = number(stack, looked)
    notes.get_by_role("button", name="查看拍摄信息").click(timeout=SECONDS)
    expect(notes).to_contain_text("早于发现时间 30 分钟", timeout=SECONDS)
    expect(notes).to_contain_text(re.compile(r"距隐患位置 9\d\d 米"))
    expect(notes.locator(".chip-warn")).to_have_text("请核对")
    expect(notes).to_contain_text("Mi 14")
    assert number(stack, looked) == before + 1
    clean(page, "what the camera noted")
