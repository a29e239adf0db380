from django.urls import path

from . import views

urlpatterns = [path("tiles.json", views.tilejson, name="tilejson")]
