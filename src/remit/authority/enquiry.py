"""Lines of enquiry: a question within a case, with the justification that its acts inherit.

People give a reason once per question, not once per click. `fresh_reasons` says when a reason
of its own is due all the same.
"""

import builtins  # `list` is a method here, as on every noun
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, insert, select

from remit.authority import tables
from remit.authority.actor import Actor
from remit.authority.capability import Verb
from remit.authority.categories import require_member
from remit.authority.conditions import refused
from remit.authority.rows import Run, decided, moment, stamp, within
from remit.errors import NotFound
from remit.ledger.box import Box
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log

__all__ = ["Line", "Lines", "fresh_reasons", "night_of", "persons_in", "says_something"]

SHORTEST_JUSTIFICATION = 10
"""Characters, spaces at the ends not counted."""

FEWEST_LETTERS = 4
"""Different letters; less is a key held down. Whether a reason is good, only people can tell."""

ODD_HOURS = (22, 6)
"""From and to, hours of the day in London: `Europe/London`, summer time included."""

_LONDON = ZoneInfo("Europe/London")
_NIGHT = "night-"
_PERSON = re.compile(r"person-[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Line:
    """One question within a case."""

    id: str
    case: str
    actor: str
    question: str
    justification: str
    opened_at: datetime


class Lines:
    """The lines of enquiry of a workspace."""

    def __init__(self, log: Log, box: Box) -> None:
        self._log = log
        self._box = box

    def open(self, actor: Actor, case_id: str, question: str, justification: str) -> Line:
        """Open a line of enquiry in a case the actor is a member of.

        Raises `Refused` (`case.unknown`, `justification.empty`).
        """
        line_id = f"line-{secrets.token_hex(6)}"

        def work(batch: Batch) -> None:
            require_member(within(batch), actor, case_id)
            if not says_something(justification):
                raise refused("justification.empty")
            digest = batch.annex(justification)
            batch.conn.execute(
                insert(tables.enquiry_line).values(
                    id=line_id,
                    case_id=case_id,
                    actor=actor.id,
                    question_sealed=self._box.seal_text(question),
                    justification_sealed=self._box.seal_text(justification),
                    justification=digest,
                    opened_at=stamp(batch.now),
                )
            )
            body = {
                "line": line_id,
                "case": case_id,
                "by": actor.id,
                "question": batch.annex(question),
                "justification": digest,
            }
            batch.append(Entry("line.opened", body=body))
            self.show(within(batch), line_id, night_of(batch.now, actor.id))

        decided(self._log, work, asked=f"line.open {case_id}", by=actor.id)
        return self.get(line_id)

    def get(self, line_id: str) -> Line:
        """The line of that id. Raises `NotFound`."""
        found = self._lines(tables.enquiry_line.c.id == line_id)
        if not found:
            raise NotFound(f"no line of enquiry {line_id}")
        return found[0]

    def list(self, case_id: str) -> builtins.list[Line]:
        """The lines of a case, oldest first."""
        return self._lines(tables.enquiry_line.c.case_id == case_id)

    def justification_of(self, run: Run, line_id: str, case_id: str | None) -> str | None:
        """Digest of the justification that acts in `case_id` inherit; None for no such line."""
        sql = "SELECT justification FROM enquiry_line WHERE id = ? AND case_id = ?"
        rows = run(sql, (line_id, case_id)) if case_id else []
        return str(rows[0][0]) if rows else None

    def not_yet_shown(self, run: Run, line_id: str, persons: frozenset[str]) -> frozenset[str]:
        """Those of `persons`, or nights, that no act of the line has been justified for."""
        sql = "SELECT 1 FROM line_shown WHERE line = ? AND person = ?"
        return frozenset(person for person in persons if not run(sql, (line_id, person)))

    def show(self, run: Run, line_id: str, persons: frozenset[str]) -> None:
        """Remember, in the act's own transaction, whom the line has been justified for."""
        for person in sorted(persons):
            run(
                "INSERT INTO line_shown (line, person) VALUES (?, ?) "
                "ON CONFLICT (line, person) DO NOTHING",
                (line_id, person),
            )

    def _lines(self, where: ColumnElement[bool]) -> builtins.list[Line]:
        line = tables.enquiry_line
        with self._log.engine.connect() as conn:
            rows = conn.execute(select(line).where(where).order_by(line.c.opened_at, line.c.id))
            return [
                Line(
                    id=r.id,
                    case=r.case_id,
                    actor=r.actor,
                    question=self._box.open_text(r.question_sealed),
                    justification=self._box.open_text(r.justification_sealed),
                    opened_at=moment(r.opened_at),
                )
                for r in rows
            ]


def says_something(text: str) -> bool:
    """Whether a justification is long enough and more than a key or two held down.

    >>> says_something("xxxxxxxxxxxx"), says_something("Repeat burglaries in EC2")
    (False, True)
    """
    letters = {letter for letter in text.casefold() if letter.isalpha()}
    return len(text.strip()) >= SHORTEST_JUSTIFICATION and len(letters) >= FEWEST_LETTERS


def fresh_reasons(verb: Verb, unseen: frozenset[str]) -> tuple[str, ...]:
    """Why an act needs a justification of its own, whatever its line says.

    `unseen` are the persons it asks for, and the night it is asked in, that the line has not
    been justified for. (A sensitive source is a reason too; the remit says which are, so
    `decide` looks there.)
    """
    reasons = [
        wording
        for reason, wording in (("export", "an export"), ("bulk", "a bulk use"))
        if reason in verb.fresh
    ]
    nights = {one for one in unseen if one.startswith(_NIGHT)}
    if nights:
        reasons.append("odd hours (22:00 to 06:00)")
    if unseen - nights:
        reasons.append("a person not yet shown in this line of enquiry")
    return tuple(reasons)


def night_of(now: datetime, actor: str) -> frozenset[str]:
    """The night that falls within odd hours, as one actor works it; empty by day.

    A reason given at night serves its line until the morning, for who gave it.

    >>> night_of(datetime.fromisoformat("2026-07-01T21:30Z"), "jo")
    frozenset({'night-2026-07-01/jo'})
    >>> night_of(datetime.fromisoformat("2026-07-02T04:30Z"), "jo")
    frozenset({'night-2026-07-01/jo'})
    >>> night_of(datetime.fromisoformat("2026-07-02T05:00Z"), "jo")
    frozenset()
    """
    begin, end = ODD_HOURS
    here = now.astimezone(_LONDON)
    if end <= here.hour < begin:
        return frozenset()
    evening = here if here.hour >= begin else here - timedelta(days=1)
    return frozenset({f"{_NIGHT}{evening:%Y-%m-%d}/{actor}"})


def persons_in(params: Mapping[str, Any]) -> frozenset[str]:
    """Ids of persons named anywhere in the parameters of an act.

    >>> sorted(persons_in({"entity": "person-0a1b2c3d4e", "limit": 5}))
    ['person-0a1b2c3d4e']
    """
    return frozenset(text for text in _texts(params) if _PERSON.fullmatch(text))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _texts(inner)
