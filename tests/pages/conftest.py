"""The whole system on a small demo city in a database of its own, and people in browsers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import databases
from live.processes import Web, Worker, until

from .person import SECONDS

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "safegrid-demo"
expect.set_options(timeout=SECONDS)
CITY = ["--enterprises", "120", "--risk-points", "900", "--seed", "7"]


@dataclass
class Stack:
    """The running processes; `web` and `worker` can be killed and started again."""

    web: Web
    worker: Worker
    database: str

    @property
    def url(self) -> str:
        return f"http://{self.web.address}"

    def query(self, text: str) -> list[tuple[object, ...]]:
        """Ask the database what is so."""
        with psycopg2.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetchall()

    def change(self, text: str) -> None:
        """Do to the database what an operator would, e.g. restore another copy."""
        with psycopg2.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute(text)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Migrate, load the city, collect the built pages and start web and worker."""
    folder = tmp_path_factory.mktemp("stack")
    database = databases.make(os.environ["DATABASE_URL"], f"pages_{os.getpid()}")
    web, worker = Web(database, folder, SAFEGRID_DEMO="1"), Worker(database, folder)
    env = os.environ | web.settings
    for command in (
        [sys.executable, "backend/manage.py", "migrate", "-v", "0"],
        [sys.executable, "backend/manage.py", "collectstatic", "--no-input", "-v", "0"],
        ["scripts/build_demo_city", *CITY],
    ):
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    worker.start()
    web.start()
    until(lambda: web.health()[0] == 200, 30, what="the stack is healthy")
    yield Stack(web, worker, database)
    web.end()
    worker.end()
    databases.drop(os.environ["DATABASE_URL"], f"pages_{os.getpid()}")


@pytest.fixture
def login(stack: Stack, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the map as a demo person in a browser of its own; ends with no error in any console."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def open_one(
        username: str, path: str = "/map", *, width: int = 1280, height: int = 800, zone: str | None = None
    ) -> Page:
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, locale="zh-CN", timezone_id=zone)  # type: ignore[arg-type] # a plain dict
        troubles: list[str] = []
        opened.append((context, troubles))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        answer = log_in(context, stack.url, username)
        assert answer == 200, f"{username} cannot log in: {answer}"
        page.goto(stack.url + path)
        return page

    yield open_one
    for context, troubles in opened:
        context.close()
        assert not troubles


@pytest.fixture
def fresh_hour(stack: Stack) -> None:
    """Everybody in these tests has one address: forget what it did within the hour, or the last ones are turned away."""
    stack.change("DELETE FROM store_publiccount")


def log_in(context: BrowserContext, url: str, username: str) -> int:
    context.request.get(f"{url}/login")
    token = next((c["value"] for c in context.cookies() if c["name"] == "csrftoken"), "")
    answer = context.request.post(
        f"{url}/api/login",
        data={"username": username, "password": PASSWORD},
        headers={"X-CSRFToken": token, "Origin": url},
    )
    return answer.status
