"""Arithmetic of the bench: quantiles and ratios. Pure; a side that was not measured is None and stays None."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Number = float | None


def quantile(values: Iterable[float], part: float) -> Number:
    """The smallest value that `part` (0-1) of all do not exceed; None of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)] if ordered else None


def ratio(ours: Number, theirs: Number) -> Number:
    """How many times theirs ours is; None if either was not measured, or theirs is nothing."""
    return None if ours is None or not theirs else ours / theirs


def per(total: Number, count: int) -> Number:
    """Share of one of `count`; None of none."""
    return None if total is None or count <= 0 else total / count


def total(values: Iterable[Number]) -> Number:
    """Sum of what was measured; None if anything was not, or if there is nothing."""
    every = list(values)
    return None if not every or None in every else sum(value for value in every if value is not None)


@dataclass(frozen=True)
class Spread:
    """Median and tails of a series, all in its unit."""

    n: int
    p50: Number
    p95: Number
    p99: Number
    worst: Number

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(
            len(values),
            quantile(values, 0.5),
            quantile(values, 0.95),
            quantile(values, 0.99),
            max(values, default=None),
        )


def median(values: Iterable[Number]) -> Number:
    """Middle of what was measured (of two the mean): repeated rounds of a noisy machine are told by it."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    half = len(known) // 2
    return known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2
