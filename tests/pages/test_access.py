"""Sight that is taken away while somebody looks: the open map obeys within seconds."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Stack
from .person import SECONDS, Person
from .staff import busy_cells, hire, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]


def test_the_end_of_a_duty_and_of_an_account_reach_the_open_map(stack: Stack, login: Login) -> None:
    best, second = busy_cells(stack, "411003")[:2]
    hire(stack, "xunjian", "荀检", ("INS", best), ("INS", second))
    point = number(stack, f"SELECT min(id) FROM store_riskpoint WHERE cell_id = {best}")
    left = number(stack, f"SELECT count(*) FROM store_riskpoint WHERE cell_id = {second}")
    page = login("xunjian", "/map?plain")
    inspector = Person(page)
    inspector.is_live()
    total = page.locator(".side-left .hero")
    expect(total).not_to_have_text(str(left))
    inspector.open("point", point)
    expect(inspector.panel.locator("h2").first).to_be_visible(timeout=SECONDS)

    # The supervisor of the county ends the duty at the fuller cell.
    supervisor = login("duban", "/people")
    _choose(supervisor, "荀检")
    duty = supervisor.locator("li.duty").filter(has_text=_name(stack, best))
    duty.get_by_role("button", name="结束职责").click()
    duty.get_by_role("button", name="确认").click()
    expect(supervisor.locator("li.duty")).to_have_count(1, timeout=SECONDS)
    expect(total).to_have_text(str(left), timeout=SECONDS)
    expect(inspector.panel.get_by_role("alert")).to_contain_text("不在您的辖区内", timeout=SECONDS)
    assert inspector.never_reloaded()
    inspector.is_live()

    # The administrator shuts the person out.
    admin = login("admin", "/people")
    _choose(admin, "荀检")
    admin.get_by_role("button", name="停用账户").click()
    admin.get_by_role("button", name="确认").click()
    expect(page).to_have_url(re.compile(r"/login\?next=.*ended=1"), timeout=SECONDS)
    page.goto(f"{stack.url}/map")
    expect(page).to_have_url(re.compile("/login"))


def test_a_wall_looks_on_and_goes_dark_with_its_link(stack: Stack, login: Login, chromium: Browser) -> None:
    city = number(stack, "SELECT id FROM store_gridcell WHERE level = 1")
    hire(stack, "anguan", "安管", ("ADM_SEC", city))
    security = login("anguan", "/people")
    security.get_by_role("tab", name="大屏链接").click()
    form = security.locator("sg-form#kiosk form")
    Person(security).fill(form, {"name": "指挥大厅左屏"})
    form.locator("button[type=submit]").click()
    link = security.locator(".once-secret code").inner_text(timeout=SECONDS)

    wall = chromium.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    wall.goto(link)
    expect(wall).to_have_url(f"{stack.url}/wall")
    wall.goto(f"{stack.url}/map?plain")
    screen = Person(wall)
    screen.is_live()
    expect(wall.get_by_role("button", name="上报隐患")).to_have_count(0)
    cell = busy_cells(stack, "411003")[0]
    with wall.expect_response(f"**/api/cells/{cell}") as answer:
        screen.open("cell", cell)
    expect(screen.panel.locator("ul.who li").first).to_be_visible(timeout=SECONDS)
    expect(screen.panel.locator(".phone-masked, a[href^='tel:']")).to_have_count(0)
    assert not re.search(r"\b1[3-9][\d*]{9}\b", answer.value.text() + screen.panel.inner_text())
    hazard = number(stack, "SELECT min(id) FROM store_hazard WHERE state = 'reported'")
    screen.open("hazard", hazard)
    expect(screen.panel.locator("#part-next")).to_be_visible(timeout=SECONDS)
    expect(screen.panel.locator("button[data-command]")).to_have_count(0)
    wall.locator(".menu-button").click()
    expect(wall.locator("#user-menu")).to_contain_text("大屏（只读）")
    expect(wall.locator("#user-menu").get_by_role("button")).to_have_count(0)

    row = security.locator("li").filter(has_text="指挥大厅左屏")
    row.get_by_role("button", name="撤销").click()
    row.get_by_role("button", name="确认").click()
    expect(wall).to_have_url(re.compile("/login"), timeout=SECONDS)
    expect(row).to_contain_text("已撤销", timeout=SECONDS)
    wall.goto(link)
    expect(wall.get_by_role("status")).to_contain_text("大屏链接已失效")
    wall.context.close()


def _choose(page: Page, name: str) -> None:
    page.locator("#people-q").fill(name)
    page.locator(".people-rows button").filter(has_text=name).click(timeout=SECONDS)


def _name(stack: Stack, cell: int) -> str:
    return str(stack.query(f"SELECT name FROM store_gridcell WHERE id = {cell}")[0][0])
