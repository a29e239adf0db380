"""The planner's desk as a person uses it: with the mouse on the map, by places in degrees, and with the keyboard."""

import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .conftest import Stack
from .person import SECONDS
from .staff import number, post

Place = list[float]
Cell = dict[str, Any]
BIG = {"width": 1920, "height": 1080}
WARNINGS = ["POSTS_VACANT", "TOO_MANY_CELLS", "CELL_TOO_SMALL", "UNIT_UNOWNED", "COVERAGE_GAP"]
APART = 350
"""Milliseconds between two clicks that are not to be taken for a double one."""


class Planner:
    """Somebody at the planner's desk. `pace`: milliseconds of thought before each press."""

    def __init__(self, page: Page, *, pace: int = 0) -> None:
        self.page, self.pace, self.presses = page, pace, 0
        self.history = page.locator(".plan-history li")
        self.said = page.locator(".plan-said")
        self.plan = 0

    def begin(self, name: str, parent: str) -> int:
        """A new plan over one cell, by hand; returns its number."""
        self.push(self.page.get_by_role("button", name="新建方案"))
        form = self.page.locator("#plan")
        self.type(form.locator("[data-field=name] input"), name)
        self.type(form.get_by_role("combobox"), parent)
        self.push(form.get_by_role("option").filter(has_text=parent).first)
        self.push(form.locator("button[type=submit]"))
        self.page.wait_for_url(re.compile(r"plan=\d+"), timeout=SECONDS)
        self.plan = int(self.page.url.rsplit("=", 1)[1])
        self.opened()
        return self.plan

    def start(self, name: str, *parents: int) -> int:
        """A new plan, made beside the page and then opened in it."""
        made = post(self.page, "/plans", {"name": name, "parents": list(parents)})
        assert made.ok, made.text()
        return self.open(int(made.json()["id"]))

    def open(self, plan: int) -> int:
        self.plan = plan
        self.page.goto(f"{self.page.evaluate('location.origin')}/planner?plan={plan}")
        self.opened()
        return plan

    def opened(self) -> None:
        expect(self.page.locator(".plan-bar")).to_be_visible(timeout=SECONDS)
        expect(self.page.locator(".plan-canvas")).to_have_count(2, timeout=SECONDS)

    def read(self, what: str = "") -> dict[str, Any]:
        answer = self.page.request.get(f"{self.page.evaluate('location.origin')}/api/plans/{self.plan}{what}")
        assert answer.status == 200, answer.text()
        return answer.json()

    def cells(self) -> dict[int, Cell]:
        return {cell["id"]: cell for cell in self.read("/ground")["cells"]}

    def named(self, name: str) -> Cell:
        return next(cell for cell in self.cells().values() if cell["name"] == name)

    # --- the hand ---

    def think(self) -> None:
        self.presses += 1
        if self.pace:
            self.page.wait_for_timeout(self.pace)

    def push(self, what: Locator | str) -> None:
        self.think()
        (self.page.locator(what) if isinstance(what, str) else what).click(timeout=SECONDS)

    def key(self, name: str) -> None:
        self.think()
        self.page.keyboard.press(name)

    def type(self, field: Locator, words: str) -> None:
        self.think()
        field.fill(words, timeout=SECONDS)

    def pixel(self, at: Place) -> tuple[float, float]:
        """Where the desk draws a place."""
        x, y = self.page.evaluate(
            "(at) => { const p = document.querySelector('sg-plan-desk').work.stage.map.pixel(at);"
            " const r = document.querySelector('#map').getBoundingClientRect(); return [r.left + p.x, r.top + p.y]; }",
            at,
        )
        return float(x), float(y)

    def near(self, *places: Place) -> None:
        """Bring places into the window, as near as they allow."""
        self.page.evaluate(
            "(all) => document.querySelector('sg-plan-desk').work.stage.map.fit(["
            " Math.min(...all.map(p => p[0])), Math.min(...all.map(p => p[1])),"
            " Math.max(...all.map(p => p[0])), Math.max(...all.map(p => p[1]))])",
            list(places),
        )

    def click(self, at: Place, *, shift: bool = False) -> None:
        self.think()
        self.page.mouse.move(*self.pixel(at), steps=3)
        if shift:
            self.page.keyboard.down("Shift")
        self.page.mouse.click(*self.pixel(at))
        if shift:
            self.page.keyboard.up("Shift")

    def drag(self, at: Place, right: float, down: float) -> None:
        """Take hold of a place and move the mouse by pixels, as a hand does."""
        self.think()
        x, y = self.pixel(at)
        self.page.mouse.move(x, y, steps=4)
        self.page.mouse.down()
        self.page.mouse.move(x + right / 2, y + down / 2, steps=4)
        self.page.mouse.move(x + right, y + down, steps=4)
        expect(self.page.locator(".plan-live")).to_be_visible()
        self.page.mouse.up()

    def draw(self, *places: Place) -> None:
        """Click places one after another and end with Enter."""
        for at in places:
            self.click(at)
            self.page.wait_for_timeout(APART)
        self.key("Enter")

    # --- acts ---

    def choose(self, cell: Cell) -> None:
        self.key("v")
        self.near(*ring(cell))
        self.click(middle(cell))
        expect(self.page.locator(f"[data-cell='{cell['id']}']")).to_be_visible(timeout=SECONDS)

    def saved(self, steps: int) -> None:
        """The history has so many steps in force, all of them on the server."""
        expect(self.page.locator(".plan-history li:not(.is-undone)")).to_have_count(steps, timeout=SECONDS)
        expect(self.page.locator(".plan-saved[data-saving=no]")).to_be_visible(timeout=SECONDS)

    def send(self, form: str) -> None:
        box = self.page.locator(f"[data-act-form='{form}']")
        self.push(box.locator("button[type=submit]"))
        expect(box).to_be_hidden(timeout=SECONDS)

    def cut(self, cell: Cell, tool: str, lon: float | None = None) -> None:
        """Draw a line from north to south through a cell with the tool of a key, and choose the eastern part."""
        lats = [at[1] for at in ring(cell)]
        over = (max(lats) - min(lats)) / 20
        self.choose(cell)
        lon = middle(cell)[0] if lon is None else lon
        self.key(tool)
        self.draw([lon, max(lats) + over], [lon, min(lats) - over])
        expect(self.page.locator(".plan-steps [aria-current=step]")).to_contain_text("点选要")
        east = max(ring(cell), key=lambda at: at[0])
        self.click([(lon + 2 * east[0]) / 3, (east[1] + middle(cell)[1]) / 2])

    def split(self, cell: Cell, name: str, lon: float | None = None) -> Cell:
        """Cut a community in two; the east becomes new."""
        self.cut(cell, "s", lon)
        self.type(self.page.locator("#plan-split-name"), name)
        self.send("split")
        expect(self.page.locator(".plan-cell h2")).to_have_text(name, timeout=SECONDS)
        return self.named(name)

    def assign(self, kind: str, person: str) -> None:
        """Give a post of the chosen cell to somebody, beside those who hold it."""
        self.push("[data-act=assign]")
        field = self.page.locator(f"[data-act-form=assign] [data-field={kind}]")
        self.type(field.get_by_role("combobox"), person)
        self.push(field.get_by_role("option").filter(has_text=person).first)
        self.send("assign")

    def publish(self) -> int:
        """Take note of every warning and publish; returns the new version of the boundaries."""
        self.ask_to_publish()
        self.push("[data-act=publish-now]")
        expect(self.said).to_contain_text(re.compile(r"已发布第 \d+ 版边界"), timeout=2 * SECONDS)
        return int(self.read()["published"])

    def ask_to_publish(self) -> None:
        self.push("[data-act=publish]")
        dialog = self.page.locator("sg-plan-publish")
        expect(dialog.locator("[data-checked=yes]")).to_be_visible(timeout=SECONDS)
        for warning in dialog.locator("input[name=accept]").all():
            self.think()
            warning.check()


def ring(cell: Cell) -> list[Place]:
    shape = cell["shape"]
    polygon = shape["coordinates"] if shape["type"] == "Polygon" else shape["coordinates"][0]
    return polygon[0][:-1]  # type: ignore[no-any-return] # JSON


def middle(cell: Cell) -> Place:
    corners = ring(cell)
    return [sum(at[i] for at in corners) / len(corners) for i in (0, 1)]


def edges(cell: Cell) -> Iterator[tuple[Place, Place]]:
    corners = ring(cell)
    yield from zip(corners, [*corners[1:], corners[0]], strict=True)


def holders(cells: dict[int, Cell], at: Place) -> set[int]:
    """Cells that have a node."""
    return {cell["id"] for cell in cells.values() if at in ring(cell)}


def shared_node(cells: dict[int, Cell], cell: Cell, least: int = 3) -> Place:
    """A node of a cell that cells of the plan alone have in common."""
    drawn = {one["id"] for one in cells.values() if one["mine"]}
    for at in ring(cell):
        if len(found := holders(cells, at)) >= least and found <= drawn:
            return at
    raise LookupError(f"{cell['name']} has no such node")


def shared_edge(cells: dict[int, Cell], cell: Cell) -> tuple[Place, Place, Cell]:
    """The longest edge that a cell has in common with another cell of the plan, and that one."""
    found = []
    for a, b in edges(cell):
        for other in holders(cells, a) & holders(cells, b) - {cell["id"]}:
            if cells[other]["mine"]:
                long = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
                found.append((long, a, b, cells[other]))
    _, start, end, other_cell = max(found, key=lambda one: one[0])
    return start, end, other_cell


def township(stack: Stack, county: str, nth: int = 0, least: int = 5) -> int:
    """A township of a county with at least so many communities, by the start of its code."""
    return number(
        stack,
        "SELECT parent_id FROM store_gridcell WHERE level = 4 AND retired_at IS NULL"
        f" AND code LIKE '{county}%' GROUP BY 1 HAVING count(*) >= {least} ORDER BY 1 LIMIT 1 OFFSET {nth}",
    )


def half_of_points(stack: Stack, cell: int) -> float:
    """A longitude that has points of a community on either side."""
    lons = sorted(
        float(str(row[0]))
        for row in stack.query(f"SELECT ST_X(owner_point) FROM store_riskpoint WHERE cell_id = {cell}")
    )
    return (lons[0] + lons[-1]) / 2
