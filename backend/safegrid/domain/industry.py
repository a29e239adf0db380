"""Industries (GB/T 4754-2017): the twenty sections 门类 A-T, and the section of a division 大类 01-97."""

SECTIONS: tuple[tuple[str, int, int], ...] = (
    ("A", 1, 5),
    ("B", 6, 12),
    ("C", 13, 43),
    ("D", 44, 46),
    ("E", 47, 50),
    ("F", 51, 52),
    ("G", 53, 60),
    ("H", 61, 62),
    ("I", 63, 65),
    ("J", 66, 69),
    ("K", 70, 70),
    ("L", 71, 72),
    ("M", 73, 75),
    ("N", 76, 79),
    ("O", 80, 82),
    ("P", 83, 83),
    ("Q", 84, 85),
    ("R", 86, 90),
    ("S", 91, 96),
    ("T", 97, 97),
)


def section_of(code: str) -> str:
    """Letter of the section of a code such as C2614, 2614 or 26.

    Raises ValueError for a code of no section, or whose letter contradicts its digits.
    """
    letter, digits = (code[:1], code[1:]) if code[:1].isalpha() else ("", code)
    if not (2 <= len(digits) <= 4 and digits.isascii() and digits.isdigit()):
        raise ValueError(f"not an industry code: {code!r}")
    division = int(digits[:2])
    found = next((name for name, low, high in SECTIONS if low <= division <= high), None)
    if found is None or (letter and letter != found):
        raise ValueError(f"not an industry code: {code!r}")
    return found


def code_of(division: str) -> str:
    """A division's two digits with the letter of its section: 26 → C26."""
    return section_of(division) + division
