"""After a restore from a backup: every open screen and every token starts afresh."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand
from typing_extensions import override

from safegrid.store.models import SequencerState


class Command(BaseCommand):
    help = (
        "Declares that the event log is not a continuation of what screens have seen. Run it after a restore."
    )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        epoch = uuid4()
        SequencerState.objects.update_or_create(pk=1, defaults={"epoch": epoch})
        self.stdout.write(str(epoch))
