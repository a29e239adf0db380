"""People whom a test makes for itself, so that what happens to them disturbs no other test; and calls as a person."""

from playwright.sync_api import APIResponse, Page

from .conftest import Stack


def hire(stack: Stack, username: str, name: str, *posts: tuple[str, int]) -> int:
    """A person with the demo password and duties (role, cell) that have always run; returns the person's id."""
    person = number(
        stack,
        "INSERT INTO store_user (password, is_superuser, username, name, phone, is_active, is_staff,"
        " must_change_password, access_version) SELECT password, false,"
        f" '{username}', '{name}', '13800001234', true, false, false, 0"
        " FROM store_user WHERE username = 'wangge' RETURNING id",
    )
    for role, cell in posts:
        stack.query(
            "INSERT INTO store_duty (role, industry, starts_at, counted, person_id, cell_id)"
            f" VALUES ('{role}', '', '2026-01-01', false, {person}, {cell}) RETURNING id"
        )
    return person


def busy_cells(stack: Stack, county: str) -> list[int]:
    """Communities of a county, by the start of its code, those with the most risk points first."""
    rows = stack.query(
        "SELECT c.id FROM store_gridcell c JOIN store_riskpoint p ON p.cell_id = c.id"
        f" WHERE c.level = 4 AND c.code LIKE '{county}%' GROUP BY c.id ORDER BY count(*) DESC, c.id"
    )
    return [int(str(row[0])) for row in rows]


def number(stack: Stack, text: str) -> int:
    """The one number that a query answers with."""
    return int(str(stack.query(text)[0][0]))


def post(page: Page, path: str, body: dict[str, object] | None = None) -> APIResponse:
    """Call the API with the session of a page, beside what the page itself does."""
    origin = page.evaluate("location.origin")
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    return page.context.request.post(
        f"{origin}/api{path}",
        data=body or {},
        headers={
            "X-CSRFToken": token,
            "Origin": origin,
            "Idempotency-Key": page.evaluate("crypto.randomUUID()"),
        },
    )
