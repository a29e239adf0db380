"""The map with WebGL, and the plain one: what is drawn, what a click and an address open, what the numbers say."""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, Route, expect

from live.processes import until
from safegrid.ingest.demo.logins import PASSWORD, STORY_POINT, STORY_POINT_NAME, STORY_UNIT, STORY_UNIT_NAME
from safegrid_simulate.client import Person as Caller

from .conftest import Stack
from .ground import Ground
from .person import SECONDS, Person
from .staff import busy_cells, hire, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
NAMES = (
    "SELECT name FROM store_gridcell UNION SELECT name FROM store_user UNION SELECT name FROM store_department"
    " UNION SELECT name FROM store_enterprise UNION SELECT name FROM store_riskpoint"
    " UNION SELECT title FROM store_hazard UNION SELECT title FROM store_alarm UNION SELECT note FROM store_survey"
)
"""Words of records stay in the language they were written in."""
SHOWN_TEXTS = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const of = walker.currentNode.parentElement;
    if (!of.closest('script, noscript, style')) found.push(walker.currentNode.textContent);
  }
  for (const one of document.querySelectorAll('body *'))
    for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'])
      if (one.hasAttribute(name)) found.push(one.getAttribute(name));
  return found;
}"""
LOSE_CONTEXT = """() => {
  const gl = document.querySelector('#map canvas.maplibregl-canvas').getContext('webgl2');
  window.lost = gl.getExtension('WEBGL_lose_context');
  window.lost.loseContext();
}"""


def _place(stack: Stack, point: int) -> str:
    lon, lat = stack.query(
        f"SELECT ST_X(owner_point), ST_Y(owner_point) FROM store_riskpoint WHERE id = {point}"
    )[0]
    return f"{lat:.5f},{lon:.5f}"


def test_the_map_draws_answers_a_click_and_survives_a_lost_context(stack: Stack, login: Login) -> None:
    # A point whose hazard makes its live colour another than its base colour; its flag lies on top of it.
    point, hazard = stack.query(
        "SELECT p.id, h.id FROM store_riskpoint p JOIN store_hazard h ON h.point_id = p.id"
        " WHERE p.live <> p.base AND p.live = p.firm AND h.state NOT IN ('closed', 'rejected') ORDER BY p.id, h.id"
    )[0]
    page = login("zhihui", f"/map?z=17&at={_place(stack, int(str(point)))}")
    person, ground = Person(page), Ground(page)
    ground.drawn()
    page.mouse.click(*ground.middle())
    expect(person.panel).to_be_visible(timeout=SECONDS)
    expect(page).to_have_url(re.compile(rf"sel=(hazard:{hazard}|point:{point})\b"))
    page.keyboard.press("Escape")
    expect(person.panel).to_have_count(0)
    expect(page).not_to_have_url(re.compile("sel="))
    page.go_back()
    expect(page).to_have_url(re.compile(rf"sel=(hazard:{hazard}|point:{point})\b"))
    expect(person.panel).to_be_visible(timeout=SECONDS)
    page.go_back()
    expect(person.panel).to_have_count(0)
    page.mouse.move(5, 5)
    page.evaluate("document.activeElement.blur()")  # the keyboard's mark leaves the middle
    before = ground.steady()

    # Each switch changes what is drawn, and back.
    for change, back in (("base", "live"), ("owner", "live")):
        page.locator(f"label:has(input[name=ground][value={change}])").click()
        ground.becomes(before, other=True, what=f"{change} looks different")
        page.locator(f"label:has(input[name=ground][value={back}])").click()
        ground.becomes(before, what=f"{back} after {change} looks as before")
    points = page.locator("label:has(input[name=points])")
    points.click()
    ground.becomes(before, other=True, what="without points it looks different")
    points.click()
    ground.becomes(before, what="with points again")

    # The browser takes the GPU away and gives it back: the same colours, without a reload.
    page.evaluate(LOSE_CONTEXT)
    ground.becomes(before, other=True, what="nothing is drawn without a context")
    page.evaluate("window.lost.restoreContext()")
    ground.becomes(before, what="the map is as before")
    assert person.never_reloaded()


def test_the_keyboard_selects_what_is_in_the_middle(stack: Stack, login: Login) -> None:
    page = login("wangge", f"/map?plain&sel=point:{STORY_POINT}")
    person, ground = Person(page), Ground(page)
    expect(person.panel.get_by_role("heading", name=STORY_POINT_NAME)).to_be_visible(timeout=SECONDS)
    expect(page.locator("#map canvas.maplibregl-canvas")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(person.panel).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.type(STORY_UNIT_NAME[:4])
    expect(page.get_by_role("option").first).to_be_visible(timeout=SECONDS)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(person.panel.get_by_role("heading", name=STORY_UNIT_NAME)).to_be_visible(timeout=SECONDS)
    expect(page).to_have_url(re.compile(rf"sel=unit:{STORY_UNIT}\b"))
    # Whatever the ground is coloured by, Enter opens what the cross is on.
    page.keyboard.press("Escape")
    expect(person.panel).to_have_count(0)
    page.locator("#map").focus()
    ground.steady()
    page.keyboard.press("Enter")
    expect(person.panel).to_be_visible(timeout=SECONDS)
    expect(page).to_have_url(re.compile(r"sel=(unit|point|cell|hazard):\d+"))


CANVASES = "(which) => [...document.querySelectorAll(which)].map((canvas) => canvas.toDataURL())"
PAINT_ALL = """() => new Promise((done) => {
  const map = document.querySelector('sg-map-page').guide.map;
  map.setLayer('labels', true); // paints the cells and the marks, all of them
  requestAnimationFrame(() => requestAnimationFrame(() => done()));
})"""


SMOOTHING = 16
"""A line that is cut at a pixel's edge is smoothed a little otherwise than a whole one; nobody can see it."""


def test_painting_around_a_change_gives_what_painting_everything_gives(stack: Stack, login: Login) -> None:
    cell = busy_cells(stack, "411003")[0]
    county = number(stack, "SELECT id FROM store_gridcell WHERE level = 2 AND code LIKE '411003%'")
    hire(stack, "tuwangge", "涂网格", ("INS", cell))
    hire(stack, "tubumen", "涂部门", ("DEP", county))
    page = login("zhihui", "/map?plain")
    person = Person(page)
    person.is_live()
    page.wait_for_load_state("networkidle")
    inspector, official = (Caller(stack.url, name, PASSWORD) for name in ("tuwangge", "tubumen"))
    before, seen = _settled(page), person.legend()
    for (point,) in stack.query(
        f"SELECT id FROM store_riskpoint WHERE cell_id = {cell} AND live > 1 AND unit_id > 0 ORDER BY id LIMIT 3"
    ):
        made = _reported(inspector, point)
        found = {
            "version": 1,
            "class": "major",
            "basis": "重大事故隐患判定标准第三条",
            "responsible_unit": "涂装车间",
            "responsible_person": "齐业",
        }
        official.post(f"/api/hazards/{made}/verify", found)
    until(lambda: person.legend() != seen, 20, what="the numbers follow")
    around = _settled(page)
    page.evaluate(PAINT_ALL)
    everything = page.evaluate(CANVASES, "#map canvas")
    assert len(around) == len(everything)
    assert max(map(_difference, around, everything)) <= SMOOTHING
    assert around != before, "something was painted at all"


def _difference(one: str, other: str) -> int:
    """The greatest difference of any colour of any pixel of two pictures."""
    if one == other:
        return 0
    pictures = (Image.open(BytesIO(b64decode(url.split(",")[1]))).convert("RGBA") for url in (one, other))
    return max(high for _, high in ImageChops.difference(*pictures).getextrema())


def _reported(inspector: Caller, point: object) -> int:
    body = {
        "point": point,
        "claimed": "major",
        "category": "fire",
        "text": "堵塞疏散通道",
        "found_at": datetime.now(UTC).isoformat(),
        "photos": [inspector.photo((90, 90, 90))],
        "override_duplicate": True,
    }
    return int(inspector.post("/api/hazards", body)["id"])


def test_ground_whose_tiles_did_not_come_is_asked_for_again(login: Login) -> None:
    whole, page = login("zhihui", "/map?plain"), login("zhihui", "/people")
    refused: list[str] = []

    def refuse_some(route: Route) -> None:
        if len(refused) < 5:
            refused.append(route.request.url)
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route("**/tiles/cells/**", refuse_some)
    page.goto(whole.url)
    for one in (whole, page):
        Person(one).is_live()
    wanted = sorted(_settled(whole, "#map .leaflet-tile-pane canvas"))
    until(lambda: len(refused) == 5, 20, what="some tiles are refused")
    until(
        lambda: sorted(_settled(page, "#map .leaflet-tile-pane canvas")) == wanted,
        30,
        what="all ground is there",
    )


def _settled(page: Page, which: str = "#map canvas") -> list[str]:
    """What all canvases of the map show, once it stays the same for a moment."""
    shown: list[str] = []
    for _ in range(40):
        now = page.evaluate(CANVASES, which)
        if now == shown:
            return now  # type: ignore[no-any-return] # of the browser
        shown = now
        page.wait_for_timeout(500)
    raise AssertionError("the map never comes to rest")


def test_everything_is_found_by_what_people_know_of_it(stack: Stack, login: Login) -> None:
    page = login("zhihui", "/map?plain")
    Person(page).is_live()
    unit, uscc = stack.query(
        "SELECT name, uscc FROM store_enterprise WHERE uscc IS NOT NULL ORDER BY id LIMIT 1"
    )[0]
    cell, code = stack.query("SELECT name, code FROM store_gridcell WHERE code = '411003100000'")[0]
    for typed, shown in (
        (unit, unit), (uscc, unit), (code, cell), ("jgcz", cell), ("王格", "王格"), (STORY_POINT_NAME, STORY_POINT_NAME),
    ):  # fmt: skip
        box = page.locator("#search-box")
        box.fill(str(typed))
        expect(page.get_by_role("option").filter(has_text=str(shown)).first).to_be_visible(timeout=SECONDS)
    page.locator("#search-box").fill("没有这样的东西")
    expect(page.locator(".search-note")).to_contain_text("没有找到", timeout=SECONDS)


def test_the_numbers_are_the_databases_and_english_is_english(stack: Stack, login: Login) -> None:
    page = login("zhihui", "/map?plain")
    person = Person(page)
    person.is_live()
    for ground, column in (("live", "firm"), ("base", "base")):
        page.locator(f"label:has(input[name=ground][value={ground}])").click()
        counted = _tally(
            stack, f"SELECT {column}, count(*) FROM store_riskpoint WHERE retired_at IS NULL GROUP BY 1"
        )
        for level in range(5):
            shown = page.locator(f".levels li[data-level='{level}'] .num")
            expect(shown).to_have_text(f"{counted.get(str(level), 0):,}")
        expect(page.locator(".hero")).to_have_text(f"{sum(counted.values()):,}")
    states = _tally(stack, "SELECT state, count(*) FROM store_hazard GROUP BY 1")
    groups = (
        ("reported",),
        ("verified",),
        ("ordered", "rectifying"),
        ("submitted",),
        ("reinspected", "accepted"),
    )
    expected = [str(sum(states.get(state, 0) for state in group)) for group in groups]
    expect(page.locator(".kpis .kpi")).to_have_text(expected)

    page.locator("label:has(input[name=ground][value=owner])").click()
    expect(page.get_by_role("radiogroup", name="归属层级")).to_be_visible()
    page.locator(".lang-switch").click()
    expect(page.get_by_role("radiogroup", name="Ownership level")).to_be_visible()
    cell = number(stack, "SELECT id FROM store_gridcell WHERE code = '411003100003'")
    person.open("cell", cell)
    expect(person.panel.locator("ul.who li").first).to_be_visible(timeout=SECONDS)
    assert _chinese(page, stack) == []
    page.reload()
    person = Person(page)
    person.is_live()
    assert _chinese(page, stack) == [], "the language is remembered"
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    page.locator(".lang-switch").click()
    expect(page.get_by_role("button", name="上报隐患").first).to_be_visible()


def _tally(stack: Stack, text: str) -> dict[str, int]:
    """What a query counts, by the text of its first column."""
    return {str(what): int(str(n)) for what, n in stack.query(text)}


def _chinese(page: Page, stack: Stack) -> list[str]:
    """What is still Chinese on the screen once the names of places, people and units are taken out."""
    names = sorted((str(row[0]) for row in stack.query(NAMES)), key=len, reverse=True)
    left: list[str] = []
    for text in page.evaluate(SHOWN_TEXTS):
        rest = text
        for name in names if re.search("[\u4e00-\u9fff]", rest) else ():
            rest = rest.replace(name, "")
        # A single character is an initial in a round picture, or the switch to the other language.
        if len(re.findall("[\u4e00-\u9fff]", rest)) > 1:
            left.append(text.strip())
    return left
