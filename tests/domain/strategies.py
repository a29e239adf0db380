"""Random drawn objects, scopes and events over a small ground, so that objects often meet."""

from dataclasses import replace

from hypothesis import strategies as st

from safegrid.domain.alarm_types import AlarmKind, AlarmState, Severity, Verdict
from safegrid.domain.drawn import AlarmDrawn, Drawn, HazardDrawn, PointDrawn, UnitDrawn
from safegrid.domain.events import Changed
from safegrid.domain.scope import Scope

CELLS = (0, 1, 2, 3, 4)
cells = st.sampled_from(CELLS)
touched = st.lists(st.sampled_from(CELLS[1:]), max_size=2, unique=True).map(tuple)
industries = st.sampled_from(["", "B", "C"])
levels = st.integers(0, 4)
degrees = st.floats(113, 114, allow_nan=False)
ids = st.integers(1, 4)

points = st.builds(
    PointDrawn,
    id=ids,
    v=st.integers(1, 9),
    cell=cells,
    touched=touched,
    unit=st.integers(0, 3),
    industry=industries,
    lon=degrees,
    lat=degrees,
    shape=st.sampled_from(["point", "line", "area"]),
    name=st.sampled_from(["液氨储罐", "配电室"]),
    live=levels,
    firm=levels,
    base=levels,
)
units = st.builds(
    UnitDrawn,
    id=ids,
    v=st.integers(1, 9),
    cell=cells,
    touched=touched,
    industry=industries,
    lon=degrees,
    lat=degrees,
    name=st.just("许昌示例化工有限公司"),
    type=st.sampled_from(["factory", "school"]),
    live=levels,
    supervision=levels,
    stopped=st.booleans(),
    listing=st.integers(0, 2),
    listing_overdue=st.booleans(),
)
STATES = [
    "reported",
    "verified",
    "ordered",
    "rectifying",
    "submitted",
    "reinspected",
    "accepted",
    "closed",
    "rejected",
]
hazards = st.builds(
    HazardDrawn,
    id=ids,
    v=st.integers(1, 9),
    cell=cells,
    touched=st.just(()),
    unit=st.integers(0, 3),
    industry=industries,
    point=st.integers(0, 3),
    lon=degrees,
    lat=degrees,
    number=st.just("YH411002-2026-000001"),
    title=st.just("消防通道堵塞"),
    major=st.booleans(),
    state=st.sampled_from(STATES),
    self_found=st.booleans(),
    overdue=st.integers(0, 2),
    listing=st.integers(0, 2),
    listing_overdue=st.booleans(),
    suspended=st.booleans(),
    since=st.just("2026-11-01T00:00:00+00:00"),
)
alarms = st.builds(
    AlarmDrawn,
    id=ids,
    v=st.integers(1, 9),
    cell=cells,
    touched=touched,
    unit=st.integers(0, 3),
    industry=industries,
    point=st.integers(0, 3),
    lon=degrees,
    lat=degrees,
    number=st.just("BJ411002-2026-000001"),
    title=st.just("液氨浓度高高报"),
    kind=st.sampled_from(list(AlarmKind)).map(str),
    severity=st.sampled_from(list(Severity)).map(str),
    state=st.sampled_from(list(AlarmState)).map(str),
    verdict=st.sampled_from(list(Verdict)).map(str),
    confirmed=st.booleans(),
    handler=st.sampled_from(["", "陈指挥"]),
    escalated=st.integers(0, 2),
    evacuated=st.sampled_from([0, 500]),
    since=st.just("2026-11-01T00:00:00+00:00"),
    due=st.just(""),
    acting=st.booleans(),
)
drawn = st.one_of(points, units, hazards, alarms)

areas = st.frozensets(st.sampled_from(CELLS[1:]), max_size=3)
scopes = st.builds(
    Scope,
    cells=st.one_of(st.none(), areas),
    units=st.frozensets(st.integers(1, 3), max_size=2),
    industries=st.frozensets(st.tuples(st.sampled_from(["B", "C"]), st.one_of(st.none(), areas)), max_size=2),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Changed]:
    """Changes of a few objects, each object's in the order of its versions and joined end to start."""
    now: dict[tuple[str, int], Drawn | None] = {}
    last: dict[tuple[str, int], int] = {}
    changes = []
    for after in draw(st.lists(drawn, max_size=20)):
        key = (after.entity, after.id)
        version = last.get(key, 0) + 1
        gone = now.get(key) is not None and after.entity not in ("hazard", "alarm") and draw(st.booleans())
        made = None if gone else replace(after, v=version)
        changes.append(Changed(after.entity, after.id, version, now.get(key), made, (), "test"))
        now[key], last[key] = made, version
    return changes
