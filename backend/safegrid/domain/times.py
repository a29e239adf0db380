"""Days and workdays as the rules count them: on China's clock, which has no summer time."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")


def china_day(moment: datetime) -> date:
    """Calendar day of a moment in China."""
    return moment.astimezone(CHINA).date()


def workdays_before(moment: datetime, n: int) -> datetime:
    """The same time of day, `n` workdays (Monday to Friday) earlier; public holidays are not known here."""
    local = moment.astimezone(CHINA)
    while n > 0:
        local -= timedelta(days=1)
        if local.weekday() < 5:
            n -= 1
    return local


def workdays_after(moment: datetime, n: int) -> datetime:
    """The same time of day, `n` workdays (Monday to Friday) later."""
    local = moment.astimezone(CHINA)
    while n > 0:
        local += timedelta(days=1)
        if local.weekday() < 5:
            n -= 1
    return local
