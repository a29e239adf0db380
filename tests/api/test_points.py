"""Panels of risk points."""

import pytest

from factories import make_person, make_point
from safegrid.domain.events import Bulk, Changed, encode
from safegrid.store import outbox
from safegrid.store.drawn import point_drawn
from safegrid.store.models import AccessLog, EventItem, EventLog, Outbox, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_point_shows_measures_and_who_answers(town, as_, django_assert_max_num_queries):
    client = as_(town.inspector)
    with django_assert_max_num_queries(12):
        point = client.read(f"/points/{town.point.pk}").json()
    assert (point["name"], point["live"], point["provisional"]) == ("氨罐一号", 4, False)
    assert point["measures"][0]["check_items"] == ["报警有效"]
    assert point["unit"] == {"id": town.unit.pk, "name": "鑫源机械有限公司"}
    assert point["cell"]["name"] == "平定街社区"
    assert [p["role"] for p in point["responsible"]][:2] == ["ENT_H", "ENT_S"]
    assert "report_hazard" in point["can"]
    assert point["manager_phone_masked"].startswith("199****")


def test_a_line_is_shown_whole_and_seen_from_every_community_it_enters(town, as_):
    pipe = make_point(town.city, "c1", level=3, shape="LINESTRING(113.85 34.05, 113.95 34.05)")
    RiskPoint.objects.filter(pk=pipe.pk).update(touched=[town.city["c2"].pk])
    shown = as_(town.officer).read(f"/points/{pipe.pk}").json()
    assert (shown["shape"], shown["geometry"]["type"]) == ("line", "LineString")


def test_another_area_is_not_found(town, as_):
    for path in ("", "/explain", "/history"):
        assert as_(town.inspector).read(f"/points/{town.far_point.pk}{path}").status_code == 404
    assert as_(town.inspector).send(f"/points/{town.far_point.pk}/phone").status_code == 404


def test_the_past_has_bulk_changes_too(town, as_, django_assert_max_num_queries):
    drawn = point_drawn(town.point)
    box = (drawn.lon, drawn.lat, drawn.lon, drawn.lat)
    item = Changed("point", drawn.id, drawn.v, None, drawn, (box,), "city.load")
    EventItem.objects.create(batch=7, entity="point", entity_id=drawn.id, payload=encode(item))
    EventItem.objects.create(batch=7, entity="point", entity_id=town.far_point.pk, payload=encode(item))
    outbox.put([Bulk(7, ("point",), (drawn.cell,), (box,), (), 2, "city.load")], "system:load")
    outbox.put(
        [Changed("point", drawn.id, drawn.v + 1, drawn, drawn, (box,), "point.rerate")], "system:rules"
    )
    for seq, row in enumerate(Outbox.objects.order_by("pk"), start=1):
        EventLog.objects.create(
            seq=seq, kind=row.kind, entity=row.entity, entity_id=row.entity_id, payload=row.payload,
            actor=row.actor, created_at=row.created_at, hash="0",
        )  # fmt: skip
    client = as_(town.inspector)
    with django_assert_max_num_queries(9):
        entries = client.read(f"/points/{drawn.id}/history").json()["entries"]
    assert [entry["what"]["zh"] for entry in entries] == ["重新评级", "批量载入"]
    assert (entries[1]["from"], entries[1]["to"]) == (None, 4)


def test_a_retired_point_is_not_found(town, as_):
    RiskPoint.objects.filter(pk=town.point.pk).update(retired_at="2026-01-01T00:00:00Z")
    assert as_(town.inspector).read(f"/points/{town.point.pk}").status_code == 404


def test_the_colour_is_explained_with_method_inputs_and_pack(town, as_, django_assert_max_num_queries):
    client = as_(town.inspector)
    with django_assert_max_num_queries(8):
        why = client.read(f"/points/{town.point.pk}/explain").json()
    assert (why["inputs"]["l"], why["inputs"]["e"], why["inputs"]["c"], why["inputs"]["d"]) == (1, 6, 7, 42)
    assert why["band"]["zh"].startswith("20 ≤ D < 70")
    assert "L × E × C" in why["formula"]["zh"]
    assert why["reasons"][0] | {"text": None} == {
        "code": "INHERENT",
        "text": None,
        "binding": True,
        "params": {},
    }
    assert "70" in why["would_change"][0]["zh"]


def test_looking_at_the_phone_leaves_a_trace(town, as_):
    answer = as_(town.inspector).send(f"/points/{town.point.pk}/phone")
    assert answer.json() == {"phone": town.point.manager_phone}
    look = AccessLog.objects.get()
    assert (look.viewer, look.what, look.target) == (
        f"user:{town.inspector.pk}",
        "phone",
        f"point:{town.point.pk}",
    )


def test_who_may_not_look_at_phones_is_refused_without_a_trace(town, as_):
    planner = make_person("PLN", town.city["city"])
    answer = as_(planner).send(f"/points/{town.point.pk}/phone")
    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_YOUR_DUTY")
    assert AccessLog.objects.count() == 0
