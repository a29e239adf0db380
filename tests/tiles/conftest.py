import pytest

from .ground import Ground, make_ground


@pytest.fixture
def ground(db: None) -> Ground:
    return make_ground()


@pytest.fixture
def lasting_ground(transactional_db: None) -> Ground:
    """The same, committed: for what reads through connections of its own."""
    return make_ground()
