"""Builds a `RulePack` from merged tables: the rating methods, points, units and cells."""

from collections.abc import Mapping
from itertools import pairwise

from .departments import DepartmentRules
from .industry import SECTIONS
from .levels import Level
from .pack_model import (
    Band,
    CellRules,
    EnterpriseRules,
    LecRules,
    LsRules,
    MajorHazardRules,
    PointRules,
    Trigger,
    UnitRules,
    VisitRules,
)
from .pack_reader import Reader

COLOURS = (("red", Level.RED), ("orange", Level.ORANGE), ("yellow", Level.YELLOW), ("blue", Level.BLUE))
FLOORS = ("worst_class", "grade_3", "grade_4", "not_standard", "blacklisted", "listed")
VISITS_LEAST = ("worst_class", "grade_3", "grade_4", "key", "listed")
TRIGGERS: Mapping[str, tuple[str, ...]] = {
    "HZ_MAJOR_OPEN": (),
    "HZ_MAJOR_SUSPECT": ("escalate_hours",),
    "HZ_OVERDUE": ("self_found_days",),
    "HZ_OVERDUE_LONG": ("days", "count"),
    "ALARM_HH": ("normal_minutes",),
    "ALARM_H": ("normal_minutes",),
    "SENSOR_LOST": ("silent_hours", "badge_hours"),
    "ACCIDENT": ("min_days",),
    "ASSESS_EXPIRED": ("late_days", "badge_days"),
    "SPECIAL_WORK": (),
}


def _bands(reader: Reader, key: str = "bands") -> tuple[Band, ...]:
    found: list[Band] = []
    for item in reader.items(key):
        level = Level(item.whole("level", 1, 4))
        found.append(Band(item.number("from", 0, 1e9), level, item.text("zh"), item.text("en")))
        item.finish()
    rising = all(a.start < b.start for a, b in pairwise(found))
    worse = all(a.level >= b.level for a, b in pairwise(found))
    if not found or not rising or not worse:
        reader.report(
            key,
            "各档的 from 应从小到大,level 应从轻(4)到重(1)。",
            "must have rising `from` and levels that go from mild (4) to severe (1).",
        )
    return tuple(found)


def _numbers(reader: Reader, key: str) -> tuple[float, ...]:
    return tuple(float(v) for v in reader.values(key, float) if isinstance(v, int | float))


def lec(top: Reader) -> LecRules:
    r = top.sub("lec")
    rules = LecRules(
        _numbers(r, "likelihood"), _numbers(r, "exposure"), _numbers(r, "consequence"), _bands(r)
    )
    r.finish()
    return rules


def ls(top: Reader, key: str, *, items: bool) -> LsRules:
    r = top.sub(key)
    counts = (r.whole("likelihood_items", 1, 50), r.whole("severity_items", 1, 50)) if items else (0, 0)
    rules = LsRules(r.whole("size", 2, 10), _bands(r), *counts)
    r.finish()
    return rules


def _steps(reader: Reader, key: str, value: str) -> tuple[tuple[float, float], ...]:
    found: list[tuple[float, float]] = []
    for item in reader.items(key):
        found.append((item.number("from", 0, 1e9), item.number(value, 0, 1e6)))
        item.finish()
    if not found or found[0][0] != 0 or any(a[0] >= b[0] for a, b in pairwise(found)):
        reader.report(
            key, "各档的 from 应从 0 开始、从小到大。", "must begin with from = 0 and have rising `from`."
        )
    return tuple(found)


def _betas(reader: Reader, key: str) -> dict[str, float]:
    r = reader.sub(key)
    betas = {name: r.number(name, 0, 1000) for name in r.table if name != "source"}
    r.finish()
    return betas


def major_hazard(top: Reader) -> MajorHazardRules:
    r = top.sub("major_hazard")
    direct = r.sub("direct_level")
    rules = MajorHazardRules(
        threshold=r.number("threshold", 0, 1e6),
        alpha=_steps(r, "alpha", "value"),
        grades=tuple((start, int(grade)) for start, grade in _steps(r, "grades", "grade")),
        beta_gas=_betas(r, "beta_gas"),
        beta_class=_betas(r, "beta_class"),
        direct_level={grade: Level(direct.whole(str(grade), 1, 4)) for grade in (1, 2, 3, 4)},
    )
    direct.finish()
    r.finish()
    return rules


def _trigger(reader: Reader, code: str, numbers: tuple[str, ...]) -> Trigger:
    r = reader.sub(code)
    effect = r.text("effect", ("set", "step"))
    is_set = effect == "set"
    trigger = Trigger(
        code=code,
        enabled=r.flag("enabled"),
        effect=effect,
        level=Level(r.whole("level", 1, 4)) if is_set else Level.UNRATED,
        step=0 if is_set else r.whole("step", 1, 3),
        cap=Level.RED if is_set else Level(r.whole("cap", 1, 4)),
        provisional=r.flag("provisional", default=False),
        numbers={name: r.whole(name, 0, 100_000) for name in numbers},
    )
    r.finish()
    return trigger


def point(top: Reader) -> PointRules:
    r, t = top.sub("point"), top.sub("triggers")
    rules = PointRules(
        r.whole("residual_max_better", 0, 3),
        r.whole("residual_months", 1, 120),
        {code: _trigger(t, code, numbers) for code, numbers in TRIGGERS.items()},
    )
    r.finish()
    t.finish()
    return rules


def unit(top: Reader) -> UnitRules:
    u = top.sub("unit")
    classes, grades, floors = u.sub("classes"), u.sub("grades"), u.sub("floors")
    decided = u.sub("supervision")
    rules = UnitRules(
        class_order=tuple(str(v) for v in classes.values("order", str)),
        grade_rounding=grades.text("rounding", ("half_up", "down")),
        grade_lowest=tuple(int(v) for v in _numbers(grades, "lowest")),
        floors={name: Level(floors.whole(name, 1, 4)) for name in FLOORS},
        adjustment_max=decided.whole("adjustment_max", 0, 3),
        adjustment_months=decided.whole("adjustment_months", 1, 120),
        fixed_months=decided.whole("fixed_months", 1, 120),
    )
    if len(rules.grade_lowest) != 4 or list(rules.grade_lowest) != sorted(rules.grade_lowest, reverse=True):
        grades.report("lowest", "应为四个从高到低的分数。", "must be four scores from high to low.")
    for r in (classes, grades, floors, decided, u):
        r.finish()
    return rules


def visits(top: Reader) -> VisitRules:
    r = top.sub("visits")
    per_year, least, walk = r.sub("per_year"), r.sub("least"), r.sub("round")
    rules = VisitRules(
        {level: per_year.whole(name, 0, 366) for name, level in (*COLOURS, ("unrated", Level.UNRATED))},
        {name: least.whole(name, 1, 366) for name in VISITS_LEAST},
        r.whole("grade_1_sample_percent", 0, 100),
        walk.whole("per_day", 1, 60),
        walk.whole("minutes_each", 1, 480),
        walk.whole("metres_per_minute", 20, 2_000),
    )
    for one in (per_year, least, walk, r):
        one.finish()
    return rules


def enterprise(top: Reader, cadences: tuple[str, ...]) -> EnterpriseRules:
    checks, dossier = top.sub("selfcheck"), top.sub("dossier")
    rules = EnterpriseRules(
        {level: checks.text(name, cadences) for name, level in (*COLOURS, ("unrated", Level.UNRATED))},
        dossier.whole("soon_days", 0, 366),
        dossier.whole("point_metres", 0, 1_000_000),
    )
    checks.finish()
    dossier.finish()
    return rules


def cell(top: Reader) -> CellRules:
    c, staffing = top.sub("cell"), top.sub("staffing")
    index, points, hazards = c.sub("index"), c.sub("points"), c.sub("hazards")
    management, parents, bands, floors = (
        c.sub("management"),
        c.sub("parents"),
        c.sub("bands"),
        c.sub("floors"),
    )
    rules = CellRules(
        points_percent=index.whole("points_percent", 0, 100),
        hazards_percent=index.whole("hazards_percent", 0, 100),
        management_percent=index.whole("management_percent", 0, 100),
        point_weights={level: points.whole(name, 0, 1000) for name, level in COLOURS},
        ks=points.number("ks", 0.001, 1e9),
        general=hazards.whole("general", 0, 1000),
        major=hazards.whole("major", 0, 1000),
        overdue_factor=hazards.whole("overdue_factor", 1, 100),
        event=hazards.whole("event", 0, 1000),
        kh=hazards.number("kh", 0.001, 1e9),
        survey_overdue=management.whole("survey_overdue", 0, 100),
        vacant_post=management.whole("vacant_post", 0, 100),
        selfcheck_overdue=management.whole("selfcheck_overdue", 0, 100),
        worst_children_percent=parents.whole("worst_children_percent", 1, 100),
        worst_percent=parents.whole("worst_percent", 0, 100),
        mean_percent=parents.whole("mean_percent", 0, 100),
        bands=tuple((bands.whole(name, 0, 100), level) for name, level in COLOURS[:3]),
        floor_event=Level(floors.whole("event", 1, 4)),
        floor_listing_overdue=Level(floors.whole("listing_overdue", 1, 4)),
        floor_parent_event=Level(floors.whole("parent_event", 1, 4)),
        leaders=staffing.whole("leaders", 0, 20),
        officers=staffing.whole("officers", 0, 20),
    )
    _check_cell(rules, index, parents, bands)
    for r in (index, points, hazards, management, parents, bands, floors, c, staffing):
        r.finish()
    return rules


def _check_cell(rules: CellRules, index: Reader, parents: Reader, bands: Reader) -> None:
    total = rules.points_percent + rules.hazards_percent + rules.management_percent
    if total != 100:
        index.report(
            "points_percent", f"三项之和应为 100,实际是 {total}。", f"the three must sum to 100, not {total}."
        )
    if rules.worst_percent + rules.mean_percent != 100:
        parents.report("worst_percent", "与 mean_percent 之和应为 100。", "and mean_percent must sum to 100.")
    edges = [edge for edge, _ in rules.bands]
    if edges != sorted(set(edges), reverse=True):
        bands.report("red", "应满足 red > orange > yellow。", "must satisfy red > orange > yellow.")


def departments(top: Reader) -> DepartmentRules:
    r = top.sub("departments")
    by_industry = r.sub("industry")
    letters = {
        letter: _texts(by_industry, letter) for letter, _, _ in SECTIONS if letter in by_industry.table
    }
    rules = DepartmentRules(_texts(r, "general"), _texts(r, "special"), letters)
    by_industry.finish()
    r.finish()
    return rules


def _texts(reader: Reader, key: str) -> tuple[str, ...]:
    return tuple(str(value) for value in reader.values(key, str))
