"""SQL of the bench, one statement a file."""

from functools import cache
from importlib import resources


@cache
def text(name: str) -> str:
    """Return the statement in `<name>.sql`."""
    return resources.files(__name__).joinpath(f"{name}.sql").read_text("utf-8")
