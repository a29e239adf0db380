"""Links for walls: made once, shown once, revoked at once."""

import hashlib
import secrets
from dataclasses import dataclass

from safegrid.domain.events import AccessChanged
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import Kiosk

from .transaction import clock, unit_of_work


@dataclass(frozen=True)
class NewKiosk:
    """`token` goes into the link and is not kept; the database has its hash."""

    kiosk: int
    token: str


def hash_of(token: str) -> str:
    """Hash of a token. It has 256 random bits, so a plain digest cannot be searched back."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def create(viewer: Viewer, name: str, cell: int | None) -> NewKiosk | Refusal:
    """Make a wall's link for a cell, or for the whole city. Refusals: NOT_YOUR_DUTY, NOT_FOUND."""
    if not viewer.may_anywhere(Verb.MANAGE_SECURITY):
        return Refusal("NOT_YOUR_DUTY")
    if cell is not None and cell not in tree().cells:
        return Refusal("NOT_FOUND")
    token = new_token()
    with unit_of_work(viewer.key, "kiosk.create"):
        kiosk = Kiosk.objects.create(
            name=name, cell_id=cell, token_hash=hash_of(token), made_by_id=viewer.person
        )
    return NewKiosk(kiosk.pk, token)


def revoke(viewer: Viewer, kiosk_id: int) -> Kiosk | Refusal:
    """Make a link useless; its open screens go dark in the order of the log."""
    if not viewer.may_anywhere(Verb.MANAGE_SECURITY):
        return Refusal("NOT_YOUR_DUTY")
    with unit_of_work(viewer.key, "kiosk.revoke") as work:
        kiosk = Kiosk.objects.select_for_update().filter(pk=kiosk_id, revoked_at=None).first()
        if kiosk is None:
            return Refusal("NOT_FOUND")
        kiosk.revoked_at = clock()
        kiosk.access_version += 1
        kiosk.save(update_fields=["revoked_at", "access_version"])
        work.emit(AccessChanged(f"kiosk:{kiosk.pk}", kiosk.access_version, cause=work.cause))
    return kiosk
