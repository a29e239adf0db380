"""Words of what the public reports and is told."""

from .term import Words

STAGES: Words = {
    "received": ("已收到，等待受理", "Received, waiting to be taken up"),
    "checking": ("已受理，正在核实", "Taken up, being verified"),
    "treating": ("情况属实，正在整改", "Confirmed, being put right"),
    "done": ("已整改销号", "Put right and closed"),
    "unfounded": ("经核实不属实", "Found not to be so"),
    "declined": ("没有受理，原因见答复", "Not taken up; the reply says why"),
}
STATES: Words = {
    "waiting": ("待受理", "Waiting"),
    "taken": ("已转为隐患", "Taken up as a hazard"),
    "declined": ("未予转办", "Not taken up"),
}
NOTICES: Words = {"public_report": ("收到公众举报，请核查", "A report from the public: look at it")}
REFUSALS: Words = {
    "PUBLIC_BUSY": (
        "提交太频繁，请 {minutes} 分钟后再试；已填写的内容仍在本页。",
        "Too many requests; try again in {minutes} minutes. What you wrote is still on this page.",
    ),
    "CHALLENGE_BAD": (
        "安全验证已过期，请重新提交；已填写的内容仍在本页。",
        "The security check has run out; send again. What you wrote is still on this page.",
    ),
    "OUTSIDE_CITY": (
        "这个位置不在本市范围内，请在地图上重新选点；紧急情况请拨打 12350 或 119。",
        "This place is outside the city; choose it on the map again. In an emergency call 12350 or 119.",
    ),
    "TOO_MANY_PHOTOS": ("最多附 {limit} 张照片。", "At most {limit} photos."),
    "PHOTO_UNKNOWN": (
        "这张照片不属于这条举报，没有收下；举报本身已收到。",
        "This photo does not belong to the report and was not taken; the report itself is in.",
    ),
    "PHOTO_LATE": (
        "举报已收到一天以上，不再补收照片；需要补充请再报一处。",
        "The report came in more than a day ago and takes no more photos; send another report to add some.",
    ),
    "CODE_UNKNOWN": (
        "没有这个查询码，请核对后重新输入。",
        "There is no such tracking code; check it and enter it again.",
    ),
    "REPORT_DECIDED": (
        "{who}已经处理过这条举报，请刷新。",
        "{who} has already dealt with this report; reload.",
    ),
    "NO_IDENTITY": ("举报人没有留下联系方式。", "The sender left no way to reach them."),
    "IDENTITY_ERASED": (
        "举报人身份已按保存期限永久删除（{day}），任何人都不能再查看。",
        "Who sent it was erased for good on {day}, as the period of keeping says; nobody can see it any more.",
    ),
    "NOT_THE_KEEPER": (
        "举报人身份只有指定的保管人可以查看。",
        "Only the named keeper may see who sent this.",
    ),
    "KEEPER_NO_DUTY": (
        "保管人须为在任的市级安委办（综合监管）人员。",
        "The keeper must hold a duty of the city's committee office.",
    ),
    "SEALED_WITH_ANOTHER_KEY": (
        "身份信息无法解密：密钥已更换。请联系系统管理员找回原密钥。",
        "The identity cannot be opened: the key has changed. Ask the administrator for the former key.",
    ),
}
PUBLIC_GROUPS: dict[str, Words] = {"public_stage": STAGES, "public_state": STATES}
