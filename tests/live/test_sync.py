"""After an outage all phones send at once, over lines that lose answers: nothing is lost, nothing is there twice.

`SAFEGRID_SYNC=500x20` sends for so many inspectors so many records each, and prints how long it took.
"""

import http.client
import io
import json
import os
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connections
from PIL import Image

from factories import make_person
from live.processes import until
from live.screen import Screen, log_in
from safegrid.store.models import Hazard, Upload

pytestmark = pytest.mark.database
INSPECTORS, RECORDS = (int(n) for n in os.environ.get("SAFEGRID_SYNC", "15x20").split("x"))
AT_ONCE = 40
LOST, TWICE = 0.15, 0.1
"""Shares of requests whose answer never comes, and of those that go out twice at the same moment."""


def picture(seed: int) -> bytes:
    data = io.BytesIO()
    colour = (seed % 251, seed // 251 % 251, 90)
    Image.new("RGB", (64, 48), colour).save(data, "JPEG", quality=60)
    return data.getvalue()


@dataclass
class Phone:
    """Sends what it has in order, each record until it is answered."""

    address: str
    session: str
    spot: tuple[float, float]
    number: int
    dice: random.Random
    records: list[tuple[UUID, UUID, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    tries: int = 0

    def __post_init__(self) -> None:
        self.records = [(uuid4(), uuid4(), f"断网期间 {self.number}-{n}") for n in range(RECORDS)]

    def send_all(self) -> None:
        for n, (key, photo, text) in enumerate(self.records):
            data = picture(self.number * RECORDS + n)
            self._until_answered("POST", f"/api/uploads/parts/{photo}?n=0&of=1", data, uuid4())
            body = {
                "lon": self.spot[0],
                "lat": self.spot[1],
                "claimed": "general",
                "category": "fire",
                "text": text,
                "photos": [str(photo)],
                "found_at": "2026-03-01T08:00:00+08:00",
                "override_duplicate": True,
            }
            self.answers.append(
                self._until_answered("POST", "/api/hazards", json.dumps(body).encode(), key)["id"]
            )

    def _until_answered(self, method: str, path: str, body: bytes, key: UUID) -> dict[str, object]:
        for _ in range(60):
            self.tries += 1
            if self.dice.random() < TWICE:
                with ThreadPoolExecutor(2) as both:
                    found = list(both.map(lambda _: self._ask(method, path, body, key), range(2)))
                status, answer = min(found, key=lambda one: one[0] or 999)
            else:
                status, answer = self._ask(method, path, body, key, lost=self.dice.random() < LOST)
            if status == 200:
                return answer
            assert status in {0, 429, 503}, (path, status, answer)
            time.sleep(0.2 * self.dice.random())
        raise AssertionError(f"{path} was never answered")

    def _ask(
        self, method: str, path: str, body: bytes, key: UUID, *, lost: bool = False
    ) -> tuple[int, dict[str, object]]:
        """Ask; 0: no answer came. A lost answer is one that the server gave to nobody."""
        line = http.client.HTTPConnection(self.address, timeout=120)
        kind = "application/json" if body[:1] == b"{" else "application/octet-stream"
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={'c' * 32}",
            "X-CSRFToken": "c" * 32,
            "Origin": f"http://{self.address}",
            "Content-Type": kind,
            "Idempotency-Key": str(key),
        }
        try:
            line.request(method, path, body, headers)
            if lost:
                return 0, {}
            answer = line.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException):
            return 0, {}
        finally:
            line.close()


@pytest.mark.timeout(3600)
def test_phones_that_come_back_together_lose_nothing_and_double_nothing(web, ground, capsys):
    people = [make_person("INS", ground["c1"]) for _ in range(INSPECTORS)]
    watcher = Screen(web, log_in(make_person("SUP", ground["city"]))).open().wait_open()
    phones = [
        Phone(web.address, log_in(person).session_key, ground.spot("c1"), n, random.Random(n))
        for n, person in enumerate(people)
    ]
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Phone.send_all, phones))
    taken = time.monotonic() - began
    connections.close_all()
    sent = {text for phone in phones for _, _, text in phone.records}
    there = Counter(Hazard.objects.filter(reporter__in=people).values_list("text", flat=True))
    assert set(there) == sent
    assert set(there.values()) == {1}
    ids = [answer for phone in phones for answer in phone.answers]
    assert len(set(ids)) == len(sent), "every record was answered with a hazard of its own"
    assert Upload.objects.filter(owner__in=people).count() == len(sent)
    until(
        lambda: sum(entity == "hazard" for entity, _ in watcher.state.objects) == len(sent),
        120,
        what="every screen in sight shows them",
    )
    watcher.close()
    with capsys.disabled():
        tries = sum(phone.tries for phone in phones)
        print(f"\n{len(sent)} records of {INSPECTORS} phones, {tries} tries: {taken:.0f} s")
