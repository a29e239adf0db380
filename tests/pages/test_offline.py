"""Nothing on any page asks any other server for anything."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from safegrid.ingest.demo.logins import STORY_POINT

from .conftest import Stack
from .person import SECONDS, Person

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]


def _watch(context: BrowserContext, own: str) -> tuple[list[str], list[str]]:
    """What is asked of the own server, and of others: the latter is stopped on its way out."""
    asked: list[str] = []
    elsewhere: list[str] = []

    def stop(route: Route) -> None:
        elsewhere.append(route.request.url)
        route.abort()

    def note(request: Request) -> None:
        asked.append(request.url)

    context.on("request", note)
    context.route(lambda url: urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc != own, stop)
    return asked, elsewhere


def test_no_page_asks_another_server(stack: Stack, login: Login) -> None:
    page = login("duban", "/people")
    asked, elsewhere = _watch(page.context, urlsplit(stack.url).netloc)
    refused: list[str] = []
    page.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )
    page.goto(f"{stack.url}/map?sel=point:{STORY_POINT}")
    expect(page.locator("#map[data-drawn=yes]")).to_be_visible(timeout=3 * SECONDS)
    Person(page).is_live()
    page.get_by_label("缩小").click()
    page.goto(f"{stack.url}/map?plain")
    Person(page).is_live()
    page.goto(f"{stack.url}/people")
    expect(page.locator(".people-rows li").first).to_be_visible(timeout=SECONDS)
    page.context.clear_cookies()
    page.goto(f"{stack.url}/login")
    expect(page.locator("#username")).to_be_visible()
    assert elsewhere == []
    assert refused == []
    assert any("/tiles/points/" in url for url in asked), "the worker's requests are watched too"
    # The watch itself works: an address elsewhere would have been noticed.
    page.evaluate("fetch('http://192.0.2.1/').catch(() => null)")
    assert len(elsewhere) + len(refused) > 0
