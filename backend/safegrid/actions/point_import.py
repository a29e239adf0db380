"""Risk points of a sheet, registered and assessed together: all rows, or none and the reason of each that is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from safegrid.domain.assessment import assess
from safegrid.domain.point_sheet import COLUMNS, SheetPoint, Wrong
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import Enterprise, RiskPoint

from .assessments import Wanted, put
from .own_unit import locked
from .point_book import Measure, PointText, place, site_near
from .transaction import Refused, hold_boundaries, unit_of_work

ReadSheet = Callable[[str, bytes], "list[list[str]] | Refusal"]
"""Reads (file name, content) into rows of texts; files themselves are the business of `ingest`."""
WriteTemplate = Callable[[], bytes]
_HEADING = {column.code: column.zh for column in COLUMNS}


@dataclass(frozen=True)
class Brought:
    """What came of a sheet. `done`: it was imported; with `wrong` nothing was."""

    done: bool
    rows: int
    assessed: int
    wrong: tuple[Wrong, ...] = ()


def bring(viewer: Viewer, unit_id: int, points: Sequence[SheetPoint], *, dry: bool) -> Brought | Refusal:
    """Import the rows of a sheet, or with `dry` say what is wrong with them. Refusals: NOT_FOUND, NOT_YOUR_DUTY,
    UNIT_CLOSED.
    """
    try:
        with unit_of_work(viewer.key, "point.import") as work:
            hold_boundaries()
            unit = locked(viewer, unit_id, Verb.ASSESS_POINT)
            wrong = _wrong(unit, points)
            assessed = sum(bool(point.method) for point in points)
            if wrong or dry:
                return Brought(False, len(points), assessed, tuple(wrong))
            for point in points:
                made = place(work, unit, _text(point), *_place(unit, point))
                if point.method:
                    put(viewer, made, Wanted(point.method, point.inputs, reason=point.reason))
            return Brought(True, len(points), assessed)
    except Refused as refused:
        return refused.refusal


def _wrong(unit: Enterprise, points: Sequence[SheetPoint]) -> list[Wrong]:
    """What only the unit and the pack in force can tell of the rows."""
    names = [point.name for point in points]
    known = set(
        RiskPoint.objects.filter(unit=unit, retired_at=None, name__in=names).values_list("name", flat=True)
    )
    found: list[Wrong] = []
    for point in points:
        if point.name in known:
            found.append(Wrong(point.row, _HEADING["name"], point.name, Refusal("SHEET_KNOWN")))
        try:
            site_near(unit, *_place(unit, point))
        except Refused as refused:
            said = f"{point.place[0]:g}, {point.place[1]:g}" if point.place else ""
            found.append(Wrong(point.row, _HEADING["lon"], said, refused.refusal))
        if point.method:
            rated = assess(point.method, point.inputs, None, 0, packs.current())
            if isinstance(rated, Refusal):
                said = "、".join(f"{name.upper()}={value:g}" for name, value in point.inputs.items())
                found.append(Wrong(point.row, _HEADING["method"], said, rated))
    return found


def _place(unit: Enterprise, point: SheetPoint) -> tuple[float, float]:
    if point.place is not None:
        return point.place
    site = unit.sites.order_by("-main", "pk").first()
    if site is None:
        raise Refused(Refusal("BAD_PLACE"))
    return site.geom.x, site.geom.y


def _text(point: SheetPoint) -> PointText:
    return PointText(
        name=point.name,
        category=point.category,
        control_level=point.control_level,
        manager=point.manager,
        manager_phone=point.manager_phone,
        accident_types=point.accidents,
        consequence=point.consequence,
        emergency=point.emergency,
        measures=tuple(Measure(kind, text) for kind, text in point.measures),
    )
