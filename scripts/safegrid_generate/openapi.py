"""TypeScript types of the HTTP API, from the OpenAPI schema that django-ninja knows."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from .places import FRONTEND, GENERATED, ROOT

NODE = ROOT / ".venv" / "bin" / "node"
CLI = FRONTEND / "node_modules" / "openapi-typescript" / "bin" / "cli.js"


def outputs() -> dict[Path, str]:
    """Path to text of the API types.

    Raises:
        subprocess.CalledProcessError: openapi-typescript did not accept the schema.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder) / "openapi.json", Path(folder) / "api.ts"
        source.write_text(json.dumps(_schema()), encoding="utf-8")
        command = [str(NODE), str(CLI), str(source), "--output", str(result)]
        subprocess.run(command, check=True, capture_output=True, cwd=FRONTEND)
        return {GENERATED / "api.ts": result.read_text(encoding="utf-8")}


def _schema() -> dict[str, object]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safegrid.config.settings")
    import django  # noqa: PLC0415 - needs the settings named first

    django.setup()
    from safegrid.api.root import api  # noqa: PLC0415 - needs Django set up

    return dict(api.get_openapi_schema())
