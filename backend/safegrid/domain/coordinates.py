"""A place that somebody typed or pasted: decimal degrees, or degrees, minutes and seconds."""

import re

from .geometry import check_place

_NUMBER = r"-?\d{1,3}(?:\.\d+)?"
_PLAIN = re.compile(rf"^\s*({_NUMBER})\s*°?\s*[,，;；\s]\s*({_NUMBER})\s*°?\s*$")
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*°\s*(?:(\d{1,2})\s*['′]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*[\"″]\s*)?([NSEWnsew])?"
)


def read_place(text: str) -> tuple[float, float] | None:
    """Longitude and latitude, whichever of them was written first; None for what is no place in the country.

    China's longitudes and latitudes do not overlap (73-136 and 3-54), so the order needs no rule.
    """
    plain = _PLAIN.match(text)
    if plain:
        return _ordered(float(plain[1]), float(plain[2]))
    parts = list(_SEXAGESIMAL.finditer(text))
    if len(parts) != 2:
        return None
    first, second = (int(m[1]) + int(m[2] or 0) / 60 + float(m[3] or 0) / 3600 for m in parts)
    return _ordered(first, second)


def _ordered(first: float, second: float) -> tuple[float, float] | None:
    for lon, lat in ((first, second), (second, first)):
        if check_place(lon, lat) is None:
            return round(lon, 6), round(lat, 6)
    return None
