"""A statement in a plan: looked through whole, before anything of it is loaded."""

from datetime import date

from remit.sources.ahead import ahead
from remit.sources.answers import Answers
from remit.sources.bank.facts import Facts, look
from remit.sources.bank.layout import Layout
from remit.sources.profile import Profile
from remit.sources.readers import Table
from remit.sources.readers.reread import Reread

__all__ = ["statement"]


def statement(read: Reread, table: Table, profile: Profile, answers: Answers, today: date) -> Facts:
    """What a statement shows when it is looked through."""
    layout = Layout.of(profile, table.header)
    return look(table, layout, ahead(read.first()), answers, today)
