"""How often a unit is visited and which visits come first (C3, C9, G5; domain rules §2). Apart from the 四查 of cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import blake2b

from .levels import Level, worst
from .pack_model import VisitRules

YEAR = 365
_WEIGHTS = {Level.RED: 8, Level.ORANGE: 4, Level.YELLOW: 2, Level.BLUE: 1, Level.UNRATED: 2}


class Regime(StrEnum):
    """免检、抽检、定期、重点、挂牌 (C3)."""

    EXEMPT = "exempt"
    SAMPLE = "sample"
    REGULAR = "regular"
    FOCUS = "focus"
    LISTED = "listed"


class State(StrEnum):
    EXEMPT = "exempt"
    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the frequency rests on. `grade`: 一类 1 … 四类 4, 0 = none; `listed`: its listing is in force."""

    unit: int
    supervision: Level
    worst_class: bool = False
    grade: int = 0
    key: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Frequency:
    """`why`: what asked for at least as many, by the keys of the pack; "colour" alone: nothing asked for more."""

    regime: Regime
    per_year: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """In time from `since` to `until`, both included; `late`: days after that."""

    state: State
    since: date
    until: date
    late: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit that could be made. `weight`: how much the unit weighs by its risk; `listed`: it or its hazard is (挂牌)."""

    unit: int
    due: Due
    weight: int
    listed: bool = False


def frequency(facts: Facts, year: int, rules: VisitRules, secret: str) -> Frequency:
    """Visits of a year. `secret`: of the installation; without it nobody can work out who is in the sample (H2)."""
    asked = {"colour": rules.per_year[facts.supervision]} | {
        name: rules.least[name] for name, holds in _floors(facts) if holds
    }
    most = max(asked.values())
    why = tuple(name for name, n in asked.items() if n == most)
    if "grade_4" in asked or "listed" in asked:
        return Frequency(Regime.LISTED, most, why)
    if len(asked) > 1:
        return Frequency(Regime.FOCUS, most, why)
    # A unit that manages well is left alone unless it is dangerous all the same.
    if facts.grade == 1 and facts.supervision not in {Level.RED, Level.ORANGE}:
        drawn = in_sample(facts.unit, year, rules.sample_percent, secret)
        return (
            Frequency(Regime.SAMPLE, most, ("grade_1",))
            if drawn
            else Frequency(Regime.EXEMPT, 0, ("grade_1",))
        )
    return Frequency(Regime.REGULAR, most, why)


def in_sample(unit: int, year: int, percent: int, secret: str) -> bool:
    """The same answer all year, another draw the next."""
    drawn = blake2b(f"{unit}/{year}".encode(), key=secret.encode()[:64], digest_size=8).digest()
    return int.from_bytes(drawn, "big") % 100 < percent


def due(per_year: int, begins: date, last: date | None, today: date) -> Due:
    """When the next visit is in time: in the last third of its interval after the visit before (or after `begins`)."""
    if per_year == 0:
        return Due(State.EXEMPT, today, date.max)
    interval = max(1, YEAR // per_year)
    until = (last or begins) + timedelta(days=interval)
    since = until - timedelta(days=interval // 3)
    late = max(0, (today - until).days)
    state = State.OVERDUE if late else State.DUE if today >= since else State.DONE
    return Due(state, since, until, late)


def weight(facts: Facts, live: Level) -> int:
    """How much a unit weighs by its risk: the worse of both colours, and more if it is a key unit."""
    return _WEIGHTS[worst((facts.supervision, live))] + (1 if facts.key else 0)


def first(visits: Iterable[Wanted], most: int) -> list[Wanted]:
    """Those to be made today: what is overdue before what is due, then what is listed, the heavier and the later."""
    open_ = (one for one in visits if one.due.state in {State.DUE, State.OVERDUE})
    return sorted(open_, key=_urgency)[:most]


def _urgency(one: Wanted) -> tuple[bool, bool, int, date, int]:
    return (
        one.due.state is not State.OVERDUE,
        not one.listed,
        -one.weight * (1 + one.due.late),
        one.due.until,
        one.unit,
    )


def _floors(facts: Facts) -> tuple[tuple[str, bool], ...]:
    return (
        ("worst_class", facts.worst_class),
        ("grade_3", facts.grade == 3),
        ("grade_4", facts.grade == 4),
        ("key", facts.key),
        ("listed", facts.listed),
    )
