from django.apps import AppConfig


class SafeGridAdminConfig(AppConfig):
    # Not "admin": that label belongs to django.contrib.admin.
    name = "safegrid.admin"
    label = "safegrid_admin"
