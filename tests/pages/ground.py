"""What the map draws, as pixels: its free middle, whether it rests, whether it changed."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image
from playwright.sync_api import Page, expect

from live.processes import until

from .person import SECONDS

Pixels = npt.NDArray[np.int16]
VISIBLE, FEW = 16, 0.002
"""Difference of a channel that an eye notices; share of pixels that may have it (a mark is four times as much)."""
STILL = 5
"""Pictures in a row that must be alike."""


class Ground:
    """The middle of the map that panels leave free, as pixels."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def drawn(self) -> None:
        expect(self.page.locator("#map[data-drawn=yes]")).to_be_visible(timeout=3 * SECONDS)

    def middle(self) -> tuple[float, float]:
        x, y = self.page.evaluate(
            "() => { const r = document.querySelector('#map').getBoundingClientRect();"
            " const s = document.querySelector('.map-cross').style;"
            " return [r.left + parseFloat(s.left), r.top + parseFloat(s.top)]; }"
        )
        return float(x), float(y)

    def picture(self, half: int = 110) -> Pixels:
        """What is drawn around the middle."""
        x, y = self.middle()
        clip = {"x": x - half, "y": y - half, "width": 2 * half, "height": 2 * half}
        shot = self.page.screenshot(clip=clip, animations="disabled")  # type: ignore[arg-type] # a plain dict
        return np.asarray(Image.open(BytesIO(shot)).convert("RGB"), dtype=np.int16)

    def steady(self) -> Pixels:
        """The picture once it has stopped changing: after a flight, and after the tiles of where it ended."""
        seen = [self.picture()]

        def rested() -> bool:
            seen.append(self.picture())
            return len(seen) > STILL and all(alike(seen[-1], one) for one in seen[-STILL:])

        until(rested, 60, what="the map is at rest")
        return seen[-1]

    def becomes(self, wanted: Pixels, *, other: bool = False, what: str) -> None:
        """Wait until the picture is as it was, or another one."""
        until(lambda: alike(self.picture(), wanted) is not other, 60, what=what)


def alike(one: Pixels, two: Pixels) -> bool:
    """At most a few pixels differ visibly."""
    return bool((np.abs(one - two).max(axis=2) > VISIBLE).mean() < FEW)
