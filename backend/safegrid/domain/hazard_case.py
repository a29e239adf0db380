"""One command on one hazard, with everything that guards and effects look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .hazard_fields import Field
from .hazard_types import Around, Cmd, Command, FieldValue, HazardClass, HazardFacts, State, Who
from .pack_model import RulePack
from .refusals import Refusal
from .role_types import Actor, Duty
from .verbs import Verb


@dataclass(frozen=True, slots=True)
class Case:
    """`hazard` of a new one is a blank with the reporter's class. `who`: the duty that the actor acts under."""

    hazard: HazardFacts
    command: Command
    fields: Mapping[str, FieldValue]
    actor: Actor
    who: Who
    pack: RulePack
    now: datetime
    around: Around

    def when(self, name: str) -> datetime | None:
        value = self.fields.get(name)
        return value if isinstance(value, datetime) else None

    def flag(self, name: str) -> bool:
        return self.fields.get(name) is True

    def hazard_class(self) -> HazardClass | None:
        value = self.fields.get("class")
        return value if isinstance(value, HazardClass) else None

    def people(self) -> frozenset[int]:
        """The actor and the companions whose duties reach this hazard."""
        return frozenset({self.actor.person_id, *(c.person_id for c in self.around.companions if c.duties)})


Guard = Callable[[Case], Refusal | None]
Effect = Callable[[Case], HazardFacts]
VerbOf = Callable[[HazardFacts, Mapping[str, FieldValue]], Verb]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table. `before`: guards that need no field, so they decide whether to offer the command.

    `low`: refusal for a right role at too low a level. `evidence_counts`: whoever may only give evidence may do
    this too. `sources` is empty for commands that make a hazard.
    """

    command: Cmd
    sources: tuple[State, ...]
    targets: tuple[State, ...]
    verb: VerbOf
    fields: tuple[Field, ...]
    effect: Effect
    before: tuple[Guard, ...] = ()
    after: tuple[Guard, ...] = ()
    low: str = "NOT_YOUR_DUTY"
    evidence_counts: bool = False


def same_office(actor: Actor, who: Who | None) -> bool:
    """Whether the actor is the person, or holds the same duty, as the one who acted before."""
    if who is None:
        return False
    return actor.person_id == who.person_id or any(_same(d, who) for d in actor.duties)


def _same(duty: Duty, who: Who) -> bool:
    return (duty.role, duty.level, duty.department) == (who.role, who.level, who.department)
