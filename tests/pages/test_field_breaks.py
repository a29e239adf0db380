"""What goes wrong on the way: a killed browser, a lost server, five tabs at once, no room, a unit that is gone."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from conftest import CHROMIUM, CHROMIUM_FLAGS
from live.processes import until

from .conftest import Stack, log_in
from .person import SECONDS
from .phone import PHONE, Phone, camera, ground_with_units
from .staff import hire, number

pytestmark = [pytest.mark.browser, pytest.mark.database]
Login = Callable[..., Page]
COUNTY = "411081"
HOLDS_THE_SECOND_PART = """{
  const real = window.fetch;
  window.parts = [];
  const held = new Promise((go) => { window.go = go });
  window.fetch = async (url, ...rest) => {
    const part = /parts\\/.*\\?(n=\\d+)/.exec(String(url));
    if (part) window.parts.push(part[1]);
    if (part && window.parts.length === 2) await held;
    return real(url, ...rest);
  };
}"""
COUNTS_REPORTS = """{
  const real = window.fetch;
  window.reports = 0;
  window.fetch = (url, ...rest) => {
    if (String(url).endsWith('/api/hazards') && rest[0]?.method === 'POST') window.reports += 1;
    return real(url, ...rest);
  };
}"""
PHOTOS_OF_DRAFTS = """async () => {
  const ask = (request) => new Promise((done) => { request.onsuccess = () => done(request.result) });
  const store = await ask(indexedDB.open('safegrid-field'));
  const drafts = await ask(store.transaction('drafts').objectStore('drafts').getAll());
  store.close();
  return drafts.flatMap((one) => one.photos).length;
}"""
NOT_YET = """() => {
  const real = window.fetch;
  window.refusals = 0;
  window.fetch = (url, ...rest) => {
    if (!String(url).startsWith('/api/') || window.refusals === 2) return real(url, ...rest);
    window.refusals += 1;
    return Promise.reject(new TypeError('not yet'));
  };
}"""
FULL_WHEN_SAID = """{
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (window.full) throw new DOMException('no room', 'QuotaExceededError');
    return real.apply(this, given);
  };
}"""
"""The refusal of a browser without room. Chromium's own limit of 10 GB is the same whatever its tools are told."""
FIVE_AT_ONCE = """async ([body, key]) => {
  const token = /csrftoken=([^;]+)/.exec(document.cookie)[1];
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token, 'Idempotency-Key': key };
  const send = () => fetch('/api/hazards', { method: 'POST', headers, body: JSON.stringify(body) });
  const answers = await Promise.all([1, 2, 3, 4, 5].map(send));
  return Promise.all(answers.map(async (one) => [one.status, (await one.json()).id]));
}"""


def made(stack: Stack, words: str) -> int:
    return number(stack, f"SELECT count(*) FROM store_hazard WHERE text = '{words}'")


@contextmanager
def _phone_of(browser: Browser, folder: Path) -> Iterator[BrowserContext]:
    """A browser of its own that keeps what it kept the last time."""
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        args=list(CHROMIUM_FLAGS),
        viewport=PHONE,  # type: ignore[arg-type] # a plain dict
        locale="zh-CN",
    )
    yield context
    with suppress(Error):  # it was killed
        context.close()


def _kill(folder: Path) -> int:
    """End every process of that browser at once, as a phone that runs out of power does. Returns how many."""
    killed = 0
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        try:
            asked = (process / "cmdline").read_bytes()
            if b"--user-data-dir=" + str(folder).encode() in asked:
                os.kill(int(process.name), signal.SIGKILL)
                killed += 1
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended meanwhile
    return killed


def test_a_browser_that_is_killed_keeps_what_was_made_and_what_was_being_written(
    stack: Stack, chromium: Browser, tmp_path: Path
) -> None:
    cell = ground_with_units(stack, COUNTY)
    hire(stack, "shadiao", "沙电", ("INS", cell))
    with _phone_of(chromium, tmp_path) as context:
        page = context.new_page()
        assert log_in(context, stack.url, "shadiao") == 200
        page.goto(f"{stack.url}/field")
        phone = Phone(stack, page, cell)
        phone.ready()
        phone.cut()
        phone.report("断电前上报的")
        phone.waits(1)
        page.locator(f"[data-visit='{phone.visits()[0]}']").click()
        page.locator("[data-act=begin]").click()
        page.locator(".field-result-fail").first.click()
        phone.snap(page.locator(".field-item").first)
        page.locator(".field-item textarea[name=text]").fill("断电时正在写")
        until(lambda: page.evaluate(PHOTOS_OF_DRAFTS) == 1, what="the photo is in the draft")
        page.wait_for_timeout(300)  # the last key stroke is on its way to the disk
        assert _kill(tmp_path) > 1

    with _phone_of(chromium, tmp_path) as context:
        page = context.new_page()
        phone = Phone(stack, page, cell)
        context.set_offline(True)
        page.goto(f"{stack.url}/field")
        expect(page.locator(".field-sheet")).to_be_visible(timeout=SECONDS)
        phone.waits(1)
        page.locator(f"[data-visit='{phone.visits()[0]}']").click()
        item = page.locator(".field-item[data-result=fail]")
        expect(item.locator("textarea[name=text]")).to_have_value("断电时正在写", timeout=SECONDS)
        expect(item.locator(".photo img")).to_have_count(1)
        page.locator("[data-act=rest]").click()
        page.locator("[data-act=finish]").click()
        phone.waits(2)
        context.set_offline(False)
        assert log_in(context, stack.url, "shadiao") == 200
        page.goto(f"{stack.url}/field")
        phone.ready()
        phone.waits(0)
        phone.refused(0)
    assert made(stack, "断电前上报的") == made(stack, "断电时正在写") == 1


def test_a_server_that_is_lost_in_mid_upload_gets_the_rest_when_it_is_back(
    stack: Stack, login: Login
) -> None:
    cell = ground_with_units(stack, COUNTY, 1)
    hire(stack, "duanfu", "段服", ("INS", cell))
    page = login("duanfu", "/login", **PHONE)
    page.context.add_init_script(HOLDS_THE_SECOND_PART)
    page.goto(f"{stack.url}/field")
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.report("服务器中断时上报")
    until(lambda: page.evaluate("window.parts.length") == 2, what="the second part leaves")
    stack.web.kill()
    page.evaluate("window.go()")
    expect(phone.chip).to_have_attribute("data-net", "offline", timeout=SECONDS)
    phone.waits(1)
    stack.web.start()
    until(lambda: stack.web.health()[0] == 200, 30, what="the server is back")
    phone.waits(0)
    parts = page.evaluate("window.parts")
    assert parts.count(parts[0]) == 1, "what the server has is not sent again"
    assert made(stack, "服务器中断时上报") == 1


def test_five_tabs_of_one_phone_send_every_record_once(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 2)
    hire(stack, "wuye", "伍页", ("INS", cell))
    page = login("wuye", "/login", **PHONE)
    page.context.add_init_script(COUNTS_REPORTS)
    page.goto(f"{stack.url}/field")
    phone = Phone(stack, page, cell)
    phone.ready()
    tabs = [page, *(page.context.new_page() for _ in range(4))]
    for tab in tabs[1:]:
        tab.goto(f"{stack.url}/field")
        Phone(stack, tab).ready()
    phone.cut()
    for n in range(3):
        phone.report(f"五个页面之{n}")
    phone.waits(3)
    page.context.set_offline(False)
    for tab in tabs:
        tab.bring_to_front()
        Phone(stack, tab).waits(0)
    assert [made(stack, f"五个页面之{n}") for n in range(3)] == [1, 1, 1]
    assert sum(tab.evaluate("window.reports") for tab in tabs) == 3


def test_a_line_that_is_said_to_be_back_too_soon_is_tried_again(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 2)
    hire(stack, "chixian", "迟线", ("INS", cell))
    page = login("chixian", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.cut()
    phone.report("断线时看到的")
    page.evaluate(NOT_YET)
    phone.back()
    phone.waits(0)
    assert page.evaluate("window.refusals") == 2
    assert made(stack, "断线时看到的") == 1


def test_five_requests_with_one_key_are_one_hazard(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 3)
    hire(stack, "chongfu", "钟复", ("INS", cell))
    page = login("chongfu", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    ((lon, lat),) = stack.query(
        f"SELECT ST_X(label_point), ST_Y(label_point) FROM store_cellboundary WHERE cell_id = {cell}"
        " AND upper_inf(valid_during)"
    )
    photo = page.context.request.post(
        f"{stack.url}/api/uploads",
        multipart={"file": camera(400, 300)},  # type: ignore[dict-item] # a plain dict
        headers={
            "X-CSRFToken": next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken"),
            "Idempotency-Key": "the-photo-of-five-requests",
            "Origin": stack.url,
        },
    ).json()["id"]
    body = {
        "lon": lon,
        "lat": lat,
        "claimed": "general",
        "category": "fire",
        "title": "五次请求",
        "text": "五次请求",
        "photos": [photo],
        "found_at": page.evaluate("new Date().toISOString()"),
    }
    answers = page.evaluate(FIVE_AT_ONCE, [body, "five-requests-of-one-intention"])
    statuses = {status for status, _ in answers}
    assert statuses <= {200, 409}, answers  # 409: the first one is still at work
    assert len({id_ for status, id_ in answers if status == 200}) == 1
    assert made(stack, "五次请求") == 1


def test_without_room_nothing_is_kept_and_nothing_typed_is_lost(stack: Stack, login: Login) -> None:
    cell = ground_with_units(stack, COUNTY, 4)
    hire(stack, "kongman", "孔满", ("INS", cell))
    page = login("kongman", "/login", **PHONE)
    page.context.add_init_script(FULL_WHEN_SAID)
    page.goto(f"{stack.url}/field")
    phone = Phone(stack, page, cell)
    phone.ready()
    phone.cut()
    page.locator(".field-big").click()
    form = page.locator("sg-field-report form")
    phone.snap(form)
    form.get_by_text("就在这个位置").click()
    form.locator("input[name=category]").first.check(force=True)
    form.locator("textarea[name=text]").fill("空间满的时候")
    page.evaluate("window.full = true")
    form.locator("input[type=file]").set_input_files(camera())  # type: ignore[arg-type] # a plain dict
    expect(form.locator(".field-error")).to_contain_text("照片没有保存", timeout=SECONDS)
    form.locator("button[type=submit]").click()
    expect(page.locator(".field-told")).to_contain_text("这一条没有保存", timeout=SECONDS)
    expect(form.locator("textarea[name=text]")).to_have_value("空间满的时候")
    phone.waits(0)
    page.evaluate("window.full = false")
    form.locator("button[type=submit]").click()
    expect(page.locator(".field-sheet")).to_be_visible()
    phone.waits(1)
    phone.back()
    phone.waits(0)
    assert made(stack, "空间满的时候") == 1


def test_a_unit_that_is_gone_meanwhile_is_a_choice_and_what_failed_there_is_not_lost(
    stack: Stack, login: Login
) -> None:
    cell = ground_with_units(stack, COUNTY, 5)
    person = hire(stack, "guanting", "关停", ("INS", cell))
    page = login("guanting", "/field", **PHONE)
    phone = Phone(stack, page, cell)
    phone.ready()
    visit = phone.visits()[0]
    unit = number(stack, f"SELECT unit_id FROM store_visit WHERE id = {visit}")
    phone.cut()
    phone.visit(visit, "关停前的泄漏")
    stack.change(f"UPDATE store_enterprise SET closed_at = now() WHERE id = {unit}")
    phone.back()
    phone.refused(1)
    phone.chip.click()
    box = page.locator("[data-record][data-state=refused]")
    expect(box).to_contain_text("已关闭", timeout=SECONDS)
    box.locator("[data-choice=hazards]").click()
    page.locator("sg-field-pick").get_by_role("button", name="就选这里").click()
    phone.refused(0)
    phone.waits(0)
    ((text, of_unit, photos),) = stack.query(
        "SELECT h.text, h.unit_id, (SELECT count(*) FROM store_upload u WHERE u.hazard_id = h.id)"
        f" FROM store_hazard h WHERE h.reporter_id = {person}"
    )
    assert (text, of_unit, photos) == ("关停前的泄漏", None, 1)
    assert number(stack, f"SELECT count(*) FROM store_inspection WHERE person_id = {person}") == 0
    stack.change(f"UPDATE store_enterprise SET closed_at = NULL WHERE id = {unit}")
