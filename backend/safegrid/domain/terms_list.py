"""Headings of exported lists."""

from .term import Words

COLUMNS: Words = {
    "number": ("编号", "Number"),
    "name": ("名称", "Name"),
    "title": ("隐患", "Hazard"),
    "class": ("等级", "Class"),
    "state": ("状态", "State"),
    "category": ("类别", "Category"),
    "overdue": ("超期天数", "Days overdue"),
    "deadline": ("整改期限", "Deadline"),
    "listing": ("挂牌层级", "Listed at level"),
    "listing_deadline": ("挂牌期限", "Listing until"),
    "source": ("来源", "Source"),
    "reported_at": ("上报时间", "Reported"),
    "unit": ("单位", "Unit"),
    "affiliation": ("隶属关系", "Affiliation"),
    "industry4": ("行业代码", "Industry code"),
    "county": ("县（市、区）", "County"),
    "township": ("乡镇（街道）", "Township"),
    "community": ("社区（村）", "Community"),
    "address": ("地址", "Address"),
    "point": ("风险点", "Risk point"),
    "live": ("实时等级", "Live level"),
    "base": ("基准等级", "Base level"),
    "type": ("单位类型", "Unit type"),
    "uscc": ("统一社会信用代码", "Credit code"),
    "danger_class": ("危险类别", "Danger class"),
    "grade": ("年度类别", "Annual grade"),
    "key": ("重点监管单位", "Key unit"),
    "principal": ("主要负责人", "Principal"),
    "manager": ("责任人", "In charge"),
    "open": ("未销号隐患", "Open hazards"),
    "late": ("超期隐患", "Overdue hazards"),
    "lon": ("经度", "Longitude"),
    "lat": ("纬度", "Latitude"),
}
FILES: Words = {
    "hazards": ("隐患清单", "Hazards"),
    "units": ("单位清单", "Units"),
    "points": ("风险点清单", "Risk points"),
}
ANSWERS: Words = {"yes": ("是", "yes"), "no": ("否", "no")}

LIST_GROUPS: dict[str, Words] = {"column": COLUMNS, "list_file": FILES, "answer": ANSWERS}
