"""What may become of a hazard, as acts in order: the past of the demo city is replayed through the real rules."""

from dataclasses import dataclass, field

from safegrid.domain.hazards import Cmd

Fields = dict[str, object]


@dataclass(frozen=True)
class Act:
    """A command `days` after the one before, by the holder of `who` (`cast.Cast`).

    Fields whose name ends in `_days` become a moment that many days later; `propose`: only as evidence.
    """

    days: float
    command: Cmd
    who: str
    fields: Fields = field(default_factory=dict)
    companions: tuple[str, ...] = ()
    override: bool = False


@dataclass(frozen=True)
class Life:
    """`age`: days since the last act, from and to. `needs`: what the place must have: "unit", a unit with a safety
    "officer" beside its head, or "anything"."""

    name: str
    weight: int
    acts: tuple[Act, ...]
    age: tuple[float, float]
    major: bool = False
    needs: str = "unit"


def _report(who: str = "INS", major: bool = False) -> Act:
    return Act(0, Cmd.REPORT, who, {"claimed": "major" if major else "general"})


def _plan(days: float, who: str, limit: float) -> Act:
    return Act(days, Cmd.PLAN, who, {"time_limit_days": limit, "funds": 3000})


def _extend(days: float, new: float) -> Act:
    return Act(
        days, Cmd.EXTEND_REQUEST, "ENT_H", {"deadline_days": new, "interim_measures": "专人监护、限量使用"}
    )


REPORT = _report()
VERIFY = Act(0.6, Cmd.VERIFY, "OFF4", {"class": "general"})
ORDER = Act(0.5, Cmd.ORDER, "OFF3")
PLAN = _plan(1, "ENT_S", 8)
SUBMIT = Act(5, Cmd.SUBMIT, "ENT_S", {"cost": 2600})
CHECK = Act(1.5, Cmd.REINSPECT, "OFF3", override=True)
REJECT = Act(0.7, Cmd.REJECT, "OFF4")
SPOT = Act(0.2, Cmd.FIX_ON_SPOT, "OFF3")
SELF = Act(0, Cmd.SELF_RECORD, "ENT_S", {"time_limit_days": 10, "funds": 500})

M_REPORT = _report(major=True)
M_FOUND = _report("DEP2", major=True)
M_VERIFY = Act(0.05, Cmd.VERIFY, "DEP2", {"class": "major"})
M_VERIFY_2 = Act(0.1, Cmd.VERIFY, "DEP2b", {"class": "major"})
M_ORDER = Act(0.4, Cmd.ORDER, "DEP2", {"deadline_days": 45})
M_ORDER_SHORT = Act(0.4, Cmd.ORDER, "DEP2", {"deadline_days": 12})
M_PLAN = _plan(3, "ENT_H", 7)
M_APPROVE = Act(1, Cmd.APPROVE_PLAN, "DEP2", {"approve": True})
M_SUSPEND = Act(0.1, Cmd.SUSPEND, "DEP2", {"people_moved": 26})
M_LIST = Act(1, Cmd.LIST, "SUP2", {"level": 2, "deadline_days": 40})
M_LIST_SHORT = Act(1, Cmd.LIST, "SUP2", {"level": 2, "deadline_days": 8})
M_SUBMIT = Act(6, Cmd.SUBMIT, "ENT_H", {"cost": 86_000})
M_CHECK = Act(2, Cmd.REINSPECT, "DEP2", companions=("OFF3",), override=True)
M_ACCEPT = Act(2, Cmd.ACCEPT, "DEP2", companions=("SUP2",))
M_ACCEPT_SUP = Act(2, Cmd.ACCEPT, "SUP2", companions=("DEP2b",))
M_DELIST = Act(1, Cmd.DELIST, "SUP2")

_ORDERED = (REPORT, VERIFY, ORDER)
_UNDERWAY = (*_ORDERED, PLAN)
_M_ORDERED = (M_REPORT, M_VERIFY, M_ORDER)
_M_UNDERWAY = (*_M_ORDERED, M_PLAN, M_APPROVE)
_M_LATE = (M_REPORT, M_VERIFY, M_ORDER_SHORT, M_PLAN, M_APPROVE)
_M_CHECKED = (*_M_UNDERWAY, M_SUBMIT, M_CHECK)

LIVES = (
    Life("reported", 30, (REPORT,), (0.05, 0.9), needs="anything"),
    Life("reported, waiting", 8, (REPORT,), (1, 4), needs="anything"),
    Life("reported by officer", 6, (_report("OFF3"),), (0.05, 0.8), needs="anything"),
    Life("verified", 18, (REPORT, VERIFY), (0.1, 2.5), needs="anything"),
    Life("handed over", 3, (REPORT, Act(0.1, Cmd.TRANSFER, "OFF4", {"target": "OFF3"})), (0.1, 0.8)),
    Life("ordered", 34, _ORDERED, (0.2, 12), needs="anything"),
    Life("ordered, overdue", 14, _ORDERED, (15.2, 29), needs="anything"),
    Life("rectifying", 48, _UNDERWAY, (0.2, 12)),
    Life("rectifying, overdue", 12, _UNDERWAY, (14.2, 28)),
    Life("rectifying, long overdue", 5, _UNDERWAY, (31, 42)),
    Life("extension asked", 4, (*_UNDERWAY, _extend(5, 20)), (0.2, 4)),
    Life(
        "extension granted", 5,
        (*_UNDERWAY, _extend(5, 20), Act(1, Cmd.EXTEND_DECIDE, "OFF3", {"approve": True})), (1, 15),
    ),
    Life("general, listed", 3, (*_UNDERWAY, Act(46, Cmd.LIST, "SUP2", {"level": 2, "deadline_days": 30})), (1, 20)),
    Life("general, listed, overdue", 2, (*_UNDERWAY, Act(46, Cmd.LIST, "SUP2", {"level": 2, "deadline_days": 15})), (18, 25)),
    Life("submitted", 24, (*_UNDERWAY, SUBMIT), (0.1, 6)),
    Life("sent back", 5, (*_UNDERWAY, SUBMIT, Act(1, Cmd.RETURN, "OFF3")), (0.2, 5)),
    Life("closed", 60, (*_UNDERWAY, SUBMIT, CHECK), (1, 80)),
    Life("came back", 4, (*_UNDERWAY, SUBMIT, CHECK, Act(20, Cmd.REOPEN, "OFF4")), (0.2, 3)),
    Life("rejected", 14, (REPORT, REJECT), (1, 60), needs="anything"),
    Life("fixed on the spot", 22, (REPORT, SPOT), (0.5, 70), needs="anything"),
    Life("self-found", 26, (SELF,), (0.2, 9)),
    Life("self-found, overdue", 5, (SELF,), (10.5, 24)),
    Life("self-found, long overdue", 3, (SELF,), (26, 35)),
    Life("self-found, closed", 34, (SELF, Act(4, Cmd.SELF_CLOSE, "ENT_H")), (1, 80), needs="officer"),
    Life("suspected major", 6, (M_REPORT,), (0.02, 0.3), major=True, needs="anything"),
    Life("major, verified", 3, (M_REPORT, M_VERIFY), (0.02, 0.4), major=True),
    Life("major, ordered", 4, _M_ORDERED, (0.2, 3), major=True),
    Life("major, plan waiting", 3, (*_M_ORDERED, M_PLAN), (0.2, 2), major=True),
    Life("major, rectifying", 7, _M_UNDERWAY, (1, 25), major=True),
    Life("major, overdue", 2, _M_LATE, (9, 14), major=True),
    Life("major, suspended", 3, (M_FOUND, M_VERIFY_2, M_SUSPEND, M_ORDER, M_PLAN, M_APPROVE), (1, 20), major=True),
    Life("major, listed", 3, (*_M_UNDERWAY, M_LIST), (1, 25), major=True),
    Life("major, listed, overdue", 1, (*_M_LATE, M_LIST_SHORT), (10, 14), major=True),
    Life("major, submitted", 3, (*_M_UNDERWAY, M_SUBMIT), (0.2, 3), major=True),
    Life("major, re-inspected", 3, _M_CHECKED, (0.2, 6), major=True),
    Life("major, accepted", 2, (*_M_UNDERWAY, M_LIST, M_SUBMIT, M_CHECK, M_ACCEPT_SUP), (0.2, 3), major=True),
    Life("major, closed", 9, (*_M_CHECKED, M_ACCEPT), (2, 80), major=True),
    Life(
        "major, listed and delisted", 3,
        (*_M_UNDERWAY, M_LIST, M_SUBMIT, M_CHECK, M_ACCEPT_SUP, M_DELIST), (2, 60), major=True,
    ),
    Life("major, came back", 1, (*_M_CHECKED, M_ACCEPT, Act(30, Cmd.REOPEN, "DEP2")), (0.2, 2), major=True),
)  # fmt: skip
