"""`manage.py import_layer CODE FILE`: replace what a layer holds by a file, or only say what would happen."""

from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from typing_extensions import override

from safegrid.actions import layers
from safegrid.actions.layer_rows import ReadRows
from safegrid.domain.layer_table import BY_CODE, LayerDef
from safegrid.domain.refusals import Refusal
from safegrid.domain.terms import say
from safegrid.ingest.layers.read import read_layer
from safegrid.store.models import Layer

MOST_BYTES = 500 * 1024 * 1024
SHOWN = 20
T = TypeVar("T")


class Command(BaseCommand):
    help = "Replace what a layer holds by a GeoPackage, zipped Shapefile, GeoJSON, CSV or XLSX file."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="code of the layer, e.g. protected")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--crs", default="", help="EPSG:4547, GCJ02, BD09 …; the file's own word if left out"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise CommandError(
                f"文件不存在或超过 {MOST_BYTES >> 20} MB · no such file, or it is too big: {path}"
            )
        layer = known_layer(options["code"])
        if layer is None:
            raise CommandError(f"没有图层 {options['code']} · there is no such layer")
        read = _or_error(read_layer(path.name, path.read_bytes(), layer, options["crs"]))
        self._tell(read)
        if options["dry_run"]:
            return
        if not read.features:
            raise CommandError(_words(Refusal("LAYER_ALL_REFUSED")))
        origin = f"{path.name[:30]} · {read.crs}"
        done = _or_error(layers.fill("system:import", layer, read.features, origin=origin))
        self.stdout.write(f"✓ {done.code} v{done.version}: {done.features} ({done.unowned} 无归属 · unowned)")

    def _tell(self, read: ReadRows) -> None:
        self.stdout.write(f"{len(read.features)} ✓  {len(read.refused)} ✗  {read.crs}  {read.encoding}")
        for row in read.refused[:SHOWN]:
            self.stdout.write(f"  {row.row}: {row.name} {_words(row.refusal)}")


def known_layer(code: str) -> LayerDef | None:
    """A layer that is there, or one that every city has."""
    row = Layer.objects.filter(code=code).first()
    return layers.definition_of(row) if row else BY_CODE.get(code)


def _or_error(result: T | Refusal) -> T:
    if isinstance(result, Refusal):
        raise CommandError(_words(result))
    return result


def _words(refusal: Refusal) -> str:
    term = say("refusal", refusal.code, dict(refusal.params))
    return f"{term.zh} {term.en}"
