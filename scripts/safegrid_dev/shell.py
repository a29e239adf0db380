"""Running other programs: quiet when they work, with their last lines when they do not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .paths import ROOT, local
from .trouble import Trouble

NO_SPACE = ("No space left on device", "ENOSPC", "Disk quota exceeded", "You don't have enough free space")
NO_NETWORK = (
    "Temporary failure resolving",
    "Could not resolve host",
    "Failed to establish a new connection",
    "Name or service not known",
    "Network is unreachable",
    "Could not connect to",
    "EAI_AGAIN",
    "ENOTFOUND",
    "Unable to fetch some archives",
    "Connection timed out",
)


def run(
    command: Sequence[str | Path],
    *,
    log: str,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    code: str = "step-failed",
    on_line: Callable[[str], None] | None = None,
    **values: object,
) -> None:
    """Run to the end with the output in ``.local/logs/<log>.log``; ``on_line`` hears each line as it comes.

    :raises Trouble: ``disk-full`` or ``no-network`` if the output says so, else ``code``.
    """
    path = local("logs", f"{log}.log")
    words = [str(word) for word in command]
    status = _tee(words, path, on_line, cwd=cwd, env=merged(env))
    if status:
        raise diagnosed(path.read_text(encoding="utf-8", errors="replace"), code, log=path, **values)


def run_on_terminal(command: Sequence[str], *, env: Mapping[str, str], code: str) -> None:
    """Run a program that shows its own progress."""
    if subprocess.run(
        list(command), cwd=ROOT, env=merged(env), stdin=subprocess.DEVNULL, check=False
    ).returncode:
        raise Trouble(code, log="(↑)")


def _tee(
    words: list[str], path: Path, on_line: Callable[[str], None] | None, *, cwd: Path, env: dict[str, str]
) -> int:
    with path.open("w", encoding="utf-8") as sink:
        sink.write(f"$ {' '.join(words)}\n")
        with subprocess.Popen(
            words,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as child:
            for line in child.stdout or ():
                sink.write(line)
                if on_line:
                    on_line(line.rstrip())
    return child.returncode


def diagnosed(output: str, code: str, **values: object) -> Trouble:
    """The most helpful refusal for a program's last words."""
    if any(sign in output for sign in NO_SPACE):
        code = "disk-full"
    elif any(sign in output for sign in NO_NETWORK):
        code = "no-network"
    return Trouble(code, detail=output, **{"folder": ROOT, **values})


def output(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """The program's standard output, or its error output as a refusal."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env=merged(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise diagnosed(done.stderr + done.stdout, "step-failed", log=words[0])
    return done.stdout


def merged(extra: Mapping[str, str] | None) -> dict[str, str]:
    """This process's environment with ``extra`` on top."""
    return {**os.environ, **(extra or {})}
