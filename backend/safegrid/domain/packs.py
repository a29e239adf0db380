"""Rule packs: TOML in layers (national → province → city → county) to one frozen, dated `RulePack`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TypeGuard

from . import pack_build as build
from .pack_build_alarm import alarms
from .pack_build_calendar import calendar
from .pack_build_hazard import hazard, ladder
from .pack_merge import LayerText, digest, merge, parse_layers, pick
from .pack_model import CADENCE_DAYS, PlanRules, PublicityRules, ReporterRules, RulePack
from .pack_reader import PackProblem, Reader
from .role_types import DutyLevels

__all__ = [
    "CADENCE_DAYS",
    "LayerText",
    "PackProblem",
    "RulePack",
    "load",
    "parse_layers",
    "parse_pack",
    "pick",
]

AFFILIATIONS = ("central", "province", "city", "county", "other")
LEVEL_KEYS = {1: "city", 2: "county", 3: "township", 4: "community"}


def parse_pack(
    texts: Iterable[tuple[str, str]], division: str = "", on: date | None = None
) -> RulePack | list[PackProblem]:
    """Build the pack of a division (6 or 12 digits) on a day from (file name, TOML text) pairs.

    Without a division all layers are merged; without a day the newest of each jurisdiction count.
    """
    layers = parse_layers(texts)
    if _are_problems(layers):
        return layers
    return load(pick(_only_layers(layers), division, on or date.max))


def load(layers: Sequence[LayerText]) -> RulePack | list[PackProblem]:
    """Merge layers, widest area first, and check every key. Problems come all at once."""
    if not layers:
        zh = "没有适用的规则包:至少需要全国缺省包。"
        en = "no rule pack applies: at least the national one is needed."
        return [PackProblem("", "", zh, en)]
    data, origin = merge(layers)
    valid_from = max(item.layer.valid_from for item in layers)
    problems: list[PackProblem] = []
    sources: dict[str, str] = {}
    top = Reader(data, "", origin, problems, sources)
    top.used.add("pack")  # headers were checked file by file
    pack = RulePack(
        id=layers[-1].layer.id,
        version=f"{valid_from.isoformat()}.{digest(_rating(data))}",
        valid_from=valid_from,
        layers=tuple(item.layer for item in layers),
        lec=build.lec(top),
        ls=build.ls(top, "ls", items=False),
        ls_chemical=build.ls(top, "ls_chemical", items=True),
        major_hazard=build.major_hazard(top),
        point=build.point(top),
        unit=build.unit(top),
        cell=build.cell(top),
        visits=build.visits(top),
        enterprise=build.enterprise(top, tuple(CADENCE_DAYS)),
        cadence=_cadence(top),
        lead_level=_lead_level(top),
        duty_levels=_duty_levels(top),
        hazard=hazard(top),
        ladder=ladder(top),
        alarms=alarms(top),
        plans=_plans(top),
        publicity=_publicity(top),
        reporters=_reporters(top),
        departments=build.departments(top),
        calendar=calendar(top),
        sources=MappingProxyType(sources),
    )
    top.finish()
    return problems or pack


COLOURLESS = frozenset({"calendar", "publicity", "reporters", "selfcheck", "dossier", "departments"})
"""Tables whose numbers decide no level: a change of one of them is no reason to rate everything again."""


def _rating(data: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if key not in COLOURLESS}


def _cadence(top: Reader) -> dict[int, str]:
    r = top.sub("cadence")
    cadence = {level: r.text(key, tuple(CADENCE_DAYS)) for level, key in LEVEL_KEYS.items()}
    r.finish()
    return cadence


def _lead_level(top: Reader) -> dict[str, int]:
    r = top.sub("lead_level")
    levels = {key: r.whole(key, 1, 4) for key in AFFILIATIONS}
    r.finish()
    return levels


def _duty_levels(top: Reader) -> DutyLevels:
    r = top.sub("duty_levels")
    levels = DutyLevels(r.whole("listing", 1, 4), r.whole("grading", 1, 4))
    r.finish()
    return levels


def _plans(top: Reader) -> PlanRules:
    r = top.sub("plans")
    rules = PlanRules(
        r.flag("approval"),
        r.number("least_m2", 0, 1e9),
        r.number("narrow_m", 0, 1_000),
        r.whole("most_cells", 1, 1_000),
    )
    r.finish()
    return rules


def _publicity(top: Reader) -> PublicityRules:
    r = top.sub("publicity")
    rules = PublicityRules(r.flag("listed"), r.flag("realtime"), r.whole("settled_days", 0, 366))
    r.finish()
    return rules


def _reporters(top: Reader) -> ReporterRules:
    r = top.sub("reporters")
    rules = ReporterRules(r.whole("identity_days", 0, 3_650))
    r.finish()
    return rules


def _are_problems(found: list[LayerText] | list[PackProblem]) -> TypeGuard[list[PackProblem]]:
    return bool(found) and isinstance(found[0], PackProblem)


def _only_layers(found: list[LayerText] | list[PackProblem]) -> list[LayerText]:
    return [item for item in found if isinstance(item, LayerText)]
