"""One hazard, told end to end in several browsers: the main job of the whole system."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from live.processes import until
from safegrid.ingest.demo.logins import STORY_POINT, STORY_UNIT

from .conftest import Stack
from .person import SECONDS, Person, in_days, photo

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
ON_SITE = {"override_reason": "定位不可用，现场照片为证"}


def test_a_major_hazard_from_report_to_removal(stack: Stack, login: Login) -> None:
    centre, inspector = Person(login("zhihui")), Person(login("wangge"))
    stranger_page = login("linzhen")
    heard: list[str] = []
    stranger_page.on("websocket", lambda ws: ws.on("framereceived", lambda text: heard.append(str(text))))
    stranger_page.reload()
    stranger = Person(stranger_page)
    for person in (centre, inspector, stranger):
        person.is_live()
    before = (centre.legend(), stranger.legend())
    unit_before = _unit_level(stack)

    # An inspector reports: the point is red, hollow, for the command centre; the unit and the cell are not.
    centre.open("point", STORY_POINT)
    centre.sees_level(4)
    inspector.open("point", STORY_POINT)
    hazard = inspector.report(
        "上报隐患", claimed="major", photos=photo(), category="leak", title="储罐阀门渗漏",
        text="储罐出口阀门法兰渗漏，有刺激性气味",
    )  # fmt: skip
    centre.sees_level(1, claimed=True)
    assert _unit_level(stack) == unit_before

    # The department verifies: point, unit and cell turn red without a reload.
    department = Person(login("weihua"))
    department.open("hazard", hazard)
    department.do("verify", **{"class": "major"}, basis="判定标准第五条", responsible_person="齐业")
    centre.sees_level(1)
    centre.open("unit", STORY_UNIT)
    centre.sees_level(1)
    centre.open("cell", _cell(stack))
    centre.sees_level(1)

    # Order, plan with the five, approval; the enterprise treats it.
    department.do(
        "order", order_number="许安监责改〔2026〕1 号", demands="立即停用，更换阀门", deadline=in_days(20)
    )
    head = Person(login("qiye"))
    head.open("hazard", hazard)
    head.do(
        "plan", responsible="齐业", measures="更换阀门", time_limit=in_days(10), funds=8000, contingency="停车、疏散",
        report_state="阀门老化", report_danger="中毒", report_treatment="更换",
    )  # fmt: skip
    department.do("approve_plan", opinion="同意")

    # Both processes are killed and come back; nobody reloads anything.
    stack.web.kill()
    stack.worker.kill()
    stack.worker.start()
    stack.web.start()
    until(lambda: stack.web.health()[0] == 200, 30, what="the stack is healthy again")
    for person in (centre, inspector, department, head, stranger):
        person.is_live()

    head.do("submit", after_photos=photo(), done="已更换并试压合格", cost=7600)
    _reinspect(department)
    department.do("accept", report="验收合格", expert_opinion="同意销号", companions=["杜办"])

    # The colours go back everywhere, and nothing is missing on any screen.
    centre.open("point", STORY_POINT)
    centre.sees_level(4)
    centre.open("hazard", hazard)
    centre.sees_state("已销号")
    assert _unit_level(stack) == unit_before
    for person, name, earlier in ((centre, "zhihui", before[0]), (stranger, "linzhen", before[1])):
        fresh = Person(login(name))
        fresh.is_live()
        assert person.never_reloaded()
        assert person.legend() == fresh.legend() == earlier

    # The inspector next door saw and heard nothing of it.
    assert heard, "the stranger's socket carried beats"
    assert not any('"point"' in text or f'"id":{hazard},' in text or "储罐阀门渗漏" in text for text in heard)
    stranger.page.goto(f"{stack.url}/map?sel=hazard:{hazard}")
    expect(stranger.page.locator("article.panel [role=alert]")).to_be_visible(timeout=SECONDS)
    expect(stranger.page.locator("body")).not_to_contain_text("储罐阀门渗漏")


def test_a_self_found_general_hazard_colours_nothing(stack: Stack, login: Login) -> None:
    centre, officer = Person(login("zhihui")), Person(login("anquan"))
    centre.is_live()
    points = centre.legend()[:6]
    centre.open("point", STORY_POINT)
    officer.open("point", STORY_POINT)
    hazard = officer.report(
        "自查", category="fire", title="灭火器压力不足", text="车间东门灭火器压力不足", responsible="安全员",
        measures="更换", time_limit=in_days(3), funds=120, contingency="备用灭火器",
    )  # fmt: skip
    head = Person(login("qiye"))
    head.open("hazard", hazard)
    head.do("self_close", after_photos=photo())
    head.sees_state("已销号")
    centre.sees_level(4)
    assert centre.legend()[:6] == points


def _reinspect(department: Person) -> None:
    """Two people on site; a desk has no position, so the form asks for the reason."""
    department.panel.locator("button[data-command='reinspect']").click(timeout=SECONDS)
    form = department.panel.locator("div[data-command='reinspect'] form")
    department.fill(form, {"result": "已消除", "photos": photo(), "companions": ["安卫国"]})
    form.locator("button[type=submit]").click()
    department.fill(form, ON_SITE)
    form.locator("button[type=submit]").click()
    expect(form).to_be_hidden(timeout=SECONDS)


def _unit_level(stack: Stack) -> object:
    return stack.query(f"SELECT live FROM store_enterprise WHERE id = {STORY_UNIT}")[0][0]


def _cell(stack: Stack) -> int:
    found = stack.query(f"SELECT cell_id FROM store_riskpoint WHERE id = {STORY_POINT}")[0][0]
    assert isinstance(found, int)
    return found
