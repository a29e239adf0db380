"""Words of refusals: what happened, and what to do. Nothing was changed unless the sentence says so."""

from .term import Words

_HAZARD: Words = {
    "NOT_FOUND": ("没有找到，或不在您的辖区内。", "Not found, or outside your area."),
    "NOT_YOUR_DUTY": (
        "这不在您的职责内；需要时请联系责任人。",
        "This is not your duty; ask the person in charge.",
    ),
    "BAD_STATE": (
        "当前状态不能这样操作，请刷新后再看。",
        "Not possible in the present state; reload and look again.",
    ),
    "STALE_VERSION": (
        "别人刚刚更新过，请看过最新内容再操作。",
        "Someone has just changed this; look at it again first.",
    ),
    "NOTHING_CHANGED": (
        "没有修改任何内容：请改动要更正的项再提交。",
        "Nothing is changed: correct what is wrong, then submit.",
    ),
    "FIELD_MISSING": ("缺少必填项：{field}。", "A required field is missing: {field}."),
    "FIELD_BAD": ("“{field}”填写有误，请更正。", 'The field "{field}" is not right; correct it.'),
    "NO_PHOTO": ("请至少附一张现场照片。", "Add at least one photo."),
    "NO_AFTER_PHOTO": ("请附整改后的照片。", "Add photos taken after it was put right."),
    "FOUND_IN_FUTURE": (
        "发现时间晚于现在，请核对日期和时间。",
        "It cannot have been found later than now; check the date and the time.",
    ),
    "BAD_PLACE": (
        "位置不可用，请在地图上重新选点。",
        "The place cannot be used; choose it on the map again.",
    ),
    "UNIT_CLOSED": ("该单位已关闭，不能再登记或挂牌。", "This unit is closed."),
    "DUPLICATE_OPEN": (
        "这里已有同类未销号隐患（{number}）；确实不同可继续上报。",
        "A similar hazard is open here ({number}); if yours is another one, go on.",
    ),
    "MAJOR_MUST_REPORT": ("重大隐患必须立即上报，不能自查自改。", "A major hazard must be reported at once."),
    "NOT_SELF_FOUND": (
        "不是企业自查的一般隐患，须报请复查。",
        "Not a self-found general hazard; submit it instead.",
    ),
    "SAME_PERSON": ("同一个人不能办理前后两步，请由另一人办理。", "The same person may not take both steps."),
    "IS_LISTED": ("已挂牌督办，须按挂牌程序办理。", "It is listed; follow the listing procedure."),
    "IS_SUSPENDED": ("停产措施未解除，须复查验收。", "A suspension is in force; it must be re-inspected."),
    "WAS_REOPENED": ("反弹过的隐患须报请复查。", "It was reopened before, so it must be re-inspected."),
    "NO_BASIS": ("请填写判定依据的条款。", "Give the clause that it is based on."),
    "NO_REASON": ("请填写理由。", "Give a reason."),
    "DOWN_NEEDS_COUNTY": ("降级须由县级以上部门决定。", "Only the county or above may lower the class."),
    "MAJOR_NOT_ON_SPOT": ("重大隐患不能当场整改销号。", "A major hazard cannot be closed on the spot."),
    "TARGET_NO_DUTY": ("接收人对此处没有职责，请另选。", "The target has no duty here; choose another."),
    "TRANSFER_LOOP": (
        "移送次数过多，请由安委办协调。",
        "Transferred too often; let the committee office decide.",
    ),
    "DEADLINE_RANGE": ("期限须在今后 {days} 天之内。", "The deadline must lie within {days} days."),
    "LEVEL_TOO_LOW": ("须由更高层级的部门办理。", "A higher level must do this."),
    "FIVE_INCOMPLETE": (
        "责任、措施、时限、资金、预案须齐全。",
        "Responsibility, measures, time limit, funds and contingency plan are all needed.",
    ),
    "REPORT_MISSING": ("重大隐患须附专项报告。", "A major hazard needs its special report."),
    "PLAN_AFTER_DEADLINE": ("方案时限晚于整改期限，请提前或申请延期。", "The plan ends after the deadline."),
    "NO_PLAN": ("企业尚未报送整改方案。", "The unit has not submitted a plan yet."),
    "LIFT_BEFORE_REINSPECT": ("复查之后才能解除停产。", "A suspension is lifted only after re-inspection."),
    "EXT_TOO_LATE": ("已过申请延期的时间。", "It is too late to ask for an extension."),
    "EXT_LIMIT": ("延期次数已用完。", "No further extension is possible."),
    "NO_ORDER": ("没有整改指令，不需要延期。", "There is no order to extend."),
    "NO_REQUEST": ("没有待审批的延期申请。", "No extension has been asked for."),
    "NOT_PRESENT": (
        "须在现场 {metres} 米内复查；确有原因请说明后继续。",
        "Re-inspect within {metres} m of the place, or give a reason and go on.",
    ),
    "TWO_NEEDED": (
        "须两人办理：重大隐患复查须有部门人员，验收须有新的人员参加。",
        "Two people are needed: one from a department to re-inspect a major hazard, one new to accept.",
    ),
    "NOT_LISTABLE": (
        "一般隐患逾期满 {days} 天方可挂牌。",
        "A general hazard is listed once {days} days overdue.",
    ),
    "UNIT_NOT_LISTABLE": (
        "该单位不符合所选挂牌事由，请核对年度等级和标准化等级。",
        "The chosen reason does not hold for this unit; check its grades.",
    ),
    "UNIT_NOT_LISTED": (
        "该单位没有挂牌督办，可能已由他人摘牌。",
        "The unit is not listed; someone may have delisted it.",
    ),
    "ALREADY_LISTED": ("已由本级或上级挂牌。", "Already listed at this level or above."),
    "NOT_ACCEPTED": ("验收之后才能摘牌。", "Delisting follows acceptance."),
    "OTHER_LEVEL_LISTED": (
        "谁挂牌谁摘牌：由第 {level} 级安委办摘牌。",
        "Listed by level {level}, who alone delists.",
    ),
    "TOO_OLD": ("销号已超过 {days} 天，请重新上报。", "Closed more than {days} days ago; report it anew."),
}
_SHAPE: Words = {
    "GEOM_TOO_BIG": ("图形数据过大（上限 {limit} 字节）。", "The shape is too big (limit {limit} bytes)."),
    "GEOM_TOO_MANY_VERTICES": (
        "顶点过多（上限 {limit} 个），请先简化。",
        "Too many vertices (limit {limit}); simplify it.",
    ),
    "GEOM_NOT_FINITE": ("坐标不是有效数字。", "A coordinate is not a number."),
    "GEOM_OUTSIDE": (
        "坐标不在国内范围，请检查坐标系和经纬度顺序。",
        "Outside the country; check the coordinate system.",
    ),
    "GEOM_TOO_WIDE": ("图形跨度超过 {degrees} 度。", "The shape is wider than {degrees} degrees."),
    "GEOM_NOT_2D": ("只接受二维坐标。", "Only two-dimensional coordinates are accepted."),
    "GEOM_INVALID": ("图形无效（如自相交）：{why}", "The shape is not valid: {why}"),
    "GEOM_EMPTY": ("图形为空。", "The shape is empty."),
    "GEOM_TYPE": ("不支持的图形类型 {type}。", "Shapes of type {type} are not accepted."),
    "GEOM_UNREADABLE": ("无法识别的图形数据。", "The shape cannot be read."),
}
_RATING: Words = {
    "INPUT_NOT_ALLOWED": ("“{input}”不能取 {value}。", '"{input}" cannot be {value}.'),
    "INPUT_ITEMS": ("“{input}”应有 {count} 项。", '"{input}" needs {count} items.'),
    "INPUT_MISSING": ("{method} 法缺少输入值。", "Inputs of the method {method} are missing."),
}
_SESSION: Words = {
    "NOT_LOGGED_IN": ("请先登录。", "Log in first."),
    "BAD_LOGIN": ("用户名或密码不对。", "The user name or password is wrong."),
    "MUST_CHANGE_PASSWORD": ("请先修改初始密码。", "Change your first password before going on."),
    "WRONG_PASSWORD": ("原密码不对。", "The old password is wrong."),
    "SAME_PASSWORD": ("新密码不能与原密码相同。", "The new password must differ from the old one."),
    "PASSWORD_TOO_SHORT": ("密码太短。", "The password is too short."),
    "PASSWORD_TOO_COMMON": ("密码太常见。", "The password is too common."),
    "PASSWORD_TOO_SIMILAR": ("密码与个人信息太相似。", "The password is too like your own data."),
    "PASSWORD_ENTIRELY_NUMERIC": ("密码不能全是数字。", "The password must not be digits only."),
    "CSRF_FAILED": ("页面已过期，请刷新后重试。", "The page is out of date; reload and try again."),
    "IDEMPOTENCY_CONFLICT": (
        "同一编号的请求内容不同，未重复执行。",
        "The same request number came with other content.",
    ),
    "BAD_REQUEST": ("请求无法识别。", "The request cannot be understood."),
    "BAD_INPUT": ("填写有误，请更正标出的项。", "Some fields are not right; correct those marked."),
    "METHOD_NOT_ALLOWED": ("不支持的请求方式。", "This method is not allowed."),
    "FILE_EMPTY": ("照片是空文件，请重新选择。", "The photo is an empty file; choose it again."),
    "PART_BAD": (
        "照片分段不对：每段不超过 {kilobytes} KB，最多 {parts} 段；请重新选择照片。",
        "This part of a photo is not right: at most {kilobytes} KB each and {parts} parts; choose the photo again.",
    ),
    "UPLOAD_LIMIT": (
        "照片太多（上限 {limit}），请先把未传完的传完，或明天再传；本机的照片没有丢。",
        "Too many photos (limit {limit}); finish those under way first, or go on tomorrow. Nothing on this device is lost.",
    ),
    "FILE_TYPE": ("只接受照片（JPEG、PNG、WebP）。", "Only photos (JPEG, PNG, WebP) are accepted."),
    "SERVER_ERROR": (
        "系统出错，没有保存；请稍后重试。",
        "The system failed and nothing was saved; try again later.",
    ),
}
_PEOPLE: Words = {
    "USERNAME_TAKEN": ("用户名已被使用。", "This user name is taken."),
    "NOT_YOURSELF": ("不能对自己这样操作。", "You cannot do this to yourself."),
    "NO_DEPARTMENT": ("没有这个部门。", "There is no such department."),
    "BAD_POST": ("这个角色不能设在这里。", "This role cannot be held here."),
    "DUTY_TWICE": ("该人员已有这项职责。", "The person already has this duty."),
    "DUTY_ENDS_FIRST": ("结束时间早于开始时间。", "It would end before it begins."),
    "DUTY_OVER": ("这项职责已经结束。", "This duty has already ended."),
    "KIOSK_REVOKED": ("大屏链接已撤销。", "The wall link has been revoked."),
}

REFUSALS: Words = {**_HAZARD, **_SHAPE, **_RATING, **_SESSION, **_PEOPLE}
