"""Words of visits and inspections: why a unit is visited, what was found, how near somebody was."""

from .term import Words

CHECKLIST: Words = {"measures": ("风险点管控措施", "Control measures of its risk points")}
VISIT_REGIME: Words = {
    "exempt": ("免检", "Exempt"),
    "sample": ("抽检", "Sampled"),
    "regular": ("定期检查", "Regular"),
    "focus": ("重点检查", "Focus"),
    "listed": ("挂牌督办", "Listed"),
}
VISIT_STATE: Words = {
    "planned": ("待查", "To visit"),
    "done": ("已查", "Visited"),
    "skipped": ("未查", "Skipped"),
}
VISIT_DUE: Words = {
    "exempt": ("免检", "Exempt"),
    "done": ("未到期", "Not due yet"),
    "due": ("到期", "Due"),
    "overdue": ("逾期", "Overdue"),
}
VISIT_WHY: Words = {
    "colour": ("按监管色的频次", "As often as its colour asks"),
    "worst_class": ("危险性类别最高", "Worst danger class"),
    "grade_1": ("一类企业抽检", "Grade 1, drawn as a sample"),
    "grade_3": ("三类企业重点检查", "Grade 3, checked closely"),
    "grade_4": ("四类企业挂牌督办", "Grade 4, listed"),
    "key": ("重点监管单位", "Key unit"),
    "listed": ("企业或其隐患被挂牌督办", "The unit or a hazard of it is listed"),
}
INSPECTION_RESULT: Words = {
    "pass": ("合格", "Pass"),
    "fail": ("不合格", "Fail"),
    "na": ("不适用", "Does not apply"),
}
PRESENCE: Words = {
    "there": ("定位在现场", "Position at the place"),
    "near": ("定位在附近", "Position near the place"),
    "far": ("定位离现场较远", "Position far from the place"),
    "unknown": ("没有可用定位", "No usable position"),
}
SUGGESTION: Words = {
    "demands": ("建议整改要求", "Suggested demands"),
    "days": ("期限 {n} 天", "within {n} days"),
}
FIELD_GROUPS: dict[str, Words] = {
    "suggestion": SUGGESTION,
    "checklist": CHECKLIST,
    "visit_regime": VISIT_REGIME,
    "visit_state": VISIT_STATE,
    "visit_due": VISIT_DUE,
    "visit_why": VISIT_WHY,
    "inspection_result": INSPECTION_RESULT,
    "presence": PRESENCE,
}
FIELD_REFUSALS: Words = {
    "VISIT_SETTLED": ("这次检查已经完成或跳过。", "This visit is already done or skipped."),
    "CHECKLIST_UNKNOWN": (
        "检查表“{code}”没有版本 {version}；记录仍在手机上，请更新后重试。",
        "There is no version {version} of the checklist {code}; the record is still on the device.",
    ),
    "ITEM_UNKNOWN": ("检查表里没有这一项：{item}。", "The checklist has no such item: {item}."),
    "FAILED_WITHOUT_HAZARD": (
        "不合格项“{item}”没有写明隐患。",
        "The failed item {item} does not say what is wrong.",
    ),
    "TIMES_WRONG": ("检查的开始和结束时间不对。", "The times of the inspection are not right."),
    "PACK_TOO_BIG": (
        "您的辖区有 {units} 家单位，超出离线包上限（{most} 家）；请按社区分派职责，或在线使用。",
        "Your area has {units} units, more than fit on a phone ({most}); split the duty or work on-line.",
    ),
}
