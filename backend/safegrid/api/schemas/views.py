"""Saved views."""

from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from .common import Ref

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
State = Annotated[str, Field(max_length=4000, pattern=r"^[A-Za-z0-9_=&,;:.%+\-]*$")]
"""The query of the page's address, without the question mark."""


class SavedViewIn(Schema):
    name: Name
    state: State
    shared: bool = False


class ViewChangeIn(Schema):
    """Only what is given changes."""

    name: Name | None = None
    state: State | None = None
    shared: bool | None = None


class ViewOut(Schema):
    """`owner` is null for one's own."""

    id: int
    name: str
    shared: bool
    state: str
    mine: bool
    owner: Ref | None
    version: int


class ViewList(Schema):
    """`may_share`: whether there is a department to share with."""

    views: list[ViewOut]
    may_share: bool
