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
    "proposal_kind": {
        "new": ("新增单位", "New unit"),
        "correct": ("更正信息", "Correction"),
        "close": ("注销单位", "Closing"),
    },
    "proposal_state": {
        "waiting": ("待确认", "Waiting"),
        "accepted": ("已采纳", "Accepted"),
        "rejected": ("未采纳", "Not accepted"),
    },
    "proposal_by": {
        "town": ("乡镇（街道）录入", "The town's record"),
        "department": ("部门录入", "The department's record"),
    },
    "proposal_field": {
        "name": ("单位名称", "Name"),
        "address": ("地址", "Address"),
        "uscc": ("统一社会信用代码", "Unified social credit code"),
        "industry": ("行业代码", "Industry code"),
        "type": ("单位类型", "Type"),
        "affiliation": ("隶属关系", "Affiliation"),
        "head": ("主要负责人", "Head"),
        "phone": ("联系电话", "Phone"),
        "workers": ("从业人数", "Workers"),
        "scope": ("经营范围", "Business scope"),
        "place": ("位置", "Place"),
    },
    "illegal_result": {
        "confirmed": ("属实，已取缔或整改", "True; stopped or put right"),
        "unfounded": ("不属实", "Unfounded"),
        "referred": ("已移送执法部门", "Referred to law enforcement"),
    },
}
REFUSALS: Words = {
    "USCC_TAKEN": (
        "这个统一社会信用代码已登记在另一单位名下。",
        "This credit code is on record for another unit.",
    ),
    "UNIT_HAS_OPEN": (
        "该单位还有 {hazards} 条隐患、{alarms} 条警情未了结，不能注销。",
        "{hazards} hazards and {alarms} alarms of this unit are still open; it cannot be closed.",
    ),
    "PROPOSAL_DECIDED": ("{who} 已对这条建议作出决定。", "{who} has decided on this already."),
    "ILLEGAL_HANDLED": ("{who} 已处理这条举报。", "{who} has handled this already."),
}
