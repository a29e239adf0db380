"""What can be proposed of a unit's record from the field: names of fields, what they may hold, and whose record it is."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from . import roles
from .industry import section_of
from .pack_model import RulePack
from .phone import is_phone
from .refusals import Refusal
from .roles import Actor, Permission, Role, Verb
from .terms_unit import AFFILIATIONS, UNIT_TYPES
from .units import lead_level
from .uscc import is_valid

Value = str | int
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "name": "name",
        "address": "address",
        "uscc": "uscc",
        "industry": "industry4",
        "type": "unit_type",
        "affiliation": "affiliation",
        "head": "principal",
        "phone": "principal_phone",
        "workers": "workers",
        "scope": "business_scope",
    }
)
"""Field to the column of the unit that holds it."""
NEEDED = ("name", "industry")
TOWN, DEPARTMENT = "town", "department"
MOST_WORKERS = 1_000_000
DEFAULTS: Mapping[str, Value] = MappingProxyType({"type": "other", "affiliation": "other"})


def _text(most: int) -> Callable[[object], str | None]:
    def read(raw: object) -> str | None:
        return raw.strip() if isinstance(raw, str) and 0 < len(raw.strip()) <= most else None

    return read


def _one_of(known: Mapping[str, object]) -> Callable[[object], str | None]:
    return lambda raw: raw if isinstance(raw, str) and raw in known else None


def _uscc(raw: object) -> str | None:
    code = raw.strip().upper() if isinstance(raw, str) else ""
    return code if is_valid(code) else None


def _industry(raw: object) -> str | None:
    """With its letter, as units have it: C2614."""
    if not isinstance(raw, str):
        return None
    code = raw.strip().upper()
    try:
        letter = section_of(code)
    except ValueError:
        return None
    return code if code.startswith(letter) else letter + code


def _phone(raw: object) -> str | None:
    return raw.strip() if isinstance(raw, str) and is_phone(raw.strip()) else None


def _workers(raw: object) -> int | None:
    whole = isinstance(raw, int) and not isinstance(raw, bool)
    return raw if whole and 0 <= raw <= MOST_WORKERS else None  # type: ignore[operator,return-value] # it is whole


_READ: Mapping[str, Callable[[object], Value | None]] = MappingProxyType(
    {
        "name": _text(120),
        "address": _text(200),
        "uscc": _uscc,
        "industry": _industry,
        "type": _one_of(UNIT_TYPES),
        "affiliation": _one_of(AFFILIATIONS),
        "head": _text(64),
        "phone": _phone,
        "workers": _workers,
        "scope": _text(2_000),
    }
)


def read_fields(kind: str, given: Mapping[str, object]) -> dict[str, Value] | Refusal:
    """Read what is proposed; empty fields are left out. Refusals: FIELD_BAD, FIELD_MISSING with the field."""
    found: dict[str, Value] = {}
    for name, raw in given.items():
        if raw in (None, "") and name in _READ:
            continue
        value = _READ[name](raw) if name in _READ else None
        if value is None:
            return Refusal("FIELD_BAD", (("field", name),))
        found[name] = value
    lacking = [name for name in NEEDED if kind == "new" and name not in found]
    if lacking:
        return Refusal("FIELD_MISSING", (("field", lacking[0]),))
    return dict(DEFAULTS) | found if kind == "new" else found


def entered_by(affiliation: str, pack: RulePack) -> str:
    """Whose record it is (G15): the department's that leads a unit directly, the town's for all others (G2)."""
    return TOWN if lead_level(affiliation, pack) > 2 else DEPARTMENT


def may_decide(actor: Actor, by: str) -> bool:
    """Whether somebody decides on a proposal: officers those of the town, departments and offices all (G15)."""
    able = [d for d in actor.duties if roles.may(d.role, d.level, Verb.EDIT_UNIT) is Permission.YES]
    return any(d.role in {Role.DEP, Role.SUP} or (d.role is Role.OFF and by == TOWN) for d in able)
