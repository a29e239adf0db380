"""Which ground a wall shows."""

from safegrid.domain.hierarchy import CITY
from safegrid.domain.scope import Scope, covers

from .celltree import tree
from .models import Kiosk


def ground_of(kiosk: Kiosk) -> frozenset[int] | None:
    """Communities of a wall's ground; None = the whole city."""
    if kiosk.cell_id is None or tree().cells[kiosk.cell_id].level == CITY:
        return None
    return tree().communities(kiosk.cell_id)


def steers(scope: Scope, kiosk: Kiosk) -> bool:
    """Whether everything that a wall shows is in sight: only then may somebody decide what it shows."""
    return covers(scope, ground_of(kiosk))
