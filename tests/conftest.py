"""What every test shares: a database of its own for each run."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test.utils import setup_databases, teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from databases import renamed

CHROMIUM = os.environ.get("SAFEGRID_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Name the tests' database after this process: two runs on one server never meet."""
    for database in settings.DATABASES.values():
        test = database.setdefault("TEST", {})
        test["NAME"] = f"{test.get('NAME') or 'test_' + database['NAME']}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Make the tests' database for whoever asks.

    The plugin's own fixture makes none in a run without tests marked `django_db`: modules that share their ground would
    then write to the database of `DATABASE_URL` itself.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def database_url(django_db_setup: None) -> str:
    """The URL of the tests' database, for processes that a test starts."""
    return renamed(os.environ["DATABASE_URL"], settings.DATABASES["default"]["NAME"])


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A headless Chromium; each test opens contexts of its own in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()
