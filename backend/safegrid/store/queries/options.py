"""What a filter can choose from that differs from viewer to viewer."""

from django.db.models import Exists, OuterRef, QuerySet

from safegrid.domain.scope import Scope
from safegrid.store.access import visible_units
from safegrid.store.models import Department, DepartmentDuty


def departments_in_sight(scope: Scope) -> QuerySet[Department]:
    """Departments that answer for a unit in sight, those of higher cells first."""
    units = visible_units(scope).values("pk")
    duties = DepartmentDuty.objects.filter(department=OuterRef("pk"), unit__in=units)
    return Department.objects.filter(Exists(duties)).order_by("cell__code", "kind", "name")
