"""What is on record of a unit, for all that show one: the panel on the map and the unit's own page."""

from datetime import datetime

from ninja import Schema

from .common import Level


class UnitFields(Schema):
    """The twelve base fields (L5) and the levels, as they are stored; phones are shown by their own rule."""

    version: int
    name: str
    uscc: str | None
    unit_type: str
    industry: str
    industry4: str
    affiliation: str
    danger_class: str
    annual_grade: int
    standard_grade: int
    address: str
    business_code: str
    registration_type: str
    scale: str
    business_scope: str
    principal: str
    safety_org: str
    safety_staff: int
    workers: int
    special_workers: int
    major_hazard: int
    special_equipment: int
    supervision: Level
    live: Level
    stopped: bool
    listing: int
    listing_deadline: datetime | None
    listing_overdue: bool


STORED = tuple(UnitFields.model_fields)
"""Columns of `Enterprise` that are shown as they are stored."""
