"""`verify_handovers`: has anybody touched the books of the desks?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from typing_extensions import override

from safegrid.store.queries.handover_books import Book, verify_books


class Command(BaseCommand):
    help = "Checks both signatures of every handing over, and that none was left out. Changes nothing."

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        books = verify_books()
        for book in books:
            if book.broken_at is None:
                self.stdout.write(
                    f"{book.name}：交接班记录完好，共 {book.lines} 条。The book is whole: {book.lines} lines."
                )
        touched = [book for book in books if book.broken_at is not None]
        if touched:
            raise CommandError("\n".join(_said(book) for book in touched))
        if not books:
            self.stdout.write("还没有交接班记录。No desk has been handed over yet.")


def _said(book: Book) -> str:
    return (
        f"{book.name}：交接班记录从编号 {book.broken_at} 起被改动或删除。请保留现场，与备份比对。"
        f"The book was changed or cut from number {book.broken_at} on. "
        "Keep everything as it is and compare with a backup."
    )
