"""One small city for all tests of it: the whole ground, fewer units and points."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from safegrid.actions import bulk
from safegrid.domain.pack_model import RulePack
from safegrid.ingest.demo.build import build_city
from safegrid.ingest.demo.city import City, Order
from safegrid.ingest.demo.load import Load
from safegrid.ingest.divisions import Gazetteer, read_gazetteer
from safegrid.store import packs
from safegrid.store.models import SequencerState

ORDER = Order(enterprises=600, risk_points=4_000, seed=7)
MARK = "fingerprint-of-it"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return read_gazetteer()


@pytest.fixture(scope="session")
def pack() -> RulePack:
    return packs.current()


@pytest.fixture(scope="session")
def city(gazetteer: Gazetteer, pack: RulePack) -> City:
    return build_city(gazetteer, ORDER, pack, timezone.now())


@pytest.fixture(scope="package")
def loaded_city(
    city: City,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[City]:
    """The city in the tests' database; what the tests do to it is undone, and it is gone afterwards."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("uploads"))
        bulk.wipe()
        Load(city, MARK, lambda label, total: lambda n: None).run()
        yield city
        bulk.wipe()
        SequencerState.objects.all().delete()
