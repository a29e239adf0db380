"""The ASGI root and /healthz, on real processes."""

import json
import signal
import urllib.error
import urllib.request

import pytest
from django.db import connection

from live.processes import Web, until
from safegrid.config.static import HASHED
from safegrid.store.models import SequencerState

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("processes")
    files = made / "static"
    (files / "assets").mkdir(parents=True)
    (files / "assets" / "map-Ab3_x9-Z.js").write_text("let a = 1;")
    (files / "plain.css").write_text("body {}")
    return made


def get(web, path, **headers):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with opener.open(urllib.request.Request(f"http://{web.address}{path}", headers=named)) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_static_files_are_served_with_their_type_and_cached(web):
    status, headers, body = get(web, "/static/assets/map-Ab3_x9-Z.js")
    assert (status, body) == (200, b"let a = 1;")
    assert headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"]
    status, headers, body = get(web, "/static/plain.css")
    assert headers["x-content-type-options"] == "nosniff"
    assert (status, body) == (200, b"body {}")
    assert "immutable" not in headers["cache-control"]
    assert get(web, "/static/plain.css", If_None_Match=headers["etag"])[0] == 304
    assert get(web, "/static/plain.css", Range="bytes=0-3")[::2] == (206, b"body")


@pytest.mark.parametrize(
    "path", ["/static/none.js", "/static/../manage.py", "/static/%2e%2e/web.log", "/static/"]
)
def test_nothing_else_is_served_from_the_folder(web, path):
    assert get(web, path)[0] == 404


def test_only_names_with_a_hash_are_kept_for_ever():
    assert HASHED.search("/static/assets/map-Ab3_x9-Z.js")
    assert not HASHED.search("/static/admin/img/icon-unknown-alt.svg")


def test_healthz_says_what_is_fit(web):
    status, body = web.health()
    report = json.loads(body)
    assert (status, report["fit"], report["database"], report["migrations"]) == (200, True, "ok", "ok")
    assert report["version"] == "0.1.0"
    assert 0 <= report["sequencer"]["heartbeat_age"] < 5
    assert 0 <= report["tail"]["lag"] < 5
    until(lambda: json.loads(web.health()[1])["rules"], what="the worker notes the rules in force")
    rules = json.loads(web.health()[1])["rules"]
    assert (rules["finished"], rules["judged"]) == (True, rules["points"])
    assert report["log"] == "unprotected"  # these processes log in as the owner
    assert [n.partition(":")[0] for n in report["notices"]] == ["log_unprotected"]


def test_healthz_is_503_when_a_migration_is_missing(web):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'store' RETURNING name, applied")
        rows = cursor.fetchall()
    try:
        status, body = web.health()
        assert (status, json.loads(body)["migrations"]) == (503, [f"store.{rows[-1][0]}"])
    finally:
        with connection.cursor() as cursor:
            for name, applied in rows:
                cursor.execute(
                    "INSERT INTO django_migrations (app, name, applied) VALUES ('store', %s, %s)",
                    (name, applied),
                )
    until(lambda: web.health()[0] == 200)


def test_healthz_is_503_when_the_sequencer_is_gone(web, worker):
    worker.kill()
    until(lambda: web.health()[0] == 503, 15, what=web.health)
    assert json.loads(web.health()[1])["sequencer"]["heartbeat_age"] > 4
    worker.start()
    until(lambda: web.health()[0] == 200, 30, what=web.health)
    assert SequencerState.objects.count() == 1


def test_without_a_database_it_starts_and_says_so_without_telling_where_it_is(tmp_path):
    lost = Web(f"postgresql:///nothing?host={tmp_path}&user=secretive", tmp_path)
    lost.start()
    try:
        status, body = lost.health()
        assert status == 503
        assert json.loads(body)["database"] == "unreachable"
        assert "secretive" not in body
        assert str(tmp_path) not in body
    finally:
        assert lost.end() == -signal.SIGTERM  # uvicorn ends in good order, then by the signal


def test_it_ends_in_good_order(web):
    assert web.end() == -signal.SIGTERM
    assert "Application shutdown complete" in web.output()
    web.start()
