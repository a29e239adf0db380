"""Builds the part of a `RulePack` that alarms need."""

from .pack_alarm_model import AlarmRules
from .pack_reader import Reader


def alarms(top: Reader) -> AlarmRules:
    r = top.sub("alarms")
    accident, intake = r.sub("accident"), r.sub("intake")
    rules = AlarmRules(
        ack_minutes=r.whole("ack_minutes", 1, 1440),
        deputy_minutes=r.whole("deputy_minutes", 1, 1440),
        county_minutes=r.whole("county_minutes", 1, 1440),
        accident_unit_minutes=accident.whole("unit_minutes", 1, 100_000),
        accident_level_minutes=accident.whole("level_minutes", 1, 100_000),
        future_seconds=intake.whole("future_seconds", 0, 86_400),
        keep_days=intake.whole("keep_days", 1, 36_500),
        evacuate_max_metres=r.whole("evacuate_max_metres", 1, 100_000),
    )
    if not rules.ack_minutes <= rules.deputy_minutes <= rules.county_minutes:
        r.report(
            "deputy_minutes",
            "应满足 ack_minutes ≤ deputy_minutes ≤ county_minutes。",
            "must satisfy ack_minutes ≤ deputy_minutes ≤ county_minutes.",
        )
    for reader in (accident, intake, r):
        reader.finish()
    return rules
