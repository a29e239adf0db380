"""Rule packs: layers, dates, what a mistake looks like to those who made it."""

from datetime import date

import pytest

from domain.kit import pack_of, texts
from safegrid.domain.levels import Level
from safegrid.domain.packs import PackProblem, RulePack, parse_pack

NATIONAL = dict(texts())["national.toml"]


def county(body: str, *, code: str = "411002", day: str = "2026-06-01") -> tuple[str, str]:
    head = f'[pack]\nid = "x"\njurisdiction = "{code}"\nvalid_from = {day}\nname = {{ zh = "某", en = "some" }}\n'
    return (f"x_{day}.toml", head + body)


def broken(body: str) -> list[PackProblem]:
    found = parse_pack([*texts(), county(body)], "411002")
    assert isinstance(found, list), "expected a problem"
    return found


def test_layers_of_a_place():
    assert [x.id for x in pack_of("411002001001").layers] == ["national", "henan_xuchang"]
    assert [x.id for x in pack_of("441803101200").layers] == ["national", "guangdong_qingxin"]
    assert [x.id for x in pack_of("370405").layers] == ["national"]


def test_numbers_of_the_seeds():
    xuchang, qingxin = pack_of("411000"), pack_of("441803")
    assert dict(xuchang.cadence) == {1: "quarter", 2: "month", 3: "week", 4: "day"}
    assert xuchang.sources["cadence"] == "H1"
    assert (xuchang.cell.leaders, xuchang.cell.officers) == (1, 2)
    assert xuchang.lead_level == {"central": 1, "province": 1, "city": 1, "county": 2, "other": 3}
    assert qingxin.unit.class_order == ("A", "B", "C")
    assert qingxin.unit.worst_class == "C"
    assert qingxin.unit.grade_lowest == (90, 80, 60, 0)
    assert (qingxin.duty_levels.listing, xuchang.duty_levels.listing) == (3, 2)


def test_a_county_file_wins_key_by_key_and_the_rest_stays():
    pack = parse_pack([*texts(), county('[cell.bands]\nred = 80\nsource = "T"\n')], "411002001001")
    assert isinstance(pack, RulePack)
    assert pack.cell.bands == ((80, Level.RED), (60, Level.ORANGE), (40, Level.YELLOW))
    assert pack.sources["cell.bands"] == "T"
    assert pack.version != pack_of("411002").version
    elsewhere = parse_pack([*texts(), county("[cell.bands]\nred = 80\n")], "411003")
    assert isinstance(elsewhere, RulePack)
    assert elsewhere.cell.bands[0][0] == 75


def test_the_newest_file_that_has_begun_counts():
    old, new = (
        county("[hazard.check]\nreopen_days = 60\n", day="2026-02-01"),
        county("[hazard.check]\nreopen_days = 30\n"),
    )
    for day, expected in ((date(2026, 1, 15), 90), (date(2026, 3, 1), 60), (date(2026, 6, 1), 30)):
        pack = parse_pack([*texts(), new, old], "411002", day)
        assert isinstance(pack, RulePack)
        assert pack.hazard.reopen_days == expected


def test_the_version_does_not_depend_on_the_order_of_files():
    forwards, backwards = parse_pack(texts(), "411002"), parse_pack(reversed(texts()), "411002")
    assert isinstance(forwards, RulePack)
    assert isinstance(backwards, RulePack)
    assert forwards.version == backwards.version


@pytest.mark.parametrize(
    ("body", "key", "zh", "en"),
    [
        ('[cell.bands]\nred = "high"\n', "cell.bands.red", "应为整数，实际是 “high”", "expected a whole number"),
        ("[cell.bands]\nred = 101\n", "cell.bands.red", "应在 0 到 100 之间，实际是 101", "expected 0 to 100"),
        ("[cell.bands]\nred = 50\n", "cell.bands.red", "red > orange > yellow", "red > orange > yellow"),
        ("[cell.index]\npoints_percent = 60\n", "cell.index.points_percent", "之和应为 100,实际是 110", "sum to 100"),
        ("[cell.bands]\nrde = 50\n", "cell.bands.rde", "不是已知的项", "not a known key"),
        ("[triggers.ALARM_H]\nenabled = 1\n", "triggers.ALARM_H.enabled", "应为true 或 false", "expected true or false"),
        ('[triggers.ALARM_H]\neffect = "jump"\n', "triggers.ALARM_H.effect", "应为 set、step 之一", "one of set, step"),
        ('[cadence]\ncity = "sometimes"\n', "cadence.city", "day、week、month", "one of day, week"),
        ("[lec]\nbands = [{ from = 70, level = 1, zh = '', en = '' }, { from = 20, level = 4, zh = '', en = '' }]\n",
         "lec.bands", "从小到大", "rising"),
        ('[ladder.general.overdue_3d]\nafter = "soon"\n', "ladder.general.overdue_3d.after", "如 24h", "such as 24h"),
        ('[ladder.general.overdue_3d]\nto = ["BOSS"]\n', "ladder.general.overdue_3d.to", "应为角色", "a role"),
        ("[unit.grades]\nlowest = [60, 80]\n", "unit.grades.lowest", "四个", "four scores"),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_words(body, key, zh, en):
    problem = broken(body)[0]
    assert (problem.file, problem.key) == ("x_2026-06-01.toml", key)
    assert zh in problem.zh
    assert en in problem.en
    assert key in problem.zh


def test_all_mistakes_come_at_once():
    found = broken("[cell.bands]\nred = 101\n[hazard.check]\nreopen_days = -1\n[nonsense]\nx = 1\n")
    assert {p.key for p in found} >= {"cell.bands.red", "hazard.check.reopen_days", "nonsense"}


def test_a_number_without_a_source_is_a_mistake():
    found = parse_pack(
        [
            (
                "n.toml",
                NATIONAL.replace(
                    '[cell.bands]  # lowest rounded index of the colour\nsource = "P"', "[cell.bands]"
                ),
            )
        ]
    )
    assert isinstance(found, list)
    assert found[0].key == "cell.bands.source"


def test_files_that_cannot_be_read():
    found = parse_pack([("a.toml", "[pack\n"), ("b.toml", "[pack]\nid = 3\n")])
    assert isinstance(found, list)
    assert found[0].file == "a.toml"
    assert "TOML" in found[0].zh
    assert any(p.key == "pack.jurisdiction" for p in found)
    nothing = parse_pack([])
    assert isinstance(nothing, list)
    assert "全国" in nothing[0].zh
    alone = parse_pack([county("")], "411002")
    assert isinstance(alone, list)
    assert any(p.key == "lec" and "缺少" in p.zh for p in alone)
