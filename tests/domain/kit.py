"""What the tests of the pure rules share: the packs of the repository, a moment, and actors."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from safegrid.domain.packs import RulePack, parse_pack
from safegrid.domain.roles import Actor, Duty, Role

PACKS = Path(__file__).parents[2] / "backend/safegrid/packs"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def texts() -> list[tuple[str, str]]:
    return [(path.name, path.read_text(encoding="utf-8")) for path in sorted(PACKS.glob("*.toml"))]


@cache
def pack_of(division: str) -> RulePack:
    pack = parse_pack(texts(), division)
    assert isinstance(pack, RulePack), pack
    return pack


def actor(person: int, role: Role, level: int = 0, department: int | None = None) -> Actor:
    return Actor(person, (Duty(role, level, department),))


WORKER = actor(1, Role.ENT_W)
SAFETY = actor(2, Role.ENT_S)
HEAD = actor(3, Role.ENT_H)
INSPECTOR = actor(4, Role.INS, 4)
OFFICER_4 = actor(5, Role.OFF, 4)
OFFICER_3 = actor(6, Role.OFF, 3)
LEADER = actor(7, Role.LEAD, 3)
DEP_2 = actor(8, Role.DEP, 2, 20)
DEP_2B = actor(9, Role.DEP, 2, 20)
DEP_3 = actor(10, Role.DEP, 3, 30)
SUP_2 = actor(11, Role.SUP, 2, 40)
SUP_1 = actor(12, Role.SUP, 1, 50)
SUP_3 = actor(13, Role.SUP, 3, 60)
DUTY_DESK = actor(14, Role.CMD, 2)
PLANNER = actor(15, Role.PLN, 2)
CITIZEN = actor(16, Role.PUB)
DEP_1 = actor(17, Role.DEP, 1, 70)
EVERYONE = (
    WORKER, SAFETY, HEAD, INSPECTOR, OFFICER_4, OFFICER_3, LEADER, DEP_2, DEP_2B, DEP_3, SUP_2, SUP_1, SUP_3,
    DUTY_DESK, PLANNER, CITIZEN, DEP_1,
)  # fmt: skip


@cache
def county_pack_c15(consequence: int) -> RulePack:
    """A county whose LEC scale has another number in the place of 15."""
    body = f"""
[pack]
id = "x"
jurisdiction = "411002"
valid_from = 2026-06-01
name = {{ zh = "某", en = "some" }}
[lec]
consequence = [100, 40, {consequence}, 7, 3, 1]
"""
    pack = parse_pack([*texts(), ("x.toml", body)], "411002")
    assert isinstance(pack, RulePack), pack
    return pack
