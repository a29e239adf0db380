"""What a unit is checked by: the lists of its trade and class, and its own control measures (H6, C9)."""

from django.utils import timezone
from ninja import Router

from safegrid.store.queries.checklists import measures_of_unit, of_units
from safegrid.store.queries.units import unit_in_sight

from ..checklist_items import list_out, measures_out
from ..errors import found
from ..schemas.checklists import ChecklistOut
from ..viewer import Signed

router = Router(tags=["inspections"])


@router.get("", response=list[ChecklistOut])
def index(request: Signed, unit: int) -> list[ChecklistOut]:
    """Give the unit's lists in force today; the last one is made of its risk points' measures, if it has any."""
    row = found(unit_in_sight(request.auth.scope, unit))
    lists = [list_out(one, row.danger_class) for one in of_units([row], timezone.localdate())[row.pk]]
    measures = measures_of_unit(request.auth.scope, row.pk)
    return [*lists, measures_out(measures)] if measures else lists
