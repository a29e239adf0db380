"""Words about drawing boundaries: why an edit is refused, and what is wrong with a draft."""

from .term import Words

BOUNDARY_REFUSALS: Words = {
    "CELL_UNKNOWN": ("没有这个网格，可能已被合并。", "There is no such cell; it may have been merged."),
    "CELL_EXISTS": ("这个网格已经存在。", "This cell exists already."),
    "VERTEX_UNKNOWN": ("这里没有节点，请点选边界上的节点。", "There is no vertex here; choose one on an edge."),
    "EDGE_UNKNOWN": ("这不是两个网格的同一段公共边。", "This is not one edge that both cells share."),
    "VERTEX_NEEDED": ("三条以上的边在此相交，不能删除。", "Three or more edges meet here; it cannot be removed."),
    "OUTER_EDGE": ("外边界不能在这里修改，没有改动。", "The outer outline cannot be changed here; nothing was changed."),
    "SHAPE_CROSSES": ("边界会自相交或压到别的网格，没有改动。", "Edges would cross or cover another cell; nothing was changed."),
    "SPLIT_NOT_TWO": ("分割线要把网格正好切成两块。", "The line must cut the cell into exactly two."),
    "SIDE_UNCLEAR": ("请点选线的一侧，指明哪一块要划出。", "Choose a place beside the line to say which part is meant."),
    "NOT_NEIGHBOURS": ("两个网格不相邻。", "The cells are not neighbours."),
    "NOTHING_CHANGES": ("没有变化。", "Nothing would change."),
    "CODES_USED_UP": ("这个乡镇同类编码已用完。", "The township has no free code of this kind left."),
    "CODE_BAD": ("请填本市社区（村）的 12 位代码，末三位不为 000。", "Enter the 12-digit code of a community of this city."),
    "CODE_TAKEN": ("编码 {code} 已被使用过，撤销的也不再用。", "The code {code} has been used before."),
    "OUTSIDE_PLAN": ("这会改动方案范围之外的网格，没有改动。", "This would change a cell outside the plan; nothing was changed."),
    "REVERT_CONFLICT": ("之后发布的方案又改了这些网格，不能原样恢复。", "Later plans changed these cells again."),
}  # fmt: skip
BOUNDARY_PROBLEMS: Words = {
    "CELL_IN_PARTS": ("网格分成 {parts} 块；确是飞地请标明。", "The cell lies in {parts} parts; mark it if it is an exclave."),
    "CELL_TOO_SMALL": ("网格只有 {m2} 平方米。", "The cell has only {m2} square metres."),
    "CELL_SLIVER": ("有极窄的碎片。", "There is a very narrow piece."),
    "CODE_CLASH": ("编码 {code} 已被使用过。", "The code {code} has been used before."),
    "PARENT_EMPTY": ("乡镇（街道）将没有任何社区（村）。", "A township would have no community left."),
    "POSTS_VACANT": ("空缺：分管领导 {leaders}、安全监管责任人 {officers}。", "Vacant: {leaders} leader, {officers} officers."),
    "TOO_MANY_CELLS": ("{who}一人负责 {cells} 个网格。", "{who} alone holds {cells} cells."),
    "UNIT_UNOWNED": ("“{name}”不再属于任何网格。", "“{name}” would belong to no cell."),
}  # fmt: skip
PLAN_STOPPED: Words = {
    "BASE_MOVED": ("到时边界已由别的方案更新，没有发布；请合并后再发布。", "Another plan was in force by then: rebase first."),
    "PLAN_ERRORS": ("到时检查出错误，没有发布；请改正后再发布。", "Errors were found at its time; put them right."),
    "PLAN_WARNINGS": ("到时有新的提醒，没有发布；请看过后再发布。", "There were new warnings at its time; look at them."),
    "PLAN_NOT_APPROVED": ("到时还没有另一人批准，没有发布。", "Nobody else had approved it by its time."),
    "NOT_YOUR_DUTY": ("到时定时的人已没有规划职责，没有发布。", "Who scheduled it had no planning duty by its time."),
    "OTHER": ("到时不能发布，已退回草稿。", "It could not be published at its time and is a draft again."),
}  # fmt: skip
BOUNDARY_GROUPS: dict[str, Words] = {
    "plan_stopped": PLAN_STOPPED,
    "boundary_problem": BOUNDARY_PROBLEMS,
}
