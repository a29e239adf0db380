"""A web process that could not serve rightly does not start."""

import gc
import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from safegrid.config import wiring
from safegrid.store import packs


@pytest.fixture
def own_key(settings):
    settings.SECRET_KEY = "a key of one's own"
    settings.IDENTITY_KEYS = ["another of one's own"]
    packs.on_day.cache_clear()
    yield
    packs.on_day.cache_clear()


def test_not_with_the_key_that_everybody_can_read(settings):
    settings.SECRET_KEY = settings.KNOWN_KEY
    with pytest.raises(ImproperlyConfigured, match="SAFEGRID_SECRET_KEY"):
        wiring.start()


@pytest.mark.usefixtures("own_key")
@pytest.mark.parametrize("key", ["", "the key that everybody can read", "a key of one's own"])
def test_not_without_a_key_of_its_own_for_who_reports(settings, key):
    settings.IDENTITY_KEYS = [settings.KNOWN_KEY if key.startswith("the") else key]
    with pytest.raises(ImproperlyConfigured, match="SAFEGRID_IDENTITY_KEYS"):
        wiring.start()


@pytest.mark.usefixtures("own_key")
def test_not_with_a_rule_pack_that_is_not_there(settings):
    settings.PACKS = ["national", "henan_xuchan"]
    with pytest.raises(packs.PackError, match=r"henan_xuchan; there are: .*henan_xuchang"):
        wiring.start()


def test_what_start_up_made_is_out_of_the_collectors_sight():
    try:
        wiring.keep_what_is_loaded()
        assert gc.get_freeze_count() > 50_000
        began = time.perf_counter()
        gc.collect()
        assert time.perf_counter() - began < 0.05
    finally:
        gc.unfreeze()
