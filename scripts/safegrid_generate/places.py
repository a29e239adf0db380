"""Where sources are read and results are written."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
GENERATED = FRONTEND / "src" / "generated"
STYLES = ROOT / "gis_data" / "styles"
COLOURS_JSON = STYLES / "four_colours.json"
