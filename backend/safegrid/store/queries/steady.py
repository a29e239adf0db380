"""Several queries that see one moment of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Run the block in a REPEATABLE READ, READ ONLY transaction of its own.

    Its first query takes the snapshot, so nothing may have been read in the transaction before: the block cannot be
    nested in another one (RuntimeError).
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
