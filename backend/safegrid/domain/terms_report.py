"""Headings of figures per cell."""

from .term import Words
from .terms_hazard import HAZARD_GROUPS

COLUMNS: Words = {
    "code": ("编码", "Code"),
    "county": ("县（市、区）", "County"),
    "township": ("乡镇（街道）", "Township"),
    "cell": ("网格", "Cell"),
    "total": ("合计", "Total"),
    "units": ("单位", "Units"),
    "b1": ("重大风险点", "Points, major risk"),
    "b2": ("较大风险点", "Points, considerable risk"),
    "b3": ("一般风险点", "Points, general risk"),
    "b4": ("低风险点", "Points, low risk"),
    "b0": ("未评估风险点", "Points, not assessed"),
    "found": ("新增隐患", "Hazards found"),
    "found_major": ("新增重大隐患", "Major hazards found"),
    "open": ("期末未销号", "Open at the end"),
    **HAZARD_GROUPS["hazard_state"],
}
GROUND: Words = {
    "then": ("按当时边界", "By the boundaries of the time"),
    "now": ("按现行边界", "By the boundaries of today"),
}
REPORT_GROUPS: dict[str, Words] = {"report_column": COLUMNS, "report_ground": GROUND}
