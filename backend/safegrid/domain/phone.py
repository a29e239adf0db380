"""Telephone numbers as people write them."""

import re

_NUMBER = re.compile(r"(?=(?:\D*\d){5})[0-9+()（） \-转]{5,32}", re.ASCII)


def is_phone(said: str) -> bool:
    """Five digits or more, with what is written around them: +86 139 0000 0000, (0374) 2345678转801, 12345."""
    return _NUMBER.fullmatch(said) is not None
