"""Packs as fixtures, for tests of the pure rules."""

import pytest
from hypothesis import settings

from domain.kit import pack_of
from safegrid.domain.packs import RulePack

# How long one example takes says more about the machine than about the rules.
settings.register_profile("rules", deadline=None)
settings.load_profile("rules")


@pytest.fixture(scope="session")
def pack() -> RulePack:
    return pack_of("411002001001")


@pytest.fixture(scope="session")
def qingxin() -> RulePack:
    return pack_of("441803001001")
