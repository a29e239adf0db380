"""Rows of the demo city, one dataclass per table. Field names are the columns of `store`; geometries are EWKB hex,
and what many rows share is JSON text already.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any] | list[Any]


@dataclass(slots=True)
class UnitRow:
    """A supervised unit with the twelve base fields (L5). `cell`, `lon`, `lat`: its main site (not columns)."""

    id: int
    uuid: str
    name: str
    uscc: str | None
    unit_type: str
    industry: str
    industry4: str
    affiliation: str
    danger_class: str
    annual_grade: int
    standard_grade: int
    key_unit: bool
    address: str
    business_code: str
    registration_type: str
    scale: str
    business_scope: str
    principal: str
    principal_phone: str
    safety_org: str
    safety_staff: int
    workers: int
    special_workers: int
    major_hazard: int
    special_equipment: int
    supervision: int = 0
    live: int = 0
    reasons: Json = field(default_factory=list)
    pack_id: str = ""
    pack_version: str = ""
    adjustment: Json | None = None
    stopped: bool = False
    blacklisted: bool = False
    listing: int = 0
    listing_deadline: datetime | None = None
    listing_overdue: bool = False
    version: int = 1


@dataclass(slots=True)
class SiteRow:
    id: int
    unit_id: int
    name: str
    address: str
    geom: str
    cell_id: int | None
    main: bool


@dataclass(slots=True)
class PointRow:
    id: int
    uuid: str
    unit_id: int | None
    site_id: int | None
    responsible: str
    name: str
    category: str
    geom: str
    owner_point: str
    cell_id: int | None
    touched: tuple[int, ...]
    method: str
    inputs: str
    inherent: int
    direct: int
    residual: int
    residual_until: datetime | None
    base: int
    live: int
    firm: int
    reasons: str
    pack_id: str
    pack_version: str
    control_level: int
    manager: str
    manager_phone: str
    accident_types: tuple[str, ...]
    consequence: str
    emergency: str
    version: int = 1


@dataclass(slots=True)
class MeasureRow:
    id: int
    point_id: int
    kind: str
    text: str
    check_items: Json


@dataclass(slots=True)
class DepartmentRow:
    id: int
    name: str
    kind: str
    cell_id: int


@dataclass(slots=True)
class DepartmentDutyRow:
    id: int
    department_id: int
    unit_id: int
    kind: str


@dataclass(slots=True)
class PersonRow:
    id: int
    username: str
    name: str
    phone: str
    department_id: int | None
    password: str
    is_active: bool = True
    is_staff: bool = False
    is_superuser: bool = False
    must_change_password: bool = False
    access_version: int = 1


@dataclass(slots=True)
class DutyRow:
    id: int
    person_id: int
    role: str
    cell_id: int | None
    unit_id: int | None
    industry: str
    starts_at: datetime
    counted: bool


@dataclass(slots=True)
class BoundaryRow:
    cell_id: int
    version_id: int
    geom: str
    label_point: str
    valid_during: str


@dataclass(slots=True)
class ShapeRow:
    cell_id: int
    version_id: int
    band: int
    level: int
    geom: str
