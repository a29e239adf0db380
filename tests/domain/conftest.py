"""Packs as fixtures, for tests of the pure rules."""

import pytest

from domain.kit import pack_of
from safegrid.domain.packs import RulePack


@pytest.fixture(scope="session")
def pack() -> RulePack:
    return pack_of("411002001001")


@pytest.fixture(scope="session")
def qingxin() -> RulePack:
    return pack_of("441803001001")
