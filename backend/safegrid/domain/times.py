"""Days as the rules count them: on China's clock, which has no summer time."""

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")


def china_day(moment: datetime) -> date:
    """Calendar day of a moment in China."""
    return moment.astimezone(CHINA).date()
