"""A unit's own page shows that unit and nothing else: its own people see its books there, nobody else does."""

from uuid import UUID

import pytest

from factories import viewer
from leak.probes import API, Ask
from leak.test_rest import answer_to, told
from leak.world import World, browser_of, make_world
from safegrid.store.models import User
from safegrid.store.queries.uploads import upload_in_sight

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
OWN = [route for route in API if route.startswith("GET /api/enterprise/{unit}")]


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    settings.DJANGO_VITE = {"default": {"dev_mode": True}}
    return make_world()


def test_its_own_people_see_its_books(world: World):
    """Otherwise the questions that nobody else gets an answer to would prove nothing."""
    browser = browser_of(User.objects.get(pk=world.far["far_head"]))
    for route in OWN:
        asks: list[Ask] = API[route].asks(world)
        assert any(told(answer_to(browser, route, ask), ask, world) for ask in asks), route


def test_whoever_only_supervises_it_has_no_page_of_it(world: World):
    everything = browser_of(world.people["SUP"])
    for role, browser in (world.browsers() | {"SUP": everything}).items():
        for route in OWN:
            for ask in API[route].asks(world):
                assert browser.get(ask.path).status_code in {401, 404}, (role, route)


def test_photos_of_its_books_are_shown_to_its_own_people_alone(world: World):
    """Asked of the rule itself: without the file every answer is 404."""
    photo = UUID(world.far["record_photo"])
    assert upload_in_sight(viewer(User.objects.get(pk=world.far["far_safety"])), photo) is not None
    for role, person in (world.people | {"holder": User.objects.get(pk=world.far["person"])}).items():
        assert upload_in_sight(viewer(person), photo) is None, role
