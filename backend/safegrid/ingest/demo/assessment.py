"""Inputs of the demo city's assessments: drawn so that the rule gives a believable mix of levels."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from safegrid.domain.pack_model import RulePack

from .logins import STORY_POINT
from .words import PointKind, kinds

LEC, LS, NONE = 0, 1, 2
UNRATED_SHARE = 0.02
LS_SHARE = 0.08
LS_BY_BAND = ((1, 5), (2, 3), (2, 5), (3, 3), (3, 5), (4, 4), (5, 4), (5, 5))
"""Likelihood and severity, two choices for each band from blue to red."""


def assess(
    unit: NDArray[np.int64], kind: NDArray[np.int64], pack: RulePack, rng: np.random.Generator
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Method and inputs of each point. `unit`: position of its unit; `kind`: position in `words.kinds()`."""
    count = len(kind)
    every = kinds()
    bounds = np.cumsum([k.odds for k in every], axis=1)[kind]
    band = (rng.random(count)[:, None] >= bounds[:, :3]).sum(axis=1)
    # The story's unit stays blue, but for one yellow point, so that one hazard changes its colour.
    band[unit == 0] = 0
    band[STORY_POINT] = 1
    spin = rng.random(count)
    method = np.where(rng.random(count) < LS_SHARE, LS, LEC).astype(np.int8)
    method[(rng.random(count) < UNRATED_SHARE) & (unit != 0)] = NONE
    method[unit == 0] = LEC
    inputs = np.zeros((count, 3))
    for k, about in enumerate(every):
        for b in range(4):
            here = np.flatnonzero((kind == k) & (band == b) & (method == LEC))
            if len(here):
                choice = _likelihoods(about, b, pack)
                inputs[here, 0] = np.array(choice)[(spin[here] * len(choice)).astype(int)]
                inputs[here, 1:] = about.exposure, about.consequence
    likely = np.array(LS_BY_BAND)[band * 2 + (spin > 0.5)]
    inputs[method == LS, :2] = likely[method == LS]
    return method, inputs


@cache
def _likelihoods_by_band(
    exposure: float, consequence: float, bands: tuple[tuple[float, int], ...], choices: tuple[float, ...]
) -> tuple[tuple[float, ...], ...]:
    def level(score: float) -> int:
        return next(lv for start, lv in reversed(bands) if score >= start)

    found = [tuple(x for x in choices if level(x * exposure * consequence) == 4 - band) for band in range(4)]
    for band in range(4):  # a band out of reach falls to the next better one, else to the least that there is
        if not found[band]:
            found[band] = found[band - 1] if band and found[band - 1] else (min(choices),)
    return tuple(found)


def _likelihoods(kind: PointKind, band: int, pack: RulePack) -> tuple[float, ...]:
    """Values of L that bring the kind into a band (0 blue … 3 red), or into the next better one."""
    bands = tuple((b.start, int(b.level)) for b in pack.lec.bands)
    return _likelihoods_by_band(kind.exposure, kind.consequence, bands, pack.lec.likelihood)[band]
