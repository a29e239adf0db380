"""Values reach PostgreSQL through COPY as they are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safegrid.actions import bulk
from safegrid.actions.copy_text import line
from safegrid.store.models import BoundaryVersion

NASTY = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=60)


def test_one_line_of_every_type() -> None:
    at = datetime(2026, 5, 1, 8, tzinfo=UTC)
    row = (None, True, False, 7, 0.5, "a\tb\\c\nd", (3, 4), (), {"甲": "\\"}, at)
    assert line(row) == (
        '\\N\tt\tf\t7\t0.5\ta\\tb\\\\c\\nd\t{3,4}\t{}\t{"甲":"\\\\\\\\"}\t2026-05-01T08:00:00+00:00\n'
    )


@pytest.mark.parametrize("value", [("a,b",), ("",), ('"',)])
def test_array_elements_that_need_quotes_are_refused(value: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="plain array element"):
        line((value,))


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(KeyError):
        line((object(),))


class _Version:
    def __init__(self, name: str, note: str) -> None:
        self.name, self.note, self.published_at = name, note, datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.database
@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(name=NASTY, note=NASTY)
def test_texts_come_back_unchanged(name: str, note: str) -> None:
    bulk.fill(BoundaryVersion, [_Version(name, note)], ("name", "note", "published_at"))
    version = BoundaryVersion.objects.latest("pk")
    assert (version.name, version.note) == (name, note)


@pytest.mark.database
@pytest.mark.django_db
def test_a_bad_row_leaves_nothing_behind() -> None:
    from django.db import DatabaseError, transaction

    rows = [_Version("good", ""), _Version("x" * 101, "")]
    with pytest.raises(DatabaseError), transaction.atomic():
        bulk.fill(BoundaryVersion, rows, ("name", "note", "published_at"))
    assert not BoundaryVersion.objects.filter(name="good").exists()
