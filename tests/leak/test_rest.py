"""No answer tells anybody of another area: every route, every role."""

import re

import pytest
from django.test import Client

from factories import make_person
from leak.probes import API, PAGES, Ask, Probe
from leak.world import PHONE, World, browser_of, make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
ADMINISTRATORS = {"ADM_SYS", "ADM_SEC"}


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    settings.DJANGO_VITE = {"default": {"dev_mode": True}}
    return make_world()


def answer_to(browser: Client, route: str, ask: Ask) -> str:
    if route.startswith("POST"):
        answer = browser.post(ask.path, ask.body or {}, content_type="application/json")
    else:
        answer = browser.get(ask.path, ask.query)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace") + str(dict(answer.headers))
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def told(text: str, ask: Ask, world: World) -> set[str]:
    """Canaries in an answer that were not in the question."""
    said = str(ask.query) + str(ask.body)
    return {canary for canary in world.canaries if canary in text and canary not in said}


def allowed(probe: Probe, role: str, world: World) -> set[str]:
    if role not in ADMINISTRATORS:
        return set()
    return {canary for canary, kind in world.canaries.items() if kind in probe.administrators}


def test_no_route_tells_of_another_area(world: World):
    leaks = []
    for role, browser in world.browsers().items():
        for route, probe in {**API, **PAGES}.items():
            for ask in probe.asks(world) if role not in probe.acts else ():
                found = told(answer_to(browser, route, ask), ask, world) - allowed(probe, role, world)
                leaks += [(role, route, str(ask), canary) for canary in found]
    assert leaks == []


def test_the_questions_are_good_ones(world: World):
    everything = browser_of(make_person("SUP", world.city["city"]))
    silent = [
        route
        for route, probe in API.items()
        if probe.shows
        and not any(told(answer_to(everything, route, ask), ask, world) for ask in probe.asks(world))
    ]
    assert silent == [], [answer_to(everything, r, API[r].asks(world)[0])[:300] for r in silent]


def test_full_phone_numbers_come_only_from_where_the_look_is_logged(world: World):
    everything = browser_of(make_person("SUP", world.city["city"]))
    phones = {canary for canary, kind in world.canaries.items() if kind == PHONE}
    leaks = [
        (route, ask.path)
        for route, probe in API.items()
        if not route.endswith("/phone")
        for ask in probe.asks(world)
        if any(phone in answer_to(everything, route, ask) for phone in phones)
    ]
    assert leaks == []


def test_what_is_far_and_what_does_not_exist_look_the_same(world: World):
    browser = world.browsers()["OFF"]
    for name, path in (
        ("cell_id", "cells"),
        ("point_id", "points"),
        ("unit_id", "units"),
        ("hazard_id", "hazards"),
    ):
        far = browser.get(f"/api/{path}/{world.far[name]}")
        absent = browser.get(f"/api/{path}/999999999")
        assert (far.status_code, far.content) == (absent.status_code, absent.content) == (404, absent.content)


def test_only_administrators_reset_and_deactivate(world: World):
    for role, browser in world.browsers().items():
        for verb in ("reset", "deactivate"):
            answer = browser.post(
                f"/api/people/{world.far['person']}/{verb}", {}, content_type="application/json"
            )
            refused = answer.status_code in {401, 403, 404}
            assert refused != (role == "ADM_SYS"), (role, verb, answer.status_code)
