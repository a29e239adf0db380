"""Filters by hundreds of ids, as one parameter: an expression for each id costs more than the query itself."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, Value
from typing_extensions import override

FEW = 100


class _Ids(ArrayField):  # type: ignore[type-arg] # not generic when it runs
    """Whole numbers already: nothing is prepared one by one."""

    @override
    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value


class _OneOf(Func):
    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def array(ids: Iterable[int]) -> Value:
    """Ids as one array."""
    return Value(list(ids), output_field=_Ids(BigIntegerField()))


def literal(numbers: Iterable[int]) -> str:
    """Numbers as the server reads an array: thousands as one text, not as an expression each."""
    return "{" + ",".join(map(str, numbers)) + "}"


def among(column: str, ids: Iterable[int]) -> Q:
    """Rows whose column is one of the ids; the same as `__in`."""
    return Q(_OneOf(F(column), array(ids)))


def about(column: str, ids: Collection[int]) -> Q:
    """Rows whose column is one of the ids; where these lie close together, also rows of others between them.

    For whoever picks out what is theirs: thousands of ids that follow each other are one range to the database.
    """
    if len(ids) < FEW or max(ids) - min(ids) > 4 * len(ids):
        return among(column, ids)
    return Q((f"{column}__gte", min(ids)), (f"{column}__lte", max(ids)))
