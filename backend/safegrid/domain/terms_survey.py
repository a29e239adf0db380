"""Words about the survey of cells 四查 (H1)."""

from .term import Words

SURVEY_GROUPS: dict[str, Words] = {
    "survey_state": {
        "due": ("待排查", "Due"),
        "done": ("已排查", "Done"),
        "overdue": ("逾期", "Overdue"),
        "exempt": ("免排查", "Not asked for"),
    },
    "survey_why": {
        "SURVEYED": ("本期已有排查记录", "This period's survey is on record"),
        "WAITING": ("本期尚未排查", "Nobody has surveyed it in this period yet"),
        "MISSED": ("有期限已过而没有排查", "A period ended without a survey"),
        "DAYS_OFF": ("本期都是休息日", "Nobody works in this period"),
        "NOT_BEGUN": ("自下一个完整周期起算", "It is asked for from the next whole period on"),
    },
    "survey_cadence": {
        "day": ("日排查", "Daily survey"),
        "week": ("周巡查", "Weekly round"),
        "month": ("月排查", "Monthly survey"),
        "quarter": ("季检查", "Quarterly inspection"),
        "year": ("年检查", "Yearly inspection"),
    },
}
