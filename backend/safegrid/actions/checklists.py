"""The checklists' files become versions in the database, once; a version that is there is never touched again."""

import logging
from functools import cache
from pathlib import Path

from safegrid.domain.checklists import Checklist, ChecklistError, digest, parse, to_plain
from safegrid.domain.terms import GROUPS
from safegrid.store import models, packs

log = logging.getLogger(__name__)
FOLDER = packs.FOLDER / "checklists"


def load(folder: Path = FOLDER) -> int:
    """Keep every list that is not there yet; for the worker. Returns how many were new.

    A file whose version is there with other content is named in the log and left out: inspections refer to the old one.
    Raises ChecklistError for a file that cannot be read.
    """
    known = {(row.code, row.version): row.digest for row in models.Checklist.objects.defer("content")}
    new: list[models.Checklist] = []
    for checklist in _shipped() if folder == FOLDER else read(folder):
        there = known.get((checklist.code, checklist.version))
        if there is None:
            new.append(_row(checklist))
        elif there != digest(checklist):
            log.error(
                "checklist %s: version %s is in use with other items; give the new ones a new version",
                checklist.code, checklist.version,
            )  # fmt: skip
    models.Checklist.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def read(folder: Path = FOLDER) -> list[Checklist]:
    """Read every file, in the order of their names. Raises ChecklistError with every mistake of all of them."""
    found: list[Checklist] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(parse(path.name, path.read_text("utf-8"), GROUPS["point_category"]))
        except ChecklistError as error:
            problems.append(str(error))
    if problems:
        raise ChecklistError("\n".join(problems))
    return found


@cache
def _shipped() -> list[Checklist]:
    """Our own files, read once per process: the worker asks again and again."""
    return read(FOLDER)


def _row(checklist: Checklist) -> models.Checklist:
    return models.Checklist(
        code=checklist.code,
        version=checklist.version,
        valid_from=checklist.valid_from,
        digest=digest(checklist),
        content=to_plain(checklist),
    )
