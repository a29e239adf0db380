"""Units, risk points and hazards, to look at. Phone numbers are left out: looking at them is logged elsewhere."""

from django.contrib import admin

from safegrid.store.models import Enterprise, Hazard, HazardStep, RiskPoint, Site

from .look import LookOnly, LookOnlyMap


@admin.register(Enterprise)
class EnterpriseAdmin(LookOnly):
    list_display = ("name", "uscc", "unit_type", "industry4", "supervision", "live", "stopped")
    list_filter = ("live", "unit_type", "industry")
    search_fields = ("name", "uscc")
    exclude = ("principal_phone",)
    ordering = ("pk",)


@admin.register(Site)
class SiteAdmin(LookOnlyMap):
    list_display = ("unit", "name", "address", "main")
    list_select_related = ("unit",)
    search_fields = ("unit__name", "address")
    fields = ("unit", "name", "address", "cell", "main", "on_map")
    readonly_fields = ("on_map",)
    ordering = ("pk",)


@admin.register(RiskPoint)
class RiskPointAdmin(LookOnlyMap):
    list_display = ("name", "unit", "category", "base", "live", "retired_at")
    list_filter = ("live", "base", "category")
    list_select_related = ("unit",)
    search_fields = ("name", "unit__name")
    exclude = ("geom", "owner_point", "manager_phone")
    readonly_fields = ("on_map",)
    ordering = ("pk",)


@admin.register(Hazard)
class HazardAdmin(LookOnlyMap):
    list_display = ("number", "title", "state", "major", "overdue", "deadline")
    list_filter = ("state", "major", "overdue")
    search_fields = ("number", "title")
    # Who reported is protected (K14), and stands in `facts` too.
    exclude = ("geom", "reporter", "facts")
    readonly_fields = ("on_map",)
    ordering = ("-pk",)


@admin.register(HazardStep)
class HazardStepAdmin(LookOnly):
    list_display = ("hazard", "n", "command", "from_state", "to_state", "at")
    list_select_related = ("hazard",)
    exclude = ("actor", "note")
    ordering = ("-pk",)
