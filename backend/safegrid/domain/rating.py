"""Inherent level of a risk point by a method: LEC, LS, or the major hazard grade of GB 18218."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from .levels import Level
from .pack_model import Band, LecRules, LsRules, MajorHazardRules, RulePack
from .refusals import Refusal

Inputs = tuple[tuple[str, float], ...]
_GRADE_ZH = {1: "一", 2: "二", 3: "三", 4: "四"}


@dataclass(frozen=True, slots=True)
class Rating:
    """A level with everything that led to it. `value`: what was compared with the bands; `band`: its range."""

    method: str
    level: Level
    value: float
    band: Band
    next_band: Band | None
    formula: str
    inputs: Inputs
    reasons: tuple[str, ...]


def _rate(method: str, value: float, bands: Sequence[Band], formula: str, inputs: Inputs) -> Rating:
    """Find the half-open band of a value; a value below the first band belongs to the first."""
    at = max((i for i, band in enumerate(bands) if value >= band.start), default=0)
    worse = next((band for band in bands[at + 1 :] if band.level < bands[at].level), None)
    reason = f"{method}_BAND"
    return Rating(method, bands[at].level, value, bands[at], worse, formula, inputs, (reason,))


def _not_in(name: str, value: float) -> Refusal:
    return Refusal("INPUT_NOT_ALLOWED", (("input", name), ("value", f"{value:g}")))


def lec(likelihood: float, exposure: float, consequence: float, rules: LecRules) -> Rating | Refusal:
    """D = L × E × C. Refusal INPUT_NOT_ALLOWED for a value that the pack's scale does not have."""
    scales = (
        ("l", likelihood, rules.likelihood),
        ("e", exposure, rules.exposure),
        ("c", consequence, rules.consequence),
    )
    for name, value, allowed in scales:
        if value not in allowed:
            return _not_in(name, value)
    # Rounding takes away the noise of 0.1 and 0.2, so that an edge is met exactly where people compute it.
    d = round(likelihood * exposure * consequence, 6)
    inputs = (("l", likelihood), ("e", exposure), ("c", consequence))
    return _rate("LEC", d, rules.bands, "D = L × E × C", inputs)


def ls(likelihood: float, severity: float, rules: LsRules) -> Rating | Refusal:
    """R = L × S on a square matrix."""
    for name, value in (("l", likelihood), ("s", severity)):
        if not 1 <= value <= rules.size or value != int(value):
            return _not_in(name, value)
    l_value, s_value = int(likelihood), int(severity)
    return _rate("LS", l_value * s_value, rules.bands, "R = L × S", (("l", l_value), ("s", s_value)))


def ls_chemical(likelihood: Sequence[int], severity: Sequence[int], rules: LsRules) -> Rating | Refusal:
    """The chemical-enterprise matrix: L = mean of its items rounded up, S = the worst of its items."""
    for name, items, n in (("l", likelihood, rules.likelihood_items), ("s", severity, rules.severity_items)):
        if len(items) != n:
            return Refusal("INPUT_ITEMS", (("input", name), ("count", n)))
        for value in items:
            if not 1 <= value <= rules.size or value != int(value):
                return _not_in(name, value)
    mean, worst = ceil(sum(likelihood) / len(likelihood)), max(severity)
    named = (
        *((f"l{i}", v) for i, v in enumerate(likelihood, 1)),
        *((f"s{i}", v) for i, v in enumerate(severity, 1)),
    )
    inputs = tuple((name, float(v)) for name, v in named)
    formula = "R = ⌈mean L1…L10⌉ × max S1…S5"
    return _rate("LSC", mean * worst, rules.bands, formula, inputs)


@dataclass(frozen=True, slots=True)
class Substance:
    """`quantity` and `threshold` in tonnes; `beta`: correction factor; `name` for people."""

    name: str
    quantity: float
    threshold: float
    beta: float


@dataclass(frozen=True, slots=True)
class MajorHazard:
    """GB 18218: `ratio` S, `index` R, `alpha`, `grade` 1-4 (0 = no major hazard), `level` that it forces."""

    ratio: float
    index: float
    alpha: float
    grade: int
    level: Level
    formula: str
    inputs: Inputs


def beta_of(code: str, rules: MajorHazardRules) -> float | None:
    """β of a gas by CAS number (table 3), else of a class such as W5.1 (table 4); None if neither has it."""
    return rules.beta_gas.get(code, rules.beta_class.get(code))


def _step(value: float, steps: Sequence[tuple[float, float]]) -> float:
    return [result for start, result in steps if value >= start][-1]


def major_hazard(
    substances: Sequence[Substance], residents: int, rules: MajorHazardRules
) -> MajorHazard | Refusal:
    """Identify (S = Σ q/Q) and grade (R = α Σ β q/Q) a unit. `residents`: permanent ones within 500 m outside."""
    for s in substances:
        if s.quantity < 0 or s.threshold <= 0 or s.beta <= 0:
            return Refusal("INPUT_NOT_ALLOWED", (("input", s.name), ("value", f"{s.quantity:g}")))
    if residents < 0:
        return _not_in("residents", residents)
    ratio = sum(s.quantity / s.threshold for s in substances)
    alpha = _step(residents, rules.alpha)
    index = alpha * sum(s.beta * s.quantity / s.threshold for s in substances)
    grade = int(_step(index, rules.grades)) if ratio >= rules.threshold else 0
    level = rules.direct_level[grade] if grade else Level.UNRATED
    inputs = (("residents", float(residents)), *((s.name, s.quantity) for s in substances))
    formula = "S = Σ q/Q;  R = α · Σ β·q/Q"
    return MajorHazard(ratio, index, alpha, grade, level, formula, inputs)


def major_hazard_bands(rules: MajorHazardRules) -> tuple[Band, ...]:
    """Grades of R as bands of the level that each forces on a point."""
    return tuple(
        Band(
            start,
            rules.direct_level[grade],
            f"{_GRADE_ZH[grade]}级重大危险源",
            f"major hazard, grade {grade}",
        )
        for start, grade in rules.grades
    )


def _installation(inputs: Mapping[str, object], rules: MajorHazardRules) -> Rating | Refusal:
    """Level that a major hazard installation forces. Below the threshold it is none, and has no level of its own."""
    substances, residents = _substances(inputs.get("substances"), rules), inputs.get("residents")
    if not substances or not isinstance(residents, int) or isinstance(residents, bool):
        return Refusal("INPUT_MISSING", (("method", "MHI"),))
    result = major_hazard(substances, residents, rules)
    if isinstance(result, Refusal):
        return result
    bands = major_hazard_bands(rules)
    if result.grade:
        return _rate("MHI", result.index, bands, result.formula, result.inputs)
    none = Band(0, Level.UNRATED, "未构成重大危险源", "no major hazard")
    return Rating(
        "MHI", Level.UNRATED, result.index, none, bands[0], result.formula, result.inputs, ("MHI_BAND",)
    )


def _substances(listed: object, rules: MajorHazardRules) -> list[Substance]:
    """Stored substances: {name, quantity, threshold, beta or code}; [] if one of them cannot be read."""
    found: list[Substance] = []
    for item in listed if isinstance(listed, list | tuple) else ():
        row = item if isinstance(item, Mapping) else {}
        beta = row.get("beta", beta_of(str(row.get("code", "")), rules))
        if not all(_is_number(v) for v in (row.get("quantity"), row.get("threshold"), beta)):
            return []
        found.append(
            Substance(str(row.get("name", "")), _num(row["quantity"]), _num(row["threshold"]), _num(beta))
        )
    return found


def rate(method: str, inputs: Mapping[str, object], pack: RulePack) -> Rating | Refusal:
    """Rate by the name of the method with stored inputs: LEC {l, e, c}, LS {l, s}, LSC {l: [...], s: [...]},
    MHI {residents, substances: [{name, quantity, threshold, beta or code}]}.
    """
    numbers = {name: value for name, value in inputs.items() if _is_number(value)}
    lists = {name: value for name, value in inputs.items() if isinstance(value, list | tuple)}
    if method == "LEC" and {"l", "e", "c"} <= set(numbers):
        return lec(_num(numbers["l"]), _num(numbers["e"]), _num(numbers["c"]), pack.lec)
    if method == "LS" and {"l", "s"} <= set(numbers):
        return ls(_num(numbers["l"]), _num(numbers["s"]), pack.ls)
    if method == "LSC" and {"l", "s"} <= set(lists):
        return ls_chemical(_whole(lists["l"]), _whole(lists["s"]), pack.ls_chemical)
    if method == "MHI":
        return _installation(inputs, pack.major_hazard)
    return Refusal("INPUT_MISSING", (("method", method),))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _num(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _whole(values: Sequence[object]) -> list[int]:
    return [int(v) if isinstance(v, int | float) else 0 for v in values]
