"""The inspector's phone: a round, with and without a network."""

import re
from io import BytesIO

from PIL import ExifTags, Image
from playwright.sync_api import Locator, Page, expect

from .conftest import Stack
from .person import SECONDS
from .staff import number

PHONE = {"width": 390, "height": 844}
TAKEN = "2026:03:01 08:15:00"
_TURN = ExifTags.Base.Orientation


def camera(width: int = 2400, height: int = 1800) -> dict[str, object]:
    """A photo as a camera writes it: large, lying on its side, with the time it was taken at."""
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    notes = Image.Exif()
    notes[_TURN] = 6
    notes.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = TAKEN
    data = BytesIO()
    picture.save(data, "JPEG", quality=80, exif=notes)
    return {"name": "camera.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


class Phone:
    """Somebody on foot."""

    def __init__(self, stack: Stack, page: Page, cell: int = 0) -> None:
        self.stack, self.page = stack, page
        self.cell = cell
        if cell:
            self.stand_in(cell)

    def stand_in(self, cell: int) -> None:
        ((lon, lat),) = self.stack.query(
            "SELECT ST_X(label_point), ST_Y(label_point) FROM store_cellboundary"
            f" WHERE cell_id = {cell} AND upper_inf(valid_during)"
        )
        self.stand_at(float(str(lon)), float(str(lat)))

    def stand_at(self, lon: float, lat: float) -> None:
        context = self.page.context
        context.grant_permissions(["geolocation"], origin=self.stack.url)
        context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 12})

    @property
    def chip(self) -> Locator:
        return self.page.locator(".field-chip-state")

    def ready(self) -> None:
        """The page, its pack and its files are on the phone."""
        expect(self.page.locator(".field-sheet")).to_be_visible(timeout=SECONDS)
        expect(self.chip).to_have_attribute("data-net", "online", timeout=SECONDS)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function(
            "caches.keys().then((names) => names.some((name) => name.startsWith('safegrid-field-')))"
        )

    def cut(self) -> None:
        self.page.context.set_offline(True)
        expect(self.chip).to_have_attribute("data-net", "offline", timeout=SECONDS)

    def back(self) -> None:
        self.page.context.set_offline(False)
        expect(self.chip).to_have_attribute("data-net", "online", timeout=SECONDS)

    def waits(self, records: int) -> None:
        expect(self.chip).to_have_attribute("data-waiting", str(records), timeout=SECONDS)

    def refused(self, records: int) -> None:
        expect(self.chip).to_have_attribute("data-refused", str(records), timeout=SECONDS)

    def snap(self, within: Locator) -> None:
        """Take a photo with the button in a part of the page."""
        before = within.locator(".photo img").count()
        within.locator("input[type=file]").set_input_files(camera())  # type: ignore[arg-type] # a plain dict
        expect(within.locator(".photo img")).to_have_count(before + 1, timeout=SECONDS)

    def report(self, words: str) -> None:
        """Report a hazard where the phone is."""
        self.page.locator(".field-big").click()
        form = self.page.locator("sg-field-report form")
        self.snap(form)
        form.get_by_text("就在这个位置").click()
        form.locator("input[name=category]").first.check(force=True)
        form.locator("textarea[name=text]").fill(words)
        form.locator("button[type=submit]").click()
        expect(self.page.locator(".field-sheet")).to_be_visible()

    def visit(self, id_: int, problem: str = "") -> None:
        """Check a unit: all well, or the first item with a problem."""
        self.page.locator(f"[data-visit='{id_}']").click()
        here = self.page.locator("sg-field-visit")
        here.locator("[data-act=begin]").click()
        first = here.locator(".field-item").first
        first.locator(".field-result-fail" if problem else ".field-result-pass").click()
        if problem:
            self.snap(first)
            first.locator("textarea").fill(problem)
        if here.locator("[data-act=rest]").count():
            here.locator("[data-act=rest]").click()
        here.locator("[data-act=finish]").click()
        expect(self.page.locator(".field-sheet")).to_be_visible()

    def survey(self, cell: int, words: str) -> None:
        self.page.get_by_role("tab", name=re.compile("网格排查")).click()
        row = self.page.locator(f"[data-cell='{cell}']")
        row.get_by_role("button", name="记录排查").click()
        row.locator("textarea").fill(words)
        row.locator("button[type=submit]").click()
        expect(row.locator("form")).to_have_count(0)
        self.page.get_by_role("tab", name=re.compile("走访")).click()

    def visits(self) -> list[int]:
        """Ids of the open visits, as they are listed."""
        rows = self.page.locator("[data-visit][data-state=planned]").all()
        return [int(str(row.get_attribute("data-visit"))) for row in rows]


def ground_with_units(stack: Stack, county: str, nth: int = 0) -> int:
    """A community of a county with several units that nobody has visited for long, and that nobody walks yet."""
    cell = number(
        stack,
        "SELECT s.cell_id FROM store_site s JOIN store_enterprise u ON u.id = s.unit_id JOIN store_gridcell c"
        f" ON c.id = s.cell_id WHERE c.code LIKE '{county}%' AND u.closed_at IS NULL"
        f" GROUP BY s.cell_id ORDER BY count(*) DESC, s.cell_id OFFSET {nth} LIMIT 1",
    )
    units = f"SELECT unit_id FROM store_site WHERE cell_id = {cell}"
    stack.change(
        f"UPDATE store_enterprise SET created_at = '2025-01-01', supervision = 2 WHERE id IN ({units})"
    )
    stack.change(
        f"UPDATE store_duty SET ends_at = now() WHERE role = 'INS' AND cell_id = {cell} AND ends_at IS NULL"
    )
    # What somebody has planned for today is not planned for another.
    stack.change(f"DELETE FROM store_visit WHERE state = 'planned' AND unit_id IN ({units})")
    return cell
