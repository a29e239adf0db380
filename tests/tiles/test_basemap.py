"""The operator's base map: files, another server behind the cache, and what happens when that server is gone."""

import asyncio
import gzip
import sqlite3
import struct
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import geopandas
import pytest
import shapely
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from safegrid.config import basemap
from safegrid.config.csp import policy
from safegrid.tiles.app import TileApp
from safegrid.tiles.basemap import upstream
from safegrid.tiles.basemap.disk import DiskCache, Kept
from safegrid.tiles.basemap.files import NotUsableError, open_file
from safegrid.tiles.basemap.pmtiles import Archive, tile_id
from safegrid.tiles.basemap.upstream import Template, Upstream, seconds_fresh
from safegrid.tiles.picture import BLANK, Unavailable, picture_of

from .client import Browser, browser_of, person
from .ground import Ground

KEY = "the-secret-key"


def png(shade: int) -> bytes:
    """A small picture of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def mbtiles(path: Path, tiles: dict[tuple[int, int, int], bytes], kind: str = "png") -> Path:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE metadata (name text, value text)")
        database.execute("CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        said = [("format", kind), ("attribution", "测绘院")]
        database.executemany("INSERT INTO metadata VALUES (?, ?)", said)
        rows = [(z, x, (1 << z) - 1 - y, data) for (z, x, y), data in tiles.items()]
        database.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    database.close()
    return path


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def directory(rows: list[tuple[int, int, int, int]]) -> bytes:
    """Rows (id, run, length, offset), as the specification writes them; always with whole offsets."""
    steps = [rows[0][0], *(b[0] - a[0] for a, b in pairwise(rows))]
    columns = [steps, [r[1] for r in rows], [r[2] for r in rows], [r[3] + 1 for r in rows]]
    return varint(len(rows)) + b"".join(varint(n) for column in columns for n in column)


def pmtiles(path: Path, tiles: dict[tuple[int, int, int], bytes], packed: bool = True) -> Path:
    """An archive with one leaf directory below the root, gzip inside or not."""
    pack = gzip.compress if packed else bytes
    rows, body = [], b""
    for number, data in sorted((tile_id(*at), data) for at, data in tiles.items()):
        rows.append((number, 1, len(data), len(body)))
        body += data
    leaf = pack(directory(rows))
    root = pack(directory([(rows[0][0], 0, len(leaf), 0)]))
    meta = pack(b'{"attribution":"\xe6\xb5\x8b\xe7\xbb\x98\xe9\x99\xa2"}')
    at = [127, 127 + len(root), 127 + len(root) + len(meta), 127 + len(root) + len(meta) + len(leaf)]
    numbers = [
        at[0],
        len(root),
        at[1],
        len(meta),
        at[2],
        len(leaf),
        at[3],
        len(body),
        len(rows),
        len(rows),
        len(rows),
    ]
    zooms = [min(z for z, _, _ in tiles), max(z for z, _, _ in tiles)]
    head = b"PMTiles\x03" + struct.pack("<11Q", *numbers) + bytes([1, 2 if packed else 1, 1, 2, *zooms])
    path.write_bytes(head.ljust(127, b"\0") + root + meta + leaf + body)
    return path


TILES = {
    (z, x, y): png(16 * z + 4 * x + y)
    for z in (1, 2)
    for x in range(1 << z)
    for y in range(1 << z)
    if x + y < 5
}


@pytest.mark.parametrize("write", [mbtiles, pmtiles, lambda p, t: pmtiles(p, t, packed=False)])
def test_a_file_gives_its_pictures_by_xyz_addresses(tmp_path, write):
    ending = "mbtiles" if write is mbtiles else "pmtiles"
    made = open_file(write(tmp_path / f"底图.{ending}", TILES))
    assert (made.about.min_zoom, made.about.max_zoom, made.about.attribution) == (1, 2, "测绘院")
    for at, data in TILES.items():
        found = made.tile(*at)
        assert found is not None
        assert (found.data, found.mime) == (data, "image/png")
    assert made.tile(2, 3, 3) is None
    assert made.tile(3, 0, 0) is None
    assert made.tile(0, 0, 0) is None


def test_archives_that_others_wrote_are_read(tmp_path):
    """GDAL writes vector tiles only: they are found and unpacked, and refused as a base map of pictures."""
    square = geopandas.GeoDataFrame({"n": [1]}, geometry=[shapely.box(113, 33, 115, 35)], crs=4326)
    square.to_file(
        tmp_path / "x.pmtiles", engine="pyogrio", driver="PMTiles", layer="a", MINZOOM="0", MAXZOOM="6"
    )
    archive = Archive(tmp_path / "x.pmtiles")
    assert (archive.header.min_zoom, archive.header.max_zoom) == (0, 6)
    assert archive.tile(0, 0, 0)
    assert archive.tile(6, 52, 25)
    assert archive.tile(6, 0, 0) is None
    with pytest.raises(NotUsableError, match="no pictures"):
        open_file(tmp_path / "x.pmtiles")


@given(st.integers(0, 8).flatmap(lambda z: st.tuples(st.just(z), *[st.integers(0, (1 << z) - 1)] * 2)))
def test_numbers_of_tiles_follow_the_curve(at):
    """Neighbours along the curve are neighbours on the ground, and no number is given twice (checked by counting)."""
    z, x, y = at
    first = (4**z - 1) // 3
    assert first <= tile_id(z, x, y) < first + 4**z
    if z < 5:
        assert len({tile_id(z, i, j) for i in range(1 << z) for j in range(1 << z)}) == 4**z


def test_numbers_of_the_first_tiles_are_those_of_the_specification():
    known = {
        (0, 0, 0): 0,
        (1, 0, 0): 1,
        (1, 0, 1): 2,
        (1, 1, 1): 3,
        (1, 1, 0): 4,
        (2, 0, 0): 5,
        (12, 3423, 1763): 19078479,
    }
    assert {at: tile_id(*at) for at in known} == known


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: folder / "nowhere.mbtiles",
        lambda folder: mbtiles(folder / "v.mbtiles", TILES, "pbf"),
        lambda folder: mbtiles(folder / "e.mbtiles", {}),
        lambda folder: (folder / "x.pmtiles", (folder / "x.pmtiles").write_bytes(b"PMTiles\x02"))[0],
        lambda folder: (folder / "x.mbtiles", (folder / "x.mbtiles").write_bytes(b"no database"))[0],
        lambda folder: (folder / "x.tif", (folder / "x.tif").write_bytes(b"II"))[0],
    ],
)
def test_files_that_are_no_base_map_say_why(tmp_path, make, settings):
    path = make(tmp_path)
    with pytest.raises(NotUsableError, match=r"·"):
        open_file(path)
    settings.BASEMAP_FILE = str(path)
    with pytest.raises(ImproperlyConfigured, match="SAFEGRID_BASEMAP_FILE"):
        basemap.layers()


def test_a_damaged_archive_is_an_error_and_no_loop(tmp_path):
    path = pmtiles(tmp_path / "x.pmtiles", TILES, packed=False)
    raw = bytearray(path.read_bytes())
    # The leaf points to itself for ever.
    root = struct.unpack_from("<Q", raw, 8)[0]
    leaf = directory([(0, 0, 6, 0)])
    raw[struct.unpack_from("<Q", raw, 40)[0] :][: len(leaf)] = leaf
    raw[root : root + len(leaf)] = leaf
    path.write_bytes(raw)
    with pytest.raises(ValueError, match=r"deep|damaged|shorter"):
        Archive(path).tile(1, 0, 0)


class Server:
    """A small map server: counts what it is asked, and does as it is told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.conditions: list[str] = []
        self.mode = "ok"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.conditions.append(self.headers.get("If-None-Match", ""))
                status, headers, body = outer.answer(self.headers.get("If-None-Match", ""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing on the tests' output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/{{z}}/{{x}}/{{y}}.png?tk={KEY}"

    def answer(self, condition: str) -> tuple[int, dict[str, str], bytes]:
        match self.mode:
            case "missing":
                return 404, {}, b""
            case "page":
                return 200, {"Content-Type": "image/png"}, b"<html>wrong key</html>"
            case "moved":
                return 302, {"Location": "http://127.0.0.1:1/"}, b""
            case "huge":
                return 200, {}, png(1) + b"0" * upstream.MOST_BYTES
        if condition == '"v1"':
            return 304, {"Cache-Control": "max-age=7200"}, b""
        return 200, {"ETag": '"v1"', "Cache-Control": "max-age=3600"}, png(7)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path, clock) -> DiskCache:
    return DiskCache(tmp_path / "cache", 1_000_000, clock)


def test_a_picture_is_asked_for_once_and_then_from_the_disk(server, cache, clock, tmp_path):
    ground = Upstream(Template(server.url), cache)
    assert ground.tile(3, 4, 2).data == png(7)
    assert server.asked == [f"/3/4/2.png?tk={KEY}"]
    assert ground.tile(3, 4, 2).data == png(7)
    again = Upstream(Template(server.url), DiskCache(tmp_path / "cache", 1_000_000, clock))
    assert again.tile(3, 4, 2).data == png(7)
    assert len(server.asked) == 1


def test_an_old_picture_is_asked_about_and_kept_if_it_still_holds(server, cache, clock):
    ground = Upstream(Template(server.url), cache)
    ground.tile(3, 4, 2)
    clock.now += 3_601
    assert ground.tile(3, 4, 2).data == png(7)
    assert server.conditions == ["", '"v1"']
    clock.now += 7_100  # its new term
    ground.tile(3, 4, 2)
    assert len(server.asked) == 2


def test_what_the_other_server_does_not_have_is_remembered(server, cache):
    server.mode = "missing"
    ground = Upstream(Template(server.url, max_zoom=5), cache)
    assert ground.tile(3, 0, 0) is None
    assert ground.tile(3, 0, 0) is None
    assert len(server.asked) == 1
    assert ground.tile(6, 0, 0) is None
    assert len(server.asked) == 1


@pytest.mark.parametrize("mode", ["page", "moved", "huge"])
def test_what_is_no_picture_is_no_picture(server, cache, mode):
    server.mode = mode
    with pytest.raises(Unavailable):
        Upstream(Template(server.url), cache).tile(3, 0, 0)
    assert cache.bytes == 0


def test_a_dead_server_leaves_what_is_kept_and_is_given_a_rest(server, cache, clock, caplog, monkeypatch):
    ground = Upstream(Template(server.url), cache)
    ground.tile(3, 4, 2)
    server.stop()
    clock.now += 10_000
    assert ground.tile(3, 4, 2).data == png(7)
    for x in range(4):
        with pytest.raises(Unavailable):
            ground.tile(3, x, 0)
    assert len([r for r in caplog.records if "base map" in r.message]) == upstream.FAILURES
    assert KEY not in caplog.text
    asked = []
    monkeypatch.setattr(ground._pool, "request", lambda *a, **k: asked.append(a))
    with pytest.raises(Unavailable):
        ground.tile(3, 7, 0)
    assert asked == []


def test_the_disk_holds_no_more_than_it_may(tmp_path, clock):
    cache = DiskCache(tmp_path, 10_000, clock)
    for i in range(40):
        cache.put(f"{i}", Kept(bytes(900), clock.now + 1))
        assert cache.get("0") is not None or i > 30
    files = list(tmp_path.glob("??/*.tile"))
    assert sum(path.stat().st_size for path in files) == cache.bytes <= 10_000
    assert cache.get("39") is not None
    # Used last, kept longest: 0 was read in every round until there was no room.
    assert {f"{i}" for i in range(40) if cache.get(f"{i}")} >= {"38", "39"}
    assert DiskCache(tmp_path, 10_000, clock).bytes == cache.bytes
    assert not list(tmp_path.glob("??/*.part"))


def test_a_file_that_was_cut_short_is_fetched_again(tmp_path, clock):
    cache = DiskCache(tmp_path, 10_000, clock)
    cache.put("a", Kept(png(3), clock.now + 9))
    (path,) = tmp_path.glob("??/*.tile")
    path.write_bytes(path.read_bytes()[:-3])
    assert cache.get("a") is None
    path.write_bytes(b"")
    assert cache.get("a") is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "public, max-age=86400"}, 86_400),
        ({"Cache-Control": "max-age=1"}, upstream.SHORTEST),
        ({"Cache-Control": "max-age=999999999"}, upstream.LONGEST),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, upstream.SHORTEST),
        ({"Expires": "soon"}, upstream.KEEP),
        ({}, upstream.KEEP),
    ],
)
def test_how_long_an_answer_holds(headers, seconds):
    assert seconds_fresh(headers) == seconds


def test_addresses_of_every_kind():
    assert Template("https://{s}.t/{z}/{x}/{y}").address(3, 4, 2) == "https://a.t/3/4/2"
    assert Template("https://t/{z}/{x}/{-y}").address(3, 4, 2) == "https://t/3/4/5"
    wmts = "https://t/wmts?m={TileMatrix}&r={TileRow}&c={TileCol}"
    assert Template(wmts).address(3, 4, 2) == "https://t/wmts?m=3&r=2&c=4"


def test_pages_never_learn_the_key(settings):
    settings.BASEMAP_FILE = settings.BASEMAP_URL = ""
    settings.TIANDITU_KEY = KEY
    about = basemap.about()
    assert about is not None
    assert about["url"] == "/tiles/basemap/base/{z}/{x}/{y}"
    assert about["labels"] == "/tiles/basemap/labels/{z}/{x}/{y}"
    assert about["attribution"] == "天地图"
    assert KEY not in str(about)
    address = basemap.templates()["base"].address(3, 4, 2)
    assert "LAYER=vec" in address
    assert f"TILEMATRIX=3&TILEROW=2&TILECOL=4&tk={KEY}" in address
    assert "tianditu" not in policy("n")
    settings.TIANDITU_KEY = ""
    assert basemap.about() is None
    assert basemap.layers() == {}


@pytest.mark.parametrize(
    "url", ["https://t/a.png", "https://t/{z}/{x}.png", "ftp://t/{z}/{x}/{y}", "https://t/{z}/{x}/{y}/{q}"]
)
def test_templates_that_name_no_tile_are_refused_at_the_start(settings, url):
    settings.BASEMAP_URL = url
    with pytest.raises(ImproperlyConfigured, match="SAFEGRID_BASEMAP_URL"):
        basemap.layers()


@pytest.fixture
def browser(app: TileApp, lasting_ground: Ground) -> Browser:
    return browser_of(app, person("ins", lasting_ground.communities[0]))


async def test_who_has_a_pass_gets_the_ground_even_while_the_log_is_silent(
    app: TileApp, browser: Browser, tmp_path
) -> None:
    made = open_file(mbtiles(tmp_path / "a.mbtiles", TILES))
    app.basemap.layers = {"base": made.tile}
    app.fresh = lambda: False
    answer = await browser.get("/tiles/basemap/base/2/1/1")
    assert (answer.status, answer.body) == (200, TILES[2, 1, 1])
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "private, max-age=86400"
    again = await browser.get("/tiles/basemap/base/2/1/1", if_none_match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    # An <img> without a picture would be an error; where there is none, there is nothing to see.
    assert (await browser.get("/tiles/basemap/base/2/3/3")).body == BLANK.data
    for path in ("labels/2/1/1", "base/2/4/0", "base/21/0/0", "base/2/1", "base/../2/1/1"):
        assert (await browser.get(f"/tiles/basemap/{path}")).status == 404, path
    browser.token = ""
    assert (await browser.get("/tiles/basemap/base/2/1/1")).status == 401


async def test_a_dead_upstream_is_told_and_many_askers_are_one(app: TileApp, browser: Browser) -> None:
    asked = []

    def read(z: int, x: int, y: int) -> None:
        asked.append((z, x, y))
        raise Unavailable("gone")

    app.basemap.layers = {"base": read}
    answers = await asyncio.gather(*(browser.get("/tiles/basemap/base/2/1/1") for _ in range(5)))
    assert {a.status for a in answers} == {503}
    assert {a.headers["retry-after"] for a in answers} == {"20"}
    assert asked == [(2, 1, 1)]


def test_the_blank_picture_is_one():
    assert picture_of(BLANK.data) == BLANK
    assert picture_of(b"\xff\xd8\xff\xe0").mime == "image/jpeg"
    assert picture_of(b"RIFF0000WEBPVP8 ").mime == "image/webp"
    assert picture_of(b"GIF89a") is None
