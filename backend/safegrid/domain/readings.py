"""Readings of a sensor against its thresholds, with hysteresis (R10): what a batch makes of the sensor's state.

A band is entered at its threshold and left only `hysteresis` inside it, so that a value that trembles around a threshold
rings once. Readings may come late and in any order: those older than what is known are kept, but move nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import isfinite


class Band(StrEnum):
    NORMAL = "normal"
    LOW = "low"
    HIGH = "high"
    HIGH_HIGH = "high_high"


SEVERITY_OF = {Band.LOW: "h", Band.HIGH: "h", Band.HIGH_HIGH: "hh"}
"""How an alarm of a band rings; too low is as bad as high (an oxygen meter, a pressure)."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """In the sensor's own unit; None = the sensor has no such threshold. `hysteresis` ≥ 0."""

    low: float | None = None
    high: float | None = None
    high_high: float | None = None
    hysteresis: float = 0.0

    def problem(self) -> str:
        """The name of the field that cannot be, or ""."""
        given = [("low", self.low), ("high", self.high), ("high_high", self.high_high)]
        present = [(name, value) for name, value in given if value is not None]
        if not present:
            return "high"
        if not isfinite(self.hysteresis) or self.hysteresis < 0:
            return "hysteresis"
        values = [value for _, value in present]
        if not all(map(isfinite, values)):
            return next(name for name, value in present if not isfinite(value))
        for (_, below), (name, above) in pairwise(present):
            if above <= below:
                return name
        return "hysteresis" if self._overlaps() else ""

    def _overlaps(self) -> bool:
        """Whether there would be no normal value between the low and the high band."""
        upper = self.high if self.high is not None else self.high_high
        return (
            self.low is not None
            and upper is not None
            and self.low + self.hysteresis >= upper - self.hysteresis
        )


@dataclass(frozen=True, slots=True)
class Reading:
    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class SensorState:
    """`last_at`: the newest reading that counted. `normal_since`: since when it has been normal, None = it is not."""

    band: Band = Band.NORMAL
    last_at: datetime | None = None
    last_value: float | None = None
    normal_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """A reading that took the sensor from one band into a worse one, or back to normal."""

    reading: Reading
    before: Band
    after: Band

    @property
    def rings(self) -> bool:
        """Whether it is an alarm; falling from high-high to high is good news."""
        better = (self.before, self.after) == (Band.HIGH_HIGH, Band.HIGH)
        return self.after is not Band.NORMAL and not better


def band_of(before: Band, value: float, t: Thresholds) -> Band:
    """The band after a value; `before` holds it within the hysteresis."""
    if _is_over(value, t.high_high, t.hysteresis if before is Band.HIGH_HIGH else 0.0):
        return Band.HIGH_HIGH
    held = before in (Band.HIGH, Band.HIGH_HIGH)
    if _is_over(value, t.high, t.hysteresis if held else 0.0):
        return Band.HIGH
    if t.low is not None and value <= t.low + (t.hysteresis if before is Band.LOW else 0.0):
        return Band.LOW
    return Band.NORMAL


def follow(
    state: SensorState, readings: Iterable[Reading], t: Thresholds
) -> tuple[SensorState, tuple[Crossing, ...]]:
    """The state after a batch, and every crossing of a band in it, oldest first."""
    crossings: list[Crossing] = []
    for reading in sorted(readings, key=lambda r: r.at):
        if state.last_at is not None and reading.at <= state.last_at:
            continue
        after = band_of(state.band, reading.value, t)
        if after is not state.band:
            crossings.append(Crossing(reading, state.band, after))
        state = _moved(state, reading, after)
    return state, tuple(crossings)


def has_been_normal(state: SensorState, minutes: int, now: datetime) -> bool:
    """Whether the sensor has been normal for so long that its alarm's level may end."""
    return state.normal_since is not None and now - state.normal_since >= timedelta(minutes=minutes)


def silent_hours(last_at: datetime, now: datetime) -> float:
    """Hours since a sensor was last heard."""
    return max(0.0, (now - last_at) / timedelta(hours=1))


def is_marked(last_at: datetime, now: datetime, own_hours: float, share: float) -> bool:
    """Whether a sensor has been silent long enough to be marked, before it counts as lost (domain rules §1).

    `share`: which part of the hours to its loss, as in the pack: 4 of 24. A sensor that reports seldom is given as much.
    """
    return silent_hours(last_at, now) >= own_hours * share


def _moved(state: SensorState, reading: Reading, after: Band) -> SensorState:
    since = state.normal_since if after is state.band else reading.at
    normal_since = (since or reading.at) if after is Band.NORMAL else None
    return replace(state, band=after, last_at=reading.at, last_value=reading.value, normal_since=normal_since)


def _is_over(value: float, threshold: float | None, slack: float) -> bool:
    if threshold is None:
        return False
    return value >= threshold if slack == 0 else value > threshold - slack
