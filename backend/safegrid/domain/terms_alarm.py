"""Words of alarms: states, commands, clocks, who is called, and what people are told."""

from .term import Words
from .terms_public import NOTICES as PUBLIC_NOTICES

STATES: Words = {
    "raised": ("待接警", "Ringing"),
    "acknowledged": ("已接警", "Acknowledged"),
    "false": ("误报", "False alarm"),
    "hazard": ("判为隐患", "A hazard"),
    "accident": ("判为事故", "An accident"),
    "dispatched": ("已派出", "Dispatched"),
    "on_scene": ("已到场", "On scene"),
    "resolved": ("已处置", "Resolved"),
    "reviewed": ("已复盘", "Reviewed"),
}
KINDS: Words = {
    "sensor": ("传感器", "Sensor"),
    "officer": ("人员上报", "Officer"),
    "public": ("公众来电", "Public"),
    "sweep": ("系统巡检", "System check"),
}
SEVERITIES: Words = {
    "hh": ("高高报", "High-high"),
    "h": ("高报", "High"),
    "lost": ("信号中断", "Signal lost"),
    "manual": ("人工报警", "Raised by hand"),
}
VERDICTS: Words = {
    "false": ("误报", "False alarm"),
    "hazard": ("隐患", "Hazard"),
    "accident": ("事故", "Accident"),
}
CONFIDENCE: Words = {
    "high": ("可信度高", "Sure"),
    "medium": ("可信度中", "Likely"),
    "low": ("待核实", "Unverified"),
}
COMMANDS: Words = {
    "raise": ("报警", "Raise"),
    "acknowledge": ("接警", "Acknowledge"),
    "judge_false": ("判为误报", "Judge false"),
    "judge_hazard": ("判为隐患", "Judge a hazard"),
    "judge_accident": ("判为事故", "Judge an accident"),
    "dispatch": ("派出", "Dispatch"),
    "arrive": ("到场", "Arrived"),
    "resolve": ("处置完毕", "Resolve"),
    "review": ("复盘", "Review"),
    "evacuate": ("疏散撤人", "Evacuate"),
    "lift_evacuation": ("解除疏散", "Lift evacuation"),
    "notify": ("通知周边", "Notify around"),
    "report_up": ("上报事故", "Report the accident"),
    "escalate": ("逐级呼叫", "Passed on"),
    "clock_late": ("事故上报逾期", "Report of the accident is late"),
}
CLOCKS: Words = {
    "ack": ("接警", "Acknowledge"),
    "accident_unit": ("企业报县级", "Unit reports to the county"),
    "accident_county": ("县级报市级", "County reports to the city"),
    "accident_city": ("市级报省级", "City reports to the province"),
}
CALLS: Words = {
    "manager": ("风险点负责人", "Manager of the point"),
    "principal": ("企业负责人", "Head of the unit"),
    "desk": ("值班员", "On duty at the desk"),
    "deputy": ("副班", "Deputy"),
}
NOTICES: Words = {
    "alarm_raised": ("新警情，请接警", "New alarm: acknowledge it"),
    "alarm_deputy": ("值班员未接警，请副班接警", "Not acknowledged at the desk: the deputy is called"),
    "alarm_county": ("警情无人接警，请县级处置", "Nobody has acknowledged: the county is called"),
    "alarm_clock_late": ("事故上报逾期", "The report of an accident is late"),
    "alarm_dispatched": ("派您到场处置", "You are sent to the scene"),
    "alarm_notify": ("周边警情通知", "Alarm near you"),
    "alarm_evacuate": ("立即疏散撤离", "Evacuate now"),
    "handover_given": ("请签收交接班", "Sign the handover"),
    **PUBLIC_NOTICES,
    "takeover_new": ("网格调整后有隐患待您接收", "Hazards came with new boundaries: accept them"),
    "proposal_new": ("有单位信息待您确认", "A unit's record waits for your decision"),
    "proposal_accepted": ("您的单位信息建议已采纳", "Your proposal on a unit was accepted"),
    "proposal_rejected": ("您的单位信息建议未采纳", "Your proposal on a unit was not accepted"),
    "illegal_new": ("有非法生产经营线索待处理", "A report of illegal operation waits for you"),
    "illegal_handled": ("您上报的非法生产经营线索已处理", "Your report of illegal operation was handled"),
    "plan_stopped": (
        "定时方案未能发布，已退回草稿",
        "A scheduled plan was not published; it is a draft again",
    ),
}
PARAMETERS: Words = {
    "temperature": ("温度", "Temperature"),
    "pressure": ("压力", "Pressure"),
    "level": ("液位", "Level"),
    "gas": ("气体浓度", "Gas concentration"),
    "flow": ("流量", "Flow"),
    "oxygen": ("氧含量", "Oxygen"),
    "other": ("其他参数", "Other parameter"),
}
SENSOR_TITLES: Words = {
    "high_high": ("{parameter}高高报：{value} {unit}", "{parameter} high-high: {value} {unit}"),
    "high": ("{parameter}高报：{value} {unit}", "{parameter} high: {value} {unit}"),
    "low": ("{parameter}低报：{value} {unit}", "{parameter} low: {value} {unit}"),
    "lost": ("{parameter}信号中断 {hours} 小时", "{parameter}: no signal for {hours} h"),
}
REFUSALS: Words = {
    "ALREADY_ACKNOWLEDGED": (
        "企业已确认，等待值班员接警。",
        "The unit has confirmed it; the desk is still awaited.",
    ),
    "ALREADY_EVACUATED": (
        "已下达疏散令；要改范围请先解除。",
        "An evacuation is in force; lift it first to change its radius.",
    ),
    "NOT_EVACUATED": ("没有生效的疏散令。", "No evacuation is in force."),
    "EVACUATION_IN_FORCE": ("疏散令未解除，请先解除。", "An evacuation is in force; lift it first."),
    "RADIUS_RANGE": ("半径须在 1 至 {metres} 米之间。", "The radius must lie between 1 and {metres} metres."),
    "SHIFT_TWICE": ("这段时间已有人值班。", "Somebody is on the roster at that time already."),
    "DESK_NO_DUTY": (
        "此人没有处置该辖区警情的职责，请另选。",
        "This person has no duty to handle alarms there; choose another.",
    ),
    "NO_DESK": ("您现在没有值班，请选择值班台。", "You are not on shift now; choose the desk."),
    "ALREADY_SIGNED": ("已经签收，不能更改。", "It is signed already and cannot be changed."),
    "FUTURE_CLOCK": (
        "读数时间在将来，请校准设备时钟。",
        "The reading is from the future; set the sensor's clock.",
    ),
    "NOTHING_TO_REPORT": ("没有待上报的事故。", "There is no accident to report."),
}
ALARM_FIELDS: Words = {
    "person": ("派出人员", "Person to send"),
    "note": ("备注", "Note"),
    "deaths": ("死亡人数", "Deaths"),
    "injuries": ("受伤人数", "Injured"),
    "radius": ("半径（米）", "Radius (m)"),
    "device": ("传感器编号", "Sensor number"),
    "value": ("读数", "Reading"),
    "hours": ("中断小时数", "Hours of silence"),
    "escalated": ("呼叫级别", "Passed on to level"),
    "clock": ("逾期的上报", "Report that is late"),
    "hazard": ("隐患编号", "Hazard number"),
    "told": ("已通知人数", "People told"),
    "deputy": ("副班", "Deputy"),
    "to": ("接班人", "Taker"),
    "low": ("低限", "Low threshold"),
    "high": ("高限", "High threshold"),
    "high_high": ("高高限", "High-high threshold"),
    "hysteresis": ("回差", "Hysteresis"),
    "kind": ("报警来源", "Source"),
    "severity": ("等级", "Severity"),
}
ALARM_GROUPS: dict[str, Words] = {
    "alarm_state": STATES,
    "alarm_kind": KINDS,
    "alarm_severity": SEVERITIES,
    "alarm_verdict": VERDICTS,
    "alarm_confidence": CONFIDENCE,
    "alarm_command": COMMANDS,
    "alarm_clock": CLOCKS,
    "call": CALLS,
    "notice": NOTICES,
    "parameter": PARAMETERS,
    "sensor_alarm": SENSOR_TITLES,
}
