"""What was found while the ground was one's own is reported after it went to others, and nothing else is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import make_person, make_upload
from safegrid.actions.hazards import Outcome, create
from safegrid.actions.places import Where
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.store.access import viewer_of_user, visible_hazards
from safegrid.store.models import Duty, Enterprise, Hazard, RiskPoint, Site

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HELD = timedelta(hours=1)


def report(town, person, where, ago=timedelta(hours=2)):
    fields = {
        "claimed": "general",
        "category": "fire",
        "title": "出口被堵",
        "text": "货物堆在出口",
        "found_at": timezone.now() - ago,
        "photos": [str(make_upload(person))],
    }
    return create(viewer_of_user(person.pk), where, Command(Cmd.REPORT, fields))


def lose(town, person):
    """The unit and its point are another community's now, and the duty ended."""
    Site.objects.filter(unit=town.unit).update(cell=town.city["c4"])
    RiskPoint.objects.filter(unit=town.unit).update(cell=town.city["c4"])
    Duty.objects.filter(person=person).update(ends_at=timezone.now() - HELD)
    Enterprise.objects.update(created_at=timezone.now() - timedelta(days=60))
    RiskPoint.objects.update(created_at=timezone.now() - timedelta(days=60))


def wheres(town):
    place = Site.objects.get(unit=town.unit, main=True).geom
    return {
        "point": Where(point=town.point.pk),
        "unit": Where(unit=town.unit.pk),
        "place": Where(lon=place.x, lat=place.y),
    }


@pytest.mark.parametrize("named", ["point", "unit", "place"])
def test_what_was_found_then_is_reported_and_is_for_others_to_settle(town, named):
    lose(town, town.inspector)
    done = report(town, town.inspector, wheres(town)[named])
    assert isinstance(done, Outcome), done
    assert done.moved
    hazard = Hazard.objects.get(pk=done.hazard)
    assert (hazard.reporter, hazard.state) == (town.inspector, "reported")
    assert not visible_hazards(viewer_of_user(town.inspector.pk).scope).exists(), (
        "the ground stays out of sight"
    )


@pytest.mark.parametrize("named", ["point", "unit", "place"])
@pytest.mark.parametrize("ago", [timedelta(minutes=30), timedelta(days=31), -timedelta(hours=1)])
def test_what_is_found_after_the_duty_too_long_ago_or_in_the_future_is_not(town, named, ago):
    lose(town, town.inspector)
    assert report(town, town.inspector, wheres(town)[named], ago) == Refusal("NOT_FOUND")
    assert not Hazard.objects.exists()


@pytest.mark.parametrize("named", ["point", "unit", "place"])
def test_ground_that_never_was_theirs_stays_out_of_sight(town, named):
    stranger = make_person(Role.INS, town.city["c2"])
    assert report(town, stranger, wheres(town)[named]) == Refusal("NOT_FOUND")


def test_what_is_ones_own_still_is_reported_as_ever(town):
    done = report(town, town.inspector, wheres(town)["unit"])
    assert isinstance(done, Outcome)
    assert not done.moved


def test_no_answer_tells_what_is_there_now(town):
    lose(town, town.inspector)
    assert isinstance(report(town, town.inspector, wheres(town)["point"]), Outcome)
    again = report(town, town.inspector, wheres(town)["point"])
    assert isinstance(again, Outcome), "not that a like one is open, and which"
    Enterprise.objects.update(closed_at=timezone.now())
    assert report(town, town.inspector, wheres(town)["unit"]) == Refusal("NOT_FOUND")


@pytest.mark.parametrize("named", ["point", "unit"])
def test_what_was_not_there_yet_was_not_found_then(town, named):
    lose(town, town.inspector)
    Enterprise.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    RiskPoint.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert report(town, town.inspector, wheres(town)[named]) == Refusal("NOT_FOUND")


def test_photos_of_then_are_taken_for_a_while(town, as_):
    lose(town, town.inspector)
    client = as_(town.inspector)
    assert client.get("/api/uploads/parts/0f3b8a53-5df4-4a0e-9d4f-0a37fbd5d001").status_code == 200
    gone = timezone.now() - timedelta(days=31)
    Duty.objects.filter(person=town.inspector).update(starts_at=gone - HELD, ends_at=gone)
    assert client.get("/api/uploads/parts/0f3b8a53-5df4-4a0e-9d4f-0a37fbd5d001").status_code == 403
