"""A plan taking force, pressed by hand: the base that moved, a second person, a time to come, taking it back."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from live.processes import until

from .conftest import Stack
from .person import SECONDS, in_days
from .planner_desk import BIG, WARNINGS, Cell, Planner, middle, ring, shared_edge, township
from .staff import hire, number, post

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
COUNTY = "411081"


def _mine(desk: Planner) -> list[Cell]:
    return [cell for cell in desk.cells().values() if cell["mine"]]


def _rename(desk: Planner, cell: Cell, name: str) -> None:
    desk.choose(cell)
    desk.push("[data-act=rename]")
    desk.type(desk.page.locator("#plan-rename-name"), name)
    desk.send("rename")


def _publish_beside(page: Page, title: str, parent: int, /, **edit: object) -> None:
    """Another plan takes force while this one is open."""
    plan = post(page, "/plans", {"name": title, "parents": [parent]}).json()
    step = post(page, f"/plans/{plan['id']}/edits", {"v": 1, "edit": edit})
    assert step.ok, step.text()
    done = post(page, f"/plans/{plan['id']}/publish", {"v": 2, "accepted": WARNINGS})
    assert done.ok, done.text()


def test_a_base_that_moved_is_said_and_the_steps_are_carried_over(stack: Stack, login: Login) -> None:
    desk = Planner(login("guihua", "/planner", **BIG))
    parent = township(stack, COUNTY, 4)
    desk.start("先画后到", parent)
    kept, lost = _mine(desk)[0], _mine(desk)[-1]
    _rename(desk, kept, "留下的村")
    _rename(desk, lost, "落空的村")
    desk.saved(2)
    desk.ask_to_publish()
    _publish_beside(desk.page, "抢先一步", parent, do="dissolve", cell=lost["id"])
    desk.push("[data-act=publish-now]")
    dialog = desk.page.locator("sg-plan-publish dialog")
    expect(dialog.locator("[role=alert]")).to_contain_text("抢先一步", timeout=SECONDS)
    expect(dialog).to_contain_text("草稿完整保留")
    expect(dialog.locator("[data-act=publish-now]")).to_have_count(0)
    expect(desk.page.locator(".plan-head")).to_contain_text("边界已由别的方案更新")
    expect(desk.page.locator("[data-act=publish]")).to_have_count(0)

    desk.push(dialog.locator("[data-act=carry-over]"))
    told = desk.page.locator("sg-plan-acts dialog")
    expect(told).to_contain_text("1 步已接到最新边界上", timeout=SECONDS)
    expect(told).to_contain_text("抢先一步")
    expect(told.locator(".plan-checks li")).to_have_count(1)
    desk.key("Escape")
    desk.saved(1)
    desk.publish()
    assert number(stack, f"SELECT count(*) FROM store_gridcell WHERE name = '留下的村' AND id = {kept['id']}")


def test_what_was_published_is_taken_back_by_another_plan(stack: Stack, login: Login) -> None:
    desk = Planner(login("guihua", "/planner", **BIG))
    plan = desk.start("一时之选", township(stack, COUNTY, 5))
    cell = _mine(desk)[0]
    new = desk.split(cell, "暂设社区")
    desk.saved(1)
    desk.publish()
    desk.push(desk.page.get_by_role("button", name="恢复发布前的边界"))
    desk.push(".plan-acts .confirm .btn-danger")
    desk.page.wait_for_url(re.compile(rf"plan=(?!{plan}$)\d+$"), timeout=SECONDS)
    desk.plan = int(desk.page.url.rsplit("=", 1)[1])
    desk.opened()
    expect(desk.page.locator(".plan-head h1")).to_have_text("撤销 一时之选")
    desk.saved(1)
    desk.publish()
    back = desk.cells()
    assert new["id"] not in back
    assert sorted(ring(back[cell["id"]])) == sorted(ring(cell))


@pytest.fixture
def two_needed(stack: Stack) -> Iterator[None]:
    """The national rules, which ask for a second person."""
    stack.web.end()
    stack.web.settings["SAFEGRID_PACKS"] = "national"
    stack.web.start()
    yield
    stack.web.end()
    del stack.web.settings["SAFEGRID_PACKS"]
    stack.web.start()
    until(lambda: stack.web.health()[0] == 200, 30, what="the stack is healthy")


def test_a_second_person_approves_where_the_rules_ask_for_it(
    stack: Stack, two_needed: None, login: Login
) -> None:
    desk = Planner(login("guihua", "/planner", **BIG))
    desk.start("两人把关", township(stack, COUNTY, 6))
    _rename(desk, _mine(desk)[0], "待批村")
    desk.saved(1)
    desk.ask_to_publish()
    expect(desk.page.locator("sg-plan-publish")).to_contain_text("需要另一人批准后才能发布")
    expect(desk.page.locator("[data-act=publish-now]")).to_be_disabled()
    desk.key("Escape")
    expect(desk.page.locator("[data-act=approve]")).to_have_count(0)

    chief = Planner(login("anwei", "/map", **BIG))
    chief.open(desk.plan)
    expect(chief.page.locator("[data-tool]")).to_have_count(0)
    chief.push("[data-act=approve]")
    expect(chief.page.locator("[data-act=approve]")).to_have_count(0)
    expect(chief.page.locator(".plan-head")).to_contain_text("安卫国 已批准")
    # The planner's own screen hears of it by itself.
    expect(desk.page.locator(".plan-head")).to_contain_text("安卫国 已批准", timeout=SECONDS)
    desk.publish()


def test_a_scheduled_plan_takes_force_at_its_time_or_waits_for_the_new_base(
    stack: Stack, login: Login
) -> None:
    desk = Planner(login("guihua", "/planner", **BIG))
    parent = township(stack, COUNTY, 7)
    desk.start("月底生效", parent)
    cell, other = _mine(desk)[0], _mine(desk)[1]
    _rename(desk, cell, "月底村")
    desk.saved(1)

    def schedule() -> None:
        desk.ask_to_publish()
        desk.type(desk.page.locator("#publish-later"), in_days(2))
        desk.push("[data-act=publish-now]")
        expect(desk.said).to_contain_text("已定于", timeout=SECONDS)
        expect(desk.page.locator(".plan-head .chip").first).to_have_text("定时发布")

    schedule()
    desk.push("[data-act=unschedule]")
    expect(desk.page.locator(".plan-head .chip").first).to_have_text("草稿", timeout=SECONDS)
    schedule()
    _publish_beside(desk.page, "中途改动", parent, do="rename", cell=other["id"], name="中途村")
    stack.change(f"UPDATE store_boundaryplan SET effective_at = now() WHERE id = {desk.plan}")
    expect(desk.page.locator(".plan-head")).to_contain_text("请合并后再发布", timeout=2 * SECONDS)
    desk.push("[data-act=rebase]")
    expect(desk.page.locator("sg-plan-acts dialog")).to_contain_text("没有丢失任何一步", timeout=SECONDS)
    desk.key("Escape")
    schedule()
    stack.change(f"UPDATE store_boundaryplan SET effective_at = now() WHERE id = {desk.plan}")
    expect(desk.page.locator(".plan-head .chip").first).to_have_text("已发布", timeout=2 * SECONDS)
    assert number(stack, f"SELECT count(*) FROM store_gridcell WHERE name = '月底村' AND id = {cell['id']}")


def test_open_hazards_of_ground_that_moves_are_taken_over_by_the_new_person(
    stack: Stack, login: Login
) -> None:
    (source,) = stack.query(
        "SELECT h.cell_id FROM store_hazard h JOIN store_gridcell c ON c.id = h.cell_id"
        " WHERE c.code LIKE '411025%' AND h.state NOT IN ('closed', 'rejected')"
        " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    )[0]
    parent = number(stack, f"SELECT parent_id FROM store_gridcell WHERE id = {source}")
    desk = Planner(login("guihua", "/planner", **BIG))
    desk.start("隐患随地走", parent)
    cells = desk.cells()
    gone = cells[int(str(source))]
    _, _, heir = shared_edge(cells, gone)
    hire(stack, "jieshou", "接手人", ("INS", heir["id"]))
    desk.choose(heir)
    desk.near(*ring(gone), *ring(heir))
    desk.click(middle(gone), shift=True)
    desk.page.locator("#plan-merge-into").select_option(str(heir["id"]))
    desk.push("[data-act-form=merge] button[type=submit]")
    desk.saved(1)
    told = desk.read("/impact")
    assert told["open_hazards"] > 0
    taker = login("jieshou", "/map?plain")
    desk.publish()
    taker.locator("sg-notices button").first.click(timeout=SECONDS)
    waiting = taker.locator("[data-takeover]")
    expect(waiting).to_have_count(told["open_hazards"], timeout=SECONDS)
    expect(waiting.first).to_contain_text(gone["name"])
    waiting.first.get_by_role("button").click()
    expect(waiting).to_have_count(told["open_hazards"] - 1, timeout=SECONDS)
    assert number(
        stack,
        "SELECT count(*) FROM store_takeover t JOIN store_user u ON u.id = t.accepted_by_id"
        f" WHERE t.plan_id = {desk.plan} AND u.username = 'jieshou'",
    )
