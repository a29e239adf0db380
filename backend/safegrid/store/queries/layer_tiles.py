"""Vector tiles of the further layers: one statement per source of features."""

from safegrid.domain.counts import INDEX
from safegrid.domain.layers import Source
from safegrid.domain.scope import Scope
from safegrid.store import packs, sql

from .layers import LayerHead
from .tiles import FEATURES_FROM, Cursor, Parameters, Tile, band_of, frame, sight

_STATEMENTS = {
    Source.FEATURES: "tile_layer",
    Source.MAJOR_HAZARDS: "tile_layer_major",
    Source.VACANCIES: "tile_layer_vacancies",
    Source.SURVEYS: "tile_layer_surveys",
    Source.UNOWNED: "tile_layer_unowned",
}


def layer_tile(cursor: Cursor, scope: Scope, head: LayerHead, tile: Tile) -> bytes | None:
    """Encode the features of a layer in sight; None if the layer has another version by now.

    Layers `shape` (lines and areas) and `mark` (a place each); `k` is a feature's kind, `n` its name, `c` how many one
    mark stands for.
    """
    about: Parameters = {"code": head.code, "version": head.version, "detail": FEATURES_FROM}
    if head.source is Source.VACANCIES:
        about |= posts() | {"band": band_of(tile[0])}
    if head.source is Source.SURVEYS:
        about |= {"overdue_at": INDEX["survey_overdue"] + 1, "band": band_of(tile[0])}
    cursor.execute(sql.text(_STATEMENTS[head.source]), sight(scope) | frame(*tile) | about)
    row = cursor.fetchone()
    return None if row is None or row[0] is None else bytes(row[0])


def posts() -> Parameters:
    """Where the counts of leaders and officers stand (from 1, as PostgreSQL counts), and how many the rules ask for."""
    rules = packs.current().cell
    return {
        "leaders_at": INDEX["leaders"] + 1,
        "officers_at": INDEX["officers"] + 1,
        "leaders": rules.leaders,
        "officers": rules.officers,
    }
