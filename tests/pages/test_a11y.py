"""axe finds nothing to complain of on any page, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Browser, Page, expect

from safegrid.ingest.demo.logins import STORY_POINT

from .conftest import Stack
from .person import SECONDS, Person
from .staff import number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
DESK, PHONE = (1280, 800), (390, 844)


def clean(page: Page, what: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_has_a_violation(
    stack: Stack, login: Login, chromium: Browser, size: tuple[int, int]
) -> None:
    width, height = size
    entrance = chromium.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    entrance.goto(f"{stack.url}/login?ended=1")
    expect(entrance.locator("#username")).to_be_visible()
    clean(entrance, "login")
    entrance.context.close()

    page = login("duban", "/map?plain", width=width, height=height)
    person = Person(page)
    person.is_live()
    clean(page, "map")
    page.locator(".work-filter").click()
    page.locator(".filter-presets button").first.click()
    clean(page, "map with the filter's panel")
    page.locator("[data-show=points]").click()
    expect(page.locator("sg-list .list")).to_be_visible(timeout=SECONDS)
    clean(page, "map with a list")
    page.goto(f"{stack.url}/map?plain")
    person = Person(page)
    person.is_live()
    person.open("point", STORY_POINT)
    expect(person.panel.locator("#part-why")).to_be_visible(timeout=SECONDS)
    clean(page, "map with a point")
    person.panel.get_by_role("button", name="上报隐患").first.click()
    form = page.locator("sg-report form")
    form.locator("button[type=submit]").click()
    expect(form.locator(".field-error").first).to_be_visible()
    clean(page, "report form with what is missing")
    for kind, table, wanted in (
        ("hazard", "store_hazard", "state = 'reported'"),
        ("unit", "store_enterprise", "true"),
        ("cell", "store_gridcell", "level = 4"),
    ):
        person.open(kind, number(stack, f"SELECT min(id) FROM {table} WHERE {wanted}"))
        expect(person.panel.locator("h2, [role=alert]").first).to_be_visible(timeout=SECONDS)
        clean(page, f"map with a {kind}")
    page.goto(f"{stack.url}/people")
    page.locator(".people-rows button").first.click(timeout=SECONDS)
    page.get_by_role("button", name="分配职责").click()
    clean(page, "people")
    page.get_by_role("tab", name="缺岗网格").click()
    expect(page.locator(".vacant-row").first).to_be_visible(timeout=SECONDS)
    clean(page, "vacancies")
    planner = login("guihua", "/planner", width=width, height=height)
    expect(planner.get_by_role("button", name="新建方案")).to_be_visible(timeout=SECONDS)
    planner.get_by_role("button", name="新建方案").click()
    expect(planner.locator("#plan form")).to_be_visible()
    clean(planner, "plans")
