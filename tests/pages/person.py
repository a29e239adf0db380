"""What a person does in a browser: open a thing, read it, fill a form."""

import re
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

SECONDS = 20_000
"""Milliseconds to wait for what should take one second: a shared machine may be busy."""


def photo() -> dict[str, object]:
    """A small JPEG as a file that is chosen in a form."""
    picture = BytesIO()
    Image.new("RGB", (320, 240), (120, 90, 60)).save(picture, "JPEG")
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def in_days(days: int) -> str:
    """A moment as a `datetime-local` input takes it."""
    return (datetime.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ005 - the browser's own clock


class Person:
    """Somebody in front of a map."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel = page.locator("article.panel")
        page.evaluate("window.neverReloaded = true")

    def open(self, kind: str, number: int) -> None:
        """Follow a deep link within the page, as the browser's own history does."""
        self.page.evaluate(
            "(sel) => { history.pushState(null, '', '/map?sel=' + sel); dispatchEvent(new PopStateEvent('popstate')) }",
            f"{kind}:{number}",
        )
        expect(self.panel).to_be_visible(timeout=SECONDS)

    def sees_level(self, level: int, *, claimed: bool = False) -> None:
        """The open panel shows a level, as a claim or for certain, without a reload."""
        tag = self.panel.locator(".panel-tags .level, .panel-head .level").first
        expect(tag).to_have_class(re.compile(rf"\blevel-{level}\b"), timeout=SECONDS)
        expect(tag).to_contain_text("待核实") if claimed else expect(tag).not_to_contain_text("待核实")

    def sees_state(self, words: str) -> None:
        expect(self.panel.locator(".panel-tags")).to_contain_text(words, timeout=SECONDS)

    def legend(self) -> list[str]:
        """The numbers of the overview: points by level, then hazards by state."""
        block = self.page.locator("[aria-labelledby='points-title'], [aria-labelledby='hazards-title']")
        numbers = re.findall(r"[\d,]+", " ".join(block.all_inner_texts()))
        assert len(numbers) > 10, "the overview shows its numbers"
        return numbers

    def is_live(self) -> None:
        expect(self.page.locator("[data-freshness='live']")).to_be_visible(timeout=2 * SECONDS)

    def never_reloaded(self) -> bool:
        return self.page.evaluate("window.neverReloaded === true")

    def do(self, command: str, **fields: object) -> None:
        """Give a command from the panel of a hazard."""
        button = self.panel.locator(f"button[data-command='{command}']")
        expect(button).to_be_visible(timeout=SECONDS)
        button.click()
        form = self.panel.locator(f"div[data-command='{command}'] form")
        self.fill(form, fields)
        form.locator("button[type=submit]").click()
        self._sent(form)

    def report(self, words: str, **fields: object) -> int:
        """Report from the open panel of a point or a unit; returns the hazard's number in the address."""
        self.panel.get_by_role("button", name=words).first.click()
        form = self.page.locator("sg-report form")
        self.fill(form, fields)
        form.locator("button[type=submit]").click()
        self.page.wait_for_url(re.compile(r"sel=hazard(:|%3A)\d+"), timeout=SECONDS)
        found = re.search(r"hazard(?::|%3A)(\d+)", self.page.url)
        assert found is not None
        return int(found[1])

    def fill(self, form: Locator, fields: dict[str, object]) -> None:
        """Fill fields by the names that the server gives them."""
        for name, value in fields.items():
            self._fill_one(form.locator(f"[data-field='{name}']"), value)

    def _fill_one(self, field: Locator, value: object) -> None:
        expect(field).to_be_visible(timeout=SECONDS)
        if isinstance(value, dict):
            field.locator("input[type=file]").set_input_files(value)  # type: ignore[arg-type]
            expect(field.locator("img")).to_have_count(1, timeout=SECONDS)
        elif isinstance(value, list):
            for name in value:
                field.get_by_role("combobox").fill(str(name))
                field.get_by_role("option").filter(has_text=str(name)).first.click(timeout=SECONDS)
        elif field.locator("input[type=radio]").count():
            field.locator(f"label:has(input[value='{value}'])").click()
        elif field.locator("select").count():
            field.locator("select").select_option(str(value))
        else:
            field.locator("input, textarea").first.fill(str(value))

    def _sent(self, form: Locator) -> None:
        """The form closes once the server has taken it; what it says instead is the failure."""
        try:
            expect(form).to_be_hidden(timeout=SECONDS)
        except AssertionError:
            said = " ".join(form.locator("[role=alert], .field-error").all_inner_texts())
            raise AssertionError(f"the form is still open: {said}") from None
