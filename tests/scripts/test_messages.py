"""Every refusal fits one screen, says what to do in both languages, and is used."""

import re

import pytest

from safegrid_dev.paths import SCRIPTS
from safegrid_dev.trouble import Trouble, catalogue, telling

CODES = sorted(catalogue())
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in (SCRIPTS / "safegrid_dev").glob("*.py"))
NAMES = "log folder packages servers data version program place user port python pid url seconds file"
VALUES = dict.fromkeys(NAMES.split(), "…")


@pytest.mark.parametrize("code", CODES)
def test_a_message_fits_a_screen(code):
    lines = Trouble(code, detail="\n".join(["x"] * 100), **VALUES).lines()
    assert len(lines) <= 24
    assert not [line for line in lines if re.search(r"\{[a-z]+\}", line)]


@pytest.mark.parametrize("code", CODES)
def test_a_message_speaks_both_languages(code):
    entry = catalogue()[code]
    chinese = [entry["what_zh"], *(step["zh"] for step in entry["do"])]
    english = [entry["what_en"], *(step["en"] for step in entry["do"])]
    assert entry["do"]
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese)
    assert not [text for text in english if re.search(r"[\u4e00-\u9fff]", text)]


def test_the_catalogue_and_the_code_name_the_same_refusals():
    used = set(re.findall(r'(?:Trouble\(|code=|code: str = |code = )"([a-z-]+)"', SOURCE))
    used |= set(re.findall(r'errno\.\w+: "([a-z-]+)"', SOURCE))
    used |= set(re.findall(r'diagnosed\([^"]+"([a-z-]+)"', SOURCE))
    assert used == set(CODES)


def test_the_telling_lines_of_a_long_output_are_shown():
    words = [
        "start",
        "error during build:",
        "Cannot resolve people.ts",
        *(f"    at frame {n}" for n in range(30)),
        "end",
    ]
    shown = telling("\n".join(words))
    assert shown[:2] == words[1:3]
    assert shown[-1] == "end"
    assert len(shown) <= 6
    assert telling("a\nb") == ["a", "b"]
