"""What the lines of a statement say, one by one, in the light of the whole statement.

A payment is an event of the account the statement is of, or between it and another where a column
names that. Its direction stands with it. The holder is told once, with the first payment of an
account; a name in a description is a text, and makes nobody.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from remit.errors import BadInput
from remit.ontology.types import card, is_blank, money
from remit.ontology.types import date as dates
from remit.ontology.types import time as times
from remit.sources.bank import accounts, days, sums
from remit.sources.bank.facts import Facts
from remit.sources.bank.holders import held
from remit.sources.bank.lines import own_of
from remit.sources.bank.moved import SIDES
from remit.sources.bank.sums import BAD
from remit.sources.counting import UNREAD, counted
from remit.sources.defects import Defect
from remit.store.drafts import Claim, EventDraft, LinkDraft, MentionDraft, RowDraft

__all__ = ["ABOVE", "OWN", "Paid", "StatementRows"]

OWN = "(account)"
"""Cell that a record has besides, where no column names the account."""

ABOVE = "(above)"
"""Cell of the first payment that has the lines above the header."""


class Paid(NamedTuple):
    """The sum of a line."""

    pence: int
    """What came in, negative for what went out, in the smallest coin."""
    balance: int | None
    currency: str


class StatementRows:
    """Maps the lines of one statement."""

    def __init__(self, facts: Facts, today: date) -> None:
        self.facts, self._today = facts, today
        self._layout = facts.layout
        said = facts.layout.profile.statement
        assert said is not None
        self._zone = facts.layout.profile.zone
        self.default_currency = said.currency
        self.own_types = frozenset(said.own)
        """Types of payment that stay with the holder."""
        self._unread: dict[str, int] = {}
        self._base = 0

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """What one line says. Raises `BadInput` where it is a payment that cannot be read."""
        facts = self.facts
        at = pos
        if (where := raw.get("(row)")) is not None:
            at = int(where)
            self._base = pos - at
        if (why := facts.refused.get(at)) is not None:
            raise BadInput(why)
        kept = self._kept(at, raw)
        kind = facts.kinds.get(at)
        if kind is not None:
            own = self._own(raw, needed=False)
            return RowDraft(pos, kept, () if own is None else (self._account(own, raw),))
        own = self._own(raw, needed=True)
        paid = self.paid(raw)
        when = self._when(at, raw)
        mentions = [] if own is None else [self._account(own, raw)]
        if at in facts.again:
            kept = {**kept, "(again)": f"row {facts.again[at]}"}
            return RowDraft(pos, kept, tuple(mentions))
        other = self._other(raw)
        if other is not None:
            mentions.append(other)
        things = tuple(mention.slot for mention in mentions)
        sides = ("thing", "other") if paid.pence < 0 else ("other", "thing")
        links: tuple[LinkDraft, ...] = ()
        if at in self.facts.first and own is not None:
            there = self._layout.column.get("holder")
            text = _text(raw.get(there)) if there else facts.holder
            if text is not None:
                mentions, links = held(text, there or ABOVE, mentions)
        event = EventDraft(
            "payment", self.type(at, raw), when.begin, when.end, when.text, when.zone,
            when.precision, "at",
            reference=self.words(at, raw),
            attributes=self.attributes(at, raw, paid),
            things=things,
            between=sides if len(things) == 2 else None,
        )  # fmt: skip
        return RowDraft(pos, kept, tuple(mentions), (event,), links)

    def notes(self) -> list[str]:
        """Values that are not what their column holds; such rows are accepted."""
        return [counted(n, UNREAD, column=column) for column, n in sorted(self._unread.items())]

    def defects(self) -> list[Defect]:
        """What is wrong with the statement as a whole."""
        base = self._base
        return [
            Defect(one.defect, one.text, [row + base for row in one.rows])
            for one in self.facts.defects
        ]

    def paid(self, raw: Mapping[str, str | None]) -> Paid:
        """The sum of a line. Raises `BadInput` where it states none, or two."""
        column = self._layout.column
        currency = self.currency(raw)

        def read(reading: str) -> int | None:
            there = column.get(reading)
            try:
                return None if there is None else sums.one(raw.get(there), currency)
            except BadInput as wrong:
                raise BadInput(f"{there!r}: {wrong.reason}") from None

        balance = read("balance")
        if "amount" in column:
            amount = read("amount")
            if amount is None:
                raise BadInput("the row states no sum")
            if "side" not in column:
                return Paid(amount, balance, currency)
            said = (raw.get(column["side"]) or "").strip().lower().rstrip(".")
            side = SIDES.get(said)
            if side is None:
                raise BadInput(f"{column['side']!r} does not say debit or credit")
            if amount < 0 < side:
                raise BadInput("a sum with a minus is said to be a credit")
            return Paid(abs(amount) * side, balance, currency)
        out, into = read("paid_out"), read("paid_in")
        if out is None and into is None:
            raise BadInput("the row states no sum")
        if out and into:
            raise BadInput("the row states a sum out and a sum in")
        if (into or 0) < 0 or ((out or 0) < 0 and not self.facts.negative):
            raise BadInput("a sum with a minus, in a column that says which way it went")
        return Paid((into or 0) - abs(out or 0), balance, currency)

    def currency(self, raw: Mapping[str, str | None]) -> str:
        """The currency of a line. Raises `BadInput` where a column for it states none."""
        column = self._layout.column.get("currency")
        if column is None:
            return self.default_currency
        text = (raw.get(column) or "").strip().upper()
        if not text:
            raise BadInput(f"{column!r} is empty")
        if not money.known(text):
            raise BadInput(f"{text[:40]!r} is no currency in use")
        return text

    def type(self, at: int, raw: Mapping[str, str | None]) -> str | None:
        """The type of payment as the bank states it."""
        there = _text(raw.get(self._layout.column.get("category", "")))
        return there or _text(self.facts.types.get(at))

    def words(self, at: int, raw: Mapping[str, str | None]) -> str | None:
        """The description."""
        whole = self.facts.words.get(at)
        return _text(raw.get(self._layout.column.get("reference", "")) if whole is None else whole)

    def attributes(self, at: int, raw: Mapping[str, str | None], paid: Paid) -> dict[str, str]:
        """What else is said of a payment, in the order in which it is kept."""
        column = self._layout.column
        found = {
            "amount": _money(abs(paid.pence), paid.currency),
            "direction": "out" if paid.pence < 0 else "in",
        }
        if paid.balance is not None:
            found["balance"] = _money(paid.balance, paid.currency)
        if (who := _text(raw.get(column.get("counterparty", "")))) is not None:
            found["counterparty"] = who
        if (text := _text(raw.get(column.get("value_date", "")))) is not None:
            try:
                day = days.read(text, self._day_first(), self._today, six=self._layout.six)
            except BadInput:
                self._unread[column["value_date"]] = self._unread.get(column["value_date"], 0) + 1
            else:
                found |= {"value_date": str(day)} if isinstance(day, date) else {}
        if (text := _text(raw.get(column.get("card", "")))) is not None:
            found["card"] = card.masked(text)
        for there, called in self._layout.attributes.items():
            if (text := _text(raw.get(there))) is not None:
                found[called] = text
        if (kind := self.type(at, raw)) is not None and kind.lower() in self.own_types:
            found["own_transfer"] = kind
        return found | dict(self.facts.marks.get(at, {}))

    def when(self, day: date) -> times.Instant:
        """A day of the bank, as an interval."""
        return times.span(dates.Day(day.year, day.month, day.day), self._zone)

    def _when(self, at: int, raw: Mapping[str, str | None]) -> times.Instant:
        column = self._layout.column["time"]
        text = raw.get(column)
        day = self.facts.days.get(at)
        if day is None and text is not None:
            day = self.facts.day.get(text)
        if day is not None:
            return self.when(day)
        if text is None or is_blank(text):
            raise BadInput(f"{column!r} is empty")
        found = days.read(text, self._day_first(), self._today, six=self._layout.six)
        if isinstance(found, tuple):
            raise BadInput(f"{text[:40]!r} does not say its year")
        if found is None:
            raise BadInput(f"{column!r} is empty")
        raise BadInput(
            f"{text[:40]!r} can be read two ways: say which of day and month comes first"
        )

    def _day_first(self) -> bool | None:
        return self.facts.day_first

    def _own(self, raw: Mapping[str, str | None], *, needed: bool) -> str | None:
        own = self._layout.own
        if not own:
            if self.facts.account is None and needed and not self.facts.nobody:
                raise BadInput("nothing says which account it is of")
            return self.facts.account
        try:
            found = own_of(tuple(raw.get(column) for column in own))
        except BadInput:
            if needed:
                raise
            return None
        if found is None and needed:
            raise BadInput(f"{own[-1]!r} is empty")
        return None if found is None else found.account

    def _kept(self, at: int, raw: Mapping[str, str | None]) -> Mapping[str, str | None]:
        """The record: the row as received, and what stood elsewhere in the file."""
        facts = self.facts
        if not self._layout.own and facts.account is not None:
            raw = {**raw, OWN: facts.account}
        return {**raw, ABOVE: facts.above} if at in facts.first and facts.above else raw

    def _account(self, account: str, raw: Mapping[str, str | None]) -> MentionDraft:
        own = self._layout.own
        said = " ".join(raw.get(column) or "" for column in own) or account
        claim: Claim = ("bank_account", said, account, ", ".join(own) or OWN)
        return MentionDraft("thing", "account", account, account, None, (claim,))

    def _other(self, raw: Mapping[str, str | None]) -> MentionDraft | None:
        """The account of the other party, where columns name it."""
        columns = self._layout.other
        if len(columns) < 2 or all(is_blank(raw.get(column)) for column in columns):
            return None
        said = " ".join(raw.get(column) or "" for column in columns)
        try:
            found = accounts.pair(raw.get(columns[0]), raw.get(columns[1]))
        except BadInput:
            self._unread[columns[1]] = self._unread.get(columns[1], 0) + 1
            return None
        if found is None:
            return None
        claim: Claim = ("bank_account", said, found.account, ", ".join(columns))
        return MentionDraft("other", "account", found.account, found.account, None, (claim,))


def _text(text: str | None) -> str | None:
    """A text with its spaces collapsed; None where nothing was stated."""
    return None if text is None or is_blank(text) else " ".join(text.split())


def _money(pence: int, currency: str) -> str:
    """A sum as it is kept."""
    places = money.PLACES.get(currency, 2)
    whole, part = divmod(abs(pence), 10**places)
    number = f"{whole}.{part:0{places}}" if places else f"{whole}"
    return f"{currency} {'-' if pence < 0 and pence > BAD else ''}{number}"
