"""Walls' links: made and revoked by the security administrator, opened by anybody who has one."""

from ninja import Router

from safegrid.actions import kiosks as act
from safegrid.domain.roles import Verb
from safegrid.store.models import Kiosk
from safegrid.store.queries.people import kiosks

from ..errors import accepted
from ..keyed import KEYED, keyed
from ..present import cell_of
from ..schemas.people import IdOut, KioskIn, KioskList, KioskOut, LinkOut
from ..viewer import Signed, require

router = Router(tags=["kiosks"])


@router.get("", response=KioskList)
def index(request: Signed) -> KioskList:
    """List all links."""
    require(request.auth, Verb.MANAGE_SECURITY)
    return KioskList(kiosks=[_kiosk(k) for k in kiosks()])


@router.post("", response=LinkOut, openapi_extra=KEYED)
def create(request: Signed, body: KioskIn) -> LinkOut:
    """Make a read-only link for a wall: a cell's, or the whole city's."""

    def make() -> LinkOut:
        made = accepted(act.create(request.auth, body.name, body.cell))
        return LinkOut(id=made.kiosk, link=request.build_absolute_uri(f"/k/{made.token}"))

    return keyed(request, LinkOut, make, shown_once="link")


@router.post("/{int:kiosk}/revoke", response=IdOut, openapi_extra=KEYED)
def revoke(request: Signed, kiosk: int) -> IdOut:
    """Make a link useless; its screens go dark."""
    return keyed(request, IdOut, lambda: IdOut(id=accepted(act.revoke(request.auth, kiosk)).pk))


def _kiosk(kiosk: Kiosk) -> KioskOut:
    return KioskOut(
        id=kiosk.pk,
        name=kiosk.name,
        cell=cell_of(kiosk.cell_id),
        made_by=kiosk.made_by.name,
        created_at=kiosk.created_at,
        revoked_at=kiosk.revoked_at,
    )
