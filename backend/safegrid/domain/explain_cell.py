"""Explains the index and colour of a grid cell."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from .cells import CellLevel, Counts, community_level, parent_level, parts
from .explanation import Explanation, Value, change, explanation
from .levels import Level
from .pack_model import CellRules, RulePack
from .term import Term
from .terms import term

_TABLES = (
    "cell.index",
    "cell.points",
    "cell.hazards",
    "cell.management",
    "cell.bands",
    "cell.floors",
    "staffing",
)
_CURES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # What is put right → (column, the column that takes its numbers; "" = gone)
        "major": {"major": "", "major_overdue": ""},
        "overdue": {"general_overdue": "general", "major_overdue": "major", "self_found_late": "self_found"},
        "general": {"general": "", "general_overdue": "", "self_found_late": ""},
        "alarms": {"alarms": ""},
        "listing": {"listed_overdue": "listed"},
        "survey": {"survey_overdue": ""},
        "selfcheck": {"selfcheck_overdue": ""},
    }
)


def explain_community(counts: Counts, pack: RulePack) -> Explanation:
    """Explain a community's colour from its counts."""
    rules = pack.cell
    result, p = community_level(counts, rules), parts(counts, rules)
    inputs: list[tuple[str, Value]] = [
        ("x", p.x),
        ("y", p.y),
        ("points_part", round(p.s, 1)),
        ("hazards_part", round(p.h, 1)),
        ("management_part", round(p.m, 1)),
    ]
    words = term("formula", "community").filled(
        {
            "s": rules.points_percent,
            "h": rules.hazards_percent,
            "m": rules.management_percent,
            "ks": f"{rules.ks:g}",
            "kh": f"{rules.kh:g}",
        }
    )
    return explanation(
        result.level,
        pack,
        result.reasons,
        formula=words,
        inputs=inputs if result.index is not None else (),
        band=band_words(result, rules),
        tables=_TABLES,
        would_change=_community_changes(counts, result, rules),
    )


def explain_parent(level: int, children: Sequence[CellLevel], pack: RulePack) -> Explanation:
    """Explain the colour of a township, county or city from its children."""
    rules = pack.cell
    result = parent_level(level, children, rules)
    known = sorted((c.index for c in children if c.index is not None), reverse=True)
    worst_n = (len(known) * rules.worst_children_percent + 99) // 100
    inputs: list[tuple[str, Value]] = [("children", len(known))]
    if known:
        inputs.append(("worst_children", round(sum(known[:worst_n]) / worst_n, 1)))
        inputs.append(("mean_children", round(sum(known) / len(known), 1)))
    words = term("formula", "parent").filled(
        {"worst": rules.worst_percent, "mean": rules.mean_percent, "share": rules.worst_children_percent}
    )
    changes = [change("child_event_ends", _by_index(result))] if _held_by_event(result) else []
    return explanation(
        result.level,
        pack,
        result.reasons,
        formula=words,
        inputs=inputs,
        band=band_words(result, rules),
        tables=("cell.parents", "cell.bands", "cell.floors"),
        would_change=[*changes, *_edges(result, rules)],
    )


def _by_index(result: CellLevel) -> Level:
    return result.reasons[0].candidate


def _held_by_event(result: CellLevel) -> bool:
    return any(r.code == "CHILD_EVENT" and r.binding for r in result.reasons) and result.level != _by_index(
        result
    )


def band_words(result: CellLevel, rules: CellRules) -> Term | None:
    """The band of the index in words: 60 ≤ I < 75."""
    if result.index is None:
        return None
    edges = [100, *(edge for edge, _ in rules.bands), 0]
    levels = [*(level for _, level in rules.bands), Level.BLUE]
    at = next(i for i, edge in enumerate(edges[1:]) if result.index >= edge)
    above = "≤ 100" if at == 0 else f"< {edges[at]}"
    words = term("colour", levels[at])
    reach = f"{edges[at + 1]} ≤ I {above}"
    return Term(f"{reach}，{words.zh}", f"{reach}, {words.en}")


def _cured(counts: Counts, cure: Mapping[str, str]) -> dict[str, int]:
    after = dict(counts)
    for column, into in cure.items():
        n = after.pop(column, 0)
        if into:
            after[into] = after.get(into, 0) + n
    return after


def _community_changes(counts: Counts, result: CellLevel, rules: CellRules) -> list[Term]:
    """The index and colour if one kind of burden were gone, for every kind that makes a difference."""
    found: list[Term] = []
    for name, cure in _CURES.items():
        found += _if_gone(name, _cured(counts, cure), result, rules)
    staffed = dict(counts) | {
        "leaders": max(rules.leaders, counts.get("leaders", 0)),
        "officers": max(rules.officers, counts.get("officers", 0)),
    }
    found += _if_gone("vacancies", staffed, result, rules)
    return [*found, *_edges(result, rules)]


def _if_gone(name: str, counts: Counts, result: CellLevel, rules: CellRules) -> list[Term]:
    after = community_level(counts, rules)
    if (after.index, after.level) == (result.index, result.level):
        return []
    index = "-" if after.index is None else after.index
    return [change("cured", after.level, what=term("cure", name), index=index)]


def _edges(result: CellLevel, rules: CellRules) -> list[Term]:
    """The next edge towards worse."""
    if result.index is None:
        return []
    worse = [(edge, level) for edge, level in rules.bands if edge > result.index]
    return [change("reaches", worse[-1][1], name="I", edge=worse[-1][0])] if worse else []
