"""The demo city's inspections: what inspectors found, and a day with something to do for those who log in."""

import pytest

from safegrid.actions import visits
from safegrid.actions.inspected import may_inspect
from safegrid.store.access import viewer_of_user
from safegrid.store.models import Checklist, Hazard, Inspection, InspectionResult, User, Visit
from safegrid.store.queries.units import place_of, sites_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_what_inspectors_found_was_found_on_an_inspection(loaded_city):
    failed = InspectionResult.objects.filter(result="fail").select_related("hazard", "inspection")
    assert failed.count() > 20
    for one in failed:
        assert one.hazard.unit_id == one.inspection.unit_id
        assert one.hazard.reporter_id == one.inspection.person_id
    reported = Hazard.objects.filter(
        steps__command="report", steps__role="INS", unit__isnull=False
    ).distinct()
    assert reported.count() / 2 < failed.count() <= reported.count()


def test_every_inspection_keeps_its_version_and_was_made_by_who_may(loaded_city):
    assert not Inspection.objects.filter(checklist=None).exists()
    assert Checklist.objects.filter(inspections__isnull=False).distinct().count() > 4
    for one in Inspection.objects.select_related("unit").order_by("?")[:20]:
        assert one.results.exists()
        assert one.began_at < one.ended_at <= one.made_at <= one.sent_at <= one.received_at
        place = place_of(one.unit, sites_of(one.unit))
        assert may_inspect(viewer_of_user(one.person_id), place) == one.role


def test_the_inspector_of_the_story_has_a_day_with_overdue_visits(loaded_city):
    viewer = viewer_of_user(User.objects.get(username="wangge").pk)
    planned = visits.today(viewer)
    # This city has a fifth of the usual units.
    assert 1 <= len(planned) <= 12
    assert "overdue" in {visit.due_state for visit in planned}
    assert Visit.objects.filter(round__person=viewer.person).count() == len(planned)
