"""``python -m safegrid_dev COMMAND``: what the small files in ``scripts/`` call."""

from __future__ import annotations

import errno
import importlib
import sys

from .console import say
from .paths import ROOT
from .trouble import Trouble

COMMANDS = ("up", "down", "test", "bench", "db", "lock", "build", "healthy", "prepare", "serve", "supervise")

TROUBLES = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "not-yours",
    errno.EPERM: "not-yours",
}


def main(words: list[str]) -> int:
    """Run a command; a refusal is printed, not raised."""
    if not words or words[0] not in COMMANDS:
        say(f"usage: python -m safegrid_dev {{{'|'.join(COMMANDS)}}}")
        return 2
    try:
        command = importlib.import_module(f"{__package__}.{words[0]}")
        return int(command.main(words[1:]))
    except Trouble as trouble:
        say("", *trouble.lines())
        return 1
    except OSError as error:
        trouble_of = TROUBLES.get(error.errno or 0)
        if trouble_of is None:
            raise
        say("", *Trouble(trouble_of, detail=str(error), folder=error.filename or ROOT).lines())
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
