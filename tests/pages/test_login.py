"""Getting in, being kept out, and getting out."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PASSWORD, Stack
from .person import SECONDS, Person

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
TRIES = 5


@pytest.fixture
def planner(stack: Stack) -> Iterator[str]:
    """Somebody who is locked out for the length of one test."""
    yield "guihua"
    stack.change("DELETE FROM axes_accessattempt WHERE username = 'guihua'")


def _enter(page: Page, username: str, password: str) -> None:
    page.locator("#username").fill(username)
    page.locator("#password").fill(password)
    page.locator("form.login-form button[type=submit]").click()


def test_a_wrong_password_is_told_in_words_and_five_lock_the_account(
    stack: Stack, chromium: Browser, planner: str
) -> None:
    page = chromium.new_page(locale="zh-CN")
    page.goto(f"{stack.url}/login?next=/people")
    alert = page.locator("#login-error")
    for _ in range(TRIES):
        with page.expect_response("**/api/login"):
            _enter(page, planner, "not-the-password")
    expect(alert).to_contain_text("15", timeout=SECONDS)
    with page.expect_response("**/api/login"):
        _enter(page, planner, PASSWORD)
    expect(alert).to_contain_text("15", timeout=SECONDS)
    assert page.locator("#username").input_value() == planner, "what was typed stays"
    # Somebody else at the same desk is not locked out; a wrong password is told as such, then the right one leads on.
    with page.expect_response("**/api/login"):
        _enter(page, "admin", "not-the-password")
    expect(alert).to_contain_text("密码", timeout=SECONDS)
    expect(alert).not_to_contain_text("15")
    _enter(page, "admin", PASSWORD)
    page.wait_for_url(f"{stack.url}/people", timeout=SECONDS)
    page.context.close()


def test_leaving_in_one_tab_ends_the_other(stack: Stack, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    here = context.new_page()
    here.goto(f"{stack.url}/map?plain")
    expect(here).to_have_url(re.compile("/login"))
    _enter(here, "fenguan", PASSWORD)
    here.wait_for_url(re.compile(r"/map(\?|$)"), timeout=SECONDS)
    there = context.new_page()
    there.goto(f"{stack.url}/map?plain")
    for page in (here, there):
        Person(page).is_live()
    here.locator(".menu-button").click()
    here.get_by_role("button", name="退出登录").click()
    expect(here).to_have_url(f"{stack.url}/login", timeout=SECONDS)
    expect(there).to_have_url(re.compile(r"/login\?next=%2Fmap.*ended=1"), timeout=SECONDS)
    expect(there.get_by_role("status")).to_contain_text("登录已失效")
    there.goto(f"{stack.url}/map")
    expect(there).to_have_url(re.compile("/login"))
    context.close()


def test_a_one_time_password_is_replaced_before_anything_else(
    stack: Stack, login: Login, chromium: Browser
) -> None:
    admin = login("admin", "/people")
    admin.get_by_role("button", name="新建人员").click()
    form = admin.locator("sg-form#new-person form")
    Person(admin).fill(form, {"name": "新来的", "username": "xinlai"})
    form.locator("button[type=submit]").click()
    secret = admin.locator(".once-secret code").inner_text(timeout=SECONDS)

    page = chromium.new_page(locale="zh-CN")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{stack.url}/login")
    _enter(page, "xinlai", secret)
    dialog = page.locator("sg-password [role=dialog], sg-password dialog")
    expect(dialog).to_be_visible(timeout=SECONDS)
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    assert not any("/api/snapshot" in url for url in asked)
    form = page.locator("sg-form#password form")
    Person(page).fill(form, {"old": secret, "new": "一个新的长密码2026", "again": "另一个新的长密码2026"})
    form.locator("button[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text("不一样", timeout=SECONDS)
    Person(page).fill(form, {"again": "一个新的长密码2026"})
    form.locator("button[type=submit]").click()
    expect(dialog).to_contain_text("密码已修改", timeout=SECONDS)
    page.keyboard.press("Escape")
    # In, but without a duty: the map says so instead of being silently empty.
    Person(page).is_live()
    expect(page.locator("aside.side-left")).to_contain_text("您目前没有在任职责")
    page.context.close()
