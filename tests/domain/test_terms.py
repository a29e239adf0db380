"""Every code that the rules use has words in both languages."""

import re
from pathlib import Path

import pytest

from domain.kit import pack_of, texts
from safegrid.domain import accidents, hazard_table, industry, pack_build, pack_build_hazard, packs
from safegrid.domain.hazards import Cmd, HazardClass, State
from safegrid.domain.levels import Level
from safegrid.domain.roles import Role, Verb
from safegrid.domain.terms import GROUPS, as_plain, say, term

DOMAIN = Path(packs.__file__).parent
NO_TERMS = {"GEOM", "COVERAGE"}


def codes(group: str) -> set[str]:
    return set(GROUPS[group])


@pytest.mark.parametrize(
    ("group", "used"),
    [
        ("level", [str(int(level)) for level in Level]),
        ("colour", [str(int(level)) for level in Level]),
        ("hazard_state", State),
        ("hazard_class", HazardClass),
        ("command", Cmd),
        ("role", Role),
        ("verb", Verb),
        ("reason", pack_build.TRIGGERS),
        ("accident", accidents.ACCIDENTS),
        ("point_category", accidents.CATEGORIES),
        ("hazard_category", accidents.CATEGORIES),
        ("industry", [name for name, _, _ in industry.SECTIONS]),
        ("affiliation", packs.AFFILIATIONS),
        ("cadence", packs.CADENCE_DAYS),
        ("ladder_tool", pack_build_hazard.TOOLS),
        ("ladder_anchor", pack_build_hazard.ANCHORS),
        ("field", {f.name for rule in hazard_table.RULES.values() for f in rule.fields}),
        ("danger_class", pack_of("441803").unit.class_order),
    ],
)
def test_closed_lists(group, used):
    assert {str(getattr(code, "value", code)) for code in used} <= codes(group)


def test_every_refusal_and_reason_in_the_rules_has_words():
    source = "\n".join(path.read_text(encoding="utf-8") for path in DOMAIN.glob("*.py"))
    refusals = set(re.findall(r'(?:Refusal|refuse_if|missing=|low=)\(?\s*"([A-Z_0-9]+)"', source))
    elsewhere = "\n".join(path.read_text(encoding="utf-8") for path in DOMAIN.parent.rglob("*.py"))
    refusals |= set(re.findall(r'Refus(?:al|ed)\(\s*"([A-Z_0-9]+)"', elsewhere))
    assert len(refusals) > 45
    assert refusals <= codes("refusal"), refusals - codes("refusal")
    reasons = set(re.findall(r'Reason\(\s*"([A-Z_0-9]+)"', source)) | set(
        re.findall(r'\("(FLOOR_[A-Z_0-9]+)"', source)
    )
    assert len(reasons) > 15
    assert reasons <= codes("reason"), reasons - codes("reason")
    problems = set(re.findall(r'"(COVERAGE_[A-Z_]+)"', source))
    assert problems == codes("coverage")
    drafts = set(re.findall(r'Problem\(\s*"((?!COVERAGE_)[A-Z_]+)"', source))
    assert drafts == codes("boundary_problem")
    for group in ("change", "formula", "cure"):
        assert codes(group)


def test_both_languages_and_the_same_places():
    for group, words in GROUPS.items():
        for code, t in words.items():
            assert t.zh, (group, code)
            assert t.en, (group, code)
            assert re.search(r"[一-鿿]", t.zh) or code in ("l", "e", "c") or group == "formula", (group, code)
            assert not re.search(r"[一-鿿]", t.en), (group, code)
            assert (
                set(re.findall(r"\{\w+\}", t.zh)) == set(re.findall(r"\{\w+\}", t.en)) or group == "refusal"
            ), (group, code)


def test_filling_and_plain_form():
    assert say("reason", "INDEX", {"index": 61}).zh == "网格指数 61"
    assert say("refusal", "TOO_OLD", {}).zh.startswith("销号已超过 {days} 天")
    assert as_plain()["level"]["1"] == {"zh": "重大", "en": "Major"}
    with pytest.raises(KeyError):
        term("level", "9")


def test_files_of_packs_name_a_source_for_every_table():
    for division in ("411002", "441803", "370405"):
        pack = pack_of(division)
        assert len(pack.sources) > 60
        assert all(pack.sources.values())
    assert len(texts()) == 3
