"""Judgements: what persons decided about two mentions, and nothing that is worked out from it.

A judgement says of two mentions that they are the same, that they are not, or that it cannot be
told. It is never changed: a later one of the same pair takes its place, and one that was a mistake
is withdrawn by a row of its own, after which the one before it counts again. Both stay to be read.
Only an erasure of a mention's row, or of its load, takes the judgements on it away.

Where a rule says that two people must agree, a `same` joins nobody until a second person, who is
not told what the first said, says it too; where they differ, the two stay apart.

What is known by a number (a company, a vehicle) is judged as a whole, on a mention of it: what is
said of one mention of each holds for the two things, for whoever may see the two mentions.

Who may not see both mentions does not see the judgement. One on a load of a case, or made for a
case alone, counts in that case; why it was made is told in the case in which it was made.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.authority.scope import Scope
from remit.ledger.box import Box
from remit.ledger.entry import Entry, canonical, commitment
from remit.ledger.log import Batch
from remit.store import tables
from remit.store.catalogue import bump

__all__ = [
    "LONGEST_REASON",
    "Judged",
    "Judgement",
    "Stands",
    "Verdict",
    "admitted",
    "awaits",
    "effective",
    "forget",
    "judge",
    "next_number",
    "reasons",
    "standing",
]

Verdict = Literal["same", "different", "cannot-tell", "withdrawn"]
"""What was decided of a pair; `withdrawn` takes an earlier judgement back."""

LONGEST_REASON = 2_000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True, order=True)
class Stands:
    """A mention, and the row it stands in."""

    mention: str
    load: str
    pos: int
    handling: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement to be entered. The order of `a` and `b` says nothing."""

    a: Stands
    b: Stands
    verdict: Verdict
    reason: str
    of_case: bool
    """Whether it counts in the act's case alone."""
    supersedes: str | None = None
    withdraws: str | None = None
    second: bool = False
    """Whether it joins nobody until a second person, not told of the first, says the same."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement as it was entered, less its reason."""

    id: str
    number: int
    """Its place in the order in which all were made. Never shown: it would count the others."""
    a: str
    """A mention; in a view, the thing that it is a mention of, where that is known by a number."""
    b: str
    verdict: Verdict
    supersedes: str | None
    withdraws: str | None
    case: str | None
    of_case: bool
    act: str
    made_by: str
    made_at: datetime
    loads: tuple[str, str]
    second: bool = False
    """Whether it joins nobody until a second person says the same."""
    rows: tuple[int, int] = (0, 0)
    """The positions of the two mentions in their loads, in the order of `loads`."""
    on: tuple[str, str] = ("", "")
    """The two mentions that it stands on, where `a` and `b` are things; in their order."""

    @property
    def pair(self) -> tuple[str, str]:
        """The two that were judged, in order."""
        return self.a, self.b

    @property
    def mentions(self) -> tuple[str, str]:
        """The two mentions that it stands on."""
        return self.on if any(self.on) else self.pair

    def lifted(self, things: Mapping[str, str]) -> "Judgement":
        """The same of the things that the two mentions are of."""
        ends = sorted((things.get(mention, mention), mention) for mention in self.mentions)
        (a, one), (b, other) = ends
        return replace(self, a=a, b=b, on=(one, other))


def admitted(engine: Engine, scope: Scope, loads: Collection[str]) -> tuple[Judgement, ...]:
    """The judgements whose loads and handling conditions a scope admits, oldest first.

    Which of their mentions are in view is for the snapshot to say.
    """
    table = tables.judgement
    held = tuple(sorted(scope.handling))
    query = select(*(c for c in table.c if c.name not in ("reason_sealed", "salt")))
    query = query.where(table.c.a_handling.in_(held), table.c.b_handling.in_(held))
    query = query.where(or_(table.c.of_case == 0, table.c.case_id == scope.case))
    with engine.connect() as conn:
        rows = conn.execute(query.order_by(table.c.number)).all()
    return tuple(
        Judgement(
            row.id,
            row.number,
            row.a,
            row.b,
            row.verdict,
            row.supersedes,
            row.withdraws,
            row.case_id,
            bool(row.of_case),
            row.act,
            row.made_by,
            moment(row.made_at),
            (row.a_load, row.b_load),
            bool(row.second),
            (row.a_pos, row.b_pos),
        )
        for row in rows
        if row.a_load in loads and row.b_load in loads
    )


def awaits(standing: Sequence[Judgement]) -> bool:
    """Whether the judgements of one pair that were not withdrawn, oldest first, join the two once a
    second person says the same: the first of two has spoken."""
    if not standing or standing[-1].verdict != "same" or not standing[-1].second:
        return False
    last = standing[-1].made_by
    others = [one.verdict for one in standing[:-1] if one.made_by != last]
    return not others or others[-1] != "same"


def effective(standing: Sequence[Judgement]) -> Judgement | None:
    """The judgement of one pair that counts: the latest that waits for no second person."""
    left = list(standing)
    while awaits(left):
        left.pop()
    return left[-1] if left else None


def standing(judgements: Iterable[Judgement]) -> dict[tuple[str, str], list[Judgement]]:
    """By pair, the judgements that were not withdrawn, oldest first."""
    ordered = sorted(judgements, key=lambda one: one.number)
    gone = {one.withdraws for one in ordered}
    found: dict[tuple[str, str], list[Judgement]] = {}
    for one in ordered:
        if one.withdraws is None and one.id not in gone:
            found.setdefault(one.pair, []).append(one)
    return found


def reasons(engine: Engine, box: Box, judgements: Iterable[str]) -> dict[str, str]:
    """Why judgements were made, by id."""
    table = tables.judgement.c
    query = select(table.id, table.reason_sealed).where(table.id.in_(list(judgements)))
    with engine.connect() as conn:
        return {row.id: box.open_text(row.reason_sealed) for row in conn.execute(query)}


def judge(box: Box, act: Act, made: Judged) -> str:
    """Enter a judgement with the act's outcome, and its leaf; its id.

    The leaf commits to the judgement with a salt of its own, which goes when the judgement goes.
    """
    name = f"judgement-{secrets.token_hex(10)}"
    a, b = sorted((made.a, made.b))
    salt = secrets.token_bytes(32)
    said = {
        "a": a.mention,
        "b": b.mention,
        "verdict": made.verdict,
        "supersedes": made.supersedes,
        "withdraws": made.withdraws,
        "of_case": made.of_case,
        "second": made.second,
    }
    over = commitment(salt, canonical({**said, "reason": made.reason, "by": act.actor.id}))
    values = {
        **said,
        "of_case": int(made.of_case),
        "second": int(made.second),
        "id": name,
        "case_id": act.case,
        "act": act.id,
        "made_by": act.actor.id,
        "reason_sealed": box.seal_text(made.reason),
        "salt": salt,
        **{f"a_{part}": getattr(a, part) for part in _ROW},
        **{f"b_{part}": getattr(b, part) for part in _ROW},
    }

    def work(batch: Batch) -> None:
        table = tables.judgement
        number = next_number(batch.conn)
        batch.conn.execute(insert(table).values(**values, number=number, made_at=stamp(batch.now)))
        bump(batch)
        kind = "judgement.withdrawn" if made.withdraws else "judgement.made"
        facts = {"judgement": name, "commitment": over}
        batch.append(Entry(kind, facts, body={"act": act.id}))

    act.at_outcome(work)
    return name


def forget(batch: Batch, load: str, positions: Sequence[int] | None = None) -> int:
    """Drop the judgements on mentions of a load that is erased, or of some rows of it; how many."""
    table = tables.judgement
    gone = [
        (of == load) if positions is None else (of == load) & at.in_(list(positions))
        for of, at in ((table.c.a_load, table.c.a_pos), (table.c.b_load, table.c.b_pos))
    ]
    return int(batch.conn.execute(delete(table).where(or_(*gone))).rowcount)


def next_number(conn: Connection) -> int:
    """The place of the next judgement or adoption among all."""
    taken = [
        conn.execute(select(func.max(table.c.number))).scalar_one() or 0
        for table in (tables.judgement, tables.adoption)
    ]
    return int(max(taken)) + 1


_ROW = ("load", "pos", "handling")
