from django.contrib import admin
from django.urls import include, path

from safegrid.api import field_shell, pages
from safegrid.api.root import api
from safegrid.api.routes import enterprise_sheet, layer_import, plan_files

from . import basemap, demo
from .health import healthz
from .reading import point_template, read_boundaries, read_layer, read_sheet, write_boundaries

pages.Ground.use(basemap.about)
# The API and the readers and writers of files are strangers to each other.
layer_import.Reader.use(read_layer)
plan_files.Files.use(read_boundaries, write_boundaries)
enterprise_sheet.Sheets.use(read_sheet, point_template)

urlpatterns = [
    path("", pages.home),
    path("login", pages.login, {"accounts": demo.accounts}),
    path("map", pages.map_page),
    path("wall", pages.wall),
    path("people", pages.people),
    path("desk", pages.desk),
    path("planner", pages.planner),
    path("report", pages.report),
    path("field", pages.field),
    path("field/shell.json", field_shell.shell),
    path("field/worker.js", field_shell.worker),
    path("field/app.webmanifest", field_shell.manifest),
    path("field/icon.svg", field_shell.icon),
    path("field/icon-<int:size>.png", field_shell.icon_png),
    path("enterprise", pages.enterprise),
    path("k/<str:token>", pages.kiosk),
    path("api/", api.urls),
    path("", include("safegrid.tiles.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz),
]
