"""One command on one alarm, with everything that guards and effects look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .alarm_types import AlarmCmd, AlarmFacts, AlarmState
from .hazard_fields import Field
from .hazard_types import FieldValue, Who
from .pack_model import RulePack
from .refusals import Refusal
from .verbs import Verb


@dataclass(frozen=True, slots=True)
class AlarmCase:
    """`target_has_duty`: the person named by a dispatch answers for the alarm's place."""

    alarm: AlarmFacts
    fields: Mapping[str, FieldValue]
    who: Who
    pack: RulePack
    now: datetime
    target_has_duty: bool = False

    def text(self, name: str) -> str:
        return str(self.fields.get(name) or "")

    def whole(self, name: str) -> int:
        value = self.fields.get(name)
        return value if isinstance(value, int) else 0


AlarmGuard = Callable[[AlarmCase], Refusal | None]
AlarmEffect = Callable[[AlarmCase], AlarmFacts]


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """A row of the table. `before`: guards that need no field, so they decide whether to offer the command.

    `own`: an enterprise may do it for its own unit; `arrival`: so may whoever is sent there (INS).
    """

    command: AlarmCmd
    sources: tuple[AlarmState, ...]
    targets: tuple[AlarmState, ...]
    fields: tuple[Field, ...]
    effect: AlarmEffect
    before: tuple[AlarmGuard, ...] = ()
    after: tuple[AlarmGuard, ...] = ()
    own: bool = False
    arrival: bool = False
    verb: Verb = Verb.HANDLE_ALARM
