"""What every page of the administration has in common: whoever may look, looks; nobody writes.

Facts have rules and tell of themselves, so they change through the product's own pages, which use the actions.
"""

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from leaflet.admin import LeafletAdminWidget
from typing_extensions import override

from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer, viewer_of_user
from safegrid.store.models import User

if TYPE_CHECKING:
    Page = admin.ModelAdmin[Any]
else:
    Page = admin.ModelAdmin

_nonce: ContextVar[str] = ContextVar("nonce", default="")


class LookOnly(Page):
    """A list and a page of each row, without any way to change it."""

    list_per_page = 50
    show_full_result_count = False
    verb: ClassVar[Verb] = Verb.SEE_MAP

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @override
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        viewer = _staff(request)
        if viewer is None or not viewer.may_anywhere(self.verb):
            return False
        # These lists know no area of sight, so they are for those who see the whole city.
        return self.verb is not Verb.SEE_MAP or viewer.scope.cells is None

    @override
    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        # Django lets the address filter by any column, and so guess at a phone or a reporter that no page shows.
        return lookup.split("__", 1)[0] in self.list_filter

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


class LookOnlyMap(LookOnly):
    """With the geometry, named by `shape`, on a Leaflet map; no tiles are fetched for it."""

    shape = "geom"

    @override
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _nonce.set(getattr(request, "csp_nonce", ""))
        response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        # The page is written after this method returns; it must happen while the nonce is at hand.
        if hasattr(response, "render"):
            response.render()
        return response

    @property
    @override
    def media(self) -> Media:
        media: Media = super().media + _widget("Geometry").media
        return media

    @admin.display(description="位置 · on the map")
    def on_map(self, row: Model) -> SafeString:
        geometry = getattr(row, self.shape)
        drawn = _widget(geometry.geom_type).render(self.shape, geometry, {"id": f"id_{self.shape}"})
        safe: SafeString = mark_safe(drawn)  # noqa: S308 - the widget's own template has escaped it
        return safe


def _widget(kind: str) -> LeafletAdminWidget:
    widget = LeafletAdminWidget(attrs={"geom_type": kind, "settings_overrides": {"TILES": []}})
    widget.template_name = "leaflet/admin/widget.html"
    widget.modifiable = False
    widget.csp_nonce = _nonce.get()
    return widget


def _staff(request: HttpRequest) -> Viewer | None:
    """The viewer of a member of staff; worked out once per request."""
    if not hasattr(request, "safegrid_staff"):
        user = request.user
        staff = isinstance(user, User) and user.is_active and user.is_staff and not user.must_change_password
        request.safegrid_staff = viewer_of_user(user.pk) if staff else None  # type: ignore[attr-defined,arg-type] # kept for this request; staff have a key
    found: Viewer | None = request.safegrid_staff  # type: ignore[attr-defined] # set above
    return found
