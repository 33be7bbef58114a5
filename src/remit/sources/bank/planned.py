"""A statement in a plan: looked through whole, before anything of it is loaded."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from remit.sources.answers import Answers
from remit.sources.bank.facts import Facts, look
from remit.sources.bank.layout import Layout
from remit.sources.profile import Profile
from remit.sources.readers import Limits, Survey, Table
from remit.sources.readers.plain import Stretch, gathered, is_plain, stretches

__all__ = ["statement", "stretches_of"]

_ROWS = 50_000
"""Rows of a stretch of what is not plain CSV."""


def statement(
    path: Path, survey: Survey, table: Table, profile: Profile, answers: Answers, today: date
) -> Facts:
    """What a statement shows when it is looked through."""
    layout = Layout.of(profile, table.header)
    return look(table, layout, stretches_of(path, survey, table), answers, today)


def stretches_of(path: Path, survey: Survey, table: Table) -> Iterator[Stretch]:
    """The rows of any table in stretches."""
    limits = Limits()
    if is_plain(path, table, survey, limits):
        yield from stretches(path, table, limits)
        return
    rows = iter(table.rows())
    while some := list(islice(rows, _ROWS)):
        yield gathered(some, table.header)
