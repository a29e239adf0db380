"""The wall in a real browser: what it shows is so, the desk steers it, it is never quietly stale, and it lasts."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from live.processes import until
from safegrid.domain.counts import COLUMNS

from .conftest import Stack
from .person import SECONDS
from .soak import feed, in_database, measure, on_screen, slope, versions_in_database, versions_on_screen
from .staff import post

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
EVENTS = int(os.environ.get("SAFEGRID_SOAK_EVENTS", "4000"))
GL = os.environ.get("SAFEGRID_SOAK_GL") == "1"
ROUNDS, WARM_UP = 8, 3
MEGABYTE = 1024 * 1024


@dataclass
class Line:
    """The line between a wall and the live stream: while `cut`, nothing comes through, and nobody hangs up."""

    cut: bool = False

    def attend(self, screen: WebSocketRoute) -> None:
        server = screen.connect_to_server()
        server.on_message(lambda text: None if self.cut else screen.send(text))


@pytest.fixture
def link(stack: Stack, login: Login) -> str:
    """A new wall's link, for the whole city."""
    made = post(login("baomi", "/people"), "/kiosks", {"name": "指挥大厅", "cell": None})
    return str(made.json()["link"])


@pytest.fixture
def hang(chromium: Browser, link: str) -> Iterator[Callable[..., Page]]:
    """Opens the wall's link in a browser of its own; `before`: told of the page before it loads anything."""
    opened = []

    def open_one(path: str = "/wall?plain&tour=0", before: Callable[[Page], None] | None = None) -> Page:
        context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        opened.append(context)
        page = context.new_page()
        page.goto(link)
        if before is not None:
            before(page)
        page.goto(f"{link.partition('/k/')[0]}{path}")
        expect(page.locator("[data-freshness='live']")).to_be_visible(timeout=SECONDS)
        expect(page.locator(".wall-hero")).to_be_visible(timeout=SECONDS)
        return page

    yield open_one
    for context in opened:
        context.close()


def shows_what_is_so(page: Page, stack: Stack) -> None:
    page.wait_for_function("() => document.querySelector('sg-wall-page').live.status.freshness === 'live'")
    wanted = in_database(stack, COLUMNS)
    for _ in range(100):
        if on_screen(page) == wanted:
            break
        page.wait_for_timeout(100)
    assert on_screen(page) == wanted
    total = sum(wanted.get(f"p{level}", 0) for level in range(5))
    expect(page.locator(".wall-hero")).to_have_attribute("data-total", str(total))


def test_a_wall_shows_the_city_and_has_no_violation(stack: Stack, hang: Callable[..., Page]) -> None:
    page = hang()
    shows_what_is_so(page, stack)
    expect(page.locator(".wall-title")).to_contain_text("指挥大厅")
    expect(page.locator(".wall-cells li")).to_have_count(6)
    expect(page.locator(".wall-why")).to_be_visible()
    expect(page.locator(".wall-chart canvas")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_desk_pushes_a_view_to_a_wall_in_another_browser(
    stack: Stack, login: Login, hang: Callable[..., Page]
) -> None:
    page, desk = hang(), login("zhihui", "/people")
    wall = page.evaluate("document.querySelector('sg-wall-page').wall.kiosk")
    listed = desk.evaluate("fetch('/api/walls').then((answer) => answer.json())")["walls"]
    assert [each["online"] for each in listed if each["id"] == wall] == [True]
    view = {
        "preset": "hazards",
        "message": {"text": "请关注将官池镇"},
        "place": {"lon": 113.83, "lat": 33.99, "zoom": 13},
    }
    assert post(desk, f"/walls/{wall}/view", view).ok
    expect(page.locator(".wall-message")).to_contain_text("请关注将官池镇", timeout=SECONDS)
    expect(page.locator(".wall-message")).to_contain_text("推送")
    page.wait_for_function("() => document.querySelector('sg-wall-page').map?.view().zoom === 13")

    page.reload()
    expect(page.locator(".wall-message")).to_contain_text("请关注将官池镇", timeout=SECONDS)
    assert post(desk, f"/walls/{wall}/release", {}).ok
    expect(page.locator(".wall-message")).to_have_count(0, timeout=SECONDS)
    page.wait_for_function("() => document.querySelector('sg-wall-page').map?.view().zoom < 12")


def test_a_silent_stream_turns_amber_then_red_and_hatched(stack: Stack, hang: Callable[..., Page]) -> None:
    line = Line()
    page = hang(before=lambda page: page.route_web_socket("**/ws/live", line.attend))
    line.cut = True
    expect(page.locator("[data-freshness='late']")).to_be_visible(timeout=SECONDS)
    expect(page.locator(".wall-hatch")).to_have_count(0)
    expect(page.locator("[data-freshness='stale']")).to_be_visible(timeout=45_000)
    expect(page.locator(".wall-hatch")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"数据停在 \d\d:\d\d:\d\d"))
    feed(stack, 60, seed=3)
    line.cut = False
    expect(page.locator("[data-freshness='live']")).to_be_visible(timeout=60_000)
    expect(page.locator(".wall-hatch")).to_have_count(0)
    shows_what_is_so(page, stack)


def test_a_wall_survives_a_restart_of_the_server_and_a_new_log(
    stack: Stack, hang: Callable[..., Page]
) -> None:
    page = hang()
    page.evaluate("window.neverReloaded = true")
    stack.web.kill()
    feed(stack, 60, seed=4)
    stack.web.start()
    expect(page.locator("[data-freshness='live']")).to_be_visible(timeout=60_000)
    shows_what_is_so(page, stack)
    stack.change("UPDATE store_sequencerstate SET epoch = gen_random_uuid()")
    feed(stack, 60, seed=5)
    shows_what_is_so(page, stack)
    assert page.evaluate("window.neverReloaded") is True


def _lose(page: Page) -> None:
    page.evaluate(
        "() => { const gl = document.querySelector('#map canvas.maplibregl-canvas').getContext('webgl2');"
        " window.lost = gl.getExtension('WEBGL_lose_context'); window.lost.loseContext(); }"
    )


def _draws_with(page: Page, kind: str) -> None:
    page.wait_for_function(
        f"() => document.querySelector('sg-wall-page').map?.kind === '{kind}'", timeout=2 * SECONDS
    )
    expect(page.locator("#map canvas.maplibregl-canvas")).to_have_count(1 if kind == "gl" else 0)


def test_a_wall_gets_its_gpu_back_or_goes_on_without(stack: Stack, hang: Callable[..., Page]) -> None:
    page = hang("/wall?tour=0")
    page.evaluate("window.neverReloaded = true")
    _draws_with(page, "gl")
    expect(page.locator("#map[data-drawn=yes]")).to_be_visible(timeout=3 * SECONDS)
    # Taken away and given back: it goes on drawing with it, longer than a loss is waited for.
    _lose(page)
    page.evaluate("window.lost.restoreContext()")
    page.wait_for_timeout(9_000)
    _draws_with(page, "gl")
    page.wait_for_function(
        "() => !document.querySelector('#map canvas.maplibregl-canvas').getContext('webgl2').isContextLost()"
    )
    # Taken away for good: the same place, layers and numbers, drawn without it; the desk is told.
    _lose(page)
    _draws_with(page, "plain")
    feed(stack, 60, seed=6)
    shows_what_is_so(page, stack)
    assert page.evaluate("window.neverReloaded") is True
    until(
        lambda: stack.query("SELECT screen->>'gl' FROM store_wallstate ORDER BY seen_at DESC LIMIT 1") == [("false",)],
        30, what="the desk knows that this wall draws without WebGL",
    )  # fmt: skip


def test_a_wall_without_webgl_draws_the_plain_layer(stack: Stack, hang: Callable[..., Page]) -> None:
    troubles: list[str] = []

    def prepare(page: Page) -> None:
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.add_init_script(
            "const get = HTMLCanvasElement.prototype.getContext;"
            "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
            "  return String(kind).startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
        )

    page = hang("/wall?tour=0", before=prepare)
    _draws_with(page, "plain")
    shows_what_is_so(page, stack)
    assert troubles == []


def _clock_is_right(page: Page) -> None:
    """The clock shows the time in China, within the seconds that a beat may be old."""
    shown = page.locator(".wall-clock").inner_text()
    seen = datetime.strptime(shown, "%H:%M:%S").replace(tzinfo=UTC)
    now = datetime.now(timezone(timedelta(hours=8)))
    apart = abs(
        (seen.hour * 60 + seen.minute) * 60 + seen.second - ((now.hour * 60 + now.minute) * 60 + now.second)
    )
    assert min(apart, 86_400 - apart) <= 4, f"{shown} at {now:%H:%M:%S}"


MOVABLE_CLOCK = """
  window.ahead = 0;
  const RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...given) { if (given.length) super(...given); else super(RealDate.now() + window.ahead); }
    static now() { return RealDate.now() + window.ahead; }
  };
"""


@pytest.mark.parametrize("hours", [2, -2])
def test_a_jump_of_the_computers_clock_fools_no_wall(
    stack: Stack, hang: Callable[..., Page], hours: int
) -> None:
    line = Line()

    def prepare(page: Page) -> None:
        page.add_init_script(MOVABLE_CLOCK)
        page.route_web_socket("**/ws/live", line.attend)

    page = hang(before=prepare)
    page.evaluate(f"window.ahead = {hours} * 3600 * 1000")
    page.wait_for_timeout(1_500)
    expect(page.locator("[data-freshness='live']")).to_be_visible(timeout=SECONDS)
    page.wait_for_timeout(5_000)
    expect(page.locator("[data-freshness='live']")).to_be_visible()
    _clock_is_right(page)
    # Another jump while nothing comes: it neither looks live nor shows another time.
    line.cut = True
    page.evaluate("window.ahead = 0")
    expect(page.locator("[data-freshness='live']")).to_have_count(0, timeout=SECONDS)
    if hours > 0:
        _clock_is_right(page)
    line.cut = False
    expect(page.locator("[data-freshness='live']")).to_be_visible(timeout=60_000)
    _clock_is_right(page)
    shows_what_is_so(page, stack)


def test_a_wall_that_slept_says_so_before_it_is_live_again(stack: Stack, hang: Callable[..., Page]) -> None:
    line = Line()
    page = hang(before=lambda page: page.route_web_socket("**/ws/live", line.attend))
    page.evaluate("window.neverReloaded = true")
    page.evaluate(
        "() => { window.frames_at = [];"
        " const tell = () => { window.frames_at.push(performance.now()); requestAnimationFrame(tell); }; tell(); }"
    )
    tools = page.context.new_cdp_session(page)
    tools.send("Debugger.enable")
    tools.send("Debugger.pause")
    page.wait_for_timeout(4_000)  # what comes now waits until the lid is opened
    line.cut = True
    page.wait_for_timeout(33_000)
    feed(stack, 60, seed=7)
    tools.send("Debugger.resume")
    tools.send("Debugger.disable")
    # What came before the lid was closed is all there is: it is old, and nothing may call it live.
    expect(page.locator("[data-freshness='stale']")).to_be_visible(timeout=SECONDS)
    frames = page.evaluate("window.frames_at")
    assert max(b - a for a, b in pairwise(frames)) > 30_000, "the page was frozen"
    line.cut = False
    expect(page.locator("[data-freshness='live']")).to_be_visible(timeout=60_000)
    _clock_is_right(page)
    shows_what_is_so(page, stack)
    assert page.evaluate("window.neverReloaded") is True


def test_a_wall_soaks(stack: Stack, hang: Callable[..., Page]) -> None:
    page = hang("/wall?tour=0" if GL else "/wall?plain&tour=0")
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    rounds = []
    for n in range(ROUNDS):
        feed(stack, EVENTS // ROUNDS, seed=100 + n)
        shows_what_is_so(page, stack)
        # The newest event's words and pulse go after their time; only then are two rounds alike.
        page.wait_for_timeout(13_000)
        rounds.append(measure(page, tools))
    print(*rounds, sep="\n")
    steady = rounds[WARM_UP:]
    rise = slope([each.heap for each in steady])
    assert abs(rise) < 0.25 * MEGABYTE, f"the heap rises {rise / MEGABYTE:.2f} MB a round: {rounds}"
    assert len({each.listeners for each in steady}) == 1, rounds
    # What is shown differs by some lines from round to round; what is left behind would add up.
    assert steady[-1].nodes <= steady[0].nodes + 20, rounds
    held = page.evaluate("document.querySelector('sg-wall-page').store.snapshot.tier")
    which = {"all": "true", "hot": "live IN (1, 2)", "red": "live = 1"}[held]
    assert versions_on_screen(page) == versions_in_database(stack, which)
