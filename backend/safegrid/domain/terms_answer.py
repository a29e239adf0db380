"""Words of answers: problems of input and causes in a history."""

from .term import Words

REFUSALS: Words = {
    "FILTER_BAD": (
        "筛选条件“{name}”无法识别，已保留其他内容；请去掉它或重新选择。",
        'The filter "{name}" cannot be understood; remove it or choose it again.',
    ),
    "NOT_READY": ("系统正在启动，请稍后重试。", "The system is starting; try again shortly."),
    "LOCKED_OUT": (
        "尝试次数过多，账号暂时锁定；请 {minutes} 分钟后再试。",
        "Too many attempts; the account is locked. Try again in {minutes} minutes.",
    ),
    "FILE_TOO_BIG": ("照片过大（上限 {megabytes} MB）。", "The photo is too big (limit {megabytes} MB)."),
    "FILE_BROKEN": ("照片已损坏，无法打开。", "The photo is damaged and cannot be opened."),
}
_VIEWS: Words = {
    "VIEW_NAME_TAKEN": (
        "您已有名为“{name}”的视图；请换一个名称，或更新原有视图。",
        'You already have a view "{name}"; choose another name or update that one.',
    ),
    "VIEW_TOO_MANY": (
        "视图过多（上限 {limit} 个），请先删除不用的。",
        "Too many views (limit {limit}); delete some first.",
    ),
    "NO_COLLEAGUES": (
        "您不属于任何部门，视图只能自己使用；已填写的内容保留。",
        "You belong to no department, so a view can only be your own; what you typed is kept.",
    ),
}
REFUSALS = {**REFUSALS, **_VIEWS}
PROBLEMS: Words = {
    "missing": ("必填", "Required"),
    "too_long": ("太长（上限 {limit}）", "Too long (limit {limit})"),
    "too_short": ("太短（至少 {limit}）", "Too short (at least {limit})"),
    "out_of_range": ("超出范围", "Out of range"),
    "number": ("应为数字", "Must be a number"),
    "time": ("应为日期和时间", "Must be a date and time"),
    "choice": ("请从给出的选项中选择", "Choose one of the given values"),
    "unknown": ("没有这一项", "There is no such field"),
    "phone": ("请填电话号码（5 位以上数字）", "Must be a telephone number (5 digits or more)"),
    "wrong": ("填写有误", "Not right"),
}
CAUSES: Words = {
    "hazard.overdue": ("期限已过", "Deadline passed"),
    "point.residual_ended": ("剩余风险复评到期", "Residual level expired"),
    "point.rerate": ("重新评级", "Rated again"),
    "unit.rerate": ("重新评级", "Rated again"),
    "unit.list": ("挂牌督办", "Listed"),
    "unit.delist": ("验收摘牌", "Accepted and delisted"),
    "unit.listing_overdue": ("挂牌期限已过", "Listing past its date"),
    "unit.decide": ("登记信息更新", "Record updated"),
    "city.load": ("批量载入", "Loaded in bulk"),
    "rules.take_force": ("新规则包施行", "A new rule pack took force"),
    "device.readings": ("监测数据", "Sensor readings"),
    "device.lost": ("监测信号中断", "Sensor silent"),
    "device.revoke": ("停用传感器", "Sensor shut out"),
    "alarm.level_ended": ("警情结束", "Alarm ended"),
    "point.signal": ("监测触发", "Signal"),
    "plan.publish": ("网格调整", "New boundaries"),
    "changed": ("有更新", "Changed"),
}

GROUND: Words = {"unowned": ("无归属区域", "Unowned ground")}

ANSWER_GROUPS: dict[str, Words] = {"input_problem": PROBLEMS, "cause": CAUSES, "ground": GROUND}
