"""Photos in parts: resumed, repeated, mixed up, somebody else's; and what the camera wrote."""

import io
import random
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from factories import make_person, make_upload, viewer
from safegrid.actions import evidence, photo_notes, uploads
from safegrid.actions.kiosks import hash_of
from safegrid.store.models import AccessLog, Hazard, Kiosk, Transfer, TransferPart, Upload, UploadUse

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PART = uploads.PART_BYTES


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def noise(side=700, seed=1, exif=None):
    """A picture that does not compress: some hundred kilobytes."""
    image = Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(side * side * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, **({"exif": exif} if exif else {}))
    return out.getvalue()


def cut(data, size=PART):
    return [data[start : start + size] for start in range(0, len(data), size)]


def send(client, uuid, n, of, data):
    return client.post(
        f"/api/uploads/parts/{uuid}?n={n}&of={of}", data, content_type="application/octet-stream"
    )


def test_a_photo_comes_in_parts_in_any_order_and_is_one_photo(town, as_, media):
    client, uuid, parts = as_(town.inspector), uuid4(), cut(noise())
    assert len(parts) >= 2
    assert client.read(f"/uploads/parts/{uuid}").json() == {"have": [], "of": 0, "upload": None}
    order = list(range(len(parts)))[::-1]
    for n in order[:-1]:
        answer = send(client, uuid, n, len(parts), parts[n]).json()
        assert answer == {"have": sorted(order[: order.index(n) + 1]), "of": len(parts), "upload": None}
        assert client.read(f"/uploads/parts/{uuid}").json() == answer
    last = send(client, uuid, order[-1], len(parts), parts[order[-1]]).json()
    assert last["upload"]["id"] == str(uuid)
    assert last["have"] == list(range(len(parts)))
    upload = Upload.objects.get()
    assert (str(upload.uuid), upload.owner_id) == (str(uuid), town.inspector.pk)
    with Image.open(Path(media) / upload.file) as image:
        assert image.size == (700, 700)
    assert client.get(last["upload"]["url"]).status_code == 200
    assert client.read(f"/uploads/parts/{uuid}").json()["upload"] == last["upload"]
    assert not Transfer.objects.exists()
    assert not TransferPart.objects.exists()


def test_parts_that_come_again_change_nothing_even_after_the_end(town, as_):
    client, uuid, parts = as_(town.inspector), uuid4(), cut(noise())
    for _ in range(3):
        send(client, uuid, 0, len(parts), parts[0])
    assert TransferPart.objects.count() == 1
    for n, part in enumerate(parts):
        done = send(client, uuid, n, len(parts), part).json()
    assert send(client, uuid, 0, len(parts), parts[0]).json() == done
    assert Upload.objects.count() == 1


def test_another_file_under_the_same_name_begins_anew_and_is_never_mixed(town, as_):
    client, uuid = as_(town.inspector), uuid4()
    first, second = noise(seed=1), noise(seed=2)
    assert len(cut(first)) == len(cut(second)) == 2
    send(client, uuid, 0, 2, cut(first)[0])
    assert send(client, uuid, 0, 2, cut(second)[0]).json()["have"] == [0]
    assert send(client, uuid, 1, 2, cut(second)[1]).json()["upload"] is not None
    third = uuid4()
    for n in (0, 1):
        send(client, third, n, 3, b"x")
    assert send(client, third, 0, 3, b"y").json()["have"] == [0]
    other = uuid4()
    send(client, other, 0, 3, b"x")
    assert send(client, other, 0, 2, b"x").json() == {"have": [0], "of": 2, "upload": None}
    assert send(client, other, 1, 3, b"x").json() == {"have": [1], "of": 3, "upload": None}


def test_a_photo_that_is_refused_leaves_nothing_and_may_begin_again(town, as_):
    client, uuid, parts = as_(town.inspector), uuid4(), cut(noise())
    send(client, uuid, 0, 2, b"\xff\xd8\xff rubbish")
    refused = send(client, uuid, 1, 2, b"more")
    assert (refused.status_code, refused.json()["code"]) == (415, "FILE_BROKEN")
    assert not Transfer.objects.exists()
    for n, part in enumerate(parts):
        answer = send(client, uuid, n, len(parts), part)
    assert answer.json()["upload"]["id"] == str(uuid)


@pytest.mark.parametrize(
    ("n", "of", "size"), [(0, 0, 1), (-1, 2, 1), (2, 2, 1), (0, 33, 1), (0, 2, 0), (0, 2, PART + 1)]
)
def test_a_part_that_cannot_be_is_refused(town, as_, n, of, size):
    answer = send(as_(town.inspector), uuid4(), n, of, b"x" * size)
    assert (answer.status_code, answer.json()["code"]) == (422, "PART_BAD")
    assert not Transfer.objects.exists()


def test_a_small_bomb_in_parts_is_refused(town, as_):
    out = io.BytesIO()
    Image.new("L", (5_001, 5_001)).save(out, "PNG")
    client, uuid, parts = as_(town.inspector), uuid4(), cut(out.getvalue(), 8_000)
    answers = [send(client, uuid, n, len(parts), part) for n, part in enumerate(parts)]
    assert answers[-1].json()["code"] == "FILE_TOO_BIG"


def test_what_is_somebody_elses_looks_absent(town, as_):
    mine, other, parts = as_(town.inspector), as_(town.officer), cut(noise())
    uuid = uuid4()
    send(mine, uuid, 0, len(parts), parts[0])
    assert other.read(f"/uploads/parts/{uuid}").status_code == 404
    assert send(other, uuid, 0, len(parts), parts[0]).status_code == 404
    assert send(other, uuid, 1, len(parts), parts[1]).status_code == 404
    assert mine.read(f"/uploads/parts/{uuid}").json()["have"] == [0]
    done = make_upload(town.officer)
    assert send(mine, done, 0, 1, noise(50)).status_code == 404
    assert as_().read(f"/uploads/parts/{uuid}").status_code == 401
    planner = make_person("PLN", town.city["city"])
    assert send(as_(planner), uuid4(), 0, 1, noise(50)).status_code == 403


def test_one_person_cannot_fill_the_store(town, as_, monkeypatch):
    client = as_(town.inspector)
    for _ in range(uploads.MOST_WAITING // uploads.MOST_PARTS):
        assert send(client, uuid4(), 0, uploads.MOST_PARTS, b"x").status_code == 200
    answer = send(client, uuid4(), 0, 1, b"x")
    assert (answer.status_code, answer.json()["code"]) == (429, "UPLOAD_LIMIT")
    assert send(as_(town.officer), uuid4(), 0, 1, noise(50)).json()["upload"]
    monkeypatch.setattr(uploads, "MOST_A_DAY", 1)
    assert send(as_(town.officer), uuid4(), 0, 1, noise(50, seed=3)).json()["code"] == "UPLOAD_LIMIT"


def test_what_is_never_finished_goes_after_a_fortnight(town, as_):
    client = as_(town.inspector)
    old, new = uuid4(), uuid4()
    for uuid in (old, new):
        send(client, uuid, 0, 2, b"x")
    Transfer.objects.filter(uuid=old).update(at=timezone.now() - uploads.KEEP_PARTS - timedelta(minutes=1))
    assert uploads.forget_parts() == 1
    assert [t.uuid for t in Transfer.objects.all()] == [new]
    assert TransferPart.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_of_each_part_at_once_make_one_photo(town):
    me, uuid, parts = viewer(town.inspector), uuid4(), cut(noise())
    answers, gate = [], threading.Barrier(5 * len(parts))

    def one(n):
        from django.db import connection

        gate.wait()
        answers.append(uploads.receive(me, uuid, n, len(parts), parts[n]))
        connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(parts)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(isinstance(answer, uploads.Received) for answer in answers), answers
    assert Upload.objects.filter(uuid=uuid).count() == 1
    assert any(answer.upload for answer in answers)
    assert not Transfer.objects.exists()


def camera_notes():
    notes = Image.Exif()
    notes[0x010F], notes[0x0110] = "Mi", "14\0"
    main = notes.get_ifd(0x8769)
    main[0x9003], main[0x9011] = "2026:11:20 09:30:00", "+08:00"
    gps = notes.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4], gps[31] = "N", (34.0, 3.0, 0.0), "E", (113.0, 51.0, 0.0), 8.25
    return notes


def test_what_the_camera_wrote_is_evidence_for_who_may_verify_and_for_nobody_else(town, as_, media):
    client, uuid, data = as_(town.inspector), uuid4(), noise(200, exif=camera_notes())
    url = send(client, uuid, 0, 1, data).json()["upload"]["url"]
    upload = Upload.objects.get()
    shown = client.get(url).content
    with Image.open(io.BytesIO(shown)) as image:
        assert dict(image.getexif()) == {}
    assert as_(town.officer).get(f"{url}/evidence").status_code == 404
    hazard = Hazard.objects.create(
        number="YH-1", point=town.point, unit=town.unit, cell=town.city["c1"], geom=town.point.owner_point,
        title="x", category="leak", state="reported", source="other", facts={},
        found_at="2026-01-01T00:00:00Z", reported_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    Upload.objects.update(hazard=hazard)
    seen = as_(town.officer).get(f"{url}/evidence").json()
    assert seen["metres"] == pytest.approx(1_500, abs=1_500)
    assert {key: seen[key] for key in ("taken", "offset", "lon", "lat", "accuracy", "camera", "size")} == {
        "taken": "2026-11-20T09:30:00", "offset": "+08:00", "lon": 113.85, "lat": 34.05, "accuracy": 8.2,
        "camera": "Mi 14", "size": len(data),
    }  # fmt: skip
    assert seen["minutes"] == (
        datetime(2026, 11, 20, 1, 30, tzinfo=UTC) - datetime(2026, 1, 1, tzinfo=UTC)
    ) / timedelta(minutes=1)
    assert list(AccessLog.objects.filter(what="photo_notes").values_list("viewer", "target")) == [
        (f"user:{town.officer.pk}", f"upload:{upload.uuid}")
    ]
    for person in (town.inspector, town.head, town.safety, town.far_inspector, town.command, town.security):
        assert as_(person).get(f"{url}/evidence").status_code == 404, person.name
    Kiosk.objects.create(name="大屏", token_hash=hash_of("notes"), made_by=town.security)
    wall = Client()
    wall.get("/k/notes")
    assert wall.get(url).status_code == 200
    assert (wall.get(f"{url}/evidence").status_code, Client().get(f"{url}/evidence").status_code) == (
        404,
        401,
    )
    assert AccessLog.objects.filter(what="photo_notes").count() == 1
    assert upload.evidence["sha256"] != upload.sha256


@pytest.mark.parametrize(
    ("notes", "moment"),
    [
        ({}, None), ({"taken": "2026-02-31T08:00:00"}, None), ({"taken": "2026-01-01T08:00:00", "offset": "+99:99"}, None),
        ({"taken": "2026-01-01T08:00:00"}, datetime(2026, 1, 1, tzinfo=UTC)),
        ({"taken": "2026-01-01T08:00:00", "offset": "+00:00"}, datetime(2026, 1, 1, 8, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_camera_without_a_zone_showed_chinas_time(notes, moment):
    assert photo_notes.taken_at(notes) == moment


@pytest.mark.parametrize(
    ("latitude", "longitude", "taken"),
    [
        ((91.0, 0.0, 0.0), (113.0, 0.0, 0.0), "2026:13:01 00:00:00"),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), "0000:00:00 00:00:00"),
        ((float("nan"), 0.0, 0.0), (113.0, 0.0, 0.0), "yesterday"),
        ((34.0,), (113.0, 0.0, 0.0), ""),
    ],
)
def test_notes_that_make_no_sense_are_left_out(town, as_, latitude, longitude, taken):
    notes = Image.Exif()
    notes.get_ifd(0x8769)[0x9003] = taken
    gps = notes.get_ifd(0x8825)
    gps[1], gps[3] = "N", "E"
    gps[2], gps[4] = latitude, longitude
    answer = send(as_(town.inspector), uuid4(), 0, 1, noise(50, exif=notes))
    assert answer.status_code == 200
    assert set(Upload.objects.get().evidence) == {"sha256", "size"}


def test_a_photo_serves_one_record_of_a_kind_and_only_its_owners(town):
    mine, theirs = make_upload(town.inspector), make_upload(town.officer)
    person = town.inspector.pk
    assert evidence.use(person, "visit", 1, [str(mine)]) is None
    assert evidence.use(person, "visit", 1, [str(mine)]) is None
    assert evidence.use(person, "found", 9, [str(mine)]) is None
    assert UploadUse.objects.count() == 2
    for photos in ([str(mine)], [str(theirs)], [str(uuid4())], ["x"], "x"):
        refusal = evidence.use(person, "visit", 2, photos)
        assert refusal is not None, photos
        assert refusal.code == "FIELD_BAD"


def test_a_photo_of_a_record_shows_to_who_sees_the_record(town, as_, monkeypatch, media):
    from safegrid.store.access import visible_hazards
    from safegrid.store.queries import uploads as queries

    hazard = Hazard.objects.create(
        number="YH-2", cell=town.city["c1"], geom=town.point.owner_point, title="x", category="leak",
        state="reported", source="other", facts={}, found_at="2026-01-01T00:00:00Z",
        reported_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    url = send(as_(town.inspector), uuid4(), 0, 1, noise(50)).json()["upload"]["url"]
    UploadUse.objects.create(upload=Upload.objects.get(), kind="kind of a test", record=hazard.pk)
    assert as_(town.officer).get(url).status_code == 404
    monkeypatch.setattr(queries, "SIGHT", {"kind of a test": lambda viewer: visible_hazards(viewer.scope)})
    assert as_(town.officer).get(url).status_code == 200
    assert as_(town.far_inspector).get(url).status_code == 404
