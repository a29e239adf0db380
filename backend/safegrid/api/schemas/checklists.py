"""Checklists as a page shows them."""

from ninja import Schema
from pydantic import Field

from safegrid.domain.hazards import HazardClass

from .common import Ref, Text


class ItemOut(Schema):
    """`what` 做什么, `how` 怎么做. `klass`, `category`: what a hazard is called that a failed item usually is.

    `point`: of an item that is a control measure; such an item's id is `measure:` with the measure's own.
    """

    id: str
    what: str
    how: str
    basis: str
    klass: HazardClass
    category: str
    point: Ref | None = None


class ChecklistOut(Schema):
    code: str
    version: str = Field(
        description="'live' for the unit's own measures, whose text is kept with each result"
    )
    title: Text
    items: list[ItemOut]
