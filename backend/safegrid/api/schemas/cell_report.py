"""Figures per cell of a period."""

from typing import Annotated, Literal, Self

from ninja import Schema
from pydantic import Field, model_validator

from .common import Moment
from .past_ground import GroundVersion


class CellReportIn(Schema):
    """Period [since, until). `ground`: count by the boundaries at its end ("then"), or by those in force ("now")."""

    since: Moment
    until: Moment
    ground: Literal["then", "now"] = "then"
    level: Annotated[int, Field(ge=2, le=4)] = 3

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse a period that ends before it begins."""
        if self.since >= self.until:
            raise ValueError("a period begins before it ends")
        return self


class CellReportExportIn(CellReportIn):
    format: Literal["csv", "xlsx"]
    lang: Literal["zh", "en"] = "zh"


class CellLine(Schema):
    """`cell` 0: ground that nobody owns. `above`: county and township. `figures`: in the order of `columns`."""

    cell: int
    code: str
    name: str
    above: list[str]
    open: int
    figures: list[int]


class CellReportOut(Schema):
    """`version`: the boundaries that were counted by, null before the first. `current`: they are those in force."""

    version: GroundVersion | None
    current: bool
    columns: list[str]
    lines: list[CellLine]
    total: CellLine
