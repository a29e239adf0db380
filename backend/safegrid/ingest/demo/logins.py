"""Demo people who can log in, and the fixed place of the story that the tests and the README tell.

The story: 王格 (`wangge`) walks three communities of 将官池镇. In the middle one, where the seat of the township is,
stands unit 1, whose head is `qiye` and whose safety officer is `anquan`. Its risk point 1 is blue, has never had a
hazard, and none of its other points is worse than yellow. 林镇 (`linzhen`) walks 张潘镇 next to it and sees none of this.
All ids hold for every seed and size of the city.
"""

from dataclasses import dataclass

PASSWORD = "safegrid-demo"  # noqa: S105 - a public demo, printed on purpose

STORY_COUNTY = "411003000000"
STORY_TOWNSHIP = "411003100000"
OTHER_TOWNSHIP = "411003105000"
STORY_UNIT = 1
STORY_UNIT_NAME = "建安区演示样板机械制造有限公司"
STORY_POINT = 1

STORY_CELLS = 3
"""Number of neighbouring communities that `wangge` walks, the story's own first."""

@dataclass(frozen=True)
class Login:
    """A named demo person. `area`: division code, or "unit" for the story's unit, or "" for no duty on ground."""

    username: str
    name: str
    role: str
    area: str
    zh: str
    en: str

LOGINS = (
    Login("zhihui", "陈指挥", "CMD", "411000000000", "市指挥中心值班", "city command centre"),
    Login("anwei", "安卫国", "SUP", "411000000000", "市安委办综合监管", "city safety committee office"),
    Login("weihua", "魏华", "DEP", STORY_COUNTY, "建安区应急管理局", "county department"),
    Login("duban", "杜办", "SUP", STORY_COUNTY, "建安区安委办", "county safety committee office"),
    Login("fenguan", "冯冠", "LEAD", STORY_TOWNSHIP, "将官池镇分管领导", "township leader"),
    Login("jianguan", "简官", "OFF", STORY_TOWNSHIP, "将官池镇安全监管责任人", "township safety officer"),
    Login("wangge", "王格", "INS", STORY_TOWNSHIP, "将官池镇网格员（三个社区）", "grid inspector, three communities"),
    Login("linzhen", "林镇", "INS", OTHER_TOWNSHIP, "张潘镇网格员", "grid inspector next door"),
    Login("qiye", "齐业", "ENT_H", "unit", "样板企业主要负责人", "head of the story's enterprise"),
    Login("anquan", "安全", "ENT_S", "unit", "样板企业安全员", "its safety officer"),
    Login("guihua", "桂华", "PLN", "411000000000", "网格规划员", "grid planner"),
    Login("admin", "管理员", "ADM_SYS", "411000000000", "系统管理员", "system administrator"),
)
