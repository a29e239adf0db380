"""Roles, permissions and duties as values. The table is in `role_table`, the questions in `roles`.

A level is 1 (city) to 4 (community); smaller is higher.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum


class Role(StrEnum):
    PUB = "PUB"
    ENT_W = "ENT_W"
    ENT_S = "ENT_S"
    ENT_H = "ENT_H"
    INS = "INS"
    OFF = "OFF"
    LEAD = "LEAD"
    DEP = "DEP"
    SUP = "SUP"
    CMD = "CMD"
    PLN = "PLN"
    KIOSK = "KIOSK"
    ADM_SYS = "ADM_SYS"
    ADM_SEC = "ADM_SEC"
    ADM_AUD = "ADM_AUD"


class Permission(IntEnum):
    """EVIDENCE: may add a proof or a proposal, which changes nothing by itself."""

    NO = 0
    EVIDENCE = 1
    YES = 2


class Limit(StrEnum):
    """What a permission reaches, where it is less than the whole area of the duty."""

    AREA = "area"
    PUBLISHED = "published"
    OWN_UNIT = "own_unit"
    OWN_CELL = "own_cell"
    OWN_CELLS = "own_cells"
    OWN_DEPARTMENT = "own_department"
    OWN_ORDERS = "own_orders"
    OWN_LISTINGS = "own_listings"
    IN_PLAN = "in_plan"
    ARRIVAL = "arrival"
    AFTER_APPROVAL = "after_approval"
    NO_PHONES = "no_phones"


class LevelKey(Enum):
    """A level condition whose number a jurisdiction's pack may change (S0: township level)."""

    LISTING = "listing"
    GRADING = "grading"


@dataclass(frozen=True, slots=True)
class DutyLevels:
    """The lowest level that may list hazards and decide class, grade and supervision colour."""

    listing: int = 2
    grading: int = 2

    def of(self, key: LevelKey) -> int:
        return self.listing if key is LevelKey.LISTING else self.grading


NATIONAL_DUTY_LEVELS = DutyLevels()


@dataclass(frozen=True, slots=True)
class Grant:
    """One cell of the table. Below `lowest` the grant falls back to `below`."""

    permission: Permission = Permission.YES
    limit: Limit = Limit.AREA
    lowest: int | LevelKey | None = None
    below: Permission = Permission.NO


@dataclass(frozen=True, slots=True)
class Duty:
    """A role held now over the object in question. `level` is 0 where a role has none (unit, public)."""

    role: Role
    level: int = 0
    department: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the duties that reach the object (its cell, its unit or its industry)."""

    person_id: int
    duties: tuple[Duty, ...] = ()
