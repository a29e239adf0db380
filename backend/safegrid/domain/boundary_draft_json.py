"""Acts and differences of a draft as plain JSON and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from .boundary_draft import Assign, Difference, Posts
from .boundary_edits import Edit, Restore
from .boundary_ground import Community
from .boundary_json import from_plain, to_plain
from .refusals import Refusal

ASSIGN, IMPORT = "assign", "import"
KINDS = ("leaders", "officers", "inspectors")
MOST_PEOPLE = 20
Json = dict[str, Any]


def step_to_plain(step: Edit | Assign) -> Json:
    """Write an act: `do` names it."""
    if isinstance(step, Assign):
        return {"do": ASSIGN, "cell": step.cell, **_posts(step.posts)}
    return to_plain(step)


def step_from_plain(data: object) -> Edit | Assign | Refusal:
    """Read an act. Refusals FIELD_MISSING, FIELD_BAD, and those of incoming geometry."""
    if isinstance(data, Mapping) and data.get("do") == IMPORT:
        return from_plain({**data, "do": "restore"})
    if not isinstance(data, Mapping) or data.get("do") != ASSIGN:
        return from_plain(data)
    cell = data.get("cell")
    if isinstance(cell, bool) or not isinstance(cell, int) or not 0 < cell < 2**63:
        return Refusal("FIELD_BAD", (("field", "cell"),))
    found = {}
    for kind in KINDS:
        ids = _people(data.get(kind, []))
        if ids is None:
            return Refusal("FIELD_BAD", (("field", kind),))
        found[kind] = ids
    return Assign(cell, Posts(**found))


def import_to_plain(cells: tuple[tuple[int, Community | None], ...]) -> Json:
    """Write the act of taking in a file. Done again on other ground, it puts the same cells there if they fit."""
    return {**to_plain(Restore(cells)), "do": IMPORT}


def difference_to_plain(difference: Difference) -> Json:
    """Write a difference."""
    return {
        "cells": to_plain(Restore(difference.cells))["cells"],
        "posts": [[cell, None if posts is None else _posts(posts)] for cell, posts in difference.posts],
    }


def difference_from_plain(data: Json) -> Difference:
    """Read a difference that this module wrote. Raises ValueError for anything else."""
    read = from_plain({"do": "restore", "cells": data["cells"]})
    if not isinstance(read, Restore):
        raise ValueError(f"not a difference: {read}")
    posts = tuple(
        (cell, None if held is None else Posts(**{kind: tuple(held[kind]) for kind in KINDS}))
        for cell, held in data["posts"]
    )
    return Difference(read.cells, posts)


def _posts(posts: Posts) -> Json:
    return {kind: list(ids) for kind, ids in asdict(posts).items()}


def _people(raw: object) -> tuple[int, ...] | None:
    """Ids of people, each once; None for anything else."""
    if not isinstance(raw, list) or len(raw) > MOST_PEOPLE:
        return None
    if not all(isinstance(n, int) and not isinstance(n, bool) and 0 < n < 2**63 for n in raw):
        return None
    return tuple(dict.fromkeys(raw))
