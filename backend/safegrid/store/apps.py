from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "safegrid.store"
    label = "store"
    verbose_name = "安全一张图"
