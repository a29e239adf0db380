"""A town of random points, lines and units on the small ground, and areas of sight over it."""

import random
from dataclasses import dataclass

from django.contrib.gis.geos import LineString

from safegrid.domain.drawn import PointDrawn, UnitDrawn
from safegrid.domain.scope import NOTHING, Scope
from safegrid.store.drawn import point_drawn, unit_drawn
from safegrid.store.models import Enterprise, RiskPoint, Site

from .ground import CITY_SCOPE, Ground, inside, point, unit

INDUSTRIES = ("C", "F", "P")


@dataclass(frozen=True)
class Town:
    ground: Ground
    points: list[PointDrawn]
    units: list[UnitDrawn]


def make_town(ground: Ground) -> Town:
    """Sixty points and twenty units at random places, some unowned, some reaching into other communities."""
    dice = random.Random(20260101)
    homes: list[int | None] = [*ground.communities, None]
    for _ in range(20):
        n = dice.randrange(4)
        made = unit(inside(n + dice.random(), dice.random()), homes[n], dice.choice(INDUSTRIES))
        if dice.random() < 0.3:
            other = dice.randrange(4)
            Site.objects.create(unit=made, geom=inside(other + 0.5), cell_id=homes[other], main=False)
    owners = [None, *Enterprise.objects.all()]
    for _ in range(60):
        _scatter(dice, homes, dice.choice(owners))
    points = [point_drawn(p) for p in RiskPoint.objects.select_related("unit")]
    units = [unit_drawn(u, u.sites.all()) for u in Enterprise.objects.all()]
    return Town(ground, [p for p in points if p], [u for u in units if u])


def _scatter(dice: random.Random, homes: list[int | None], owner: Enterprise | None) -> None:
    n = dice.randrange(5)
    column = n + dice.random() if n < 4 else -0.2
    levels = {"live": dice.randrange(5), "base": dice.randrange(5), "firm": dice.randrange(5)}
    if dice.random() < 0.3:
        line = LineString(inside(column), inside(column + 0.8, dice.random()), srid=4326)
        touched = dice.sample([h for h in homes if h], dice.randrange(3))
        point(line, homes[n], unit=owner, touched=touched, **levels)
    else:
        point(inside(column, dice.random()), homes[n], unit=owner, **levels)


def scopes(town: Town) -> list[Scope]:
    dice = random.Random(7)
    found = [CITY_SCOPE, NOTHING]
    for _ in range(14):
        cells = frozenset(dice.sample(town.ground.communities, dice.randrange(3)))
        units = frozenset(u.id for u in dice.sample(town.units, dice.randrange(3)))
        area = dice.choice([None, frozenset(dice.sample(town.ground.communities, 2))])
        industries = frozenset({(dice.choice(INDUSTRIES), area)} if dice.random() < 0.5 else ())
        found.append(Scope(cells, units, industries))
    return found
