"""Replacing what a layer holds by a file: first a look at what would happen, then the act."""

import hashlib
from typing import Annotated

import shapely
from ninja import File, Form, Router, UploadedFile

from safegrid.actions import layers as act
from safegrid.actions.layer_rows import ReadFile, ReadRows
from safegrid.domain.layer_table import LayerDef
from safegrid.domain.layers import Kind
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer, looks_at
from safegrid.store.models import Layer

from ..errors import Refused, accepted
from ..keyed import KEYED, keyed
from ..schemas.common import Text
from ..schemas.layers import ImportIn, ImportOut, RowRefused
from ..viewer import Signed, require
from ..words import refusal_words

router = Router(tags=["layers"])
MOST_BYTES = 9 * 1024 * 1024
"""Of a file over HTTP, below what any request may carry; larger ones go through `manage.py import_layer`."""
MOST_SHOWN = 100
NAMES_SHOWN = 5
RANK = 200


class Reader:
    """Reads files. Files are the business of `ingest`, which this package does not know; `config` puts it in."""

    read: ReadFile

    @classmethod
    def use(cls, read: ReadFile) -> None:
        cls.read = staticmethod(read)


@router.post("/import", response=ImportOut, openapi_extra=KEYED)
def create(
    request: Signed, about: Annotated[ImportIn, Form()], file: Annotated[UploadedFile, File()]
) -> ImportOut:
    """Replace a layer's features by those of a file, or with `dry` say what would happen. Refused rows are left out.

    Refusals: NOT_YOUR_DUTY, NOT_FOUND, LAYER_FILE_BIG, those of reading the file, and LAYER_ALL_REFUSED.
    """
    viewer = request.auth
    require(viewer, Verb.MANAGE_LAYERS)
    if (file.size or 0) > MOST_BYTES:
        raise Refused("LAYER_FILE_BIG", megabytes=MOST_BYTES // 1024 // 1024)
    data, name = file.read(), file.name or ""

    def make() -> ImportOut:
        layer = _layer(viewer, about)
        read = accepted(Reader.read(name, data, layer, about.crs))
        if about.dry:
            return _answer(about, read, act.Filled(0, layer.code, 0, len(read.features), 0))
        if not read.features:
            raise Refused.of(Refusal("LAYER_ALL_REFUSED"))
        origin = f"{name[:30]} · {read.crs}"
        filled = act.fill(viewer.key, layer, read.features, origin=origin, audience=about.audience)
        return _answer(about, read, accepted(filled))

    asked = hashlib.sha256(data + about.model_dump_json().encode()).digest()
    return keyed(request, ImportOut, make, body=asked)


def _layer(viewer: Viewer, about: ImportIn) -> LayerDef:
    """The layer that is there, else a new one as described. One that is for others looks absent and cannot be made."""
    row = Layer.objects.filter(code=about.code).first()
    if row is not None:
        if not looks_at(viewer, row.audience):
            raise Refused("NOT_FOUND")
        return act.definition_of(row)
    made = LayerDef(
        about.code, about.name_zh, about.name_en or about.name_zh, Kind(about.kind), about.group, about.icon,
        about.colour, RANK,
    )  # fmt: skip
    refusal = act.check_definition(made)
    if refusal is not None:
        raise Refused.of(refusal)
    return made


def _answer(about: ImportIn, read: ReadRows, filled: act.Filled) -> ImportOut:
    shapes = [feature.shape for feature in read.features]
    return ImportOut(
        dry=about.dry,
        code=filled.code,
        version=filled.version,
        accepted=filled.features,
        unowned=filled.unowned,
        refused=len(read.refused),
        rows=[
            RowRefused(
                row=row.row, name=row.name, code=row.refusal.code, why=Text(**refusal_words(row.refusal))
            )
            for row in read.refused[:MOST_SHOWN]
        ],
        crs=read.crs,
        encoding=read.encoding,
        columns=list(read.columns),
        names=[feature.name for feature in read.features[:NAMES_SHOWN]],
        bounds=[round(float(n), 5) for n in shapely.total_bounds(shapes)] if shapes else [],
    )
