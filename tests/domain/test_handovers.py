"""The book of a desk shows every line that was changed or left out."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.kit import NOW
from safegrid.domain.handovers import FIRST, Line, Signed, broken, digest_of, signature_of

texts = st.text(max_size=20)


@st.composite
def books(draw):
    before, book = FIRST, []
    for n, (summary, items, signed) in enumerate(
        draw(st.lists(st.tuples(texts, texts, st.booleans()), max_size=6))
    ):
        line = Line(1, n + 1, n + 2, summary, items, ("BJ-1",), NOW + timedelta(hours=8 * n))
        digest = digest_of(before, line)
        at = line.given_at + timedelta(minutes=5) if signed else None
        book.append(Signed(line, digest, at, signature_of(digest, line.taker, at) if at else ""))
        before = digest
    return book


@given(books())
def test_a_book_as_it_was_written_is_whole(book):
    assert broken(book) is None


@given(books(), st.data())
def test_whatever_is_changed_shows(book, data):
    if not book:
        return
    i = data.draw(st.integers(0, len(book) - 1))
    line = book[i].line
    for other in (
        replace(line, summary=line.summary + "。"),
        replace(line, open_items=line.open_items + "1"),
        replace(line, taker=99),
        replace(line, open_alarms=()),
        replace(line, given_at=line.given_at + timedelta(seconds=1)),
    ):
        assert broken([*book[:i], replace(book[i], line=other), *book[i + 1 :]]) == i
    if i < len(book) - 1:
        assert broken([*book[:i], *book[i + 1 :]]) == i
    if book[i].signed_at:
        later = replace(book[i], signed_at=book[i].signed_at + timedelta(hours=1))
        unsigned = replace(book[i], signed_at=None)
        for other in (later, unsigned):
            assert broken([*book[:i], other, *book[i + 1 :]]) == i
