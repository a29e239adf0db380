"""The log and the looks at protected data, for the audit administrator."""

from django.contrib import admin

from safegrid.domain.roles import Verb
from safegrid.store.models import AccessLog, EventLog

from .look import LookOnly

PROTECTED = ("hazard.report", "hazard.self_record")


@admin.register(EventLog)
class EventLogAdmin(LookOnly):
    verb = Verb.READ_AUDIT
    list_display = ("seq", "kind", "entity", "entity_id", "who", "at")
    list_filter = ("kind", "entity")
    exclude = ("actor",)
    readonly_fields = ("who",)
    ordering = ("-seq",)

    @admin.display(description="actor")
    def who(self, row: EventLog) -> str:
        # Who reports a hazard is protected (K14); who reads the log is not the one who may know.
        return "" if any(f'"cause":"{cause}"' in row.payload for cause in PROTECTED) else row.actor


@admin.register(AccessLog)
class AccessLogAdmin(LookOnly):
    verb = Verb.READ_AUDIT
    list_display = ("at", "viewer", "what", "target")
    list_filter = ("what",)
    search_fields = ("viewer", "target")
    ordering = ("-pk",)
