"""What only a demo city shows on its log-in page."""

from safegrid.ingest.demo.logins import LOGINS, PASSWORD
from safegrid.store.models import User


def accounts() -> list[dict[str, object]]:
    """The demo log-ins that exist in this database, for the page's list."""
    names = [login.username for login in LOGINS]
    there = set(User.objects.filter(username__in=names, is_active=True).values_list("username", flat=True))
    return [
        {"username": login.username, "password": PASSWORD, "what": {"zh": login.zh, "en": login.en}}
        for login in LOGINS
        if login.username in there
    ]
