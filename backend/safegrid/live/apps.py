from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "safegrid.live"
    label = "safegrid_live"
