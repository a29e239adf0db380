"""Further layers as a viewer may know them: the list with its counts, and one feature."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import Area, Length
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.layers import Source
from safegrid.domain.scope import Scope
from safegrid.store import packs
from safegrid.store.access import Viewer, looks_at, visible_features, visible_units
from safegrid.store.celltree import tree
from safegrid.store.models import Hazard, Layer, LayerFeature, RiskPoint, Site

from .cells import counts_of

Kinds = dict[str, int]
"""Number of features in sight by their kind ("" without one)."""


@dataclass(frozen=True)
class LayerHead:
    """What decides about a layer's tiles."""

    code: str
    version: int
    source: Source
    audience: frozenset[str]


def layer_head(code: str) -> LayerHead | None:
    """Read what decides about a layer's tiles. One query."""
    layer = Layer.objects.filter(code=code).only("code", "version", "source", "audience").first()
    if layer is None:
        return None
    return LayerHead(layer.code, layer.version, Source(layer.source), frozenset(layer.audience))


def layers_for(viewer: Viewer) -> list[Layer]:
    """Layers that are meant for the viewer, in the order of the list. One query."""
    return [layer for layer in Layer.objects.all() if looks_at(viewer, layer.audience)]


def layer_for(viewer: Viewer, code: str) -> Layer | None:
    """One of them; None if absent or not for the viewer."""
    layer = Layer.objects.filter(code=code).first()
    return layer if layer is not None and looks_at(viewer, layer.audience) else None


def kinds_in_sight(scope: Scope, layers: Collection[Layer]) -> dict[str, Kinds]:
    """Count features in sight by layer and kind. The number of queries does not depend on how many there are."""
    found: dict[str, Kinds] = {layer.code: {} for layer in layers}
    rows = visible_features(scope).filter(layer__in=[layer.pk for layer in layers]).order_by()
    counted = rows.annotate(kind=KT("attrs__kind")).values_list("layer__code", "kind").annotate(n=Count("pk"))
    for code, kind, n in counted:
        found[code][kind or ""] = n
    for layer in layers:
        found[layer.code] |= _computed(scope, Source(layer.source))
    return found


def _computed(scope: Scope, source: Source) -> Kinds:
    match source:
        case Source.MAJOR_HAZARDS:
            rows = visible_units(scope).filter(major_hazard__gt=0, sites__main=True)
            grades = rows.order_by().values_list("major_hazard").annotate(n=Count("pk", distinct=True))
            return {str(grade): n for grade, n in grades}
        case Source.VACANCIES:
            return dict(Counter(kind for _, kind in vacancies(scope)))
        case Source.SURVEYS:
            return {"overdue": late} if (late := _late_surveys(scope)) else {}
        case Source.UNOWNED:
            return _unowned() if scope.cells is None else {}
        case Source.FEATURES:
            return {}


def vacancies(scope: Scope) -> Iterable[tuple[int, str]]:
    """Communities in sight that lack a leader, officers, or both (1+2, G3). One query."""
    rules = packs.current().cell
    ground = scope.cells if scope.cells is not None else _communities()
    counts = counts_of(ground)
    for cell in sorted(ground):
        row = counts.get(cell, {})
        leader, officer = row.get("leaders", 0) < rules.leaders, row.get("officers", 0) < rules.officers
        if leader or officer:
            yield cell, "both" if leader and officer else "leader" if leader else "officer"


def _late_surveys(scope: Scope) -> int:
    counts = counts_of(scope.cells if scope.cells is not None else _communities())
    return sum(row.get("survey_overdue", 0) for row in counts.values())


def _communities() -> frozenset[int]:
    return frozenset(cell.id for cell in tree().cells.values() if cell.level == COMMUNITY)


def _unowned() -> Kinds:
    """What lies outside every community. Four queries."""
    found = {
        "point": RiskPoint.objects.filter(cell=None, retired_at=None).count(),
        "unit": Site.objects.filter(cell=None, main=True, unit__closed_at=None).count(),
        "hazard": Hazard.objects.filter(cell=None, closed_at=None).count(),
        "feature": LayerFeature.objects.filter(cell=None, layer__audience=[]).count(),
    }
    return {kind: n for kind, n in found.items() if n}


def feature_in_sight(viewer: Viewer, code: str, feature: int) -> LayerFeature | None:
    """A feature with its layer; None if absent, out of sight, or of a layer that is not for the viewer. One query."""
    rows: QuerySet[LayerFeature] = visible_features(viewer.scope).select_related("layer")
    found = rows.filter(layer__code=code, layer__source=Source.FEATURES, pk=feature).first()
    return found if found is not None and looks_at(viewer, found.layer.audience) else None


def measured(row: LayerFeature) -> tuple[int | None, float | None]:
    """Length of a line in metres, area in hectares, on the ellipsoid; None for what it has not. One query."""
    if row.geom.dims == 0:
        return None, None
    size = LayerFeature.objects.filter(pk=row.pk)
    if row.geom.dims == 1:
        length = size.annotate(size=Length(Cast("geom", GeometryField(geography=True)))).get().size
        return round(length.m), None
    area = size.annotate(size=Area(Cast("geom", GeometryField(geography=True)))).get().size
    return None, round(area.sq_m / 10_000, 1)
