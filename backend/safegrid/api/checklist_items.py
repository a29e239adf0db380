"""Lists and measures to the shape that pages and phones take."""

from collections.abc import Iterable

from safegrid.domain.checklists import AS_IT_IS, MEASURES, Checklist, Item, items_for
from safegrid.domain.hazards import HazardClass
from safegrid.domain.terms import term
from safegrid.store.models import ControlMeasure

from .schemas.checklists import ChecklistOut, ItemOut
from .schemas.common import Ref, Text
from .words import text, words_known


def list_out(checklist: Checklist, danger_class: str = "") -> ChecklistOut:
    """A list as far as a unit of a danger class is asked; "" = every item."""
    return ChecklistOut(
        code=checklist.code,
        version=checklist.version,
        title=Text(zh=checklist.zh, en=checklist.en),
        items=[_item(item) for item in items_for(checklist, danger_class)],
    )


def measures_out(measures: Iterable[ControlMeasure]) -> ChecklistOut:
    """The list that control measures make; reads `point`."""
    return ChecklistOut(
        code=MEASURES,
        version=AS_IT_IS,
        title=text(term("checklist", MEASURES)),
        items=[_measure(measure) for measure in measures],
    )


def _item(item: Item) -> ItemOut:
    return ItemOut(
        id=item.id, what=item.what, how=item.how, basis=item.basis, klass=item.klass, category=item.category
    )


def _measure(measure: ControlMeasure) -> ItemOut:
    return ItemOut(
        id=f"measure:{measure.pk}",
        what=measure.text,
        how="；".join(str(check) for check in measure.check_items),
        basis=words_known("measure_kind", measure.kind).zh,
        klass=HazardClass.GENERAL,
        category=measure.point.category,
        point=Ref(id=measure.point.pk, name=measure.point.name),
    )
