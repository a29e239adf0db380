"""Photos in a store that speaks S3: kept, read, found missing, and never read half."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from safegrid.config.storage import photo_storage
from safegrid.store import photos

JPEG = b"\xff\xd8\xff a picture"
DIGEST = "ab" + "0" * 62


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as keeps objects: PUT, GET and HEAD of a path, each signed."""

    objects: dict[str, bytes]
    signed: list[str]

    def do_PUT(self) -> None:
        self.signed.append(self.headers.get("Authorization", ""))
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = re.sub(rb"\r\n0\r\n.*", b"", re.sub(rb"^[0-9a-f]+(;[^\r]*)?\r\n", b"", body), flags=re.S)
        self.objects[self.path] = body
        self._answer(200)

    def do_HEAD(self) -> None:
        self._answer(200 if self.path in self.objects else 404, head=True)

    def do_GET(self) -> None:
        self._answer(200 if self.path in self.objects else 404)

    def _answer(self, status: int, *, head: bool = False) -> None:
        body = self.objects.get(self.path, b"") if self.command != "PUT" else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Wed, 12 Oct 2026 17:50:00 GMT")
        self.end_headers()
        if not head:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def bucket() -> Iterator[ThreadingHTTPServer]:
    kind = type("Bucket", (Bucket,), {"objects": {}, "signed": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_without_a_bucket_photos_lie_in_a_folder(monkeypatch, settings, tmp_path):
    monkeypatch.delenv("SAFEGRID_S3_BUCKET", raising=False)
    assert photo_storage() == {"BACKEND": "safegrid.store.photos.LocalPhotos"}
    settings.MEDIA_ROOT = tmp_path
    name = photos.keep(JPEG, DIGEST)
    assert (tmp_path / name).read_bytes() == JPEG
    assert photos.keep(JPEG, DIGEST) == name
    assert [path.name for path in (tmp_path / "ab").iterdir()] == [f"{DIGEST}.jpg"]
    assert photos.read(name) == JPEG
    assert photos.read("ab/none.jpg") is None


def test_a_folder_holds_no_half_photo_when_the_disk_fails(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        photos.keep(JPEG, DIGEST)
    assert photos.read(photos.name_of(DIGEST)) is None


def test_photos_go_to_s3_by_setting(monkeypatch, settings, bucket):
    given = {
        "BUCKET": "photos", "ENDPOINT": f"http://127.0.0.1:{bucket.server_port}", "REGION": "cn-north-1",
        "ACCESS_KEY": "key", "SECRET_KEY": "secret", "PREFIX": "city", "ADDRESSING": "path",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"SAFEGRID_S3_{name}", value)
    settings.STORAGES = {**settings.STORAGES, "default": photo_storage()}
    name = photos.keep(JPEG, DIGEST)
    kept = bucket.RequestHandlerClass
    assert kept.objects == {f"/photos/city/ab/{DIGEST}.jpg": JPEG}
    assert all("cn-north-1" in line and "Credential=key/" in line for line in kept.signed)
    assert photos.read(name) == JPEG
    assert photos.read("ab/none.jpg") is None
    assert photos.keep(JPEG, DIGEST) == name
    assert len(kept.signed) == 1
