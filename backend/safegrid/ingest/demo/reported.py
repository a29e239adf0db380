"""What the public reported in the demo city's story township: two wait for the officer, one was declined."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from safegrid.actions.kiosks import new_token
from safegrid.actions.seal import seal
from safegrid.domain.public_reports import State, hash_of
from safegrid.store.models import IdentityKeeper, PublicReport, Site, User

from .city import City
from .logins import story_of

KEEPER, NAMED_BY, OFFICER = "anwei", "baomi", "jianguan"
"""Log-ins: of the city's committee office, the security administrator, the township's officer."""


@dataclass(frozen=True)
class Said:
    """`phone`: sealed; nobody's number."""

    category: str
    text: str
    hours_ago: int
    phone: str = ""
    reply: str = ""


SAID = (
    Said("passage", "车间后门常年上锁，工人只能从正门进出。", 5, phone="199-0000-0001"),
    Said("electric", "厂区围墙外电动车排队飞线充电，晚上最多。", 26),
    Said("other", "路口红绿灯不亮。", 80, reply="不属于安全生产事项，已转交交管部门处理。"),
)


def reports(city: City) -> list[PublicReport]:
    """Rows at units of the township; their tracking codes are nobody's."""
    township = story_of(city.gazetteer).township
    sites = Site.objects.filter(cell__parent__code=township).order_by("pk")[: len(SAID)]
    officer = User.objects.get(username=OFFICER)
    return [
        _row(n, said, site, officer, city.now)
        for n, (said, site) in enumerate(zip(SAID, sites, strict=False), 1)
    ]


def keepers() -> list[IdentityKeeper]:
    """Who may see who reported."""
    people = {person.username: person for person in User.objects.filter(username__in=[KEEPER, NAMED_BY])}
    return [IdentityKeeper(person=people[KEEPER], named_by=people[NAMED_BY])]


def _row(n: int, said: Said, site: Site, officer: User, now: datetime) -> PublicReport:
    at = now - timedelta(hours=said.hours_ago)
    report = PublicReport(
        number=f"JB{(site.cell.code if site.cell else '')[:6]}-{at:%Y}-{n:06d}",
        code_hash=hash_of(new_token()),
        digest="",
        cell=site.cell,
        geom=site.geom,
        category=said.category,
        text=said.text,
        contact=bool(said.phone),
        received_at=at,
    )
    if said.phone:
        report.sealed = seal(report.number, {"name": "", "phone": said.phone, "photos": []})
    if said.reply:
        report.state, report.reply, report.reason = State.DECLINED.value, said.reply, "非安全生产事项"
        report.decided_by, report.decided_at = officer, at + timedelta(hours=2)
    return report
