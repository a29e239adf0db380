"""Builds the part of a `RulePack` that hazards need: numbers and the ladder of reminders."""

import re
from datetime import timedelta

from .pack_hazard_model import HazardRules, Recipient, Rung
from .pack_reader import Reader
from .role_types import Role

ANCHORS = ("reported", "verified", "deadline", "submitted", "reinspected")
TOOLS = (
    "",
    "supervise_letter",
    "interview",
    "propose_listing",
    "propose_listing_up",
    "propose_suspension",
    "alarm_card",
    "blacklist_check",
    "bad_record_check",
)
_SPAN = re.compile(r"(-?\d{1,4})([hd])")
_TO = re.compile(r"([A-Z_]+)(?:\.(L[1-4]|UP))?")


def hazard(top: Reader) -> HazardRules:
    h = top.sub("hazard")
    general, major, check = h.sub("deadline_general"), h.sub("deadline_major"), h.sub("check")
    extension, times, transfer = h.sub("extension"), h.sub("extension_times"), h.sub("transfer")
    listing, publish = h.sub("listing"), h.sub("listing_publish")
    rules = HazardRules(
        general_default_days=general.whole("default_days", 1, 3660),
        general_max_days=general.whole("max_days", 1, 3660),
        major_max_days=major.whole("max_days", 1, 3660),
        extension_limit=extension.whole("limit", 0, 20),
        listed_ask_workdays=times.whole("listed_ask_workdays", 0, 365),
        decide_days=times.whole("decide_days", 1, 365),
        listed_decide_workdays=times.whole("listed_decide_workdays", 1, 365),
        presence_metres=check.whole("presence_metres", 1, 100_000),
        reopen_days=check.whole("reopen_days", 0, 3660),
        transfer_accept_hours=transfer.whole("accept_hours", 1, 1000),
        transfer_limit=transfer.whole("limit", 0, 100),
        list_general_overdue_days=listing.whole("general_overdue_days", 0, 3660),
        list_major_level=listing.whole("major_level", 1, 4),
        list_upgrade_overdue_days=listing.whole("upgrade_overdue_days", 0, 3660),
        list_upgrade_counties=listing.whole("upgrade_counties", 2, 100),
        list_publish_workdays=publish.whole("workdays", 1, 365),
    )
    if rules.general_default_days > rules.general_max_days:
        general.report("default_days", "不应大于 max_days。", "must not be greater than max_days.")
    for r in (general, major, check, extension, times, transfer, listing, publish, h):
        r.finish()
    return rules


def ladder(top: Reader) -> tuple[Rung, ...]:
    tables = top.sub("ladder")
    rungs: list[Rung] = []
    for name in ("general", "major"):
        table = tables.sub(name)
        rungs += [_rung(table.sub(key), key, major=name == "major") for key in table.table]
        table.used.update(table.table)
        table.finish()
    tables.finish()
    return tuple(rungs)


def _rung(r: Reader, key: str, *, major: bool) -> Rung:
    every = _span(r, "every") if "every" in r.table else None
    rung = Rung(
        id=key,
        major=major,
        anchor=r.text("anchor", ANCHORS),
        after=_span(r, "after"),
        to=_recipients(r),
        tool=r.text("tool", TOOLS, default=""),
        every=every,
    )
    if every is not None and every <= timedelta(0):
        r.report("every", "应为正的时长，如 7d。", "must be a positive span such as 7d.")
    r.finish()
    return rung


def _span(r: Reader, key: str) -> timedelta:
    text = r.text(key)
    match = _SPAN.fullmatch(text)
    if match is None:
        r.report(
            key,
            f"应为时长，如 24h、3d、-1d,实际是“{text}”。",
            f'expected a span such as 24h, 3d, -1d, found "{text}".',
        )
        return timedelta(days=1)
    n = int(match[1])
    return timedelta(hours=n) if match[2] == "h" else timedelta(days=n)


def _recipients(r: Reader) -> tuple[Recipient, ...]:
    found: list[Recipient] = []
    for text in r.values("to", str):
        match = _TO.fullmatch(str(text))
        if match is None or match[1] not in Role.__members__:
            r.report(
                "to",
                f"应为角色，如 OFF、LEAD.L3、SUP.UP,实际是“{text}”。",
                f'expected a role such as OFF, LEAD.L3, SUP.UP, found "{text}".',
            )
            continue
        suffix = match[2] or ""
        up = suffix == "UP"
        found.append(Recipient(match[1], int(suffix[1:]) if suffix and not up else 0, up))
    return tuple(found)
