"""Explains the levels of points, units and cells (design rule "any colour can be explained and replayed")."""

from dataclasses import replace

from .explain_cell import explain_community, explain_parent
from .explanation import ExplainedReason, Explanation, Value, band_term, change, explanation
from .levels import Level, worst
from .pack_model import Band, RulePack
from .points import PointFacts, PointLevel, point_level
from .rating import Rating, major_hazard_bands
from .term import Term
from .terms import say, term
from .triggers import Reason
from .units import UnitFacts, unit_level

__all__ = [
    "ExplainedReason",
    "Explanation",
    "explain_community",
    "explain_parent",
    "explain_point",
    "explain_unit",
]

_BASIC = frozenset({"INHERENT", "DIRECT", "RESIDUAL", "UNRATED"})


def explain_point(facts: PointFacts, rating: Rating | None, pack: RulePack) -> Explanation:
    """Explain a point's live level. `rating`: the method's result that its inherent level came from, if any."""
    result = point_level(facts, pack)
    inputs: list[tuple[str, Value]] = [] if rating is None else list(rating.inputs)
    if rating is not None:
        inputs.append(("d" if rating.method == "LEC" else "r", rating.value))
    inputs += [("inherent", int(facts.inherent)), ("base", int(result.base))]
    for name, level in (("direct", facts.direct), ("residual", facts.residual)):
        if level:
            inputs.append((name, int(level)))
    used = [f"triggers.{r.code}" for r in result.reasons if r.code not in _BASIC]
    method = {"LEC": "lec", "LS": "ls", "LSC": "ls_chemical", "MHI": "major_hazard"}.get(
        rating.method if rating else "", ""
    )
    return explanation(
        result.live,
        pack,
        result.reasons,
        formula=_point_formula(rating),
        inputs=inputs,
        band=_band(rating, pack),
        tables=[method, "point", *used],
        would_change=[*_without_triggers(result), *_other_band(rating, result)],
    )


def _point_formula(rating: Rating | None) -> Term:
    live = term("formula", "point")
    if rating is None:
        return live
    return Term(f"{rating.formula}；{live.zh}", f"{rating.formula}; {live.en}")


def _bands(rating: Rating, pack: RulePack) -> tuple[Band, ...]:
    known = {
        "LEC": pack.lec.bands,
        "LS": pack.ls.bands,
        "LSC": pack.ls_chemical.bands,
        "MHI": major_hazard_bands(pack.major_hazard),
    }
    return known[rating.method]


def _band(rating: Rating | None, pack: RulePack) -> Term | None:
    if rating is None:
        return None
    bands = _bands(rating, pack)
    if rating.band not in bands:
        return Term(rating.band.zh, rating.band.en)
    at = bands.index(rating.band)
    above = bands[at + 1] if at + 1 < len(bands) else None
    return band_term("D" if rating.method == "LEC" else "R", rating.band, above)


def _without_triggers(result: PointLevel) -> list[Term]:
    active = [r for r in result.reasons if r.code not in _BASIC]
    return _each_ending(result.live, active, result.base)


def _each_ending(level: Level, active: list[Reason], base: Level) -> list[Term]:
    """What the level would be without each trigger; if only all of them together hold it, without all."""
    found: list[Term] = []
    for reason in active:
        left = worst((base, *(r.candidate for r in active if r is not reason)))
        if left != level:
            found.append(change("reason_ends", left, reason=say("reason", reason.code, dict(reason.params))))
    if not found and active and base != level:
        found.append(change("all_end", base))
    return found


def _other_band(rating: Rating | None, result: PointLevel) -> list[Term]:
    if rating is None:
        return [change("assess", Level.UNRATED)] if not result.base else []
    if rating.next_band is None:
        return []
    name = "D" if rating.method == "LEC" else "R"
    return [change("reaches", rating.next_band.level, name=name, edge=rating.next_band.start)]


def explain_unit(facts: UnitFacts, pack: RulePack) -> Explanation:
    """Explain a unit's live colour, with its supervision colour among the inputs."""
    result = unit_level(facts, pack)
    floor = worst(r.candidate for r in result.reasons if r.code.startswith("FLOOR_"))
    inputs: list[tuple[str, Value]] = [
        ("supervision", int(result.supervision)),
        ("worst_point", int(worst(p.base for p in facts.points))),
    ]
    if floor:
        inputs.append(("floor", int(floor)))
    return explanation(
        result.live,
        pack,
        result.reasons,
        formula=term("formula", "unit"),
        inputs=inputs,
        tables=["unit.floors", "unit.supervision", *(f"triggers.{r.code}" for r in result.reasons)],
        would_change=_unit_changes(facts, result.live, pack),
    )


def _unit_changes(facts: UnitFacts, level: Level, pack: RulePack) -> list[Term]:
    """The colour with one fact taken away at a time, where that makes a difference."""
    calm = tuple(replace(p, live=p.base, firm=p.base, reasons=()) for p in facts.points)
    cases = {
        "FLOOR_CLASS": replace(facts, unit_class=""),
        "FLOOR_GRADE_3": replace(facts, grade=2),
        "FLOOR_GRADE_4": replace(facts, grade=2),
        "FLOOR_NOT_STANDARD": replace(facts, standard=3),
        "FLOOR_BLACKLISTED": replace(facts, blacklisted=False),
        "FLOOR_LISTED": replace(facts, listed=False),
        "ADJUSTED": replace(facts, adjustment=None),
        "FIXED_FOR_YEAR": replace(facts, fixed=Level.UNRATED),
        "LIVE_POINT": replace(facts, points=calm),
        "HZ_MAJOR_OPEN": replace(facts, hazards=tuple(m for m in facts.hazards if not m.major)),
        "HZ_OVERDUE": replace(facts, hazards=()),
        "HZ_OVERDUE_LONG": replace(facts, hazards=()),
    }
    found: list[Term] = []
    for reason in unit_level(facts, pack).reasons:
        if reason.code not in cases:
            continue
        left = unit_level(cases[reason.code], pack).live
        if left != level:
            found.append(change("reason_ends", left, reason=say("reason", reason.code, dict(reason.params))))
    if not facts.points and not level:
        found.append(change("assess", Level.UNRATED))
    return found
