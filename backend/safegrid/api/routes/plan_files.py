"""Boundaries in and out as files of other programs: a draft, and the boundaries in force."""

import hashlib
from collections.abc import Sequence
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router, UploadedFile

from safegrid.actions import plan_import as act
from safegrid.actions.exports import log_export
from safegrid.actions.plan_files import ReadBoundaries, ReadOutlines, WriteBoundaries
from safegrid.domain.boundary_ground import Ground
from safegrid.domain.boundary_import import Change
from safegrid.domain.roles import Verb
from safegrid.domain.times import china_day
from safegrid.store.access import scope_for
from safegrid.store.models import BoundaryPlan
from safegrid.store.queries.plan_files import CellRow, published_cells, rows_of
from safegrid.store.queries.plans import draft_of, plan_in_sight, townships_of

from .. import plan_panel as show
from ..errors import Refused, accepted, found
from ..keyed import KEYED, keyed
from ..schemas.common import Text
from ..schemas.layers import RowRefused
from ..schemas.plan_files import Differing, Format, PlanImportIn, PlanImportOut
from ..viewer import Signed
from ..words import refusal_words
from .plans import reader, stepped_out

router = Router(tags=["plans"])
MOST_BYTES = 9 * 1024 * 1024
MOST_SHOWN = 100


class Files:
    """Reads and writes files. They are the business of `ingest`, which this package does not know; `config` puts it in."""

    read: ReadBoundaries
    write: WriteBoundaries

    @classmethod
    def use(cls, read: ReadBoundaries, write: WriteBoundaries) -> None:
        cls.read, cls.write = staticmethod(read), staticmethod(write)


@router.post("/plans/{int:plan}/import", response=PlanImportOut, openapi_extra=KEYED)
def take(
    request: Signed, plan: int, about: Annotated[PlanImportIn, Form()], file: Annotated[UploadedFile, File()]
) -> PlanImportOut:
    """Take a file of outlines into the draft as one step, or with `dry` say what it would change."""
    viewer = reader(request)
    row = found(plan_in_sight(viewer, plan))
    if (file.size or 0) > MOST_BYTES:
        raise Refused("LAYER_FILE_BIG", megabytes=MOST_BYTES // 1024 // 1024)
    data, name = file.read(), file.name or ""

    def make() -> PlanImportOut:
        read = accepted(Files.read(name, data, about.crs))
        if about.dry:
            return _answer(row, read, accepted(act.look(row, read.rows)))
        done = accepted(act.take(viewer, plan, about.v, name, read.rows))
        answer = _answer(row, read, done.looked)
        return answer.model_copy(update={"dry": False, "stepped": stepped_out(viewer, done.stepped)})

    asked = hashlib.sha256(data + about.model_dump_json().encode()).digest()
    return keyed(request, PlanImportOut, make, body=asked)


@router.get("/plans/{int:plan}/export", response={200: None})
def draft(request: Signed, plan: int, format: Annotated[Format, Query()] = "gpkg") -> HttpResponse:  # noqa: A002 - as in the address
    """Take the draft's communities away as a file; logged."""
    viewer = reader(request)
    row = found(plan_in_sight(viewer, plan))
    townships = townships_of(row.parents)
    cells = [cell for cell in draft_of(row).ground.cells.values() if cell.parent in townships]
    return _file(request, f"plan-{row.pk}-v{row.version}", format, rows_of(cells))


@router.get("/boundaries/export", response={200: None})
def published(
    request: Signed,
    format: Annotated[Format, Query()] = "gpkg",  # noqa: A002
    level: Annotated[int, Query(ge=2, le=4)] = 4,
) -> HttpResponse:
    """Take the boundaries in force away as a file, within the area of an exporting duty; logged."""
    scope = scope_for(request.auth, Verb.EXPORT)
    if scope is None:
        raise Refused("NOT_YOUR_DUTY")
    return _file(request, f"cells-level{level}", format, published_cells(scope, level))


def _file(request: Signed, name: str, form: Format, rows: Sequence[CellRow]) -> HttpResponse:
    if not rows:
        raise Refused("NOT_FOUND")
    written = Files.write(form, rows)
    log_export(request.auth, f"{name}{written.suffix}", "", len(rows))
    day = china_day(timezone.now())
    head = {"Content-Disposition": f'attachment; filename="{name}-{day:%Y%m%d}{written.suffix}"'}
    return HttpResponse(written.content, content_type=written.content_type, headers=head)


def _answer(plan: BoundaryPlan, read: ReadOutlines, looked: act.Looked) -> PlanImportOut:
    before = draft_of(plan).ground
    refused = [*read.refused, *looked.refused]
    return PlanImportOut(
        dry=True,
        crs=read.crs,
        encoding=read.encoding,
        rows=len(read.rows) - len(looked.refused),
        refused=[
            RowRefused(
                row=row.row, name=row.name, code=row.refusal.code, why=Text(**refusal_words(row.refusal))
            )
            for row in refused[:MOST_SHOWN]
        ],
        differences=[_differing(change, before, looked.ground) for change in looked.taken.changes],
        overlaps_m2=round(looked.taken.overlaps_m2),
        gaps_m2=round(looked.taken.gaps_m2),
        stepped=None,
    )


def _differing(change: Change, before: Ground, after: Ground) -> Differing:
    cell = after.cells.get(change.cell) or before.cells[change.cell]
    return Differing(
        cell=change.cell,
        code=cell.code,
        name=cell.name,
        kind=change.kind,
        was=change.was,
        gained_m2=round(change.gained_m2),
        lost_m2=round(change.lost_m2),
        where=show.plain(change.where) if change.where is not None else None,
    )
