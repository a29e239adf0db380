"""Plans for tests below the API: drawn, and what must hold of the city after one took force."""

from factories import SIDE, make_person, viewer
from safegrid.actions import plan_publish, plans
from safegrid.actions.plan_rows import Stepped
from safegrid.domain.roles import Role
from safegrid.store import celltree
from safegrid.store.models import (
    Alarm,
    BoundaryPlan,
    CellBoundary,
    CellShape,
    GridCell,
    Hazard,
    LayerFeature,
    RiskPoint,
    Site,
)
from safegrid.store.queries.ownership import owner_at

WARNINGS = ("POSTS_VACANT", "TOO_MANY_CELLS", "CELL_TOO_SMALL", "UNIT_UNOWNED", "COVERAGE_GAP")


def planner_of(city, where="city"):
    return viewer(make_person(Role.PLN, city[where]))


def new_plan(planner, city, *parents, name="方案"):
    made = plans.create(planner, plans.NewPlan(name, tuple(city[p].pk for p in parents or ("city",))))
    assert isinstance(made, BoundaryPlan), made
    return made


def draw(planner, plan, **edit):
    """Do a step on whatever version the plan has; return the plan after it."""
    plan.refresh_from_db()
    stepped = plans.edit(planner, plan.pk, plan.version, edit)
    assert isinstance(stepped, Stepped), stepped
    return stepped.plan


def publish(planner, plan, accepted=WARNINGS):
    plan.refresh_from_db()
    return plan_publish.publish(planner, plan.pk, plan.version, accepted)


def published(planner, plan):
    done = publish(planner, plan)
    assert isinstance(done, plan_publish.Publication), done
    celltree.forget()  # what the end of the transaction does outside tests
    return done


def east_half(city, name, share=0.5):
    """Split a community; the east becomes new."""
    (x, south), (_, north) = city.spot(name, share, -0.1), city.spot(name, share, 1.1)
    side = (round(x + SIDE / 10, 7), round(south + SIDE / 2, 7))
    return {
        "do": "split",
        "cell": city[name].pk,
        "name": "新村",
        "line": [(x, south), (x, north)],
        "side": side,
    }


def made_by(plan):
    """The community that a plan made."""
    return GridCell.objects.get(pk__in=plan.cells.values("cell_id"), name="新村")


def wrong_owners():
    """Objects whose owner is not whom the boundaries in force say."""
    places = [
        *((s, s.geom) for s in Site.objects.all()),
        *((p, p.owner_point) for p in RiskPoint.objects.all()),
        *((h, h.geom) for h in Hazard.objects.all()),
        *((a, a.geom) for a in Alarm.objects.all()),
        *((f, f.owner_point) for f in LayerFeature.objects.all()),
    ]
    return [(row, row.cell_id) for row, at in places if (row.cell_id or 0) != owner_at(at.x, at.y)]


def check_ground():
    """Boundaries in force fit the cells that exist, and the newest version has each of them in every band."""
    alive = set(GridCell.objects.filter(retired_at=None).values_list("pk", flat=True))
    in_force = CellBoundary.objects.filter(valid_during__endswith=None).values_list("cell_id", flat=True)
    assert sorted(in_force) == sorted(alive)
    for band in range(4):
        drawn = CellShape.objects.filter(until=None, band=band).values_list("cell_id", flat=True)
        assert sorted(drawn) == sorted(alive)
