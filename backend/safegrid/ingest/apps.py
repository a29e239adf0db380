from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "safegrid.ingest"
    label = "safegrid_ingest"
