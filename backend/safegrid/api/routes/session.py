"""Log-in, log-out, one's own password, and who one is."""

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, authenticate, login
from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router

from safegrid.actions import people
from safegrid.actions.sessions import log_out
from safegrid.domain import roles
from safegrid.domain.roles import Permission, Role, Verb
from safegrid.store.access import KIOSK_SESSION_KEY, HeldDuty, Viewer, viewer_of_user
from safegrid.store.celltree import tree
from safegrid.store.models import Enterprise, User

from ..errors import Refused, accepted, found
from ..schemas.common import CellRef, Done, Ref
from ..schemas.session import DutyHeld, LoginIn, Me, PasswordIn
from ..viewer import BEFORE_PASSWORD, Signed, same_site

router = Router(tags=["session"])


@router.post("/login", response=Me, auth=None)
def log_in(request: HttpRequest, body: LoginIn) -> Me:
    """Start a session. Refusals: BAD_LOGIN; LOCKED_OUT with the minutes until the next try."""
    same_site(request)
    user = authenticate(request, username=body.username, password=body.password)
    if getattr(request, "axes_locked_out", False):
        # Otherwise the lock-out middleware replaces the answer by a page of its own.
        request.axes_locked_out = False  # type: ignore[attr-defined] # set by django-axes
        raise Refused("LOCKED_OUT", minutes=round(settings.AXES_COOLOFF_TIME * 60))
    if not isinstance(user, User):
        raise Refused("BAD_LOGIN")
    if KIOSK_SESSION_KEY in request.session:
        # A wall's session lasts for a year; whoever logs in on its screen gets one that ends when idle.
        request.session.flush()
    login(request, user)
    return me_of(found(viewer_of_user(user.pk)), user)


@router.post("/logout", response=Done, auth=BEFORE_PASSWORD)
def end(request: Signed) -> Done:
    """End this log-in and its sockets."""
    log_out(request.auth, request.session)
    return Done()


@router.get("/me", response=Me, auth=BEFORE_PASSWORD)
def me(request: Signed) -> Me:
    """Who the session belongs to, with duties and verbs."""
    return me_of(request.auth, request.user if request.auth.person else None)


@router.post("/password", response=Done, auth=BEFORE_PASSWORD)
def change_password(request: Signed, body: PasswordIn) -> Done:
    """Replace one's own password; one's other sessions end."""
    user = accepted(people.change_password(request.auth, body.old, body.new, request.session.session_key))
    # Not Django's helper: it renames the session, and the sockets of this very screen would take that for its end.
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    return Done()


def me_of(viewer: Viewer, user: User | None) -> Me:
    """Describe a viewer; `user` is None for a wall."""
    return Me(
        key=viewer.key,
        id=viewer.person or None,
        name=viewer.name,
        kind="person" if viewer.person else "kiosk",
        must_change_password=user is not None and user.must_change_password,
        duties=duties_held(viewer),
        mask=sorted(viewer.scope.mask),
        verbs=[verb.value for verb in Verb if _permits(viewer, verb)],
        lang="en" if (get_language() or "").startswith("en") else "zh",
    )


def duties_held(viewer: Viewer) -> list[DutyHeld]:
    """Write the duties that a viewer holds now."""
    units = {d.unit for d in viewer.duties if d.unit}
    names = dict(Enterprise.objects.filter(pk__in=units).values_list("pk", "name")) if units else {}
    return [_held(d, names) for d in viewer.duties if d.role is not Role.KIOSK]


def _permits(viewer: Viewer, verb: Verb) -> bool:
    return any(roles.may(d.role, d.level, verb) is not Permission.NO for d in viewer.duties)


def _held(duty: HeldDuty, names: dict[int, str]) -> DutyHeld:
    cell = tree().cells.get(duty.cell)
    return DutyHeld(
        id=duty.id,
        role=duty.role.value,
        cell=CellRef(id=cell.id, name=cell.name, level=cell.level) if cell else None,
        unit=Ref(id=duty.unit, name=names.get(duty.unit, "")) if duty.unit else None,
        industry=duty.industry,
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
    )
