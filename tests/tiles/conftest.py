from collections.abc import Iterator

import pytest

from safegrid.store import celltree
from safegrid.tiles.app import TileApp

from .ground import Ground, make_ground
from .town import Town, make_town


@pytest.fixture
def ground(db: None) -> Iterator[Ground]:
    yield make_ground()
    celltree.forget()


@pytest.fixture
def town(ground: Ground) -> Town:
    return make_town(ground)


@pytest.fixture
def lasting_ground(transactional_db: None) -> Iterator[Ground]:
    """The same, committed: for what reads through connections of its own."""
    yield make_ground()
    celltree.forget()


@pytest.fixture
def app(lasting_ground: Ground) -> Iterator[TileApp]:
    """A wired application whose tail is fresh."""
    made = TileApp()
    made.fresh = lambda: True
    yield made
    made.close()
