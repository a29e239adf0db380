"""Pages: a shell each, with what its script must know before it can ask the API."""

import tomllib
from collections.abc import Callable
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from safegrid.actions.kiosks import hash_of
from safegrid.store import packs
from safegrid.store.access import KIOSK_SESSION_KEY
from safegrid.store.celltree import tree
from safegrid.store.models import Kiosk

from .viewer import viewer_of

# A wall is not touched for weeks; what ends its session is the revocation of its link.
WALL_SECONDS = 400 * 24 * 3600
Account = dict[str, object]
"""A demo log-in: username, password, and in two languages what it is for."""


class Ground:
    """What pages know of the operator's base map; `config` puts it in. None: the thin local one."""

    about: Callable[[], dict[str, object] | None] = staticmethod(lambda: None)

    @classmethod
    def use(cls, about: Callable[[], dict[str, object] | None]) -> None:
        cls.about = staticmethod(about)


@require_safe
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the map, or to the log-in."""
    return redirect("/map" if viewer_of(request) else "/login")


@require_safe
def login(request: HttpRequest, accounts: Callable[[], list[Account]] = list) -> HttpResponse:
    """The log-in page; those who are logged in go on to where they wanted. `accounts`: shown in a demo city only."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    return _page(request, "login.html", accounts=accounts() if settings.DEMO else [])


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map, for people and walls."""
    return _page(request, "map.html") if viewer_of(request) else _to_login(request)


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The wall, for kiosks and whoever sees the map."""
    return _page(request, "wall.html") if viewer_of(request) else _to_login(request)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """People and duties; not for walls."""
    return _page(request, "people.html") if request.user.is_authenticated else _to_login(request)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The duty desk, with the minutes within which somebody must answer; not for walls."""
    if not request.user.is_authenticated:
        return _to_login(request)
    rules = packs.current().alarms
    minutes = {"ack": rules.ack_minutes, "deputy": rules.deputy_minutes, "county": rules.county_minutes}
    return _page(request, "desk.html", minutes=minutes)


@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    """The planner's desk; not for walls."""
    return _page(request, "planner.html") if request.user.is_authenticated else _to_login(request)


@require_safe
def field(request: HttpRequest) -> HttpResponse:
    """The inspector's phone; not for walls."""
    return _page(request, "field.html") if request.user.is_authenticated else _to_login(request)


@require_safe
def enterprise(request: HttpRequest) -> HttpResponse:
    """A unit's own page; not for walls."""
    return _page(request, "enterprise.html") if request.user.is_authenticated else _to_login(request)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The public's page. It sets no cookie: nothing ties a report to a browser."""
    days = packs.current().reporters.identity_days
    return _page(request, "report.html", public=True, identity_days=days)


@require_safe
def kiosk(request: HttpRequest, token: str) -> HttpResponseRedirect:
    """Open a wall's link: a session of its own, without any person's."""
    found = Kiosk.objects.filter(token_hash=hash_of(token), revoked_at=None).first()
    if found is None:
        return redirect("/login?kiosk=ended")
    request.session.flush()
    request.session[KIOSK_SESSION_KEY] = found.pk
    request.session.set_expiry(WALL_SECONDS)
    return redirect("/wall")


@cache
def version() -> str:
    """Version of the program, from the project's own file."""
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def _page(request: HttpRequest, template: str, *, public: bool = False, **more: object) -> HttpResponse:
    config = {
        "demo": settings.DEMO,
        "basemap": Ground.about(),
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "version": version(),
        "now": timezone.now().isoformat(),
        "csrf": "" if public else get_token(request),
        "city": "、".join(tree().cells[top].name for top in tree().children.get(0, ())),
        **more,
    }
    nonce = getattr(request, "csp_nonce", "")
    response = render(request, template, {"page": config, "csp_nonce": nonce})
    response["Cache-Control"] = "no-store"
    return response


def _to_login(request: HttpRequest) -> HttpResponseRedirect:
    # With its query: a deep link says what to open.
    return redirect("/login?" + urlencode({"next": request.get_full_path()}, safe="/"))


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, None) and wanted.startswith("/") else "/map"
