"""A whole round on the phone without a network; afterwards everything is there exactly once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from live.processes import until

from .conftest import Stack, log_in
from .person import SECONDS, Person
from .phone import PHONE, TAKEN, Phone, ground_with_units
from .staff import hire, number
from .test_a11y import clean

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
COUNTY = "411082"
LOSES_THE_SECOND_PART = """{
  const real = window.fetch;
  window.parts = [];
  window.fetch = (url, ...rest) => {
    const part = /parts\\/.*\\?(n=.*)/.exec(String(url));
    if (part) window.parts.push(part[1]);
    return part && window.parts.length === 2 ? Promise.reject(new TypeError('cut')) : real(url, ...rest);
  };
}"""


def _count(stack: Stack, table: str, person: int, column: str = "person_id") -> int:
    return number(stack, f"SELECT count(*) FROM {table} WHERE {column} = {person}")


def _once_still(said: Locator) -> str:
    """What is said once the map stands: it glides on for a moment after a key."""
    before = ""
    while (now := said.inner_text()) != before:
        before = now
        said.page.wait_for_timeout(400)
    return before


def _to_verify(page: Page) -> int:
    """The overview's number of hazards that wait to be verified."""
    return int(page.locator("[aria-labelledby='hazards-title'] .kpis li").first.inner_text().split()[0])


def test_a_round_without_a_network_is_there_once_afterwards(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY)
    person = hire(stack, "luwang", "陆无网", ("INS", cell))
    page = login("luwang", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    visits = phone.visits()
    assert visits, "nothing to visit: the ground of the test is wrong"
    watcher = Person(login("anwei", "/map?plain"))
    watcher.is_live()
    wall = login("anwei", "/wall?plain&tour=0", width=1920, height=1080)
    expect(wall.locator("[data-freshness='live']")).to_be_visible(timeout=2 * SECONDS)
    waiting = int(wall.locator(".wall-kpi").first.inner_text())
    assert waiting == _to_verify(watcher.page)

    phone.cut()
    page.reload()
    expect(page.locator(".field-sheet")).to_be_visible(timeout=SECONDS)
    expect(phone.chip).to_have_attribute("data-net", "offline", timeout=SECONDS)
    phone.visit(visits[0], "配电箱缺盖板")
    for one in visits[1:]:
        phone.visit(one)
    phone.survey(cell, "沿主街走了一遍")
    phone.report("路边堆放油桶")
    made = len(visits) + 2
    phone.waits(made)
    assert phone.visits() == []
    page.reload()  # a browser that was killed keeps them too
    expect(page.locator(".field-sheet")).to_be_visible(timeout=SECONDS)
    phone.waits(made)
    assert _count(stack, "store_inspection", person) == 0

    phone.back()
    phone.waits(0)
    phone.refused(0)
    assert _count(stack, "store_inspection", person) == len(visits)
    assert _count(stack, "store_survey", person) == 1
    hazards = stack.query(f"SELECT id, text FROM store_hazard WHERE reporter_id = {person} ORDER BY id")
    assert sorted(str(text) for _, text in hazards) == ["路边堆放油桶", "配电箱缺盖板"]
    until(lambda: int(wall.locator(".wall-kpi").first.inner_text()) == waiting + 2)
    until(lambda: _to_verify(watcher.page) == waiting + 2)
    ledger = watcher.page.request.get(f"{stack.url}/api/hazards").json()["hazards"]
    assert [row["title"] for row in ledger].count("路边堆放油桶") == 1
    for number_, _ in hazards:
        watcher.open("hazard", int(str(number_)))
        watcher.sees_state("待核实")
    photos = stack.query(f"SELECT evidence::text FROM store_upload WHERE owner_id = {person}")
    assert len(photos) == 2
    assert all(TAKEN.split()[1] in str(evidence) for (evidence,) in photos), (
        "what the camera wrote is evidence"
    )
    page.reload()
    phone.ready()
    assert phone.visits() == []
    assert _count(stack, "store_inspection", person) == len(visits)


def test_a_line_that_breaks_in_mid_photo_goes_on_where_it_was(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 1)
    person = hire(stack, "duanxian", "段线", ("INS", cell))
    page = login("duanxian", "/login", **PHONE)
    page.context.add_init_script(LOSES_THE_SECOND_PART)
    page.goto(f"{stack.url}/field")
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.report("护栏松动")
    phone.waits(0)
    sent = page.evaluate("window.parts")
    assert len(sent) > 2, "the photo of the test is too small to be cut"
    assert len(sent) == len(set(sent)) + 1, "only the part that was lost goes again"
    assert _count(stack, "store_hazard", person, "reporter_id") == 1


def test_two_phones_on_one_hazard_the_second_one_chooses(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 2)
    hire(stack, "yijia", "一甲", ("OFF", cell))
    hire(stack, "eryi", "二乙", ("OFF", cell))
    first, second = (Phone(stack, login(who, "/field", **PHONE), cell) for who in ("yijia", "eryi"))
    first.ready()
    first.report("楼道堵塞")
    first.waits(0)
    ((hazard,),) = stack.query("SELECT id FROM store_hazard WHERE text = '楼道堵塞'")
    for phone in (first, second):
        phone.page.reload()
        phone.ready()
        phone.cut()
        phone.page.get_by_role("tab", name="待我处理").click()
        row = phone.page.locator(f"[data-hazard='{hazard}']")
        row.locator("button").first.click()
        row.locator("[data-command=reject]").click()
        form = row.locator("sg-form form")
        for box in form.locator("textarea, input[type=text]").all():
            box.fill("现场核实：通道已清理")
        form.locator("button[type=submit]").click()
        phone.waits(1)
    first.back()
    first.waits(0)
    second.back()
    second.refused(1)
    second.page.locator(".field-chip-state").click()
    box = second.page.locator("[data-record][data-state=refused]")
    expect(box.locator(".field-versions")).to_contain_text("不属实", timeout=SECONDS)
    expect(box.locator(".field-versions")).to_contain_text("一甲")
    box.locator("[data-choice=drop]").click()
    box.locator("[data-choice=drop-sure]").click()
    second.refused(0)
    expect(second.page.locator("[data-record][data-state=dropped]")).to_contain_text("楼道堵塞")


def test_who_loses_the_ground_loses_the_pack_and_what_was_made_is_taken_as_of_then(
    stack: Stack, login: Login
) -> None:
    cell = ground_with_units(stack, COUNTY, 3)
    person = hire(stack, "jiangzhi", "江职", ("INS", cell))
    page = login("jiangzhi", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.cut()
    phone.report("临时用电拖地")
    phone.waits(1)
    stack.query(f"UPDATE store_duty SET ends_at = now() WHERE person_id = {person} RETURNING id")
    stack.query(f"UPDATE store_user SET access_version = access_version + 1 WHERE id = {person} RETURNING id")
    page.context.set_offline(False)
    expect(page.locator(".field-main")).to_contain_text("本机的巡查资料已清除", timeout=SECONDS)
    phone.waits(0)
    phone.refused(0)
    assert page.evaluate(KEPT) == [0, 1, 0], "the pack is gone, the record is there and was sent"
    assert number(stack, "SELECT count(*) FROM store_hazard WHERE text = '临时用电拖地'") == 1
    page.reload()
    expect(page.locator(".field-main")).to_contain_text("本机的巡查资料已清除", timeout=SECONDS)
    phone.chip.click()
    expect(page.locator("[data-record][data-state=sent]")).to_contain_text("按发现时的网格收下")


KEPT = (
    "async () => { const ask = (r) => new Promise((y) => { r.onsuccess = () => y(r.result) });"
    " const db = await ask(indexedDB.open('safegrid-field'));"
    " const all = (name) => ask(db.transaction(name).objectStore(name).count());"
    " return [await all('packs'), await all('records'), await all('photos')] }"
)


def test_logging_out_anywhere_wipes_the_pack_and_the_next_person_sees_no_record(
    stack: Stack, login: Login
) -> None:
    cell = ground_with_units(stack, COUNTY, 5)
    hire(stack, "zoulou", "走漏", ("INS", cell))
    hire(stack, "houlai", "后来", ("INS", cell))
    page = login("zoulou", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.cut()
    phone.report("罐体渗漏一处")
    phone.waits(1)
    page.get_by_role("button", name="退出登录").click()
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("还有 1 条没有上传")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="退出登录").click()
    dialog.get_by_role("button", name="仍要退出").click()
    expect(dialog).to_have_count(0)
    assert page.evaluate(KEPT) == [0, 1, 1], "the pack is wiped without a network too"
    page.context.set_offline(False)
    page.wait_for_url("**/login*", timeout=SECONDS)  # now the server knows

    assert log_in(page.context, stack.url, "houlai") == 200
    page.goto(f"{stack.url}/field")
    phone.ready()
    phone.waits(0)
    page.locator(".field-chip-state").click()
    expect(page.locator("sg-field-outbox")).to_contain_text("其他人没有上传的 1 条记录", timeout=SECONDS)
    expect(page.locator("sg-field-outbox")).not_to_contain_text("罐体渗漏")
    assert number(stack, "SELECT count(*) FROM store_hazard WHERE text = '罐体渗漏一处'") == 0

    page.goto(f"{stack.url}/map?plain")
    page.locator(".menu-button").click()
    page.locator("#user-menu").get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login*", timeout=SECONDS)
    assert log_in(page.context, stack.url, "zoulou") == 200
    page.goto(f"{stack.url}/field")
    phone.ready()
    phone.waits(0)
    assert number(stack, "SELECT count(*) FROM store_hazard WHERE text = '罐体渗漏一处'") == 1


def test_what_an_inspector_sees_of_units_waits_for_an_officer(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 7)
    person = hire(stack, "pucha", "普查", ("INS", cell))
    page = login("pucha", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.cut()
    for kind, fields in (
        ("new", {"name": "新开的五金铺", "address": "村口 3 号"}),
        ("illegal", {"reason": "院内私自分装气瓶"}),
    ):
        page.get_by_role("tab", name=re.compile("网格排查")).click()
        page.locator(f"a[href='#census={kind}']").click()
        form = page.locator("sg-field-census form")
        phone.snap(form)
        for name, words in fields.items():
            form.locator(f"#census-{name}").fill(words)
        if kind == "new":
            form.locator("#census-industry").select_option("C33")
        form.locator("button[type=submit]").click()
        expect(page.locator(".field-sheet")).to_be_visible()
    phone.waits(2)
    phone.back()
    phone.waits(0)
    phone.refused(0)
    proposed = stack.query(f"SELECT kind, state FROM store_unitproposal WHERE person_id = {person}")
    assert proposed == [("new", "waiting")]
    assert _count(stack, "store_illegalreport", person) == 1
    assert number(stack, "SELECT count(*) FROM store_enterprise WHERE name = '新开的五金铺'") == 0


def test_an_officer_orders_and_has_things_put_right_from_the_phone(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 8)
    town = number(stack, f"SELECT parent_id FROM store_gridcell WHERE id = {cell}")
    person = hire(stack, "zhenguan", "甄管", ("OFF", town))
    page = login("zhenguan", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.cut()
    page.locator(f"[data-visit='{phone.visits()[0]}']").click()
    here = page.locator("sg-field-visit")
    here.locator("[data-act=begin]").click()
    ordered, fixed = here.locator(".field-item").nth(0), here.locator(".field-item").nth(1)
    for item, words in ((ordered, "货物堵住出口"), (fixed, "灭火器被遮挡")):
        item.locator(".field-result-fail").click()
        item.get_by_text("一般隐患").click()
        phone.snap(item.locator("sg-field-photos").first)
        item.locator("textarea[name=text]").fill(words)
    ordered.get_by_text("7 天").click()
    ordered.locator("summary", has_text="五到位").click()
    ordered.locator("textarea[name=measures]").fill("当天清空通道")
    ordered.locator("textarea[name=funds]").fill("无需资金")
    fixed.get_by_text("当场已整改").click()
    here.locator("[data-act=rest]").click()
    here.locator("[data-act=finish]").click()
    expect(here.locator(".field-error")).to_contain_text("第 2 项还缺整改后的照片")
    phone.snap(fixed.locator(".field-after"))
    here.locator("[data-act=finish]").click()
    phone.waits(1)
    phone.back()
    phone.waits(0)
    phone.refused(0)
    found = stack.query(
        "SELECT text, state, round(extract(epoch FROM deadline - reported_at) / 86400),"
        " (SELECT count(*) FROM store_upload u WHERE u.hazard_id = h.id)"
        f" FROM store_hazard h WHERE reporter_id = {person} ORDER BY id"
    )
    assert [(str(a), str(b), c and int(str(c)), d) for a, b, c, d in found] == [
        ("货物堵住出口", "ordered", 7, 1),
        ("灭火器被遮挡", "closed", None, 2),
    ]
    demands = stack.query(
        "SELECT note::text FROM store_hazardstep WHERE command = 'order' ORDER BY id DESC LIMIT 1"
    )
    assert "当天清空通道" in str(demands[0][0])
    assert "无需资金" in str(demands[0][0])


def test_a_place_is_chosen_on_the_map_without_a_network(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 9)
    person = hire(stack, "dianwei", "典位", ("INS", cell))
    page = login("dianwei", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.cut()
    page.locator(".field-big").click()
    form = page.locator("sg-field-report form")
    phone.snap(form)
    form.locator("input[name=category]").first.check(force=True)
    form.locator("textarea[name=text]").fill("地图上选的位置")
    form.get_by_role("button", name="在地图上选位置").click()
    pick = page.locator("sg-field-pick")
    said = pick.locator("[role=status]")
    before = said.inner_text()
    pick.locator(".leaflet-container").focus()
    page.keyboard.press("ArrowUp")
    expect(said).not_to_have_text(before)
    clean(page, "choosing a place")
    chosen = _once_still(said).split(" · ")[0]
    pick.get_by_role("button", name="就选这里").click()
    expect(form).to_contain_text(chosen)
    page.reload()  # what is being written is there still
    form = page.locator("sg-field-report form")
    expect(form.locator("textarea[name=text]")).to_have_value("地图上选的位置", timeout=SECONDS)
    expect(form).to_contain_text("上次没写完的还在这里")
    expect(form).to_contain_text(chosen)
    form.locator("button[type=submit]").click()
    phone.waits(1)
    phone.back()
    phone.waits(0)
    phone.refused(0)
    ((lat, lon),) = stack.query(
        f"SELECT ST_Y(geom), ST_X(geom) FROM store_hazard WHERE reporter_id = {person}"
    )
    assert chosen == f"{float(str(lat)):.5f}, {float(str(lon)):.5f}"


def test_no_view_of_the_phone_has_a_violation(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 6)
    hire(stack, "mangren", "盲仁", ("OFF", cell), ("INS", cell))
    page = login("mangren", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    clean(page, "the round")
    for tab in ("网格排查", "待我处理"):
        page.get_by_role("tab", name=tab).click()
        clean(page, tab)
    page.get_by_role("tab", name="走访").click()
    page.locator("[data-visit]").first.click()
    clean(page, "a visit")
    page.locator("[data-act=begin]").click()
    page.locator(".field-result-fail").first.click()
    clean(page, "a checklist")
    page.goto(f"{stack.url}/field#report")
    expect(page.locator("sg-field-report form")).to_be_visible()
    page.locator("sg-field-report button[type=submit]").click()
    clean(page, "a report")
    page.goto(f"{stack.url}/field#outbox")
    clean(page, "the outbox")


def test_a_phone_whose_clock_is_an_hour_off_is_known_for_it(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 4)
    person = hire(stack, "biaokuai", "表快", ("INS", cell))
    page = login("biaokuai", "/login", **PHONE)
    page.context.add_init_script(
        "{ const Real = Date; const ahead = 3_600_000;"
        " globalThis.Date = class extends Real {"
        "  constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead) }"
        "  static now() { return Real.now() + ahead } } }"
    )
    page.goto(f"{stack.url}/field")
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.visit(phone.visits()[0])
    phone.waits(0)
    ((off,),) = stack.query(f"SELECT clock_off FROM store_inspection WHERE person_id = {person}")
    assert 3_500 < int(str(off)) < 3_700
