"""Words of levels, reasons, methods and risks."""

from .term import Words

LEVELS: Words = {
    "0": ("未评估", "Not assessed"),
    "1": ("重大", "Major"),
    "2": ("较大", "Larger"),
    "3": ("一般", "General"),
    "4": ("低", "Low"),
}
COLOURS: Words = {
    "0": ("灰", "Grey"),
    "1": ("红", "Red"),
    "2": ("橙", "Orange"),
    "3": ("黄", "Yellow"),
    "4": ("蓝", "Blue"),
}
REASONS: Words = {
    "INHERENT": ("固有风险等级", "Inherent level"),
    "DIRECT": ("重大危险源直接判定", "Set directly by the major hazard installation"),
    "RESIDUAL": ("剩余风险复评", "Re-assessed residual level"),
    "UNRATED": ("尚未评估", "Not assessed yet"),
    "HZ_MAJOR_OPEN": ("有 {count} 处已核实的重大隐患未销号", "{count} verified major hazard(s) open"),
    "HZ_MAJOR_SUSPECT": (
        "有 {count} 处上报的重大隐患待核实",
        "{count} reported major hazard(s) not verified yet",
    ),
    "HZ_OVERDUE": ("有 {count} 处一般隐患逾期未改", "{count} general hazard(s) overdue"),
    "HZ_OVERDUE_LONG": (
        "隐患长期或多处逾期：{count} 处，最长 {days} 天",
        "Hazards long or repeatedly overdue: {count}, up to {days} days",
    ),
    "ALARM_HH": ("高高限报警未解除", "High-high alarm not resolved"),
    "ALARM_H": ("高限报警未解除", "High alarm not resolved"),
    "SENSOR_LOST": ("监测数据中断 {hours} 小时", "No sensor data for {hours} hours"),
    "ACCIDENT": ("发生过事故，复评未签署", "An accident happened here; re-assessment not signed"),
    "ASSESS_EXPIRED": ("复评逾期 {days} 天", "Re-assessment {days} days late"),
    "SPECIAL_WORK": ("正在进行动火或受限空间作业", "Hot work or confined space work under way"),
    "FLOOR_CLASS": ("危险类别为最高一类", "Highest danger class"),
    "FLOOR_GRADE_3": ("年度评级三类", "Annual grade 3"),
    "FLOOR_GRADE_4": ("年度评级四类", "Annual grade 4"),
    "FLOOR_NOT_STANDARD": ("安全标准化不达标", "Safety standardisation not reached"),
    "FLOOR_BLACKLISTED": ("列入安全生产黑名单", "On the safety blacklist"),
    "FLOOR_LISTED": ("企业被挂牌督办", "Unit listed for supervision"),
    "WORST_POINT": ("最高等级的风险点", "Worst risk point"),
    "LIVE_POINT": ("风险点的实时等级", "Live level of a risk point"),
    "ADJUSTED": ("监管部门调整 {step} 级", "Adjusted by the authority by {step}"),
    "FIXED_FOR_YEAR": ("本年度监管色已定", "Supervision colour fixed for this year"),
    "INDEX": ("网格指数 {index}", "Cell index {index}"),
    "CELL_EVENT": (
        "有 {count} 起已确认的高高报警或事故",
        "{count} confirmed high-high alarm(s) or accident(s)",
    ),
    "LISTING_OVERDUE": ("有 {count} 处挂牌督办逾期", "{count} listing(s) overdue"),
    "CHILD_EVENT": ("下属 {count} 个社区(村)有红色事件", "Red event in {count} community(ies) below"),
    "LEC_BAND": ("LEC 分值所在区间", "Band of the LEC value"),
    "LS_BAND": ("LS 分值所在区间", "Band of the LS value"),
    "MHI_BAND": ("重大危险源分级", "Grade of the major hazard"),
    "LSC_BAND": ("化工 LS 分值所在区间", "Band of the chemical LS value"),
}
METHODS: Words = {
    "": ("未评估", "Not assessed"),
    "LEC": ("作业条件危险性评价法(LEC)", "LEC"),
    "LS": ("风险矩阵法(LS)", "Risk matrix (LS)"),
    "LSC": ("化工企业风险矩阵法", "Chemical risk matrix"),
    "MHI": ("重大危险源辨识(GB 18218)", "Major hazard installation (GB 18218)"),
}
INPUTS: Words = {
    "l": ("可能性 L", "Likelihood L"),
    "e": ("暴露频率 E", "Exposure E"),
    "c": ("后果 C", "Consequence C"),
    "s": ("严重性 S", "Severity S"),
    "d": ("危险性 D", "Danger D"),
    "r": ("风险值 R", "Risk value R"),
    **{f"l{i}": (f"可能性第 {i} 项", f"Likelihood item {i}") for i in range(1, 11)},
    **{f"s{i}": (f"严重性第 {i} 项", f"Severity item {i}") for i in range(1, 6)},
    "residents": ("厂界外 500 米常住人口", "Residents within 500 m outside"),
    "inherent": ("固有等级", "Inherent level"),
    "direct": ("直判等级", "Direct level"),
    "residual": ("剩余等级", "Residual level"),
    "base": ("基准等级", "Base level"),
    "worst_point": ("风险点最高基准等级", "Worst base level of points"),
    "floor": ("最低不得优于", "Floor"),
    "supervision": ("监管色", "Supervision colour"),
    "points_part": ("风险点分项 S", "Points part S"),
    "hazards_part": ("隐患分项 H", "Hazards part H"),
    "management_part": ("管理分项 M", "Management part M"),
    "x": ("风险点加权数 X", "Weighted points X"),
    "y": ("隐患加权数 Y", "Weighted hazards Y"),
    "children": ("下级网格数", "Cells below"),
    "worst_children": ("最差一成下级的平均指数", "Mean index of the worst tenth below"),
    "mean_children": ("下级平均指数", "Mean index below"),
}
ACCIDENTS: Words = {
    "01": ("物体打击", "Struck by object"),
    "02": ("车辆伤害", "Vehicle injury"),
    "03": ("机械伤害", "Machinery injury"),
    "04": ("起重伤害", "Lifting injury"),
    "05": ("触电", "Electric shock"),
    "06": ("淹溺", "Drowning"),
    "07": ("灼烫", "Burns and scalds"),
    "08": ("火灾", "Fire"),
    "09": ("高处坠落", "Fall from height"),
    "010": ("坍塌", "Collapse"),
    "011": ("冒顶片帮", "Roof fall and rib spalling"),
    "012": ("透水", "Water inrush"),
    "013": ("放炮", "Blasting"),
    "014": ("火药爆炸", "Powder explosion"),
    "015": ("瓦斯爆炸", "Gas explosion"),
    "016": ("锅炉爆炸", "Boiler explosion"),
    "017": ("容器爆炸", "Vessel explosion"),
    "018": ("其他爆炸", "Other explosion"),
    "019": ("中毒和窒息", "Poisoning and suffocation"),
    "020": ("其他伤害", "Other injury"),
}
CATEGORIES: Words = {
    "leak": ("泄漏", "Leak"),
    "fire": ("火灾", "Fire"),
    "explosion": ("爆炸", "Explosion"),
    "poisoning": ("中毒", "Poisoning"),
    "collapse": ("坍塌", "Collapse"),
    "fall": ("坠落", "Fall"),
    "heat": ("高温", "Heat"),
    "dust": ("粉尘", "Dust"),
    "chemical": ("化学物", "Chemicals"),
    "noise": ("噪声", "Noise"),
    "radiation": ("电离辐射", "Ionising radiation"),
    "other": ("其他", "Other"),
}
MEASURES: Words = {
    "rules": ("制度管理", "Rules and management"),
    "engineering": ("物理工程", "Engineering"),
    "monitoring": ("在线监测", "Online monitoring"),
    "video": ("视频监控", "Video"),
    "automation": ("自动化控制", "Automatic control"),
    "emergency": ("应急管理", "Emergency management"),
}
CONTROL_LEVELS: Words = {
    "1": ("公司", "Company"),
    "2": ("车间", "Workshop"),
    "3": ("班组", "Team"),
    "4": ("岗位", "Post"),
}
ENTITIES: Words = {
    "point": ("风险点", "Risk point"),
    "unit": ("单位", "Unit"),
    "hazard": ("隐患", "Hazard"),
    "alarm": ("警情", "Alarm"),
    "cell": ("网格", "Grid cell"),
    "person": ("人员", "Person"),
    "place": ("坐标", "Place"),
}
SHAPES: Words = {"point": ("点", "Point"), "line": ("线", "Line"), "area": ("面", "Area")}
FORMULAS: Words = {
    "point": ("实时等级 = 最差(基准等级, 各触发项)", "live = worst of (base, every trigger)"),
    "unit": (
        "实时色 = 最差(监管色, 风险点实时等级, 触发项)；监管色 = 最差(风险点基准等级, 各底线)±调整",
        "live = worst of (supervision, live points, triggers); supervision = worst of (base points, floors) ± adjustment",
    ),
    "community": (
        "指数 I = {s}%·S + {h}%·H + {m}%·M;S = 100·X/(X+{ks}),H = 100·Y/(Y+{kh})",
        "I = {s}%·S + {h}%·H + {m}%·M; S = 100·X/(X+{ks}), H = 100·Y/(Y+{kh})",
    ),
    "parent": (
        "指数 = {worst}%·最差 {share}% 下级的平均 + {mean}%·全部下级的平均",
        "I = {worst}%·mean of the worst {share}% below + {mean}%·mean of all below",
    ),
}
CHANGES: Words = {
    "reason_ends": ("若“{reason}”消除，变为{level}", 'If "{reason}" ends: {level}'),
    "all_end": ("若以上触发项全部消除，变为{level}", "If all triggers end: {level}"),
    "reaches": ("{name} 达到 {edge} 时变为{level}", "When {name} reaches {edge}: {level}"),
    "assess": ("完成评估后才有等级", "It gets a level once it is assessed"),
    "cured": ("若{what}，指数变为 {index}，等级变为{level}", "If {what}: index {index}, {level}"),
    "child_event_ends": ("若下属红色事件解除，变为{level}", "If the red events below end: {level}"),
}
CURES: Words = {
    "major": ("重大隐患全部销号", "all major hazards are closed"),
    "overdue": ("隐患不再逾期", "no hazard is overdue"),
    "general": ("一般隐患全部销号", "all general hazards are closed"),
    "alarms": ("报警和事故全部处置完毕", "all alarms and accidents are settled"),
    "listing": ("挂牌督办不再逾期", "no listing is overdue"),
    "survey": ("四查按期完成", "the survey is up to date"),
    "selfcheck": ("企业自查按期完成", "all self-checks are up to date"),
    "vacancies": ("网格责任人配齐", "all posts are filled"),
}

RISK_GROUPS: dict[str, Words] = {
    "level": LEVELS,
    "colour": COLOURS,
    "reason": REASONS,
    "method": METHODS,
    "input": INPUTS,
    "accident": ACCIDENTS,
    "point_category": CATEGORIES,
    "measure_kind": MEASURES,
    "control_level": CONTROL_LEVELS,
    "entity": ENTITIES,
    "shape": SHAPES,
    "formula": FORMULAS,
    "change": CHANGES,
    "cure": CURES,
}
