"""Cells and their boundaries, to look at."""

from django.contrib import admin

from safegrid.store.models import BoundaryVersion, CellBoundary, GridCell

from .look import LookOnly, LookOnlyMap


@admin.register(GridCell)
class GridCellAdmin(LookOnly):
    list_display = ("code", "name", "level", "parent", "retired_at")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    ordering = ("code",)


@admin.register(BoundaryVersion)
class BoundaryVersionAdmin(LookOnly):
    list_display = ("id", "name", "note", "published_at")
    ordering = ("-published_at",)


@admin.register(CellBoundary)
class CellBoundaryAdmin(LookOnlyMap):
    list_display = ("cell", "version", "valid_during")
    list_select_related = ("cell", "version")
    search_fields = ("cell__code", "cell__name")
    fields = ("cell", "version", "valid_during", "on_map")
    readonly_fields = ("on_map",)
    ordering = ("cell__code",)
