"""Illegal production and trade (G16): reported, seen by who answers for the ground, handled."""

import pytest
from django.utils import timezone

from factories import make_upload, viewer
from safegrid.store.models import Hazard, IllegalReport, Notice
from safegrid.store.queries.uploads import upload_in_sight

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def body(town, where="c1", **more):
    now = timezone.now().isoformat()
    lon, lat = town.city.spot(where)
    return {"text": "院内私自灌装液化气", "lon": lon, "lat": lat, "made_at": now, "sent_at": now, **more}


def test_a_report_is_handled(town, as_):
    photo = make_upload(town.inspector)
    lon, lat = town.city.spot("c1")
    fix = {"lon": lon, "lat": lat + 0.001, "accuracy": 10, "at": timezone.now().isoformat()}
    made = as_(town.inspector).send("/illegal-reports", body(town, photos=[str(photo)], fix=fix)).json()
    assert (made["state"], made["may_handle"], made["presence"]["judged"]) == ("open", False, "there")
    assert Hazard.objects.count() == 0  # a kind of its own
    assert Notice.objects.get(person=town.officer).code == "illegal_new"
    officer = as_(town.officer)
    (row,) = officer.read("/illegal-reports", state="open").json()["reports"]
    assert (row["cell"]["name"], row["may_handle"], row["person"]["name"]) == ("平定街社区", True, "王格")
    answer = officer.send(
        f"/illegal-reports/{made['id']}/handle", {"result": "referred", "words": "移送市场监管局"}
    ).json()
    assert (answer["state"], answer["result"], answer["handled_by"]["name"]) == (
        "handled",
        "referred",
        "简官",
    )
    assert Notice.objects.get(person=town.inspector).code == "illegal_handled"
    again = officer.send(f"/illegal-reports/{made['id']}/handle", {"result": "confirmed", "words": "x"})
    assert (again.status_code, again.json()["code"]) == (409, "ILLEGAL_HANDLED")
    assert officer.read("/illegal-reports", state="open").json()["reports"] == []


def test_the_enterprise_and_other_areas_never_see_it(town, as_):
    photo = make_upload(town.inspector)
    made = as_(town.inspector).send("/illegal-reports", body(town, unit=town.unit.pk, photos=[str(photo)]))
    path = f"/illegal-reports/{made.json()['id']}/handle"
    for person in (town.head, town.safety, town.far_inspector, town.system):
        assert as_(person).read("/illegal-reports").json()["reports"] == []
        assert as_(person).send(path, {"result": "unfounded", "words": "x"}).status_code == 404
        assert upload_in_sight(viewer(person), photo) is None
    for person in (town.inspector, town.leader, town.command):
        assert as_(person).send(path, {"result": "unfounded", "words": "x"}).status_code == 403
    assert upload_in_sight(viewer(town.department), photo) is not None
    assert IllegalReport.objects.get().state == "open"


def test_refusals(town, as_):
    def refused(person, where="c1", **more):
        answer = as_(person).send("/illegal-reports", body(town, where, **more))
        return answer.status_code, answer.json()["code"]

    assert refused(town.inspector, "c4") == (404, "NOT_FOUND")
    assert refused(town.leader) == (403, "NOT_YOUR_DUTY")
    assert refused(town.head)[0] == 404
    assert refused(town.inspector, text="   ") == (422, "FIELD_MISSING")
    assert refused(town.inspector, lon=0.0, lat=0.0) == (422, "BAD_PLACE")
    assert refused(town.inspector, unit=town.far_unit.pk) == (404, "NOT_FOUND")
    assert refused(town.inspector, photos=[str(make_upload(town.officer))]) == (422, "FIELD_BAD")
    assert as_().send("/illegal-reports", body(town)).status_code == 401
    assert IllegalReport.objects.count() == 0


def test_query_budget(town, as_, django_assert_max_num_queries):
    for n in range(3):
        as_(town.inspector).send("/illegal-reports", body(town, text=f"{n}"))
    client = as_(town.officer)
    with django_assert_max_num_queries(6):
        assert len(client.read("/illegal-reports").json()["reports"]) == 3
