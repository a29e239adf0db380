"""Departments that may answer for a unit, by where it stands."""

from collections.abc import Collection

from safegrid.domain.departments import Answering, Body, answering
from safegrid.domain.packs import RulePack
from safegrid.domain.units import lead_level
from safegrid.store.among import among
from safegrid.store.celltree import tree
from safegrid.store.models import Department

Bodies = dict[int, list[Body]]
"""Community to the departments of the township, county and city above it."""


def bodies_above(communities: Collection[int]) -> Bodies:
    """Departments above communities. One query."""
    paths = {cell: [above.id for above in tree().path(cell)] for cell in communities}
    cells = {above for path in paths.values() for above in path}
    rows = Department.objects.filter(among("cell_id", cells)).order_by("pk")
    found: dict[int, list[Body]] = {}
    for pk, name, kind, cell in rows.values_list("pk", "name", "kind", "cell_id"):
        found.setdefault(cell, []).append(Body(pk, name, kind, tree().cells[cell].level))
    return {cell: [one for above in path for one in found.get(above, ())] for cell, path in paths.items()}


def answering_for(
    bodies: Bodies, community: int, industry: str, affiliation: str, pack: RulePack
) -> tuple[Answering, ...]:
    """Who would answer for a unit of an industry (门类 letter) there; nobody on unowned ground."""
    lead = lead_level(affiliation, pack)
    return answering(bodies.get(community, []), industry, lead, pack.departments)
