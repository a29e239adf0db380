"""An explanation: inputs, formula, band, pack, reasons, and what would change the level."""

from collections.abc import Sequence
from dataclasses import dataclass

from .levels import Level
from .pack_model import Band, RulePack
from .term import Term
from .terms import say, term
from .triggers import Reason

Value = int | float | str


@dataclass(frozen=True, slots=True)
class ExplainedReason:
    """A reason in words."""

    code: str
    text: Term
    candidate: Level
    binding: bool
    params: tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something has its level. `inputs`: codes of the group `input` with values.

    `layers`: ids of the files that the pack was merged from; `sources`: where the numbers used come from.
    """

    level: Level
    formula: Term | None
    inputs: tuple[tuple[str, Value], ...]
    band: Term | None
    pack_id: str
    pack_version: str
    layers: tuple[str, ...]
    sources: tuple[str, ...]
    reasons: tuple[ExplainedReason, ...]
    would_change: tuple[Term, ...]


def explanation(
    level: Level,
    pack: RulePack,
    reasons: Sequence[Reason],
    *,
    formula: Term | None = None,
    inputs: Sequence[tuple[str, Value]] = (),
    band: Term | None = None,
    tables: Sequence[str] = (),
    would_change: Sequence[Term] = (),
) -> Explanation:
    """Put an explanation together; `tables` are the pack's tables whose numbers were used."""
    sources = tuple(f"{t}: {pack.sources[t]}" for t in tables if t in pack.sources)
    return Explanation(
        level=level,
        formula=formula,
        inputs=tuple(inputs),
        band=band,
        pack_id=pack.id,
        pack_version=pack.version,
        layers=tuple(layer.id for layer in pack.layers),
        sources=sources,
        reasons=tuple(_in_words(r) for r in reasons),
        would_change=tuple(would_change),
    )


def _in_words(reason: Reason) -> ExplainedReason:
    words = say("reason", reason.code, dict(reason.params))
    return ExplainedReason(reason.code, words, reason.candidate, reason.binding, reason.params)


def change(code: str, level: Level, **params: Term | Value) -> Term:
    """A sentence of the group `change`; terms among the parameters are taken in each language."""
    words, name = term("change", code), term("level", level)
    zh = {k: v.zh if isinstance(v, Term) else v for k, v in params.items()}
    en = {k: v.en if isinstance(v, Term) else v for k, v in params.items()}
    return Term(
        words.filled({**_texts(zh), "level": name.zh}).zh, words.filled({**_texts(en), "level": name.en}).en
    )


def _texts(params: dict[str, Value]) -> dict[str, str | int]:
    return {k: f"{v:g}" if isinstance(v, float) else v for k, v in params.items()}


def band_term(name: str, band: Band, above: Band | None) -> Term:
    """A band in words: 70 ≤ D < 160, 显著危险."""
    reach = f"{name} ≥ {band.start:g}" if above is None else f"{band.start:g} ≤ {name} < {above.start:g}"
    return Term(f"{reach}，{band.zh}", f"{reach}, {band.en}")
