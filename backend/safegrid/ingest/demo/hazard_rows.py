"""Rows of the demo city's hazards, their steps and photos, by the same functions that the actions use."""

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

from django.contrib.gis.geos import Point
from PIL import Image, ImageDraw

from safegrid.actions.hazard_rows import number_of, write_facts, write_texts
from safegrid.store.models import Enterprise, Hazard, Upload
from safegrid.store.photos import name_of

from .city import City
from .hazards import Past, Spot

PHOTO_SIZE = (640, 480)
GROUNDS = ((176, 190, 197), (188, 170, 164), (165, 184, 165), (197, 189, 160), (170, 172, 196))


def hazard_rows(city: City) -> list[Hazard]:
    """Every hazard as an unsaved row, ids from 1."""
    return [_hazard(number, past, city) for number, past in enumerate(city.pasts, start=1)]


def _hazard(number: int, past: Past, city: City) -> Hazard:
    spot, first = past.spot, past.steps[0].transition
    found = first.fields.get("found_at")
    found_at = found if isinstance(found, datetime) else first.at
    unit = Enterprise(pk=spot.unit, industry=spot.industry) if spot.unit else None
    hazard = Hazard(
        pk=number,
        uuid=past.uuid,
        number=number_of(number, spot.county_code, found_at),
        point_id=spot.point or None,
        unit=unit,
        cell_id=spot.cell,
        touched=_touched(spot, city),
        geom=Point(spot.lon, spot.lat, srid=4326),
        reporter_id=first.by.person_id,
        found_at=found_at,
    )
    source = {"source": "self"} if past.facts.self_found else {}
    write_texts(hazard, {**first.fields, **source})
    hazard.measure_id = spot.measure or None
    write_facts(hazard, past.facts, city.pack, city.now)
    return hazard


def _touched(spot: Spot, city: City) -> list[int]:
    """Further communities that see it: those its point enters, or else those of the unit's other sites."""
    if spot.point:
        return [city.community_ids[cell] for cell in city.points.touched.get(spot.point - 1, ())]
    second = city.units.seconds.get(spot.unit - 1)
    return sorted({city.community_ids[second[1]]} - {spot.cell, 0}) if second else []


def photos() -> tuple[bytes, ...]:
    """A few drawings that say that they are no photos."""
    return tuple(_photo(ground) for ground in GROUNDS)


def _photo(ground: tuple[int, int, int]) -> bytes:
    image = Image.new("RGB", PHOTO_SIZE, ground)
    draw = ImageDraw.Draw(image)
    width, height = PHOTO_SIZE
    draw.rectangle((60, 60, width - 60, height - 60), outline=(90, 90, 90), width=3)
    draw.line((60, height - 60, width // 2, 120, width - 60, height - 60), fill=(90, 90, 90), width=3)
    draw.text(
        (width // 2, height // 2 + 40), "DEMO - NOT A PHOTO", fill=(40, 40, 40), anchor="mm", font_size=32
    )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def upload_rows(city: City, pictures: Sequence[bytes]) -> list[Upload]:
    """One upload for each photo that a step names; many share a picture's file."""
    found: list[Upload] = []
    for number, past in enumerate(city.pasts, start=1):
        for uuid, owner, at in past.photos:
            data = pictures[len(found) % len(pictures)]
            digest = hashlib.sha256(data).hexdigest()
            found.append(
                Upload(
                    uuid=uuid,
                    sha256=digest,
                    mime="image/jpeg",
                    size=len(data),
                    file=name_of(digest),
                    owner_id=owner,
                    hazard_id=number,
                    created_at=at,
                )
            )
    return found
