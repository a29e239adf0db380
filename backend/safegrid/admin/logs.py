"""The log and the looks at protected data, for the audit administrator."""

from django.contrib import admin

from safegrid.domain.roles import Verb
from safegrid.store.models import AccessLog, EventLog

from .look import LookOnly


@admin.register(EventLog)
class EventLogAdmin(LookOnly):
    verb = Verb.READ_AUDIT
    list_display = ("seq", "kind", "entity", "entity_id", "actor", "at")
    list_filter = ("kind", "entity")
    ordering = ("-seq",)


@admin.register(AccessLog)
class AccessLogAdmin(LookOnly):
    verb = Verb.READ_AUDIT
    list_display = ("at", "viewer", "what", "target")
    list_filter = ("what",)
    search_fields = ("viewer", "target")
    ordering = ("-pk",)
