"""What a camera writes beside a picture: when and where it was taken. Kept as evidence, never shown with the picture.

A file's notes can be written by anybody, so they are a hint; notes that make no sense are left out, not refused.
"""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PIL import Image

from safegrid.domain.times import CHINA

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
MAKE, MODEL, TAKEN, OFFSET = 0x010F, 0x0110, 0x9003, 0x9011
_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")
LONGEST = 40
Notes = dict[str, Any]


def read(image: Image.Image) -> Notes:
    """Read {taken, offset, lon, lat, accuracy, camera}, each only if it is there and makes sense.

    `taken`: local time as the camera had it, ISO 8601 without zone; degrees WGS-84; metres.
    """
    exif = image.getexif()
    main, gps = exif.get_ifd(EXIF_IFD), exif.get_ifd(GPS_IFD)
    camera = " ".join(filter(None, (_words(exif.get(MAKE)), _words(exif.get(MODEL)))))
    found = {
        "taken": _moment(main.get(TAKEN)),
        "offset": _offset(main.get(OFFSET)),
        "camera": camera[:LONGEST],
    }
    return {key: value for key, value in (found | _place(gps)).items() if value not in (None, "")}


def taken_at(notes: Notes) -> datetime | None:
    """The moment at which the camera says it was; without a zone of its own it is taken to have shown China's time."""
    try:
        local = datetime.fromisoformat(notes.get("taken", "") + notes.get("offset", ""))
    except ValueError:  # no such day, or no such zone
        return None
    return local if local.tzinfo else local.replace(tzinfo=CHINA)


def _place(gps: Mapping[int, Any]) -> Notes:
    lat, lon = _degrees(gps.get(2), gps.get(1), "S", 90), _degrees(gps.get(4), gps.get(3), "W", 180)
    if lat is None or lon is None or (lat, lon) == (0, 0):  # many a phone without a fix writes zeros
        return {}
    accuracy = _number(gps.get(31))
    return {"lon": lon, "lat": lat, "accuracy": None if accuracy is None else round(accuracy, 1)}


def _degrees(value: object, side: object, minus: str, most: float) -> float | None:
    """Degrees, minutes and seconds to degrees; `side`: N, S, E or W."""
    if not isinstance(value, tuple | list) or len(value) != 3 or not isinstance(side, str):
        return None
    parts = [_number(part) for part in value]
    if any(part is None or part < 0 for part in parts):
        return None
    total = sum(part * 60.0**-power for power, part in enumerate(parts) if part is not None)
    if total > most:
        return None
    return round(-total if side.startswith(minus) else total, 7)


def _number(value: Any) -> float | None:  # noqa: ANN401 - a rational of Pillow's, or whatever the file holds
    try:
        number = float(value)
    except (TypeError, ValueError, ArithmeticError):
        return None
    return number if math.isfinite(number) else None


def _moment(value: object) -> str | None:
    found = _MOMENT.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second = found.groups()
    fits = "1990" <= year <= "2199" and "01" <= month <= "12" and "01" <= day <= "31"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}" if fits and hour < "24" else None


def _offset(value: object) -> str | None:
    return value[:6] if isinstance(value, str) and _OFFSET.match(value) else None


def _words(value: object) -> str:
    return "".join(sign for sign in value if sign.isprintable()).strip() if isinstance(value, str) else ""
