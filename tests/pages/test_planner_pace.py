"""How long a person takes from opening the desk to new boundaries, at the pace of a hand that thinks before each press."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Stack
from .person import SECONDS
from .planner_desk import BIG, Planner, half_of_points
from .staff import busy_cells, hire, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
THOUGHT = 1_000
MOST = 120
"""Milliseconds before each press; seconds for the whole way."""


def test_splitting_handing_over_reading_and_publishing_takes_less_than_two_minutes(
    stack: Stack, login: Login, capsys: pytest.CaptureFixture[str]
) -> None:
    cell = busy_cells(stack, "411082")[0]
    ((town,),) = stack.query(
        f"SELECT t.name FROM store_gridcell c JOIN store_gridcell t ON t.id = c.parent_id WHERE c.id = {cell}"
    )
    hire(stack, "bansuo", "半锁", ("OFF", cell))
    lon = half_of_points(stack, cell)
    page = login("guihua", "/planner", **BIG)
    began = time.monotonic()
    desk = Planner(page, pace=THOUGHT)
    desk.begin("两分钟拆分", str(town))
    new = desk.split(desk.cells()[cell], "东半村", lon)
    desk.assign("officers", "半锁")
    desk.saved(2)
    desk.push(page.get_by_role("tab", name="影响"))
    expect(page.locator(".plan-impact")).to_be_visible(timeout=SECONDS)
    desk.push("[data-kind=point]")
    expect(page.locator(".plan-moving li").first).to_be_visible(timeout=SECONDS)
    page.wait_for_timeout(10 * THOUGHT)  # reading what moves
    desk.publish()
    taken = time.monotonic() - began
    with capsys.disabled():
        print(f"\nsplit, hand over, read, publish: {taken:.0f} s with {desk.presses} presses")
    assert taken < MOST, f"{taken:.0f} s with {desk.presses} presses"
    assert number(
        stack,
        "SELECT count(*) FROM store_duty d JOIN store_user u ON u.id = d.person_id"
        f" WHERE u.username = 'bansuo' AND d.cell_id = {new['id']} AND d.ends_at IS NULL",
    )
