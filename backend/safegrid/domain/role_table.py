"""The roles × verbs table (domain rules §5), as data. A role that is absent from a row has a dash there."""

from collections.abc import Mapping
from types import MappingProxyType

from .role_types import Grant, LevelKey, Limit, Permission, Role
from .verbs import Verb

R = Role
YES = Grant()
EV = Grant(Permission.EVIDENCE)
OWN = Grant(limit=Limit.OWN_UNIT)
L1 = Grant(lowest=1)
L2 = Grant(lowest=2)
L2_ELSE_EV = Grant(lowest=2, below=Permission.EVIDENCE)
L3 = Grant(lowest=3, below=Permission.EVIDENCE)
LISTING = Grant(lowest=LevelKey.LISTING, below=Permission.EVIDENCE)
GRADING = Grant(lowest=LevelKey.GRADING, below=Permission.EVIDENCE)
MAJOR = Grant(lowest=2, below=Permission.EVIDENCE)

_ROWS: dict[Verb, dict[Role, Grant]] = {
    Verb.SEE_MAP: {
        R.PUB: Grant(limit=Limit.PUBLISHED),
        **dict.fromkeys((R.ENT_W, R.ENT_S, R.ENT_H), OWN),
        R.INS: Grant(limit=Limit.OWN_CELLS),
        **dict.fromkeys((R.OFF, R.LEAD, R.DEP, R.SUP, R.CMD, R.PLN), YES),
        R.KIOSK: Grant(limit=Limit.NO_PHONES),
    },
    Verb.REVEAL_PHONE: {
        **dict.fromkeys((R.ENT_W, R.ENT_S, R.ENT_H), OWN),
        **dict.fromkeys((R.INS, R.OFF, R.LEAD, R.DEP, R.SUP, R.CMD), YES),
    },
    Verb.REPORT_HAZARD: {
        R.PUB: EV,
        **dict.fromkeys((R.ENT_W, R.ENT_S, R.ENT_H, R.INS, R.OFF, R.LEAD, R.DEP, R.SUP, R.CMD), YES),
    },
    Verb.SELF_HAZARD: {R.ENT_S: OWN, R.ENT_H: OWN},
    Verb.CHECK_GENERAL: {R.INS: EV, R.OFF: YES, R.DEP: YES, R.SUP: YES},
    Verb.ORDER_GENERAL: {R.INS: EV, R.OFF: L3, R.DEP: YES, R.SUP: L2_ELSE_EV},
    # §6 gives the spot fix to those who stand there: officers of the township and departments.
    Verb.FIX_ON_SPOT: {R.INS: EV, R.OFF: L3, R.DEP: YES},
    Verb.MAJOR_STEP: {R.INS: EV, R.OFF: EV, R.LEAD: EV, R.DEP: MAJOR, R.SUP: MAJOR},
    Verb.ACCEPT_GENERAL: {R.DEP: YES, R.SUP: YES},
    # The head answers for everything in the unit, so the head may also take the safety officer's steps.
    Verb.RECTIFY_GENERAL: {R.ENT_S: OWN, R.ENT_H: OWN},
    Verb.RECTIFY_MAJOR: {R.ENT_H: OWN},
    Verb.REQUEST_EXTENSION: {R.ENT_H: OWN},
    Verb.SUSPEND: {
        R.ENT_H: OWN,
        **dict.fromkeys((R.INS, R.OFF, R.LEAD, R.CMD), EV),
        R.DEP: L2_ELSE_EV,
        R.SUP: L2_ELSE_EV,
    },
    Verb.LIST: {R.OFF: EV, R.LEAD: EV, R.DEP: EV, R.SUP: LISTING},
    Verb.TRANSFER: {R.INS: EV, **dict.fromkeys((R.OFF, R.LEAD, R.DEP, R.SUP, R.CMD), YES)},
    Verb.DECIDE_EXTENSION: {
        R.OFF: Grant(limit=Limit.OWN_ORDERS),
        R.DEP: Grant(limit=Limit.OWN_ORDERS),
        R.SUP: Grant(limit=Limit.OWN_LISTINGS),
    },
    Verb.HANDLE_ALARM: {
        R.ENT_S: OWN,
        R.ENT_H: OWN,
        R.INS: Grant(limit=Limit.ARRIVAL),
        **dict.fromkeys((R.OFF, R.LEAD, R.DEP, R.SUP, R.CMD), YES),
    },
    Verb.ASSESS_POINT: {R.ENT_S: OWN, R.OFF: EV, R.DEP: EV, R.SUP: EV},
    Verb.CORRECT_POINT: {R.DEP: L2_ELSE_EV},
    Verb.SIGN_ASSESSMENT: {R.ENT_H: OWN},
    Verb.GRADE_UNIT: {R.OFF: EV, R.LEAD: EV, R.DEP: GRADING, R.SUP: GRADING},
    Verb.APPEAL_GRADE: {R.ENT_H: OWN},
    Verb.EDIT_UNIT: {
        R.ENT_S: Grant(Permission.EVIDENCE, Limit.OWN_UNIT),
        R.ENT_H: OWN,
        R.INS: EV,
        **dict.fromkeys((R.OFF, R.DEP, R.SUP), YES),
    },
    Verb.DRAW_PLAN: {R.PLN: YES},
    Verb.APPROVE_PLAN: {R.LEAD: YES, R.SUP: YES},
    Verb.PUBLISH_PLAN: {R.PLN: Grant(limit=Limit.AFTER_APPROVAL)},
    Verb.ASSIGN_DUTIES: {
        R.ENT_S: OWN,
        R.ENT_H: OWN,
        R.LEAD: Grant(limit=Limit.OWN_CELL),
        R.DEP: Grant(limit=Limit.OWN_DEPARTMENT),
        R.SUP: L2,
        R.PLN: Grant(limit=Limit.IN_PLAN),
    },
    Verb.EXPORT: {
        R.ENT_S: OWN,
        R.ENT_H: OWN,
        **dict.fromkeys((R.OFF, R.LEAD, R.DEP, R.SUP, R.CMD, R.PLN), YES),
    },
    # A layer is replaced for the whole city at once.
    Verb.MANAGE_LAYERS: {R.SUP: L1, R.PLN: L1},
    Verb.MANAGE_USERS: {R.ADM_SYS: YES},
    Verb.MANAGE_SECURITY: {R.ADM_SEC: YES},
    Verb.COSIGN_PACK: {R.SUP: L1},
    Verb.READ_AUDIT: {R.ADM_AUD: YES},
}

TABLE: Mapping[Verb, Mapping[Role, Grant]] = MappingProxyType(
    {verb: MappingProxyType(row) for verb, row in _ROWS.items()}
)
