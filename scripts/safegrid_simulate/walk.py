"""What somebody does next: report a hazard, or carry an open one a step further, as the server offers it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .client import Json, Person, Refused
from .words import ANYTHING, FINDINGS, TEXTS

BACKWARDS = {"reject", "return", "transfer", "reopen", "reclassify", "extend_request", "suspend", "list"}
COLOURS = ((150, 90, 60), (90, 110, 130), (120, 120, 70), (60, 100, 80))
MAJOR_SHARE = 0.25


@dataclass
class Simulation:
    """People by username, and the dice."""

    people: dict[str, Person]
    dice: random.Random

    def act(self) -> str:
        """Do one thing and say what. Raises Refused if the server would not have it."""
        if self.dice.random() < 0.3:
            return self._report()
        return self._advance() or self._report()

    def _report(self) -> str:
        person = self._one_of("wangge", "linzhen", "jianguan", "weihua", "zhihui")
        seen = person.get("/api/snapshot")["objects"]["point"]
        if not seen:
            return f"{person.me['name']} 辖区内没有可报的风险点 sees no point to report at"
        point = self.dice.choice(seen)
        category, text = self.dice.choice(FINDINGS)
        major = self.dice.random() < MAJOR_SHARE
        body = {
            "point": point["id"],
            "claimed": "major" if major else "general",
            "category": category,
            "text": text,
            "found_at": _now().isoformat(),
            "photos": [person.photo(self.dice.choice(COLOURS))],
            "override_duplicate": True,
        }
        made = person.post("/api/hazards", body)
        return (
            f"{person.me['name']} 上报{'重大' if major else '一般'}隐患 #{made['id']} {point['name']}：{text}"
        )

    def _advance(self) -> str | None:
        """Take an open hazard that somebody can bring forward."""
        seen = self._one_of("zhihui", "weihua", "qiye").get("/api/hazards?state=open")["hazards"]
        self.dice.shuffle(seen)
        for hazard in seen[:12]:
            for person in self._shuffled():
                step = self._next_step(person, hazard["id"])
                if step is not None:
                    return step
        return None

    def _next_step(self, person: Person, hazard_id: int) -> str | None:
        try:
            panel = person.get(f"/api/hazards/{hazard_id}")
        except Refused:
            return None  # out of this person's sight
        offered = [c for c in panel["commands"] if not c["evidence_only"]]
        forward = [c for c in offered if c["name"] not in BACKWARDS] or offered[: self.dice.random() < 0.1]
        if not forward:
            return None
        command = self.dice.choice(forward)
        body = {"version": panel["v"], "lon": panel["lon"], "lat": panel["lat"]}
        body |= {f["field"]: self._fill(person, f) for f in command["required"] if not f["optional"]}
        person.post(f"/api/hazards/{hazard_id}/{command['name']}", body)
        return f"{person.me['name']} {command['name']} {panel['number']} {panel['title']}"

    def _fill(self, person: Person, field: Json) -> Any:  # noqa: ANN401 - a value of the field's kind
        by_type: dict[str, Callable[[], Any]] = {
            "text": lambda: TEXTS.get(field["field"], ANYTHING),
            "photos": lambda: [person.photo(self.dice.choice(COLOURS))],
            "people": lambda: self._companions(person),
            "person": lambda: self._companions(person)[0],
            "when": (_now() + timedelta(days=self.dice.randint(3, 12))).isoformat,
            "flag": lambda: True,
            "whole": lambda: self.dice.randint(1, 20),
            "money": lambda: self.dice.randint(2, 80) * 100,
            "class": lambda: self.dice.choice(["general", "general", "major"]),
            "level": lambda: self.dice.choice(field.get("choices") or [2]),
        }
        return by_type[field["type"]]()

    def _companions(self, person: Person) -> list[int]:
        names = ("weihua", "duban", "anwei", "jianguan")
        keys = [self.people[n].me["key"] for n in names if n in self.people and self.people[n] is not person]
        return [int(key.split(":")[1]) for key in keys]

    def _one_of(self, *names: str) -> Person:
        return self.people[self.dice.choice([n for n in names if n in self.people])]

    def _shuffled(self) -> list[Person]:
        people = list(self.people.values())
        self.dice.shuffle(people)
        return people


def _now() -> datetime:
    return datetime.now(UTC)
