"""Listings of units: what is in force, what was, and what may be done."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from .common import Moment, Ref
from .hazards import CommandSpec

Long = Annotated[str, Field(max_length=2_000)]


class UnitListingOut(Schema):
    """A listing. `level`: of the authority; `ended_how`: "" in force, else delisted or raised (by a higher authority).

    `listed_by`, `ended_by`: null for walls, which show no names of people.
    """

    id: int
    level: int
    reason: str
    words: str
    public_text: str
    deadline: datetime
    overdue: bool
    listed_by: Ref | None
    listed_at: datetime
    ended_how: str
    ended_by: Ref | None
    ended_at: datetime | None
    accepted_by: list[Ref]
    report: str
    end_text: str


class UnitListings(Schema):
    """`listings`: the one in force first, then the latest. `commands`: what the viewer may do now."""

    listings: list[UnitListingOut]
    commands: list[CommandSpec]


class PutOnListIn(Schema):
    """`listing_reason`: grade_4, not_standard or serious; the last one needs words in `reason`."""

    level: int | None = None
    listing_reason: Annotated[str, Field(max_length=16)] | None = None
    reason: Long | None = None
    deadline: Moment | None = None
    public_text: Long | None = None


class DelistIn(Schema):
    """`companions`: who accepted together with who delists."""

    report: Long | None = None
    companions: Annotated[list[int], Field(max_length=20)] | None = None
    public_text: Long | None = None
