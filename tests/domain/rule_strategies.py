"""Random facts for property tests."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

from hypothesis import strategies as st

from domain.kit import NOW, pack_of
from safegrid.domain.hazards import HazardMark, State
from safegrid.domain.levels import Level
from safegrid.domain.pack_model import RulePack
from safegrid.domain.points import PointFacts
from safegrid.domain.roles import Role
from safegrid.domain.triggers import Signal
from safegrid.domain.units import Adjustment, UnitFacts


@cache
def all_on() -> RulePack:
    """The pack with every trigger switched on, those that are off by default too."""
    return with_triggers(on=True)


def with_triggers(*, on: bool) -> RulePack:
    """The pack with every trigger switched on or off."""
    pack = pack_of("411002")
    triggers = {code: replace(t, enabled=on) for code, t in pack.point.triggers.items()}
    return replace(pack, point=replace(pack.point, triggers=triggers))


levels = st.sampled_from(Level)
rated = st.sampled_from([level for level in Level if level])
marks = st.builds(
    HazardMark,
    major=st.booleans(),
    verified=st.booleans(),
    state=st.sampled_from(State),
    overdue_days=st.sampled_from([0.0, 0.5, 3.0, 15.0, 15.1, 40.0]),
    self_found=st.booleans(),
    reporter_role=st.sampled_from([None, *Role]),
)
SIGNALS = ("ALARM_HH", "ALARM_H", "SENSOR_LOST", "ACCIDENT", "SPECIAL_WORK")
signals = st.builds(
    Signal, st.sampled_from(SIGNALS), confirmed=st.booleans(), hours=st.sampled_from([0.0, 24.0, 25.0])
)
moments = st.none() | st.integers(-400, 400).map(lambda d: NOW + timedelta(days=d))
points = st.builds(
    PointFacts,
    inherent=levels,
    now=st.just(NOW),
    direct=st.sampled_from([Level.UNRATED, Level.RED, Level.ORANGE]),
    residual=levels,
    residual_until=moments,
    assess_due=moments,
    hazards=st.lists(marks, max_size=5).map(tuple),
    signals=st.lists(signals, max_size=3).map(tuple),
)
days = moments.map(lambda m: m.date() if m else NOW.date())


@st.composite
def units(draw: st.DrawFn) -> UnitFacts:
    from safegrid.domain.points import point_level

    return UnitFacts(
        now=NOW,
        points=tuple(point_level(p, all_on()) for p in draw(st.lists(points, max_size=4))),
        unit_class=draw(st.sampled_from(["", "A", "B", "C"])),
        grade=draw(st.integers(0, 4)),
        standard=draw(st.integers(0, 4)),
        blacklisted=draw(st.booleans()),
        listed=draw(st.booleans()),
        adjustment=draw(st.none() | st.builds(Adjustment, st.sampled_from([-1, 1]), days)),
        fixed=draw(levels),
        fixed_until=draw(st.none() | days),
        hazards=tuple(draw(st.lists(marks, max_size=4))),
        signals=tuple(draw(st.lists(signals, max_size=2))),
        stopped=draw(st.booleans()),
    )
