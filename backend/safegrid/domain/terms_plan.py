"""Words about boundary plans: their states, the steps of their history, why an act is refused."""

from .term import Words

PLAN_REFUSALS: Words = {
    "PLAN_CHANGED": ("{who} 已于 {at} 修改此方案（第 {v} 版），这一步没有保存。",
        "{who} changed this plan at {at} (version {v}); your step was not saved."),
    "PLAN_NOT_OPEN": ("方案不是草稿（已定时、发布或放弃），不能再改。", "The plan is no longer a draft."),
    "PLAN_EMPTY": ("方案还没有任何改动。", "The plan changes nothing yet."),
    "PLAN_ERRORS": ("有 {count} 处错误必须先改正，没有发布。", "Put {count} errors right first; nothing was published."),
    "PLAN_WARNINGS": (
        "还有提醒没有确认（{codes}），没有发布。",
        "Warnings are not accepted yet ({codes}); nothing was published.",
    ),
    "PLAN_NOT_APPROVED": ("需要另一人批准后才能发布。", "Somebody else must approve it before it is published."),
    "PLAN_TIME_PAST": ("发布时间应在以后。", "The time of publication must be in the future."),
    "PLAN_NOT_PUBLISHED": ("只有已发布的方案才能撤销。", "Only a published plan can be reverted."),
    "BASE_MOVED": ("期间已发布“{name}”（{at}），请先合并；草稿已保留。",
        "“{name}” was published meanwhile ({at}); rebase, the draft is kept."),
    "NOTHING_TO_UNDO": ("没有可撤销的步骤。", "There is nothing to undo."),
    "NOTHING_TO_REDO": ("没有可重做的步骤。", "There is nothing to redo."),
    "IMPORT_NO_ROWS": ("文件里没有可用的网格图形，草稿没有改动。",
        "The file has no outline that can be used; the draft is as it was."),
    "IMPORT_OUTSIDE": ("图形都不在本方案范围内，请检查坐标系；草稿没有改动。",
        "No outline lies in this plan's area; check the reference system. The draft is as it was."),
    "IMPORT_NOT_WHOLE": ("这些图形拼不成无缝网格，草稿没有改动；请先在制图软件里修正。",
        "These outlines cannot be made whole ground; mend them in a GIS. The draft is as it was."),
    "IMPORT_OTHER_GROUND": ("代码 {code} 属于本方案以外的网格。", "Code {code} is of a cell outside this plan."),
    "IMPORT_NO_NAME": ("新网格没有名称。", "A new cell has no name."),
    "TAKEOVER_DONE": ("这项交接已由 {who} 接收。", "{who} has accepted this already."),
}  # fmt: skip
PLAN_STATUS: Words = {
    "draft": ("草稿", "Draft"),
    "scheduled": ("定时发布", "Scheduled"),
    "published": ("已发布", "Published"),
    "abandoned": ("已放弃", "Abandoned"),
}
PLAN_STEPS: Words = {
    "move_vertex": ("移动节点", "Vertex moved"),
    "insert_vertex": ("插入节点", "Vertex inserted"),
    "remove_vertex": ("删除节点", "Vertex removed"),
    "redraw_edge": ("重画“{a}”与“{b}”的公共边", "Edge of {a} and {b} redrawn"),
    "split": ("从“{a}”分出“{b}”", "{b} split from {a}"),
    "transfer": ("从“{a}”划给“{b}”一块", "A piece of {a} given to {b}"),
    "merge": ("合并到“{a}”", "Merged into {a}"),
    "dissolve": ("撤销“{a}”", "{a} dissolved"),
    "new_cell": ("新设“{b}”", "New cell {b}"),
    "change_parent": ("“{a}”改属“{b}”", "{a} put under {b}"),
    "rename": ("“{a}”更名为“{b}”", "{a} renamed to {b}"),
    "exclave": ("标注飞地“{a}”", "Exclave mark of {a}"),
    "recode": ("“{a}”新网格重新编码", "New cells of {a} numbered anew"),
    "assign": ("分派“{a}”的责任人", "Posts of {a} filled"),
    "restore": ("恢复原边界", "Earlier boundaries restored"),
    "import": ("导入“{a}”", "{a} imported"),
}
PLAN_GROUPS: dict[str, Words] = {"plan_status": PLAN_STATUS, "plan_step": PLAN_STEPS}
