"""The part of a rule pack that alarms need: the minutes of the desk and the clocks of an accident."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """Minutes of the desk count from the alarm, those of an accident from its judgement (the unit) and from the report of
    the level below (each level). `future_seconds`: how far a sensor's clock may run ahead.
    `keep_days`: how long readings are kept; what they rang for is kept for good.
    """

    ack_minutes: int
    deputy_minutes: int
    county_minutes: int
    accident_unit_minutes: int
    accident_level_minutes: int
    future_seconds: int
    keep_days: int
    evacuate_max_metres: int
