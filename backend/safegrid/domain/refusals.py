"""A refusal is a value: a code with parameters. Words and HTTP status are looked up where they are needed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Why a command was not carried out. `code` is a key of the catalogue in `terms`."""

    code: str
    params: tuple[tuple[str, str | int], ...] = ()
