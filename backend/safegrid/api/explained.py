"""Explanations of colours in the shape of answers."""

from collections.abc import Mapping

from django.utils import timezone

from safegrid.actions.levels import facts_of_point, facts_of_unit
from safegrid.domain.explain import (
    Explanation,
    explain_community,
    explain_parent,
    explain_point,
    explain_unit,
)
from safegrid.domain.explanation import Value
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.rating import Rating, rate
from safegrid.domain.terms import term
from safegrid.domain.triggers import Reason as Found
from safegrid.store import packs
from safegrid.store.models import Enterprise, RiskPoint
from safegrid.store.queries.cells import cell_known, communities_in, counts_of, rate_children

from .schemas.common import Explained, PackRef, Param, Reason
from .words import text, words

# Inputs whose numbers are levels.
LEVELS = {"inherent", "direct", "residual", "base", "supervision", "worst_point", "floor"}


def of_point(point: RiskPoint) -> Explained:
    """Explain a risk point from its stored inputs and its open hazards. One query."""
    pack = packs.current()
    inputs = {name.lower(): value for name, value in point.inputs.items()}
    rated = rate(point.method, inputs, pack)
    rating = rated if isinstance(rated, Rating) else None
    return explained(explain_point(facts_of_point(point, timezone.now()), rating, pack))


def of_unit(unit: Enterprise) -> Explained:
    """Explain a unit from its points and from the hazards that are at none of them. Two queries."""
    return explained(explain_unit(facts_of_unit(unit, timezone.now()), packs.current()))


def of_cell(cell_id: int) -> Explained:
    """Explain a cell from the counts of its communities. One query."""
    pack = packs.current()
    known = counts_of(communities_in(cell_id))
    cell = cell_known(cell_id)
    if cell is None or cell.level == COMMUNITY:
        return explained(explain_community(known.get(cell_id, {}), pack))
    children = [child.level for child in rate_children(cell_id, known, pack.cell)]
    return explained(explain_parent(cell.level, children, pack))


def explained(why: Explanation) -> Explained:
    """Write an explanation as an answer."""
    return Explained(
        level=why.level.value,
        formula=text(why.formula) if why.formula else None,
        inputs={name: _input(name, value) for name, value in why.inputs},
        band=text(why.band) if why.band else None,
        pack=PackRef(id=why.pack_id, version=why.pack_version),
        sources=list(why.sources),
        reasons=[
            Reason(code=r.code, text=text(r.text), binding=r.binding, params=_params(dict(r.params)))
            for r in why.reasons
        ],
        would_change=[text(change) for change in why.would_change],
    )


def reason(given: Found) -> Reason:
    """Write one reason with its words."""
    params = dict(given.params)
    said = words("reason", given.code, params)
    return Reason(code=given.code, text=said, binding=given.binding, params=_params(params))


def _params(params: Mapping[str, str | int]) -> dict[str, Param]:
    return dict(params.items())


def _input(name: str, value: Value) -> object:
    return text(term("level", int(value))).model_dump() if name in LEVELS else value
