"""What a screen says when the network fails, and what becomes of what somebody was typing."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from .conftest import Stack
from .person import SECONDS, Person, photo
from .staff import busy_cells, hire, number, post

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]


@dataclass
class Line:
    """The line between a screen and the live stream: while `cut`, nothing comes through, and nobody hangs up."""

    cut: bool = False

    def attend(self, screen: WebSocketRoute) -> None:
        server = screen.connect_to_server()
        server.on_message(lambda text: None if self.cut else screen.send(text))


@dataclass
class LostAnswers:
    """The server takes the first call, but its answer is lost on the way back."""

    keys: list[str] = field(default_factory=list)

    def attend(self, route: Route) -> None:
        self.keys.append(route.request.headers["idempotency-key"])
        if len(self.keys) == 1:
            assert route.fetch().ok
            route.abort("connectionreset")
        else:
            route.continue_()


def test_a_silent_stream_is_told_and_a_step_on_old_ground_asks_again(stack: Stack, login: Login) -> None:
    hazard = number(
        stack,
        "SELECT min(id) FROM store_hazard WHERE state = 'verified' AND NOT major AND NOT suspended AND unit_id > 0",
    )
    county = number(
        stack,
        "SELECT c.id FROM store_gridcell c WHERE c.level = 2 AND left(c.code, 6) ="
        f" (SELECT left(own.code, 6) FROM store_hazard h JOIN store_gridcell own ON own.id = h.cell_id WHERE h.id = {hazard})",
    )
    hire(stack, "bumen", "卜门", ("DEP", county))
    hire(stack, "zonghe", "宗和", ("SUP", county))
    other = login("zonghe", "/people")
    page, line = login("bumen", "/people"), Line()
    page.route_web_socket("**/ws/live", line.attend)
    page.goto(f"{stack.url}/map?plain&sel=hazard:{hazard}")
    person = Person(page)
    person.is_live()
    person.panel.locator("button[data-command='order']").click(timeout=SECONDS)
    form = person.panel.locator("div[data-command='order'] form")
    person.fill(form, {"order_number": "许安监责改〔2026〕7 号", "demands": "三日内更换"})

    line.cut = True
    version = number(stack, f"SELECT version FROM store_hazard WHERE id = {hazard}")
    answer = post(
        other, f"/hazards/{hazard}/suspend",
        {"version": version, "scope": "东侧车间", "basis": "第六十七条", "people_moved": 6},
    )  # fmt: skip
    assert answer.ok, answer.text()
    form.locator("button[type=submit]").click()
    changes = form.locator(".notice-warn")
    expect(changes).to_contain_text("停产撤人", timeout=SECONDS)
    expect(changes.locator("del")).to_have_text("否")
    expect(changes.locator("ins")).to_have_text("是")
    assert number(stack, f"SELECT count(*) FROM store_hazard WHERE id = {hazard} AND state = 'verified'") == 1
    expect(form.locator("[data-field=demands] textarea")).to_have_value("三日内更换")

    expect(page.locator("[data-freshness='late']")).to_be_visible(timeout=SECONDS)
    expect(page.locator("[data-freshness='offline']")).to_be_visible(timeout=SECONDS)
    expect(page.locator(".stale-banner")).to_contain_text("与服务器失去联系")
    form.get_by_role("button", name="按最新情况再次提交").click()
    expect(form).to_be_hidden(timeout=SECONDS)
    person.sees_state("待整改")
    assert number(stack, f"SELECT count(*) FROM store_hazard WHERE id = {hazard} AND state = 'ordered'") == 1

    line.cut = False
    person.is_live()
    expect(page.locator(".stale-banner")).to_have_count(0)
    assert person.never_reloaded()


def test_a_report_outlives_a_reload_and_a_dead_network_and_is_filed_once(stack: Stack, login: Login) -> None:
    cell = busy_cells(stack, "411003")[2]
    hire(stack, "tuwang", "屠网", ("INS", cell))
    point = number(
        stack,
        f"SELECT min(id) FROM store_riskpoint p WHERE cell_id = {cell} AND unit_id > 0 AND retired_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM store_hazard h WHERE h.point_id = p.id)",
    )
    page = login("tuwang", f"/map?plain&sel=point:{point}")
    person = Person(page)
    person.panel.get_by_role("button", name="上报隐患").click(timeout=SECONDS)
    form = page.locator("sg-report form")
    person.fill(
        form,
        {
            "claimed": "general", "photos": photo(), "category": "fire", "title": "灭火器被遮挡",
            "text": "通道东侧灭火器前堆放纸箱",
        },
    )  # fmt: skip

    page.reload()
    person = Person(page)
    person.is_live()
    person.panel.get_by_role("button", name="上报隐患").click(timeout=SECONDS)
    expect(form).to_contain_text("已恢复上次没有提交的内容")
    expect(form.locator("[data-field=text] textarea")).to_have_value("通道东侧灭火器前堆放纸箱")
    expect(form.locator("[data-field=photos] img")).to_have_count(1)

    page.context.set_offline(True)
    form.locator("button[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text("填写的内容已保留", timeout=SECONDS)
    expect(page.locator("[data-freshness='offline']")).to_be_visible(timeout=2 * SECONDS)
    expect(page.locator(".stale-banner")).to_contain_text("这台设备没有网络")
    expect(form.locator("[data-field=title] input")).to_have_value("灭火器被遮挡")
    page.context.set_offline(False)
    person.is_live()

    lost = LostAnswers()
    page.route("**/api/hazards", lost.attend)
    form.locator("button[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text("填写的内容已保留", timeout=SECONDS)
    page.reload()
    person = Person(page)
    person.panel.get_by_role("button", name="上报隐患").click(timeout=SECONDS)
    form.locator("button[type=submit]").click()
    expect(form).to_have_count(0, timeout=SECONDS)
    person.sees_state("待核实")
    assert len(lost.keys) == 2
    assert lost.keys[0] == lost.keys[1]
    assert number(stack, f"SELECT count(*) FROM store_hazard WHERE point_id = {point}") == 1
