"""Histories in the shape of answers."""

from collections.abc import Iterable, Sequence

from safegrid.domain.hazards import Cmd
from safegrid.domain.terms import GROUPS, term
from safegrid.store.access import Viewer
from safegrid.store.models import HazardStep
from safegrid.store.queries.history import Past, names_of

from .hazard_panel import actor_name
from .schemas.common import History, HistoryEntry, Text
from .words import text, words, words_or

# Who reports is told by the hazard's own panel, which knows whose name is protected (K14).
ANONYMOUS = {"hazard.report", "hazard.self_record"}


def of_log(past: Sequence[Past]) -> History:
    """Write changes of a point or unit. One query, for the names."""
    names = names_of(p.actor for p in past if p.cause not in ANONYMOUS)
    return History(entries=[_entry(p, names.get(p.actor, "")) for p in past])


def of_steps(steps: Iterable[HazardStep], viewer: Viewer, *, titled: bool = False) -> History:
    """Write steps of hazards; `titled` names the hazard of each, and then reads `hazard`."""
    return History(entries=[_step(s, viewer, titled) for s in steps])


def _entry(past: Past, name: str) -> HistoryEntry:
    moved = past.before != past.after
    return HistoryEntry(
        at=past.at,
        who=name,
        what=_cause(past.cause),
        from_=past.before if moved else None,
        to=past.after if moved else None,
    )


def _cause(cause: str) -> Text:
    kind, _, name = cause.partition(".")
    if kind == "hazard" and name in tuple(Cmd):
        hazard, command = term("entity", "hazard"), term("command", name)
        return Text(zh=f"{hazard.zh}:{command.zh}", en=f"{hazard.en}: {command.en}")
    if kind == "alarm" and name in GROUPS["alarm_command"]:
        alarm, command = term("entity", "alarm"), term("alarm_command", name)
        return Text(zh=f"{alarm.zh}:{command.zh}", en=f"{alarm.en}: {command.en}")
    return words_or("cause", cause, "changed")


def _step(step: HazardStep, viewer: Viewer, titled: bool) -> HistoryEntry:
    moved = step.from_state != step.to_state
    what = term("command", step.command)
    if titled:
        title = step.hazard.title
        shown = Text(zh=f"{title}:{what.zh}", en=f"{title}: {what.en}")
    else:
        shown = text(what)
    return HistoryEntry(
        at=step.at,
        who=actor_name(step, viewer),
        what=shown,
        from_=words("hazard_state", step.from_state) if moved and step.from_state else None,
        to=words("hazard_state", step.to_state) if moved else None,
    )
