"""The desk's books: who sits there, how it is handed over, and what each person is told."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from factories import make_person
from safegrid.domain.roles import Role
from safegrid.store.models import Handover, Notice, Shift

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def deputy(town):
    return make_person(Role.CMD, town.city["city"], name="傅班")


def shift_of(town, deputy, start=-1, end=8, cell="city"):
    now = timezone.now()
    return {
        "cell": town.city[cell].pk,
        "person": town.command.pk,
        "deputy": deputy.pk,
        "starts_at": (now + timedelta(hours=start)).isoformat(),
        "ends_at": (now + timedelta(hours=end)).isoformat(),
    }


def test_a_shift_is_put_on_the_roster_and_ended(town, as_, deputy):
    desk = as_(town.command)
    made = desk.send("/shifts", shift_of(town, deputy)).json()
    (shift,) = desk.read("/shifts").json()["shifts"]
    assert (shift["person"]["name"], shift["deputy"]["name"], shift["may_end"]) == ("陈指挥", "傅班", True)
    assert as_(town.department).read("/shifts").json()["shifts"][0]["may_end"] is False
    assert as_(town.head).read("/shifts").json()["shifts"] == []
    assert as_(town.committee).send(f"/shifts/{made['id']}/end").status_code == 404
    assert desk.send(f"/shifts/{made['id']}/end").status_code == 200
    assert desk.send(f"/shifts/{made['id']}/end").json()["code"] == "DUTY_OVER"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"deputy": "person"}, "SAME_PERSON"),
        ({"deputy": "far_inspector"}, "DESK_NO_DUTY"),
        ({"person": "head"}, "DESK_NO_DUTY"),
        ({"cell": "t1"}, "BAD_POST"),
        ({"hours": (8, -1)}, "DUTY_ENDS_FIRST"),
    ],
)
def test_what_the_roster_does_not_take(town, as_, deputy, changes, code):
    start, end = changes.get("hours", (-1, 8))
    body = shift_of(town, deputy, start, end, changes.get("cell", "city"))
    for name in ("person", "deputy"):
        if name in changes:
            body[name] = body["person"] if changes[name] == "person" else getattr(town, changes[name]).pk
    assert as_(town.command).send("/shifts", body).json()["code"] == code
    assert not Shift.objects.exists()


def test_one_desk_has_one_person_at_a_time(town, as_, deputy):
    desk = as_(town.command)
    assert desk.send("/shifts", shift_of(town, deputy)).status_code == 200
    assert desk.send("/shifts", shift_of(town, deputy, 7, 15)).json()["code"] == "SHIFT_TWICE"
    assert desk.send("/shifts", shift_of(town, deputy, 8, 16)).status_code == 200


def test_only_keepers_of_the_desk_write_its_roster(town, as_, deputy):
    for person in (town.department, town.inspector, town.head, town.system):
        assert as_(person).send("/shifts", shift_of(town, deputy)).status_code in {403, 404}
    assert as_(town.committee).send("/shifts", shift_of(town, deputy, cell="b")).status_code == 404


def test_a_desk_is_handed_over_and_both_sign(town, as_, deputy):
    desk, next_one = as_(town.command), as_(deputy)
    desk.send("/shifts", shift_of(town, make_person(Role.CMD, town.city["city"])))
    raised = {"kind": "officer", "severity": "manual", "title": "氨味", "point": town.point.pk}
    desk.send("/alarms", raised)
    body = {"to": deputy.pk, "summary": "一切正常", "open_items": "跟进氨味"}
    given = desk.send("/handovers", body).json()
    (entry,) = next_one.read("/handovers").json()["handovers"]
    assert (entry["giver"]["name"], entry["signed_at"], entry["open_alarms"]) == (
        "陈指挥", None, [desk.read("/alarms").json()["alarms"][0]["number"]],
    )  # fmt: skip
    assert Notice.objects.get(person=deputy, code="handover_given").text == "一切正常"
    assert desk.send(f"/handovers/{given['id']}/sign").status_code == 404, (
        "the giver cannot sign for the taker"
    )
    assert next_one.send(f"/handovers/{given['id']}/sign").status_code == 200
    assert next_one.send(f"/handovers/{given['id']}/sign").json()["code"] == "ALREADY_SIGNED"
    sits = Shift.objects.get(ends_at__gt=timezone.now())
    assert sits.person == deputy
    assert desk.send("/handovers", body).json()["code"] == "NO_DESK"
    assert as_(town.head).read("/handovers").json()["handovers"] == []


@pytest.fixture
def book(town, as_, deputy):
    """Three lines in the city's book, the first one signed by both, and one line in a county's."""
    desk, next_one = as_(town.command), as_(deputy)
    for one, to, cell in (
        (desk, deputy, "city"), (next_one, town.command, "city"), (desk, deputy, "city"), (desk, deputy, "a"),
    ):  # fmt: skip
        body = {"to": to.pk, "summary": "正常", "cell": town.city[cell].pk}
        assert one.send("/handovers", body).status_code == 200
    lines = list(Handover.objects.order_by("pk"))
    assert next_one.send(f"/handovers/{lines[0].pk}/sign").status_code == 200
    return lines


def test_whole_books_are_said_to_be_whole(book, capsys, django_assert_num_queries):
    with django_assert_num_queries(1):
        call_command("verify_handovers")
    said = capsys.readouterr().out
    assert "共 3 条" in said
    assert "共 1 条" in said


def test_no_book_is_no_trouble(town, capsys):
    call_command("verify_handovers")
    assert "No desk" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (0, {"summary": "无事"}),
        (0, {"signed_digest": ""}),
        (0, {"signed_at": None}),
        (1, {"open_alarms": ["BJ-1"]}),
        (2, {"digest": "0" * 64}),
    ],
)
def test_the_book_shows_a_line_that_was_changed(book, capsys, line, change):
    Handover.objects.filter(pk=book[line].pk).update(**change)
    with pytest.raises(CommandError, match=rf"编号 {book[line].pk} ") as told:
        call_command("verify_handovers")
    assert len(str(told.value).splitlines()) == 1, "the county's book is whole"
    assert "共 1 条" in capsys.readouterr().out


def test_the_book_shows_that_a_line_was_left_out(book):
    Handover.objects.filter(pk=book[1].pk).delete()
    with pytest.raises(CommandError, match=rf"编号 {book[2].pk} "):
        call_command("verify_handovers")


def test_what_a_handover_needs(town, as_, deputy):
    desk, cell = as_(town.command), town.city["city"].pk
    assert desk.send("/handovers", {"to": deputy.pk, "summary": ""}).status_code == 422
    assert desk.send("/handovers", {"to": deputy.pk, "summary": "x"}).json()["code"] == "NO_DESK"
    said = {"summary": "x", "cell": cell}
    assert desk.send("/handovers", said | {"to": town.command.pk}).json()["code"] == "SAME_PERSON"
    assert desk.send("/handovers", said | {"to": town.head.pk}).json()["code"] == "DESK_NO_DUTY"
    assert as_(town.inspector).send("/handovers", said | {"to": deputy.pk}).status_code == 404


def test_a_notice_is_read_by_its_person_only(town, as_):
    notice = Notice.objects.create(person=town.inspector, code="alarm_notify", text="关闭门窗")
    assert as_(town.command).read("/notices").json() == {"notices": [], "next": None}
    assert as_(town.command).send(f"/notices/{notice.pk}/read").status_code == 404
    mine = as_(town.inspector)
    (shown,) = mine.read("/notices").json()["notices"]
    assert (shown["text"], shown["title"]["zh"], shown["read_at"]) == ("关闭门窗", "周边警情通知", None)
    assert mine.send(f"/notices/{notice.pk}/read").status_code == 200
    first = mine.read("/notices").json()["notices"][0]["read_at"]
    mine.send(f"/notices/{notice.pk}/read")
    assert mine.read("/notices").json()["notices"][0]["read_at"] == first


def test_notices_come_in_pages(town, as_):
    Notice.objects.bulk_create(Notice(person=town.inspector, code="alarm_notify") for _ in range(51))
    page = as_(town.inspector).read("/notices").json()
    assert len(page["notices"]) == 50
    assert len(as_(town.inspector).read("/notices", before=page["next"]).json()["notices"]) == 1
