"""A pair of words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, tuple[str, str]]
"""Code to (Chinese, English)."""
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Term:
    """One meaning in two languages."""

    zh: str
    en: str

    def filled(self, params: Mapping[str, str | int]) -> "Term":
        """Replace `{name}` by its parameter."""

        def put(text: str) -> str:
            return _PLACE.sub(lambda m: str(params.get(m[1], m[0])), text)

        return Term(put(self.zh), put(self.en))
