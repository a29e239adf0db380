"""What the demo people say. Plain sentences of the trade; every name in the demo city is invented."""

FINDINGS = (
    ("electric", "配电箱门缺失，导线裸露"),
    ("fire", "消防通道被原料堵塞"),
    ("leak", "阀门法兰处渗漏，地面有油迹"),
    ("poisoning", "有限空间未设警示标志，未配气体检测仪"),
    ("fall", "高处作业平台护栏松动"),
    ("collapse", "料仓立柱锈蚀严重"),
    ("explosion", "除尘管道积尘厚度超标"),
    ("fire", "应急照明失效，疏散指示不亮"),
)
TEXTS = {
    "basis": "《工贸企业重大事故隐患判定标准》第五条",
    "responsible_unit": "生产车间",
    "responsible_person": "车间主任",
    "reason": "现场核实情况与记录一致",
    "reply": "感谢您的反映，已现场核实",
    "order_number": "许安监责改〔2026〕演示",
    "demands": "立即停用并按规范整改，整改期间设专人监护",
    "responsible": "设备部",
    "measures": "更换损坏部件，完善防护，培训班组人员",
    "contingency": "停机断电，疏散人员，启动现场处置方案",
    "report": "现场复核，治理符合方案",
    "report_state": "部件老化，长期未更换",
    "report_danger": "可能造成伤亡，停用后可整改",
    "report_treatment": "更换部件并经第三方检测",
    "opinion": "方案可行，同意实施",
    "scope": "涉事工段",
    "interim_measures": "设围挡，专人值守",
    "done": "已更换部件并试运行正常",
    "result": "现场复查，隐患已消除",
    "expert_opinion": "整改到位，同意销号",
    "public_text": "重大事故隐患挂牌督办公告（演示）",
    "evidence": "现场照片与检测记录",
}
ANYTHING = "已按要求办理"
