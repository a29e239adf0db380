"""A unit's panel tells of its inspections, and of the next one to nobody but who makes it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from playwright.sync_api import Page, expect

from safegrid.ingest.demo.logins import STORY_UNIT

from .person import SECONDS, Person

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]


@pytest.mark.parametrize(("who", "plans"), [("wangge", True), ("qiye", False)])
def test_a_unit_tells_of_its_inspections(login: Login, who: str, plans: bool) -> None:
    page = login(who, f"/map?plain&sel=unit:{STORY_UNIT}", width=390, height=844)
    person = Person(page)
    part = person.panel.locator("#part-inspections").locator("xpath=../..")
    row = part.locator("[data-inspection]").first
    expect(row).to_be_visible(timeout=SECONDS)
    row.locator("summary").click()
    expect(row.locator(".inspection-body dt").filter(has_text="检查表")).to_be_visible(timeout=SECONDS)
    expect(row.get_by_text("机械设备与厂房", exact=False).first).to_be_visible()
    for words in ("下次检查", "定位"):
        expect(part.locator("dt").filter(has_text=words)).to_have_count(int(plans))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
