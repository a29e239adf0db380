"""Demo people who can log in, and the fixed place of the story that the tests and the README tell.

The story: 王格 (`wangge`) walks three communities of one township (将官池镇 in 许昌). In the first of them, where the
seat of the township is, stands unit 1: `qiye` is its head, `anquan` its safety officer, `yuangong` a worker. Its risk point 1 is
blue, has never had a hazard, and none of its other points is worse than yellow. 林镇 (`linzhen`) walks three communities
of the township next to it (张潘镇) and sees none of this. Nothing has ever happened in these six communities. The ids
hold for every seed and size of the city.
"""

from dataclasses import dataclass

from safegrid.ingest.divisions import Division, Gazetteer

PASSWORD = "safegrid-demo"  # noqa: S105 - a public demo, printed on purpose

STORY_UNIT = 1
STORY_UNIT_NAME = "演示样板机械制造有限公司"
STORY_POINT = 1
STORY_POINT_NAME = "机械加工线"
SENSOR_TOKEN = "safegrid-demo-sensor"  # noqa: S105 - a public demo, as the password
SENSOR_NAME = "可燃有毒气体探头 001"
SENSOR_USUAL, SENSOR_ALARM = 3.0, 42.0
"""ppm; the sensor of this token rings high-high from 35 on (`desks.GAS`)."""
STORY_CELLS = 3
"""Number of neighbouring communities that an inspector with a log-in walks, the one at the seat first."""
_PREFERRED = ("411003100000", "411003105000")


@dataclass(frozen=True)
class Login:
    """A named demo person. `area`: a field of `Story`, or "unit" for the story's unit."""

    username: str
    name: str
    role: str
    area: str
    zh: str
    en: str


LOGINS = (
    Login("zhihui", "陈指挥", "CMD", "city", "市指挥中心值班", "city command centre"),
    Login("anwei", "安卫国", "SUP", "city", "市安委办综合监管", "city safety committee office"),
    Login("weihua", "魏华", "DEP", "county", "应急管理局监管员", "county department"),
    Login("duban", "杜办", "SUP", "county", "安委办综合监管", "county safety committee office"),
    Login("fenguan", "冯冠", "LEAD", "township", "分管领导", "township leader"),
    Login("jianguan", "简官", "OFF", "township", "安全监管责任人", "township safety officer"),
    Login("wangge", "王格", "INS", "township", "网格员", "grid inspector"),
    Login("linzhen", "林镇", "INS", "other", "邻镇网格员", "grid inspector next door"),
    Login("qiye", "齐业", "ENT_H", "unit", "企业主要负责人", "head of an enterprise"),
    Login("anquan", "安全", "ENT_S", "unit", "企业安全员", "its safety officer"),
    Login("yuangong", "员工", "ENT_W", "unit", "企业员工", "one of its workers"),
    Login("guihua", "桂华", "PLN", "city", "网格规划员", "grid planner"),
    Login("admin", "管理员", "ADM_SYS", "city", "系统管理员", "system administrator"),
    Login(
        "baomi", "鲍密", "ADM_SEC", "city", "安全保密管理员", "security administrator: posts, walls' links"
    ),
)


@dataclass(frozen=True)
class Story:
    """Division codes of where the story plays: `other` is the neighbour's township."""

    city: str
    county: str
    township: str
    other: str

    def code(self, area: str) -> str:
        return {"city": self.city, "county": self.county, "township": self.township, "other": self.other}[
            area
        ]


def story_of(gazetteer: Gazetteer) -> Story:
    """Where the story plays: in 将官池镇 and 张潘镇, in another city in the first county with two townships.

    Raises ValueError for a city without such a county.
    """
    if set(_PREFERRED) <= {d.code for d in gazetteer.divisions}:
        return _story(gazetteer, *_PREFERRED)
    for county in gazetteer.divisions:
        if county.level == 2 and county.code in gazetteer.outlines:
            able = [
                t for t in gazetteer.children(county.code) if len(gazetteer.children(t.code)) >= STORY_CELLS
            ]
            if len(able) > 1:
                first, second = sorted(able, key=lambda t: (_town(t, gazetteer), t.code))[:2]
                return _story(gazetteer, first.code, second.code)
    raise ValueError("no county with an outline has two townships of three communities")


def _town(township: Division, gazetteer: Gazetteer) -> tuple[bool, bool]:
    """Towns whose seat is known come first: the story is told of a country town."""
    return (township.code not in gazetteer.seats, township.urban)


def _story(gazetteer: Gazetteer, township: str, other: str) -> Story:
    return Story(gazetteer.city.code, township[:6] + "000000", township, other)
