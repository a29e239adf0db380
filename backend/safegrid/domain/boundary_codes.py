"""Codes of new communities: the next free number of the township, in the range of the kind (division code, digits 10-12).

Ranges of the national numbering: 001-199 居民委员会, 200-399 村民委员会, from 400 on similar bodies. A retired code is
never given again, so `used` has those of the past too.
"""

from collections.abc import Collection, Iterable, Mapping

from shapely.geometry.base import BaseGeometry

from .hierarchy import COMMUNITY, is_below, level_of_code
from .refusals import Refusal

TOWNSHIP_DIGITS = 9
RANGES = ((1, 199), (200, 399), (400, 499), (500, 599), (600, 999))
ROW = 0.01
"""Communities whose middles lie within so many degrees of latitude stand in one row when they are numbered."""


def check_code(code: str, city: str, used: Collection[str]) -> Refusal | None:
    """Refusal for a code that a planner chose for a community, of the township or of a functional zone in the same city.

    CODE_BAD unless it is the code of a community whose first four digits are those of `city`, CODE_TAKEN if a cell has or
    had it. A zone (经开区) has a division code of its own, which need not be that of the township above it.
    """
    try:
        fits = level_of_code(code) == COMMUNITY and is_below(code, city)
    except ValueError:
        fits = False
    if not fits:
        return Refusal("CODE_BAD", (("field", "code"),))
    return Refusal("CODE_TAKEN", (("field", "code"), ("code", code))) if code in used else None


def home_of(code: str, township: str) -> str:
    """Division in which a code is replaced by another: its township, or the functional zone whose code it is."""
    return township if code.startswith(township[:TOWNSHIP_DIGITS]) else code


def next_code(township: str, like: str, used: Collection[str]) -> str | Refusal:
    """Next code in a township for a cell of the same kind as another. Refusal CODES_USED_UP.

    `township`, `like`: 12-digit codes of the parent and of the cell whose kind it shares; `used`: all codes ever given.
    """
    prefix, kind = township[:TOWNSHIP_DIGITS], int(like[TOWNSHIP_DIGITS:])
    first, last = next(((a, b) for a, b in RANGES if a <= kind <= b), RANGES[0])
    taken = {int(code[TOWNSHIP_DIGITS:]) for code in used if code.startswith(prefix)}
    after = max((n for n in taken if first <= n <= last), default=first - 1) + 1
    # Behind the last one, so that codes tell the order in time; a hole is filled only when the range is full.
    free = next((n for n in (*range(after, last + 1), *range(first, last + 1)) if n not in taken), None)
    return Refusal("CODES_USED_UP") if free is None else f"{prefix}{free:03d}"


def renumbered(
    township: str, shapes: Mapping[int, BaseGeometry], used: Collection[str], like: str
) -> dict[int, str] | Refusal:
    """New codes for cells of a township in reading order: rows from the north, in each from west to east."""
    codes: dict[int, str] = {}
    taken = set(used)
    for cell in _reading_order(shapes.items()):
        code = next_code(township, like, taken)
        if isinstance(code, Refusal):
            return code
        codes[cell] = code
        taken.add(code)
    return codes


def _reading_order(cells: Iterable[tuple[int, BaseGeometry]]) -> list[int]:
    middles = {cell: shape.representative_point() for cell, shape in cells}
    return sorted(middles, key=lambda i: (-round(middles[i].y / ROW), middles[i].x, i))
