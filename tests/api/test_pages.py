"""Pages: who gets which, and what their scripts are told."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from safegrid.config import demo
from safegrid.ingest.demo.logins import LOGINS
from safegrid.store.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def no_build(settings):
    """The pages' scripts need not be built: their addresses are the development server's."""
    settings.DJANGO_VITE = {"default": {"dev_mode": True}}
    from django_vite.core.asset_loader import DjangoViteAssetLoader

    kept, DjangoViteAssetLoader._instance = DjangoViteAssetLoader._instance, None
    yield
    DjangoViteAssetLoader._instance = kept


def config_of(answer):
    found = re.search(r'id="page-config"[^>]*>(.*?)</script>', answer.content.decode(), re.S)
    return json.loads(found[1])


def test_nobody_is_led_to_the_log_in_and_back(town):
    client = Client()
    assert client.get("/")["Location"] == "/login"
    assert client.get("/map")["Location"] == "/login?next=/map"
    assert client.get("/people")["Location"] == "/login?next=/people"
    assert client.get("/desk")["Location"] == "/login?next=/desk"
    assert client.get("/planner?plan=3")["Location"] == "/login?next=/planner%3Fplan%3D3"
    deep = client.get("/map", {"sel": "point:1", "lang": "en"})["Location"]
    assert parse_qs(urlsplit(deep).query)["next"] == ["/map?sel=point%3A1&lang=en"]


def test_the_log_in_page_sets_the_csrf_cookie_and_names_the_city(town):
    answer = Client().get("/login")
    assert answer.status_code == 200
    assert "csrftoken" in answer.cookies
    config = config_of(answer)
    assert (config["city"], config["demo"], config["accounts"]) == ("许昌市", False, [])
    assert answer["Cache-Control"] == "no-store"


def test_a_demo_city_shows_its_log_ins(town, settings):
    settings.DEMO = True
    User.objects.create(username=LOGINS[0].username, name=LOGINS[0].name, password="x")
    accounts = config_of(Client().get("/login"))["accounts"]
    assert [a["username"] for a in accounts] == [LOGINS[0].username]
    assert accounts == demo.accounts()


def test_the_pages_carry_a_nonce_and_the_settings_of_the_base_map(town, as_, settings):
    settings.BASEMAP_URL = "https://tiles.example/{z}/{x}/{y}.png"
    client = as_(town.inspector)
    for path in ("/map", "/people", "/desk", "/planner"):
        answer = client.get(path)
        assert answer.status_code == 200
        nonce = re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"])[1]
        assert f'nonce="{nonce}"' in answer.content.decode()
    page = client.get("/map")
    assert config_of(page)["basemap"]["url"] == "/tiles/basemap/base/{z}/{x}/{y}"
    assert "tiles.example" not in page.content.decode() + page["Content-Security-Policy"]


def test_the_desk_knows_the_minutes_of_the_rules(town, as_):
    assert config_of(as_(town.inspector).get("/desk"))["minutes"] == {"ack": 2, "deputy": 5, "county": 15}


@pytest.mark.parametrize(
    ("wanted", "to"),
    [
        ("/map?cell=3", "/map?cell=3"),
        ("//evil.example/x", "/map"),
        ("https://evil.example", "/map"),
        ("", "/map"),
    ],
)
def test_after_the_log_in_one_goes_on_within_the_site(town, as_, wanted, to):
    assert as_(town.inspector).get("/login", {"next": wanted})["Location"] == to


def test_pages_are_only_read(town):
    assert Client().post("/map").status_code == 405
