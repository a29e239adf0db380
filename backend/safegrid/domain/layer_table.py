"""The layers that every city has, as data: names, kinds, marks, and what a feature tells of itself.

A mark's colour is none of the four of risk, and its plate is none of their shapes. A layer that a city adds by itself
is a row like these.
"""

from dataclasses import dataclass

from .layers import PROTECTED, RESOURCES, Kind, Source

Field = tuple[str, str, str]
"""Key, Chinese, English."""

KIND: Field = ("kind", "类别", "Kind")
ADDRESS: Field = ("address", "地址", "Address")
PHONE: Field = ("phone", "值班电话", "Duty phone")
KEEPER: Field = ("keeper", "管理单位", "Kept by")


@dataclass(frozen=True)
class LayerDef:
    """A layer without its features. `rank`: place in the list."""

    code: str
    zh: str
    en: str
    kind: Kind
    group: str
    icon: str
    colour: str
    rank: int
    fields: tuple[Field, ...] = ()
    source: Source = Source.FEATURES


STANDARD: tuple[LayerDef, ...] = (
    LayerDef(
        "major_hazards", "重大危险源", "Major hazard installations", Kind.POINT, "risk", "flask", "#8a2f6b", 10,
        (("kind", "级别", "Grade"),), Source.MAJOR_HAZARDS,
    ),
    LayerDef(
        "accidents", "事故点", "Accidents", Kind.POINT, "risk", "burst", "#5b4636", 20,
        (KIND, ("at", "发生时间", "Time"), ("deaths", "死亡", "Deaths"), ("injuries", "受伤", "Injured"),
         ("cause", "直接原因", "Cause")),
    ),
    LayerDef(
        PROTECTED, "防护目标", "Protected targets", Kind.POINT, "protect", "shield", "#0e7c86", 30,
        (KIND, ("people", "常驻人数", "People"), ADDRESS, PHONE),
    ),
    LayerDef(
        RESOURCES, "应急资源", "Emergency resources", Kind.POINT, "response", "cross", "#2e7d4f", 40,
        (KIND, ("people", "人数", "People"), ("stock", "主要物资装备", "Equipment"), KEEPER, PHONE),
    ),
    LayerDef(
        "cameras", "视频监控", "Cameras", Kind.POINT, "response", "camera", "#4a5f9e", 50,
        (KIND, ("number", "设备编号", "Number"), KEEPER),
    ),
    LayerDef(
        "sites", "建筑工地", "Building sites", Kind.POINT, "facilities", "crane", "#8b6b2f", 60,
        (KIND, ("builder", "施工单位", "Builder"), ("until", "计划竣工", "Planned end"), ADDRESS),
    ),
    LayerDef(
        "pipelines", "油气管线", "Pipelines", Kind.LINE, "facilities", "pipe", "#6d4ca3", 70,
        (KIND, ("diameter", "管径 (mm)", "Diameter (mm)"), ("pressure", "设计压力 (MPa)", "Pressure (MPa)"), KEEPER,
         PHONE),
    ),
    LayerDef(
        "zones", "功能区", "Functional zones", Kind.AREA, "ground", "zone", "#3f7f93", 80,
        (KIND, ("code", "区划代码", "Division code"), ("ownership", "归属", "Ownership"), KEEPER),
    ),
    LayerDef(
        "vacancies", "责任人空缺", "Vacant posts", Kind.AREA, "ground", "seat", "#64748b", 90,
        (("kind", "缺", "Missing"),), Source.VACANCIES,
    ),
    LayerDef(
        "surveys", "四查逾期", "Surveys overdue", Kind.AREA, "ground", "rounds", "#6b7228", 95, (), Source.SURVEYS,
    ),
    LayerDef(
        "unowned", "无归属对象", "Outside every cell", Kind.POINT, "ground", "lost", "#475569", 100,
        (KIND,), Source.UNOWNED,
    ),
)  # fmt: skip
BY_CODE = {layer.code: layer for layer in STANDARD}
GROUPS = ("risk", "protect", "response", "facilities", "ground")
ICONS = (
    "flask", "burst", "shield", "cross", "camera", "crane", "pipe", "zone", "seat", "lost", "rounds",
    "school", "hospital", "crowd", "team", "store", "hydrant", "pin",
)  # fmt: skip
