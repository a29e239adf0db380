"""Photos: what is taken, what is kept, who sees them."""

import io
import random
import warnings
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from factories import make_person
from safegrid.store.models import Hazard, Upload

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(kind="JPEG", size=(400, 300), exif=True):
    image = Image.new("RGB", size, (120, 30, 30))
    out = io.BytesIO()
    if kind == "JPEG" and exif:
        marks = Image.Exif()
        marks[0x010F] = "CameraMaker"
        marks[0x0112] = 6  # turned by a quarter
        marks.get_ifd(0x8825)[1] = "N"
        image.save(out, kind, exif=marks)
    else:
        image.save(out, kind)
    return out.getvalue()


def send(client, data, name="photo.jpg", **headers):
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    return client.post("/api/uploads", {"file": SimpleUploadedFile(name, data)}, headers=named)


def test_a_photo_is_kept_without_what_the_camera_wrote(town, as_, media):
    answer = send(as_(town.inspector), picture())
    assert answer.status_code == 200, answer.content
    upload = Upload.objects.get(uuid=answer.json()["id"])
    kept = (Path(media) / upload.file).read_bytes()
    assert b"CameraMaker" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (300, 400)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_photo_formats_become_jpeg(town, as_, kind):
    answer = send(as_(town.inspector), picture(kind), name="x.bin")
    assert answer.status_code == 200
    shown = as_(town.inspector).get(answer.json()["url"])
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "filename=" in shown["Content-Disposition"]
    assert shown.content[:3] == b"\xff\xd8\xff"


def test_a_big_photo_is_made_smaller(town, as_, media):
    send(as_(town.inspector), picture(size=(4000, 1000), exif=False))
    with Image.open(Path(media) / Upload.objects.get().file) as image:
        assert image.size == (2560, 640)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"<svg onload=alert(1)>", 415, "FILE_TYPE"),
        (b"GIF89a", 415, "FILE_TYPE"),
        (b"\xff\xd8\xff broken", 415, "FILE_BROKEN"),
        (picture()[:200], 415, "FILE_BROKEN"),
        (b"\xff\xd8\xff" + b"0" * (8 * 1024 * 1024), 413, "FILE_TOO_BIG"),
    ],
    ids=["svg", "gif", "broken", "cut", "big"],
)
def test_what_is_no_photo_is_refused(town, as_, data, status, code):
    answer = send(as_(town.inspector), data)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Upload.objects.count() == 0


def test_a_forgotten_file_is_named(town, as_):
    answer = as_(town.inspector).post("/api/uploads", {})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["file"])


def test_who_cannot_report_cannot_upload(town, as_):
    planner = make_person("PLN", town.city["city"])
    assert send(as_(planner), picture()).status_code == 403


def test_a_photo_is_seen_by_its_owner_and_then_by_those_who_see_the_hazard(
    town, as_, django_assert_max_num_queries
):
    url = send(as_(town.inspector), picture()).json()["url"]
    assert as_(town.officer).get(url).status_code == 404
    assert as_().get(url).status_code == 401
    hazard = Hazard.objects.create(
        number="YH-1", point=town.point, unit=town.unit, cell=town.city["c1"], geom=town.point.owner_point,
        title="x", category="leak", state="reported", source="other", facts={},
        found_at="2026-01-01T00:00:00Z", reported_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    Upload.objects.update(hazard=hazard)
    client = as_(town.officer)
    with django_assert_max_num_queries(6):
        assert client.get(url).status_code == 200
    assert as_(town.head).get(url).status_code == 200
    assert as_(town.far_inspector).get(url).status_code == 404


def test_sending_the_same_photo_again_makes_no_second_one(town, as_):
    data = picture()
    client = as_(town.inspector)
    first = send(client, data, Idempotency_Key="a").json()
    assert send(client, data, Idempotency_Key="a").json() == first
    assert send(client, data, Idempotency_Key="b").json()["id"] == first["id"]
    assert send(client, picture("PNG"), Idempotency_Key="a").json()["code"] == "IDEMPOTENCY_CONFLICT"
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(("kind", "side"), [("PNG", 5_001), ("WEBP", 5_001), ("JPEG", 7_750)])
def test_a_small_file_of_very_many_pixels_is_refused_before_it_is_opened(town, as_, kind, side):
    out = io.BytesIO()
    Image.new("L" if kind != "WEBP" else "RGB", (side, side)).save(out, kind)
    answer = send(as_(town.inspector), out.getvalue())
    assert (answer.status_code, answer.json()["code"]) == (413, "FILE_TOO_BIG")


def test_a_photo_with_damaged_notes_is_broken_and_nothing_fails(town, as_):
    whole, dice, client = picture(), random.Random(1), as_(town.inspector)
    start = whole.index(b"Exif")
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[dice.randrange(start, start + 80)] = dice.randrange(256)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of notes that it skips
            assert send(client, bytes(damaged)).status_code in {200, 415}


@pytest.mark.parametrize(
    "markup", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"GIF89a", b"%PDF-1.7"]
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(town, as_, markup):
    assert send(as_(town.inspector), markup, name="photo.jpg").json()["code"] == "FILE_TYPE"


def test_nothing_of_a_file_that_is_two_things_is_kept(town, as_, media):
    both = picture() + b"<script>alert(1)</script>"
    answer = send(as_(town.inspector), both, name="../../x.html")
    upload = Upload.objects.get(uuid=answer.json()["id"])
    assert b"script" not in (Path(media) / upload.file).read_bytes()
    assert upload.file.endswith(".jpg")
    assert ".." not in upload.file
