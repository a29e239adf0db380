"""Further layers of the map: the list, a feature's panel, its phone."""

import json
from typing import Any

from ninja import Router

from safegrid.actions.looks import reveal_phone
from safegrid.domain.layers import Kind
from safegrid.domain.roles import Verb
from safegrid.domain.scope import Place
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import Layer, LayerFeature
from safegrid.store.queries.layers import Kinds, feature_in_sight, kinds_in_sight, layers_for, measured

from ..errors import accepted, found
from ..present import cell_ref, masked, path_of
from ..schemas.common import CellRef, PhoneOut, Text
from ..schemas.layers import FeatureOut, KindOut, LayerList, LayerOut, Value
from ..viewer import Signed
from ..words import words_known

router = Router(tags=["layers"])
SHAPES = (Kind.POINT, Kind.LINE, Kind.AREA)
"""By dimension."""
PHONE = "phone"


@router.get("", response=LayerList)
def index(request: Signed) -> LayerList:
    """List the layers that are meant for the viewer, with what is in sight of each."""
    viewer = request.auth
    layers = layers_for(viewer)
    kinds = kinds_in_sight(viewer.scope, layers)
    return LayerList(
        layers=[_layer(viewer, layer, kinds[layer.code]) for layer in layers],
        may_import=viewer.may_anywhere(Verb.MANAGE_LAYERS),
    )


@router.get("/{slug:code}/features/{int:feature}", response=FeatureOut)
def detail(request: Signed, code: str, feature: int) -> FeatureOut:
    """Show a feature; those of computed layers open the unit, cell or hazard that they are about instead."""
    row = found(feature_in_sight(request.auth, code, feature))
    metres, hectares = measured(row)
    place = row.owner_point
    return FeatureOut(
        id=row.pk,
        layer=row.layer.code,
        layer_name=_name(row.layer),
        icon=row.layer.icon,
        colour=row.layer.colour,
        name=row.name,
        kind=words_known("layer_kind", str(row.attrs["kind"])) if row.attrs.get("kind") else None,
        values=_values(request.auth, row),
        lon=place.x,
        lat=place.y,
        shape=SHAPES[row.geom.dims],
        metres=metres,
        hectares=hectares,
        path=path_of(row.cell_id),
        touched=_touched(request.auth, row),
        geometry=json.loads(row.geom.geojson),
        origin=row.origin,
    )


@router.post("/{slug:code}/features/{int:feature}/phone", response=PhoneOut)
def phone(request: Signed, code: str, feature: int) -> PhoneOut:
    """Show the full phone number of a target or a resource; the look is logged."""
    row = found(feature_in_sight(request.auth, code, feature))
    number = found(str(row.attrs.get(PHONE) or "") or None)
    place = Place(row.cell_id or 0, tuple(row.touched))
    return PhoneOut(phone=accepted(reveal_phone(request.auth, place, number, f"feature:{feature}")))


def _layer(viewer: Viewer, layer: Layer, kinds: Kinds) -> LayerOut:
    return LayerOut(
        code=layer.code,
        name=_name(layer),
        kind=Kind(layer.kind),
        group=layer.group,
        icon=layer.icon,
        colour=layer.colour,
        source=layer.source,
        version=layer.version,
        count=sum(kinds.values()),
        kinds=[
            KindOut(code=kind, name=words_known("layer_kind", kind), n=n)
            for kind, n in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
            if kind
        ],
        tiles=f"/tiles/layers/{viewer.scope.hash}/{layer.code}/{layer.version}/{{z}}/{{x}}/{{y}}",
    )


def _name(layer: Layer) -> Text:
    return Text(zh=layer.name_zh, en=layer.name_en)


def _values(viewer: Viewer, row: LayerFeature) -> list[Value]:
    """What the feature tells, in the order of the layer's fields; its name and kind stand in the head."""
    told = []
    for field in row.layer.fields:
        key, value = field["key"], row.attrs.get(field["key"])
        if key == "kind" or value in (None, ""):
            continue
        label = Text(zh=field["zh"], en=field["en"])
        if key == PHONE:
            told.append(_phone(viewer, row, label, str(value)))
        else:
            told.append(Value(key=key, label=label, value=_said(value)))
    return told


def _phone(viewer: Viewer, row: LayerFeature, label: Text, number: str) -> Value:
    hidden = masked(number, viewer)
    path = f"/layers/{row.layer.code}/features/{row.pk}/phone" if "phones" not in viewer.scope.mask else ""
    return Value(key=PHONE, label=label, value=Text(zh=hidden, en=hidden), reveal=path)


def _said(value: Any) -> Text:  # noqa: ANN401 - any JSON value of a file
    if isinstance(value, dict) and {"zh", "en"} <= value.keys():
        return Text(zh=str(value["zh"]), en=str(value["en"]))
    return Text(zh=str(value), en=str(value))


def _touched(viewer: Viewer, row: LayerFeature) -> list[CellRef]:
    cells = viewer.scope.cells
    seen = [cell for cell in row.touched if cells is None or cell in cells]
    return [cell_ref(known) for cell in seen if (known := tree().cells.get(cell))]
