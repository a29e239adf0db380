"""`verify_log`: has anybody touched the audit trail?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from typing_extensions import override

from safegrid.live.verify import verify


class Command(BaseCommand):
    help = "Checks the hash chain of the event log from its first event to its last. Changes nothing."

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if verdict.broken_at is not None:
            raise CommandError(
                f"事件日志从第 {verdict.broken_at} 条起被改动、删除或截断；之前 {verdict.checked} 条完好。"
                "请保留现场，与备份比对。\n"
                f"The log was changed, cut or added to from event {verdict.broken_at} on; "
                f"the {verdict.checked} before it are whole. Keep everything as it is and compare with a backup."
            )
        self.stdout.write(
            f"事件日志完好，共 {verdict.checked} 条。The log is whole: {verdict.checked} events."
        )
