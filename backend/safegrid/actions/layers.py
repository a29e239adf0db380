"""Changing what further layers hold. A layer is replaced as a whole: its version names its content."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import F
from shapely.geometry.base import BaseGeometry

from safegrid.domain.events import LayerChanged
from safegrid.domain.layer_table import BY_CODE, ICONS, STANDARD, LayerDef
from safegrid.domain.layers import Kind, Source
from safegrid.domain.ownership import UNOWNED, OwnerIndex, owner_point
from safegrid.domain.refusals import Refusal
from safegrid.store.models import Layer, LayerFeature
from safegrid.store.queries.ownership import communities

from .transaction import hold_boundaries, unit_of_work

CODE = re.compile(r"[a-z][a-z0-9-_]{1,31}")
COLOUR = re.compile(r"#[0-9a-f]{6}")
CHUNK = 2_000


@dataclass(frozen=True)
class NewFeature:
    """A feature to be stored: checked, in degrees (EPSG:4326). `attrs`: plain JSON values by column."""

    name: str
    attrs: dict[str, Any]
    shape: BaseGeometry


@dataclass(frozen=True)
class Filled:
    """What a layer holds after it was replaced."""

    layer: int
    code: str
    version: int
    features: int
    unowned: int


def ensure_standard() -> int:
    """Make the layers that every city has, where they are missing; for the worker. Returns how many were made."""
    there = set(Layer.objects.filter(code__in=BY_CODE).values_list("code", flat=True))
    missing = [row_of(layer) for layer in STANDARD if layer.code not in there]
    Layer.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def row_of(layer: LayerDef) -> Layer:
    """A new row of a layer."""
    return Layer(
        code=layer.code,
        name_zh=layer.zh,
        name_en=layer.en,
        kind=layer.kind.value,
        group=layer.group,
        icon=layer.icon,
        colour=layer.colour,
        rank=layer.rank,
        source=layer.source.value,
        fields=[{"key": key, "zh": zh, "en": en} for key, zh, en in layer.fields],
    )


def check_definition(layer: LayerDef) -> Refusal | None:
    """Refuse a layer that could not be drawn: LAYER_CODE, LAYER_DEFINITION."""
    if CODE.fullmatch(layer.code) is None:
        return Refusal("LAYER_CODE")
    named = layer.zh and layer.en and len(layer.zh) <= 40 and len(layer.en) <= 60
    if not named or layer.icon not in ICONS or COLOUR.fullmatch(layer.colour) is None:
        return Refusal("LAYER_DEFINITION")
    return None


def fill(
    actor: str, layer: LayerDef, features: Sequence[NewFeature], *, origin: str, audience: Iterable[str] = ()
) -> Filled | Refusal:
    """Replace everything that a layer holds, in one transaction; a layer that is not there is made.

    `audience` is taken for a new layer only. Refusals: LAYER_CODE, LAYER_DEFINITION, LAYER_COMPUTED.
    """
    with unit_of_work(actor, "layer.import") as work:
        hold_boundaries()
        row = Layer.objects.select_for_update().filter(code=layer.code).first()
        if row is None:
            refusal = check_definition(layer)
            if refusal is not None:
                return refusal
            row = row_of(replace(layer, source=Source.FEATURES))
            row.version, row.audience = 0, sorted(audience)
            row.save()
        if row.source != Source.FEATURES:
            return Refusal("LAYER_COMPUTED")
        owned = _owned(row, features, origin)
        row.features.all().delete()
        LayerFeature.objects.bulk_create(owned, batch_size=CHUNK)
        Layer.objects.filter(pk=row.pk).update(version=F("version") + 1)
        row.refresh_from_db(fields=["version"])
        work.emit(LayerChanged(row.code, row.version, tuple(row.audience), work.cause))
    unowned = sum(feature.cell_id is None for feature in owned)
    return Filled(row.pk, row.code, row.version, len(owned), unowned)


def definition_of(layer: Layer) -> LayerDef:
    """A layer that is there, as `fill` takes it."""
    fields = tuple((field["key"], field["zh"], field["en"]) for field in layer.fields)
    return LayerDef(
        layer.code, layer.name_zh, layer.name_en, Kind(layer.kind), layer.group, layer.icon, layer.colour,
        layer.rank, fields, Source(layer.source),
    )  # fmt: skip


def _owned(layer: Layer, features: Sequence[NewFeature], origin: str) -> list[LayerFeature]:
    """Rows with the community of each: one owner, and whatever else a line or an area enters."""
    index = OwnerIndex.of(communities())
    shapes = np.array([feature.shape for feature in features], dtype=object)
    places = shapely.get_coordinates([owner_point(feature.shape) for feature in features])
    owners = index.owners(places[:, 0], places[:, 1])
    return [
        LayerFeature(
            layer=layer,
            name=feature.name,
            attrs=feature.attrs,
            geom=_geos(feature.shape),
            owner_point=Point(place[0], place[1], srid=4326),
            cell_id=owner if owner != UNOWNED else None,
            touched=list(entered) if shapely.get_dimensions(feature.shape) else [],
            origin=origin[:60],
        )
        for feature, place, owner, entered in zip(
            features, places.tolist(), owners.tolist(), index.touched(shapes, owners), strict=True
        )
    ]


def _geos(shape: BaseGeometry) -> GEOSGeometry:
    return GEOSGeometry(memoryview(shape.wkb), srid=4326)
