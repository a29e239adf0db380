"""The public's page on a phone: a report with a photo, followed by its code; and what an officer makes of it."""

import io
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from .conftest import Stack
from .person import SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.database]
WORDS = "配电箱敞开，旁边堆着纸箱"


@pytest.fixture
def passer_by(stack: Stack, chromium: Browser) -> Iterator[Page]:
    """Somebody without a log-in, standing in the middle of a community."""
    (lon, lat) = stack.query(
        "SELECT ST_X(label_point), ST_Y(label_point) FROM store_cellboundary b JOIN store_gridcell c ON c.id = b.cell_id"
        " WHERE c.level = 4 ORDER BY b.id LIMIT 1"
    )[0]
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", permissions=["geolocation"],
        geolocation={"longitude": lon, "latitude": lat, "accuracy": 12},  # type: ignore[typeddict-item]
    )  # fmt: skip
    troubles: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{stack.url}/report")
    expect(page.locator(".report-name").first).to_be_attached(timeout=SECONDS)
    yield page
    assert context.cookies() == []
    context.close()
    assert not troubles


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.effect_noise((1_800, 1_200), 40).convert("RGB").save(out, "JPEG")
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def write(page: Page) -> None:
    page.get_by_role("button", name="用我的位置").click()
    expect(page.locator(".report-where")).to_contain_text("12 米")
    page.locator("input[type=file]").last.set_input_files(photo())  # type: ignore[arg-type] # a plain dict
    expect(page.locator(".report-shots img")).to_have_count(1)
    page.get_by_label("用电、充电").check()
    page.locator("#words").fill(WORDS)


def test_a_passer_by_reports_and_follows_it(stack: Stack, passer_by: Page) -> None:
    page = passer_by
    page.get_by_role("button", name="提交举报").click()
    expect(page.locator("#words-short")).to_be_visible()
    write(page)
    page.get_by_role("button", name="提交举报").click()
    code = page.locator(".report-code-text")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$"), timeout=SECONDS)
    rows = stack.query(
        f"SELECT category, cell_id IS NOT NULL, sealed IS NULL FROM store_publicreport WHERE text = '{WORDS}'"
    )
    assert rows == [("electric", True, True)]
    page.get_by_role("button", name="查看进度").click()
    expect(page.locator(".report-way .is-now")).to_contain_text("已受理")
    page.locator("#code").fill("0000-0000-0000-0000")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("alert")).to_contain_text("没有这个查询码")


def test_a_lost_answer_makes_no_second_report(stack: Stack, passer_by: Page) -> None:
    page, tries = passer_by, []

    def lose(route):  # type: ignore[no-untyped-def] # playwright's
        tries.append(route.request.headers["idempotency-key"])
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/public/reports", lose)
    write(page)
    page.locator("#words").fill(f"{WORDS}，第二处")
    page.get_by_role("button", name="提交举报").click()
    expect(page.get_by_role("alert")).to_be_visible(timeout=SECONDS)
    expect(page.locator("#words")).to_have_value(f"{WORDS}，第二处")
    page.get_by_role("button", name="提交举报").click()
    expect(page.locator(".report-code-text")).to_be_visible(timeout=SECONDS)
    assert len(tries) == 2
    assert tries[0] == tries[1]
    assert stack.query(f"SELECT count(*) FROM store_publicreport WHERE text = '{WORDS}，第二处'") == [(1,)]


def test_the_public_page_is_clean_for_axe_and_shows_what_is_listed(stack: Stack, passer_by: Page) -> None:
    page = passer_by
    for tab in ("举报", "查进度", "公示"):
        page.get_by_role("tab", name=tab).click()
        found = Axe().run(page)
        assert found.violations_count == 0, f"{tab}: {found.generate_report()}"
    (listed,) = stack.query("SELECT count(*) FROM store_hazard WHERE listing > 0 AND state <> 'closed'")[0]
    assert page.locator(".report-row").count() >= int(str(listed)) > 0
