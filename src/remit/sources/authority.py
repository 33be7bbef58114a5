"""The authority under which communications, bank and handset data were got, and what exceeds it.

An authority has a reference, names its subjects by their identifiers and ends on a day. Data are
asked for under it and arrive with more than it covers: a bill that begins a day early, an account
that nobody named. Such rows are held back (`store/quarantine.py`), not dropped: an independent
person decides.

>>> one = read("URN-2026-17; 07700 900123; 2026-01-01; 2026-01-31")
>>> one.subjects
frozenset({'+447700900123'})
>>> read("EX-1; any; 2026-01-01; 2026-01-31").subjects is None
True
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from remit.errors import BadInput, Misuse
from remit.ontology.types import TYPES, bankaccount
from remit.sources.answers import Question
from remit.sources.things import THINGS
from remit.store.drafts import EventDraft, RowDraft

__all__ = [
    "AFTER",
    "ANSWERS",
    "ANY",
    "BEFORE",
    "EXCEEDS",
    "EXERCISE",
    "KINDS",
    "NOBODY",
    "Authority",
    "asked",
    "of",
    "read",
]

ANY = "any"
"""Said as the subject by whoever loads data got in bulk: the authority names nobody."""

ANSWERS = "authority"
"""What a question about it is answered as: `--set "authority=REF; SUBJECT, …; FROM; TO"`."""

EXERCISE = "EXERCISE; any; 1900-01-01; 2199-12-31"
"""The answer proposed in an exercise, which holds made-up or published data alone: `--yes` takes
it, and the load says under what it is held. Nothing is proposed where the data are in earnest."""

EXCEEDS = "authority"
"""The ground on which rows are held that exceed it."""

KINDS = {
    "communications": "communications data",
    "bank": "bank data",
    "handset": "the content of a handset",
}
"""What a profile may say that its source takes an authority for, and how it is named."""

HERE = ZoneInfo("Europe/London")
"""An authority's days are days here."""

BEFORE, AFTER, UNKNOWN, NOBODY = 1, 2, 4, 8
"""In what a row exceeds an authority; several are added up."""


@dataclass(frozen=True)
class Authority:
    """What data may be held under one authority."""

    reference: str
    stated: tuple[str, ...]
    """The subjects as they were given; `any` alone where it names none."""
    subjects: frozenset[str] | None
    """The same, as identifiers are kept; None where it names none."""
    begin: date
    end: date
    """The first day and the last, both included."""

    @cached_property
    def window(self) -> tuple[datetime, datetime]:
        """The first instant, and the one after the last (UTC)."""
        first = datetime.combine(self.begin, time(), HERE)
        last = datetime.combine(self.end + timedelta(days=1), time(), HERE)
        return first.astimezone(UTC), last.astimezone(UTC)

    def as_json(self) -> str:
        """As it is kept with the load: the same authority, the same text."""
        said = {"reference": self.reference, "subjects": list(self.stated)}
        said |= {"from": str(self.begin), "to": str(self.end)}
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    def exceeded(self, row: RowDraft, about: Collection[str] = ()) -> str | None:
        """In what a row exceeds it, in words; None where it does not.

        `about` are identifiers that the whole file is about, such as those of the handset that it
        was read from. What happened at no time that can be told exceeds it; what did not happen
        at all, such as an entry in an address book, has no date to exceed it with.
        """
        found = 0
        for event in row.events:
            found |= self._when(event)
        named = {mention.key for mention in row.mentions}
        if self.subjects is not None and self.subjects.isdisjoint(named | set(about)):
            found |= NOBODY
        return self.words(found) if found else None

    def words(self, exceeds: int) -> str:
        """How it is said in what a row exceeds it."""
        said = {
            BEFORE: f"before {self.begin}",
            AFTER: f"after {self.end}",
            UNKNOWN: "at a time that is not stated",
            NOBODY: "about none of its subjects",
        }
        return f"outside authority {self.reference}: " + ", ".join(
            text for bit, text in said.items() if exceeds & bit
        )

    def _when(self, event: EventDraft) -> int:
        first, last = self.window
        if event.begin is None:
            return UNKNOWN
        found = BEFORE if event.begin < first else 0
        spans = event.precision not in (None, "instant") and event.end is not None
        if event.begin >= last or (spans and event.end is not None and event.end > last):
            found |= AFTER
        return found


def of(
    reference: str | None,
    subjects: Sequence[str] | None,
    begin: str | None,
    end: str | None,
    answer: str | None = None,
) -> Authority | None:
    """The authority that was given, by its parts or as the answer to a question.

    None where nothing was given. Raises `Misuse` where a part is missing or cannot be read.
    """
    if answer is not None:
        return read(answer)
    parts = {"its reference": reference, "its subjects": subjects}
    parts |= {"its first day": begin, "its last day": end}
    if not any(parts.values()):
        return None
    if missing := [name for name, part in parts.items() if not part]:
        raise Misuse(f"an authority lacks {' and '.join(missing)}: {_HOW}")
    return _made(reference or "", subjects or (), begin or "", end or "")


def read(text: str) -> Authority:
    """An authority written as `REF; SUBJECT, …; FROM; TO`. Raises `Misuse`."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) != 4 or not all(parts):
        raise Misuse(f"an authority is written REF; SUBJECT, …; FROM; TO: {_HOW}")
    return _made(parts[0], parts[1].split(","), parts[2], parts[3])


def asked(kind: str, *, exercise: bool = False) -> Question:
    """The question under which authority data were got that take one."""
    what = KINDS[kind]
    text = f"{what} are held under an authority: which, about whom and for which days? {_HOW}"
    return (
        Question(ANSWERS, text, (EXERCISE,), free=True) if exercise else Question(ANSWERS, text, ())
    )


_HOW = (
    "give its reference, its subjects (any, where it names none) and its first and last day, as "
    "2026-01-31"
)


def _made(reference: str, subjects: Iterable[str], begin: str, end: str) -> Authority:
    stated = tuple(text.strip() for text in subjects if text.strip())
    reference = " ".join(reference.split())
    if not reference or len(reference) > 100:
        raise Misuse("an authority has a reference of at most 100 characters")
    if not stated:
        raise Misuse("an authority names its subjects; where it names none, say: any")
    first, last = _day(begin), _day(end)
    if first > last:
        raise Misuse(f"the authority would end on {last}, before it begins on {first}")
    if ANY in stated:
        if len(stated) > 1:
            raise Misuse("an authority names its subjects or none: not both")
        return Authority(reference, stated, None, first, last)
    keys = [_keys(text) for text in stated]
    return Authority(reference, stated, frozenset().union(*keys), first, last)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Misuse(f"{text[:40]!r} is no day written as 2026-01-31") from None


def _keys(text: str) -> frozenset[str]:
    """Every identifier that a text may be, as rows name them. Raises `Misuse` where it is none."""
    found = set()
    for thing in THINGS.values():
        value = _clean(TYPES[thing.type].clean, text)
        key = None if value is None else thing.key(value)
        if key is not None and (thing.type != "phone" or key.startswith("+")):
            found.add(key)
    if (account := _clean(bankaccount.clean, text)) is not None:
        found.add(account)
    if not found:
        known = "telephone number, IMEI, IMSI, cell, IP or e-mail address, account or mark"
        raise Misuse(f"the subject {text[:40]!r} is no {known}")
    return frozenset(found)


def _clean(clean: Any, text: str) -> str | None:
    try:
        read_as: str | None = clean(text)
    except BadInput:
        return None
    return read_as
