"""What a phone sends, for tests of records from the field."""

from datetime import datetime, timedelta

from django.utils import timezone

from factories import make_upload
from safegrid.store.models import Site


def at_site(unit, *, east=0.0, accuracy=12.0, when=None):
    """A fix at the unit's main site, `east` degrees beside it."""
    place = Site.objects.get(unit=unit, main=True).geom
    when = when or timezone.now()
    return {"lon": place.x + east, "lat": place.y, "accuracy": accuracy, "at": when.isoformat()}


def stamp(*, made=None, sent=None, fix=None):
    now = timezone.now()
    return {"made_at": (made or now).isoformat(), "sent_at": (sent or now).isoformat(), "fix": fix}


def inspection(unit, results, *, code="common", version="2026.1", made=None, sent=None, fix=None, **more):
    """The body of an inspection that took half an hour."""
    made = made or timezone.now()
    times = {"began_at": (made - timedelta(minutes=30)).isoformat(), "ended_at": made.isoformat()}
    body = {
        "unit": unit.pk,
        "checklist": {"code": code, "version": version},
        "results": results,
        "note": "看过了",
    }
    return body | times | stamp(made=made, sent=sent, fix=fix) | more


def passed(item):
    return {"item": item, "result": "pass"}


def failed(person, item, *, photos=1, klass="general", category="fire", **hazard):
    """A failed item with a photo and its hazard."""
    wrong = {"klass": klass, "category": category, "text": "出口被货物堵住"} | hazard
    return {
        "item": item,
        "result": "fail",
        "note": "现场照片",
        "photos": [str(make_upload(person)) for _ in range(photos)],
        "hazard": wrong,
    }


def ago(**span) -> datetime:
    return timezone.now() - timedelta(**span)
