"""Who is asking: a logged-in person or a wall, from the session cookie. CSRF is checked with it."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf
from typing_extensions import override

from safegrid.domain import roles
from safegrid.domain.roles import Permission, Verb
from safegrid.domain.scope import Placed
from safegrid.store.access import KIOSK_SESSION_KEY, Viewer, viewer_of_kiosk, viewer_of_user
from safegrid.store.models import User

from .errors import Refused
from .session import extend

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Signed(HttpRequest):
    """A request whose viewer is known. `user` is the person, or Django's anonymous user for a wall."""

    auth: Viewer
    user: User


class SessionCookie(APIKeyCookie):
    """Log-in by session. `gate`: refuse those who must change their password first; `walls`: let walls post too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, *, gate: bool = True, walls: bool = False) -> None:
        super().__init__(csrf=False)
        self.gate, self.walls = gate, walls

    @override
    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer:
        viewer = viewer_of(request)
        if viewer is None:
            raise Refused("NOT_LOGGED_IN")
        if request.method not in SAFE:
            same_site(request)
            if not viewer.person and not self.walls:
                raise Refused("NOT_YOUR_DUTY")
        if self.gate and viewer.person and request.user.must_change_password:  # type: ignore[union-attr] # a person
            raise Refused("MUST_CHANGE_PASSWORD")
        extend(request.session)
        return viewer


SIGNED = SessionCookie()
BEFORE_PASSWORD = SessionCookie(gate=False)
WALLS_TOO = SessionCookie(walls=True)


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Build the viewer; None without a valid session. Django checks that the password is still the same."""
    if request.user.is_authenticated:
        return viewer_of_user(request.user.pk)
    kiosk = request.session.get(KIOSK_SESSION_KEY)
    return None if kiosk is None else viewer_of_kiosk(int(kiosk))


def same_site(request: HttpRequest) -> None:
    """Refuse a request that another site's page may have made."""
    if check_csrf(request) is not None:
        raise Refused("CSRF_FAILED")


def require(viewer: Viewer, verb: Verb) -> None:
    """Refuse a viewer none of whose duties permits the verb anywhere."""
    if not viewer.may_anywhere(verb):
        raise Refused("NOT_YOUR_DUTY")


def can(viewer: Viewer, placed: Placed) -> list[str]:
    """Verbs that the viewer's duties over an object permit outright."""
    actor = viewer.actor_over(placed)
    return [verb.value for verb in Verb if roles.best(actor, verb) is Permission.YES]
