"""Figures per cell, by the boundaries of the time or by today's, beside the map."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Stack
from .person import SECONDS, Person
from .test_a11y import clean

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]


def _open(page: Page) -> None:
    Person(page).is_live()
    page.locator(".work-tools").click()
    page.locator("[data-tool=figures]").click()
    expect(page.locator(".figures-table tfoot")).to_contain_text("合计", timeout=SECONDS)


def test_figures_of_a_period_by_two_grounds(stack: Stack, login: Login) -> None:
    page = login("anwei", "/map?plain", width=1600, height=900)
    _open(page)
    dialog = page.get_by_role("dialog", name="网格统计报表")
    units = stack.query("SELECT count(*) FROM store_enterprise WHERE closed_at IS NULL")[0][0]
    total = dialog.locator("tfoot td")
    expect(total.first).to_have_text(f"{units:,}")
    with page.expect_response(re.compile("ground=now&level=3")):
        dialog.locator("[data-ground=now]").click()
    expect(dialog.get_by_role("status")).to_contain_text("按现行边界")
    expect(total.first).to_have_text(f"{units:,}")
    with page.expect_response(re.compile("level=2")):
        dialog.locator("[data-level='2']").click()
    expect(dialog.locator("tbody tr")).to_have_count(
        int(str(stack.query("SELECT count(*) FROM store_gridcell WHERE level = 2")[0][0])), timeout=SECONDS
    )
    with page.expect_download() as taken:
        dialog.locator("[data-export=xlsx]").click()
    assert re.fullmatch(r"cell-report-\d{8}\.xlsx", taken.value.suggested_filename)
    clean(page, "figures")
    dialog.locator("tbody .link").first.click()
    expect(page.locator("sg-figures")).to_have_count(0)
    expect(page.locator("sg-panel")).to_contain_text("网格")


def test_who_may_not_export_sees_the_own_cells(login: Login) -> None:
    page = login("wangge", "/map?plain", width=390, height=844)
    _open(page)
    dialog = page.get_by_role("dialog", name="网格统计报表")
    with page.expect_response(re.compile("level=4")):
        dialog.locator("[data-level='4']").click()
    expect(dialog.locator("tbody tr").first).to_be_visible(timeout=SECONDS)
    expect(dialog.locator("[data-export]")).to_have_count(0)
    clean(page, "figures on a phone")
