"""The log guarded by the database: what each role may do, and that the whole system lives within that."""

import json
import urllib.request

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from psycopg2.errors import InsufficientPrivilege
from psycopg2.extensions import parse_dsn
from psycopg2.sql import SQL, Identifier

from factories import make_person, make_point, make_upload
from live.processes import Web, Worker, until
from live.screen import log_in
from safegrid.domain.roles import Role
from safegrid.store.models import EventLog, Hazard, Outbox
from safegrid.store.roles import GUARDED, login_of

pytestmark = pytest.mark.database

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
APP = {
    "store_outbox": {"SELECT", "INSERT"},
    "store_eventitem": {"SELECT", "INSERT"},
    "store_accesslog": {"SELECT", "INSERT"},
    "store_eventlog": {"SELECT"},
    "store_cellcount": {"SELECT"},
    "store_pyramid": {"SELECT"},
    "store_sequencerstate": {"SELECT"},
    "django_migrations": {"SELECT"},
}
SEQUENCER = {
    "store_outbox": {"SELECT", "DELETE"},
    "store_eventlog": {"SELECT", "INSERT"},
    "store_cellcount": {"SELECT", "INSERT", "UPDATE"},
    "store_pyramid": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "store_riskpoint": {"SELECT"},
    "store_eventitem": {"SELECT"},
    "store_sequencerstate": {"SELECT", "INSERT", "UPDATE"},
}


def as_role(url, role):
    """The same database, logged in as another role."""
    about = {"host": "", "port": "5432"} | parse_dsn(url)
    place = f"{about['dbname']}?host={about['host']}&port={about['port']}"
    return f"postgresql:///{place}&user={role}&password={role}-secret"


@pytest.fixture(scope="module")
def urls(ground, database_url):
    """URLs of the owner, the application and the sequencer; the two roles are gone afterwards."""
    name = connection.settings_dict["NAME"]
    made = {role: as_role(database_url, f"{name}_{role}") for role in ("app", "sequencer")}
    yield made | {"owner": database_url}
    with connection.cursor() as at:
        for role in (Identifier(login_of(url).name) for url in made.values()):
            at.execute(SQL("DROP OWNED BY {}").format(role))
            at.execute(SQL("DROP ROLE {}").format(role))


@pytest.fixture(scope="module")
def told(urls):
    """Tells the settings of roles, as the environment does."""

    def tell(settings, **changed):
        use = urls | changed
        settings.DATABASE_URL, settings.SEQUENCER_DATABASE_URL = use["app"], use["sequencer"]
        settings.OWNER_DATABASE_URL = use["owner"]

    return tell


@pytest.fixture(scope="module")
def protected(urls, told):
    """The log is protected; the second time changes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        for name, role in (
            ("DATABASE", "app"),
            ("SEQUENCER_DATABASE", "sequencer"),
            ("OWNER_DATABASE", "owner"),
        ):
            patch.setattr(f"django.conf.settings.{name}_URL", urls[role])
        call_command("protect_log", verbosity=0)
        call_command("protect_log", verbosity=0)
    return urls


@pytest.fixture
def refused(protected):
    """Checks that a statement is refused to a role for want of rights."""

    def check(role, statement):
        opened = psycopg2.connect(protected[role])
        try:
            with opened.cursor() as at, pytest.raises(InsufficientPrivilege):
                at.execute(statement)
        finally:
            opened.close()

    return check


@pytest.fixture(scope="module")
def worker(ground, protected, folder):
    process = Worker(protected["app"], folder)
    process.settings["SEQUENCER_DATABASE_URL"] = protected["sequencer"]
    try:
        process.start()
        yield process
    finally:
        process.end()


@pytest.fixture(scope="module")
def web(worker, protected, folder):
    process = Web(protected["app"], folder)
    try:
        process.start()
        until(lambda: process.health()[0] == 200, 30, what=process.health)
        yield process
    finally:
        process.end()


def post(web, person, path, body):
    """A request of a page that the person has open."""
    session, token = log_in(person).session_key, "x" * 32
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"sessionid={session}; csrftoken={token}",
        "X-CSRFToken": token,
        "Origin": f"http://{web.address}",
        "Idempotency-Key": f"roles-{session}",
    }
    asked = urllib.request.Request(f"http://{web.address}{path}", json.dumps(body).encode(), headers)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked) as answer:
        return json.load(answer)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_eventlog SET actor = 'nobody'",
        "UPDATE store_eventlog SET payload = payload WHERE seq = 1",
        "DELETE FROM store_eventlog",
        "TRUNCATE store_eventlog",
        "INSERT INTO store_eventlog (seq, kind, payload, created_at, hash) VALUES (9, 'x', '', now(), '')",
        "ALTER TABLE store_eventlog DISABLE TRIGGER ALL",
        "DELETE FROM store_outbox",
        "UPDATE store_outbox SET actor = 'nobody'",
        "UPDATE store_sequencerstate SET hash = ''",
        "UPDATE store_cellcount SET version = 0",
        "UPDATE store_pyramid SET n = 0",
        "UPDATE store_eventitem SET payload = ''",
        "DELETE FROM store_accesslog",
    ],
)
def test_the_application_cannot_rewrite_what_happened(refused, statement):
    refused("app", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_eventlog SET actor = 'nobody'",
        "DELETE FROM store_eventlog",
        "INSERT INTO store_outbox (kind, entity, entity_id, payload, access, actor) VALUES ('', '', 0, '', false, '')",
        "UPDATE store_hazard SET version = version + 1",
        "UPDATE store_riskpoint SET live = 4",
        "INSERT INTO store_duty DEFAULT VALUES",
        "SELECT password FROM store_user",
    ],
)
def test_the_sequencer_cannot_change_facts_or_the_past(refused, statement):
    refused("sequencer", statement)


def test_every_table_is_granted_as_it_should_be(protected):
    tables = {*connection.introspection.django_table_names(), *GUARDED}
    assert tables > {*APP, *SEQUENCER}
    everything = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    with connection.cursor() as at:
        for role, expected, otherwise in (("app", APP, everything), ("sequencer", SEQUENCER, set())):
            for table in tables:
                asked = [login_of(protected[role]).name, table]
                at.execute(
                    "SELECT r FROM unnest(%s) AS r WHERE has_table_privilege(%s, %s, r)",
                    [list(RIGHTS), *asked],
                )
                assert {row[0] for row in at.fetchall()} == expected.get(table, otherwise), asked


def test_a_table_of_the_next_migration_works_at_once(protected):
    with connection.cursor() as at:
        at.execute("CREATE TABLE next_migration (id bigint GENERATED BY DEFAULT AS IDENTITY, text text)")
        try:
            with psycopg2.connect(protected["app"]) as app, app.cursor() as asked:
                asked.execute("INSERT INTO next_migration (text) VALUES ('new') RETURNING id")
                assert asked.fetchone() == (1,)
        finally:
            app.close()
            at.execute("DROP TABLE next_migration")


def test_a_hazard_is_reported_by_one_role_and_logged_by_the_other(ground, web):
    inspector, point = make_person(Role.INS, ground["c1"]), make_point(ground, "c1", level=4)
    report = {
        "point": point.pk,
        "claimed": "major",
        "category": "leak",
        "text": "储罐阀门渗漏",
        "found_at": timezone.now().isoformat(),
        "photos": [str(make_upload(inspector))],
    }
    done = post(web, inspector, "/api/hazards", report)
    logged = EventLog.objects.filter(entity="hazard", entity_id=done["id"])
    until(logged.exists, what="the hazard is in the log")
    assert Hazard.objects.get(pk=done["id"]).state == "reported"
    assert logged.get().actor == f"user:{inspector.pk}"
    until(lambda: EventLog.objects.filter(kind="counts").exists() and not Outbox.objects.exists())


def test_healthz_says_that_the_log_is_protected(web):
    report = json.loads(web.health()[1])
    assert (report["log"], report["notices"], report["fit"]) == ("protected", [], True)


def test_healthz_sees_a_right_that_somebody_gave_back(web, protected):
    app = Identifier(login_of(protected["app"]).name)
    with connection.cursor() as at:
        for right in map(SQL, ("INSERT", "UPDATE", "DELETE", "TRUNCATE")):
            at.execute(SQL("GRANT {} ON store_eventlog TO {}").format(right, app))
            assert json.loads(web.health()[1])["log"] == "unprotected"
            at.execute(SQL("REVOKE {} ON store_eventlog FROM {}").format(right, app))
    assert json.loads(web.health()[1])["log"] == "protected"


def test_a_role_that_gets_around_the_grants_is_refused(protected, told, settings):
    name = login_of(protected["app"]).name
    told(settings)
    with connection.cursor() as at:
        at.execute(SQL("ALTER ROLE {} SUPERUSER").format(Identifier(name)))
        try:
            with pytest.raises(CommandError, match="superuser"):
                call_command("protect_log")
        finally:
            at.execute(SQL("ALTER ROLE {} NOSUPERUSER").format(Identifier(name)))


@pytest.mark.parametrize("other", ["sequencer", "owner"])
def test_one_role_for_two_is_refused(protected, told, settings, other):
    told(settings, app=protected[other])
    with pytest.raises(CommandError, match="three different roles"):
        call_command("protect_log")


def test_a_url_without_a_role_is_refused(told, settings):
    told(settings, app="postgresql:///safegrid")
    with pytest.raises(CommandError, match="names no role"):
        call_command("protect_log")
