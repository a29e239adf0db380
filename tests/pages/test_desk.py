"""The duty desk: an alarm from the ring to the review, the roster, handing over, and what the desk shows on a wall."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from live.processes import until
from safegrid.ingest.demo.logins import STORY_UNIT

from .conftest import Stack
from .person import SECONDS, Person
from .staff import busy_cells, number, post

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
COUNTY = "411003"
CHINA = timezone(timedelta(hours=8))
DESK = "/desk?plain"
"""Plain: what is tested here is not how the ground is drawn."""


class Desk(Person):
    """Somebody at the duty desk."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.is_live()
        self.card = page.locator("sg-alarm-card")
        self.ringing = page.locator(".queue-ringing .alarm-row")

    def open_alarm(self, title: str) -> None:
        self.page.locator("#queue .alarm-row", has_text=title).click()
        expect(self.card.get_by_role("heading", name=title)).to_be_visible(timeout=SECONDS)

    def press(self, command: str) -> None:
        """The next step that the card offers, as one press."""
        button = self.card.locator(f"button[data-command='{command}']")
        expect(button).to_be_visible(timeout=SECONDS)
        button.click()

    def step(self, command: str, **fields: object) -> None:
        """A step that something is written with."""
        self.press(command)
        form = self.card.locator(f".step-form[data-command='{command}'] form")
        self.fill(form, fields)
        form.locator("button[type=submit]").click()
        self._sent(form)

    def sees_state_of_alarm(self, words: str) -> None:
        expect(self.card.locator(".alarm-head .panel-tags")).to_contain_text(words, timeout=SECONDS)

    def tab(self, name: str) -> Locator:
        self.page.get_by_role("tab", name=name).click()
        return self.page.locator("#desk-panel")

    def is_clean(self, what: str) -> None:
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{what}: {found.generate_report()}"


@pytest.fixture
def wall(stack: Stack, login: Login, chromium: Browser) -> Iterator[Page]:
    """A wall of the whole city in a browser of its own, opened by its link."""
    keeper = login("baomi", "/people")
    made = post(keeper, "/kiosks", {"name": f"指挥中心 {datetime.now(UTC):%H%M%S%f}"})
    assert made.ok, made.text()
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    page.goto(made.json()["link"])
    page.goto(stack.url + "/wall?plain")
    yield page
    context.close()


def _calm_point(stack: Stack) -> tuple[int, str]:
    """A blue point of the county where nothing has ever happened, off the story: an accident keeps its point red."""
    cells = ",".join(str(c) for c in busy_cells(stack, COUNTY)[:20])
    rows = stack.query(
        f"SELECT p.id, p.name FROM store_riskpoint p WHERE p.cell_id IN ({cells}) AND p.live = 4 AND p.base = 4"
        f" AND p.cell_id NOT IN (SELECT cell_id FROM store_riskpoint WHERE unit_id = {STORY_UNIT})"
        " AND NOT EXISTS (SELECT FROM store_hazard h WHERE h.point_id = p.id)"
        " AND NOT EXISTS (SELECT FROM store_alarm a WHERE a.point_id = p.id)"
        " AND NOT EXISTS (SELECT FROM store_device d WHERE d.point_id = p.id) ORDER BY p.id"
    )
    return int(str(rows[0][0])), str(rows[0][1])


@dataclass(frozen=True)
class Shown:
    """What a wall says of a point and its community, as levels: drawn, counted by legend and unit, the community's; and
    how many points of the whole city its legend calls red, and claimed."""

    live: int
    firm: int
    cell: int
    red: int
    claims: int


def _on_wall(wall: Page, point: int, cell: int) -> Shown:
    live, firm, colour = wall.evaluate(
        "([point, cell]) => { const { store } = document.querySelector('sg-wall-page');"
        " const held = store.get('point', point); return [held.live, held.firm, store.cell(cell).level]; }",
        [point, cell],
    )
    notes = wall.locator(".wall-notes")
    claims = re.search(r"待核实\D*(\d+)", " ".join(notes.all_inner_texts()))
    red = wall.locator(".wall-levels tr[data-level='1'] .wall-count").inner_text()
    return Shown(live, firm, colour, int(red.replace(",", "")), int(claims[1]) if claims else 0)


def _wall_becomes(wall: Page, point: int, cell: int, wanted: Shown) -> None:
    shown = lambda: _on_wall(wall, point, cell)  # noqa: E731
    until(lambda: shown() == wanted, SECONDS / 1000, what=lambda: f"{shown()} is not {wanted}")


def _sensor(login: Login, point: int) -> str:
    """A sensor of gas at the point, registered by the department; returns its token."""
    made = post(
        login("weihua", "/people"),
        "/devices",
        {
            "name": f"试验 {point}",
            "point": point,
            "parameter": "gas",
            "unit": "ppm",
            "high": 25,
            "high_high": 40,
        },
    )
    assert made.ok, made.text()
    return str(made.json()["token"])


def _send(page: Page, stack: Stack, token: str, value: float) -> None:
    reading = {"at": datetime.now(UTC).isoformat(), "value": value, "id": "1"}
    answer = page.context.request.post(
        f"{stack.url}/api/readings",
        data={"readings": [reading]},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.ok, answer.text()
    assert answer.json()["results"][0]["result"] == "stored"


def test_a_reading_rings_and_is_handled_to_the_review(stack: Stack, login: Login, wall: Page) -> None:
    point, _ = _calm_point(stack)
    token = _sensor(login, point)
    desk = Desk(login("zhihui", DESK, width=1600, height=900))
    before = desk.ringing.count()
    desk.page.locator(".bell").click()
    cell = number(stack, f"SELECT cell_id FROM store_riskpoint WHERE id = {point}")
    expect(wall.locator(".wall-levels")).to_be_visible(timeout=SECONDS)
    calm = _on_wall(wall, point, cell)
    assert (calm.live, calm.firm) == (4, 4)
    assert calm.cell != 1
    _send(desk.page, stack, token, 12)
    assert number(stack, f"SELECT count(*) FROM store_alarm WHERE point_id = {point}") == 0

    # Over the threshold: the desk rings, in words, in the title and by its bell; the wall shows it.
    _send(desk.page, stack, token, 52.4)
    expect(desk.ringing).to_have_count(before + 1, timeout=SECONDS)
    alarm, title = stack.query(f"SELECT id, title FROM store_alarm WHERE point_id = {point}")[0]
    expect(desk.page.locator(".ringing-banner")).to_be_visible()
    expect(desk.page).to_have_title(re.compile("警情待接警"), timeout=SECONDS)
    expect(desk.page.locator(f"[data-alarm='{alarm}'] [role=timer]")).to_have_text(
        re.compile(r"^\+?\d+:\d\d$")
    )
    hanging = wall.locator(".wall-alarm", has_text=str(title))
    expect(hanging).to_have_class(re.compile("is-ringing"), timeout=SECONDS)
    # Red on the wall, as a claim: until somebody says that it is real it colours the point alone.
    _wall_becomes(wall, point, cell, replace(calm, live=1, claims=calm.claims + 1))

    desk.open_alarm(str(title))
    expect(desk.card.locator(".reading-value")).to_contain_text("52.4")
    desk.is_clean("a ringing alarm")
    desk.press("acknowledge")
    desk.sees_state_of_alarm("已接警")
    expect(desk.card.locator(".facts")).to_contain_text("陈指挥")
    expect(hanging).to_contain_text("陈指挥", timeout=SECONDS)
    expect(hanging).not_to_have_class(re.compile("is-ringing"))
    expect(desk.ringing).to_have_count(before, timeout=SECONDS)

    # Whom to call: in order, one press shows the number as a link that dials, and the look is logged.
    looks = number(stack, "SELECT count(*) FROM store_accesslog")
    first = desk.card.locator(".call").first
    first.get_by_role("button").click()
    expect(first.get_by_role("link")).to_have_attribute("href", re.compile(r"^tel:\d{11}$"), timeout=SECONDS)
    assert number(stack, "SELECT count(*) FROM store_accesslog") == looks + 1

    # What lies around: the wider the ring, the more.
    around = desk.card.locator("sg-around")
    expect(around.locator(".around-total")).to_have_count(6, timeout=SECONDS)
    near = _total(around)
    around.locator("label", has_text="3 km").click()
    expect(around.locator(".around-total")).to_have_count(6, timeout=SECONDS)
    assert _total(around) >= near

    desk.step("judge_accident", deaths=0, injuries=1, text="法兰泄漏，一人送医")
    # Now it is real: the city has one red point more, and the community is red with it.
    red = replace(calm, live=1, firm=1, cell=1, red=calm.red + 1)
    _wall_becomes(wall, point, cell, red)
    expect(desk.card.locator(".deadline")).to_have_count(3, timeout=SECONDS)
    desk.step("evacuate", radius=500, basis="氨气扩散")
    desk.step("notify", radius=500, text="请向上风向撤离")
    told = number(stack, f"SELECT count(*) FROM store_notice WHERE alarm_id = {alarm}")
    assert told > 0
    desk.step("report_up", text="已电话报市应急局")
    expect(desk.card.locator(".deadline-done")).to_have_count(1, timeout=SECONDS)
    _send_inspector(desk)
    desk.press("arrive")
    desk.sees_state_of_alarm("已到场")
    # Nobody is let back before the danger is over, and only then can it be resolved.
    desk.step("lift_evacuation", reason="检测合格")
    desk.step("resolve", report="关阀堵漏，喷淋稀释")
    desk.step("review", opinion="响应及时，法兰垫片列入周检")

    expect(desk.card.locator(".way .way-done")).to_have_count(7, timeout=SECONDS)
    expect(desk.page.locator(f"#queue [data-alarm='{alarm}']")).to_have_count(0, timeout=SECONDS)
    expect(wall.locator(".wall-alarm", has_text=str(title))).to_have_count(0, timeout=SECONDS)
    state = stack.query(f"SELECT state, verdict, injuries, escalated FROM store_alarm WHERE id = {alarm}")[0]
    assert state == ("reviewed", "accident", 1, 0)
    # Reviewed, but an accident keeps its point red until it is assessed anew; the community goes by its index again.
    after = _on_wall(wall, point, cell)
    assert after == replace(red, cell=after.cell)
    assert desk.never_reloaded()


def _total(around: Locator) -> int:
    return sum(int(text.replace(",", "")) for text in around.locator(".around-total").all_inner_texts())


def _send_inspector(desk: Desk) -> None:
    """The form proposes the nearest person on duty; somebody is chosen if it does not."""
    desk.press("dispatch")
    form = desk.card.locator(".step-form[data-command='dispatch'] form")
    expect(form).to_be_visible(timeout=SECONDS)
    if form.locator(".picked").count() == 0:
        desk.fill(form, {"person": ["简官"]})
    form.locator("button[type=submit]").click()
    expect(form).to_be_hidden(timeout=SECONDS)


def test_a_call_is_registered_with_its_place_and_found_false(stack: Stack, login: Login) -> None:
    desk = Desk(login("anwei", DESK))
    title = f"群众来电：闻到异味 {datetime.now(UTC):%H%M%S%f}"
    desk.page.get_by_role("button", name="登记警情").click()
    form = desk.page.locator("sg-raise form")
    desk.fill(form, {"title": title})
    form.get_by_role("button", name="在地图上点选").click()
    box = desk.page.locator("#map").bounding_box()
    assert box is not None
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(form.locator(".place-now")).to_contain_text(re.compile(r"\d+\.\d+, \d+\.\d+"))
    desk.is_clean("the form for a call")
    form.locator("button[type=submit]").click()
    expect(desk.card.get_by_role("heading", name=title)).to_be_visible(timeout=SECONDS)
    desk.press("acknowledge")
    desk.press("judge_false")
    form = desk.card.locator(".step-form form")
    form.locator("button[type=submit]").click()
    expect(form.locator(".field-error").first).to_be_visible()
    desk.fill(form, {"reason": "现场检测正常"})
    form.locator("button[type=submit]").click()
    desk.sees_state_of_alarm("误报")
    expect(desk.page.locator("#queue .alarm-row", has_text=title)).to_have_count(0, timeout=SECONDS)
    row = stack.query(f"SELECT state, kind, verdict FROM store_alarm WHERE title = '{title}'")[0]
    assert row == ("false", "public", "false")


def test_the_desk_shows_something_on_a_wall_and_takes_it_back(stack: Stack, login: Login, wall: Page) -> None:
    desk = Desk(login("zhihui", DESK, width=1600, height=900))
    name = str(stack.query("SELECT name FROM store_kiosk ORDER BY id DESC")[0][0])
    part = desk.tab("大屏")
    card = part.locator(".wall-card", has_text=name)
    expect(card.locator(".chip-ok")).to_be_visible(timeout=2 * SECONDS)
    expect(card).to_contain_text("1920×1080 · 简化绘图", timeout=SECONDS)
    words = "三级应急响应：请勿靠近"
    card.locator("input[id^=message]").fill(words)
    card.get_by_role("button", name="推送文字").click()
    expect(wall.get_by_text(words)).to_be_visible(timeout=SECONDS)
    card.get_by_role("button", name="推送当前地图位置").click()
    expect(card.locator(".wall-now")).to_contain_text("地图位置", timeout=SECONDS)
    expect(card.locator(".wall-now")).to_contain_text("陈指挥")
    expect(wall.get_by_text(words)).to_be_visible()
    desk.is_clean("the walls")
    card.get_by_role("button", name="收回").click()
    expect(wall.get_by_text(words)).to_have_count(0, timeout=SECONDS)
    expect(card.locator(".wall-now")).to_contain_text("自动画面", timeout=SECONDS)


def _ring(page: Page, title: str, lon: float, lat: float) -> int:
    made = post(
        page, "/alarms",
        {"kind": "officer", "severity": "manual", "title": title, "text": "", "lon": lon, "lat": lat},
    )  # fmt: skip
    assert made.ok, made.text()
    return int(made.json()["id"])


def _wall_looks_at(wall: Page, lon: float, lat: float, zoom: float) -> None:
    wall.wait_for_function(
        "([lon, lat, zoom]) => { const at = document.querySelector('sg-wall-page').map?.view(); return at"
        " && Math.abs(at.lon - lon) < 0.01 && Math.abs(at.lat - lat) < 0.01 && at.zoom === zoom; }",
        arg=[lon, lat, zoom],
        timeout=SECONDS,
    )


def test_a_tour_stops_at_an_alarm_and_a_pushed_alarm_and_layers_are_shown(
    stack: Stack, login: Login, wall: Page
) -> None:
    desk = Desk(login("zhihui", DESK, width=1600, height=900))
    name = str(stack.query("SELECT name FROM store_kiosk ORDER BY id DESC")[0][0])
    part = desk.tab("大屏")
    card = part.locator(".wall-card", has_text=name)
    expect(card.locator(".chip-ok")).to_be_visible(timeout=2 * SECONDS)
    wall.wait_for_function("() => document.querySelector('sg-wall-page').map", timeout=SECONDS)

    # The tour is switched off and on: it goes at once. An alarm rings: it stops there, until somebody takes it.
    tour = card.get_by_role("checkbox", name="自动巡视红色网格")
    tour.uncheck()
    expect(card.locator(".wall-now")).to_contain_text("自动画面", timeout=SECONDS)
    tour.check()
    expect(wall.locator(".wall-tour")).to_be_visible(timeout=SECONDS)
    first, second = (f"{word} {datetime.now(UTC):%H%M%S%f}" for word in ("管廊异响", "泵房冒烟"))
    spot = wall.evaluate("document.querySelector('sg-wall-page').map.view()")
    stopped = _ring(desk.page, first, spot["lon"], spot["lat"])
    _wall_looks_at(wall, spot["lon"], spot["lat"], 14.5)
    expect(wall.locator(".wall-tour")).to_have_count(0)
    hanging = wall.locator(".wall-alarm", has_text=first)
    expect(hanging).to_have_attribute("data-state", "raised")
    expect(hanging).to_contain_text("等待接警")
    assert post(desk.page, f"/alarms/{stopped}/acknowledge", {"version": 1}).ok
    expect(wall.locator(".wall-tour")).to_be_visible(timeout=2 * SECONDS)

    # The desk pushes another one: it comes first and big, with who has taken it, and who shows it.
    _ring(desk.page, second, spot["lon"] + 0.05, spot["lat"])
    desk.tab("处置")
    desk.open_alarm(second)
    part = desk.tab("大屏")
    card.get_by_role("button", name="推送这条警情").click()
    pushed = wall.locator(".wall-alarm").first
    expect(pushed).to_contain_text(second, timeout=SECONDS)
    expect(pushed).to_have_class(re.compile("is-pushed.*|.*is-ringing"), timeout=SECONDS)
    expect(pushed).to_contain_text("陈指挥 推送", timeout=SECONDS)
    _wall_looks_at(wall, spot["lon"] + 0.05, spot["lat"], 14.5)
    desk.tab("处置")
    desk.press("acknowledge")
    expect(pushed).to_contain_text(re.compile("已接警.*陈指挥"), timeout=SECONDS)
    expect(pushed).to_contain_text("推送")
    _wall_looks_at(wall, spot["lon"] + 0.05, spot["lat"], 14.5)

    # Another preset of layers is drawn, where the wall looks; taken back, it is as it was.
    part = desk.tab("大屏")
    wall.wait_for_timeout(1_500)
    before = _ground(wall)
    card.locator("label", has_text="网格归属").click()
    expect(card.locator(".wall-now")).to_contain_text("网格归属", timeout=SECONDS)
    until(lambda: _differ(before, _ground(wall)) > 0.2, SECONDS / 1000, what="the ground shows who owns it")
    card.locator("label", has_text="全部").click()
    until(lambda: _differ(before, _ground(wall)) < 0.05, SECONDS / 1000, what="the ground is as before")
    card.get_by_role("button", name="收回").click()
    expect(pushed).not_to_have_class(re.compile("is-pushed"), timeout=SECONDS)


def _ground(wall: Page) -> npt.NDArray[np.int16]:
    """What is drawn in the middle of the wall, without the marks at its very centre."""
    shot = wall.screenshot(clip={"x": 660, "y": 620, "width": 600, "height": 240}, animations="disabled")
    return np.asarray(Image.open(BytesIO(shot)).convert("RGB"), dtype=np.int16)


def _differ(one: npt.NDArray[np.int16], two: npt.NDArray[np.int16]) -> float:
    """Share of pixels that look different."""
    return float((np.abs(one - two).max(axis=2) > 16).mean())


def test_the_desk_is_handed_over_with_two_signatures(stack: Stack, login: Login) -> None:
    giver = Desk(login("zhihui", DESK))
    part = giver.tab("值班表")
    expect(part.locator(".panel-skeleton")).to_have_count(0, timeout=SECONDS)
    if part.locator(".shift-now").count() == 0:
        _sit_down(giver, part)
    giver.is_clean("the roster")
    part = giver.tab("交接班")
    part.get_by_role("button", name="我要交班").click()
    form = part.locator("sg-form form")
    giver.fill(form, {"to": ["安卫国"], "summary": "本班接警一起", "open_items": "探测器待复核"})
    form.locator("button[type=submit]").click()
    expect(part.locator(".handover-entry").first).to_contain_text("等待 安卫国 签字", timeout=SECONDS)

    taker = Desk(login("anwei", DESK))
    part = taker.tab("交接班")
    mine = part.locator(".handover-mine")
    expect(mine).to_contain_text("探测器待复核", timeout=SECONDS)
    taker.is_clean("a handover to sign")
    mine.get_by_role("button", name="签字接班").click()
    mine.get_by_role("button", name="确认").click()
    expect(part.locator(".handover-entry").first).to_contain_text("双方已签字", timeout=SECONDS)
    signed = stack.query(
        "SELECT signed_at IS NOT NULL, signed_digest <> '' FROM store_handover ORDER BY id DESC"
    )
    assert signed[0] == (True, True)


def _sit_down(officer: Desk, part: Locator) -> None:
    """The city's desk is taken from now on."""
    part.get_by_role("button", name="排一班").click()
    form = part.locator("sg-form form")
    officer.fill(form, {"cell": ["许昌市"], "person": ["陈指挥"], "deputy": ["安卫国"]})
    form.locator("button[type=submit]").click()
    expect(part.locator(".shift-now")).to_contain_text("副班 安卫国", timeout=SECONDS)


def test_a_silent_sensor_is_marked_on_the_desk_and_at_its_point(stack: Stack, login: Login) -> None:
    point, name = _calm_point(stack)
    keeper = login("zhihui", "/people")
    _send(keeper, stack, _sensor(login, point), 12.5)
    device = number(stack, f"SELECT id FROM store_device WHERE point_id = {point}")
    stack.change(f"UPDATE store_device SET last_at = now() - interval '5 hours' WHERE id = {device}")
    desk = Desk(login("zhihui", DESK, width=1600, height=900))
    fold = desk.page.locator("sg-silent-sensors")
    fold.locator("summary").click()
    row = fold.locator(f"[data-sensor='{device}']")
    expect(row).to_contain_text("监测中断 5 小时", timeout=SECONDS)
    expect(row.locator("svg")).to_be_visible()
    desk.is_clean("silent sensors")
    row.click()
    expect(desk.panel.get_by_role("heading", name=name)).to_be_visible(timeout=SECONDS)
    expect(desk.panel.locator(".panel-tags")).to_contain_text("监测中断 5 小时")
    expect(desk.panel.locator(".sensors")).to_contain_text("12.5 ppm")
    desk.is_clean("the panel of a point with a silent sensor")
    if folder := os.environ.get("SAFEGRID_PICTURES"):
        desk.page.screenshot(path=f"{folder}/silent.png")
    # It is heard again: the mark goes.
    stack.change(f"UPDATE store_device SET last_at = now() WHERE id = {device}")
    desk.page.reload()
    expect(desk.panel.locator(".sensors")).to_be_visible(timeout=SECONDS)
    expect(desk.panel.locator(".chip-silent")).to_have_count(0)


def test_times_are_chinas_wherever_the_computer_thinks_it_is(stack: Stack, login: Login) -> None:
    point, name = _calm_point(stack)
    _send(login("zhihui", "/people"), stack, _sensor(login, point), 51)
    alarm, title, china = stack.query(
        "SELECT id, title, to_char(raised_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')"
        f" FROM store_alarm WHERE point_id = {point}"
    )[0]
    for zone in ("America/New_York", "Asia/Shanghai"):
        desk = Desk(login("zhihui", f"{DESK}&alarm={alarm}", zone=zone))
        desk.open_alarm(str(title))
        expect(desk.card.locator(".facts")).to_contain_text(str(china))
        # What is typed is China's too: the form begins with the time in China, and the book says the same.
        part = desk.tab("值班表")
        part.get_by_role("button", name="排一班").click()
        begins = part.locator("sg-form [data-field=starts_at] input")
        shown = datetime.fromisoformat(begins.input_value()).replace(tzinfo=CHINA)
        assert abs((datetime.now(UTC) - shown).total_seconds()) < 120
    page = login("zhihui", f"/map?plain&sel=point:{point}", zone="America/New_York")
    person = Person(page)
    person.is_live()
    expect(person.panel.get_by_role("heading", name=name)).to_be_visible(timeout=SECONDS)
    entry = person.panel.locator("sg-timeline time").first
    at = datetime.fromisoformat(str(entry.get_attribute("datetime", timeout=SECONDS)))
    assert entry.inner_text() == f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    assert post(desk.page, f"/alarms/{alarm}/acknowledge", {"version": 1}).ok
    assert post(desk.page, f"/alarms/{alarm}/judge_false", {"version": 2, "reason": "校准"}).ok


def test_whoever_may_not_handle_alarms_is_told_so(login: Login) -> None:
    page = login("guihua", "/desk")
    expect(page.get_by_text("您的职责不能处置警情")).to_be_visible(timeout=SECONDS)


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["small desk", "phone"])
def test_nothing_lies_beside_the_screen(login: Login, size: tuple[int, int]) -> None:
    desk = Desk(login("zhihui", DESK, width=size[0], height=size[1]))
    wide = desk.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]
    desk.is_clean(f"the desk at {size}")
