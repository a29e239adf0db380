"""Explanations: numbers, band, pack, binding reasons, and what would change the level."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.kit import DAY, NOW, pack_of
from domain.rule_strategies import all_on, points, units
from domain.test_cells import counts
from safegrid.domain.cells import community_level
from safegrid.domain.explain import explain_community, explain_parent, explain_point, explain_unit
from safegrid.domain.hazards import HazardMark, State
from safegrid.domain.levels import Level
from safegrid.domain.points import PointFacts, point_level
from safegrid.domain.rating import Rating, lec
from safegrid.domain.units import UnitFacts

PACK = pack_of("411002")
MAJOR = HazardMark(major=True, verified=True, state=State.ORDERED)
LATE = HazardMark(major=False, verified=True, state=State.ORDERED, overdue_days=2)


def rating() -> Rating:
    result = lec(3, 6, 7, PACK.lec)
    assert isinstance(result, Rating)
    return result


def test_a_point():
    r = rating()
    told = explain_point(PointFacts(r.level, NOW, hazards=(MAJOR,)), r, PACK)
    assert told.level is Level.RED
    assert dict(told.inputs) | {"l": 3, "e": 6, "c": 7, "d": 126, "inherent": 3, "base": 3} == dict(
        told.inputs
    )
    assert told.band.zh == "70 ≤ D < 160，显著危险"
    assert told.formula.zh.startswith("D = L × E × C；")
    assert (told.pack_id, told.pack_version, told.layers) == (
        PACK.id,
        PACK.version,
        ("national", "henan_xuchang"),
    )
    assert any(s.startswith("lec: ") for s in told.sources)
    assert any(s.startswith("triggers.HZ_MAJOR_OPEN: P") for s in told.sources)
    (binding,) = [x for x in told.reasons if x.binding]
    assert binding.text.zh == "有 1 处已核实的重大隐患未销号"
    assert [c.zh for c in told.would_change] == [
        "若“有 1 处已核实的重大隐患未销号”消除，变为一般",
        "D 达到 160 时变为较大",
    ]


def test_two_triggers_that_hold_a_level_together():
    told = explain_point(PointFacts(Level.BLUE, NOW, hazards=(LATE,), assess_due=NOW - 100 * DAY), None, PACK)
    assert told.level is Level.YELLOW
    assert [c.zh for c in told.would_change] == ["若以上触发项全部消除，变为低"]
    grey = explain_point(PointFacts(Level.UNRATED, NOW), None, PACK)
    assert grey.would_change[0].zh == "完成评估后才有等级"
    assert grey.band is None


def test_a_unit():
    base = point_level(PointFacts(Level.BLUE, NOW), PACK)
    told = explain_unit(UnitFacts(NOW, points=(base,), grade=4, hazards=(MAJOR,)), PACK)
    assert told.level is Level.RED
    assert dict(told.inputs) == {"supervision": 2, "worst_point": 4, "floor": 2}
    assert [c.zh for c in told.would_change] == ["若“有 1 处已核实的重大隐患未销号”消除，变为较大"]
    assert explain_unit(UnitFacts(NOW), PACK).would_change[0].en.startswith("It gets a level")


def test_a_cell():
    n = {"b3": 4, "u4": 1, "leaders": 1, "officers": 1, "major": 1, "general_overdue": 2}
    told = explain_community(n, PACK)
    assert told.level is Level.RED
    assert dict(told.inputs)["x"] == 12
    assert told.formula.zh.startswith("指数 I = 50%·S + 30%·H + 20%·M")
    assert told.band.zh.startswith("40 ≤ I < 60")
    cures = [c.zh for c in told.would_change]
    assert any(c.startswith("若重大隐患全部销号，指数变为") for c in cures)
    assert any("网格责任人配齐" in c for c in cures)
    assert cures[-1] == "I 达到 60 时变为较大"
    empty = explain_community({}, PACK)
    assert (empty.level, empty.band, empty.inputs) == (Level.UNRATED, None, ())


def test_a_township():
    calm = {"b4": 1, "u4": 1, "leaders": 1, "officers": 2}
    children = [community_level(calm | {"major": 1}, PACK.cell), community_level(calm, PACK.cell)]
    told = explain_parent(3, children, PACK)
    assert told.level is Level.ORANGE
    assert told.would_change[0].zh == "若下属红色事件解除，变为低"
    assert dict(told.inputs)["children"] == 2
    assert explain_parent(3, [], PACK).level is Level.UNRATED


@given(points)
def test_every_point_is_explained_by_the_level_it_has(facts):
    told = explain_point(facts, None, all_on())
    assert told.level is point_level(facts, all_on()).live
    assert any(r.binding and r.candidate is told.level for r in told.reasons)
    assert "{" not in "".join(r.text.zh + r.text.en for r in told.reasons)
    assert "{" not in "".join(c.zh + c.en for c in told.would_change)


@given(units(), counts, st.integers(1, 3))
def test_units_and_cells_are_explained(facts, n, level):
    for told in (
        explain_unit(facts, all_on()),
        explain_community(n, PACK),
        explain_parent(level, [community_level(n, PACK.cell)] * 3, PACK),
    ):
        assert any(r.binding for r in told.reasons)
        said = [
            *told.would_change,
            *(r.text for r in told.reasons),
            *(t for t in (told.formula, told.band) if t),
        ]
        assert "{" not in "".join(t.zh + t.en for t in said)


def test_the_claim_of_what_would_change_is_true():
    facts = PointFacts(Level.YELLOW, NOW, hazards=(MAJOR, LATE))
    told = explain_point(facts, None, PACK)
    without = point_level(replace(facts, hazards=(LATE,)), PACK)
    assert told.would_change[0].zh.endswith("变为较大")
    assert without.live is Level.ORANGE
