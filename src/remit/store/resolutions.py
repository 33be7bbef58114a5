"""Resolutions: what a machine proposes about who is who, kept whole; it joins nobody by itself.

A resolution is worked out under one act over all people (or organisations) that act may see, by
one model. It is its
edges (two mentions, their match weight, the level of every comparison), the model's file, and
figures. It counts for nobody until a person adopts it (`adoptions.py`), and then only for acts that
may see exactly what its act could see: with less in view other pairs would have been found, and
what was joined would tell of them. An edge on a row that is erased goes with the row.
"""

import json
import secrets
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, or_, select, update

from remit.authority.act import Act
from remit.authority.rows import moment, stamp
from remit.authority.scope import Scope
from remit.ledger.box import Box
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log
from remit.store import tables
from remit.store.judgements import Stands

__all__ = [
    "Edge",
    "Made",
    "Resolution",
    "edges",
    "forget",
    "keep",
    "model",
    "strong",
    "tidy",
    "within",
]

_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Edge:
    """A scored reason to think two mentions the same, or not."""

    a: str
    b: str
    """Two mentions, in order."""
    weight: float
    """Match weight in bits: each one doubles the odds that both are of one person."""
    levels: tuple[int, ...]
    """The level of each comparison of the model, in its order; -1 where one of both is silent."""
    held: str | None = None
    """The rule by which no machine joins the two, whatever the weight; None for none."""


@dataclass(frozen=True)
class Made:
    """A resolution to be kept."""

    model: bytes
    """The model's file."""
    model_hash: str
    edges: Sequence[Edge]
    stands: Mapping[str, Stands]
    """The row of every mention that an edge or an identifier names."""
    figures: Mapping[str, Any]
    """What is told of it: counts, and the steps withheld."""
    strong: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By strong identifier (`pnc`, `cro`, `company_number`) and mention: a hash of the value."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution, without its edges."""

    id: str
    model: str
    figures: Mapping[str, Any]
    act: str
    made_by: str
    made_at: datetime

    @property
    def kind(self) -> str:
        """Of what it is: people, where nothing else is said."""
        return str(self.figures.get("kind", "person"))


def keep(log: Log, box: Box, act: Act, made: Made) -> str:
    """Keep a resolution; it can be read once the act is over. Its id."""
    name = f"resolution-{secrets.token_hex(10)}"
    row = {
        "id": name,
        "state": "sealed",
        "case_id": act.case,
        "reach": act.scope.reach,
        "model": made.model_hash,
        "model_sealed": box.seal(zlib.compress(made.model)),
        "figures_sealed": box.seal_text(json.dumps(dict(made.figures), sort_keys=True)),
        "act": act.id,
        "made_by": act.actor.id,
    }

    def enter(batch: Batch) -> None:
        batch.conn.execute(insert(tables.resolution).values(**row, made_at=stamp(batch.now)))
        for table, rows in (
            (tables.edge, _edges(name, made)),
            (tables.strong, _strong(name, made)),
        ):
            while some := list(islice(rows, _AT_ONCE)):
                act.check()
                batch.conn.execute(insert(table), some)

    def appear(batch: Batch) -> None:
        here = tables.resolution.c.id == name
        batch.conn.execute(update(tables.resolution).where(here).values(state="visible"))
        facts = {"resolution": name, "model": made.model_hash}
        batch.append(Entry("resolution.visible", facts, body={"act": act.id}))

    log.commit(enter)
    act.at_outcome(appear)
    return name


def within(engine: Engine, box: Box, scope: Scope) -> tuple[Resolution, ...]:
    """The resolutions of a case that were worked out over what a scope admits, newest first."""
    table = tables.resolution.c
    query = select(
        table.id, table.model, table.figures_sealed, table.act, table.made_by, table.made_at
    ).where(
        table.state == "visible",
        table.case_id.is_not_distinct_from(scope.case),
        table.reach == scope.reach,
    )
    with engine.connect() as conn:
        rows = conn.execute(query.order_by(table.made_at.desc(), table.id)).all()
    return tuple(
        Resolution(
            row.id,
            row.model,
            json.loads(box.open_text(row.figures_sealed)),
            row.act,
            row.made_by,
            moment(row.made_at),
        )
        for row in rows
    )


def model(engine: Engine, box: Box, resolution: str) -> bytes:
    """The file of the model that a resolution was made by."""
    query = select(tables.resolution.c.model_sealed).where(tables.resolution.c.id == resolution)
    with engine.connect() as conn:
        return zlib.decompress(box.open(conn.execute(query).scalar_one()))


def edges(engine: Engine, resolution: str, mentions: Collection[str] | None = None) -> list[Edge]:
    """Edges of a resolution, in order; of some mentions alone where they are named."""
    table = tables.edge.c
    query = select(table.a, table.b, table.weight, table.levels, table.held)
    query = query.where(table.resolution == resolution)
    if mentions is not None:
        named = list(mentions)
        query = query.where(or_(table.a.in_(named), table.b.in_(named)))
    with engine.connect() as conn:
        rows = conn.execute(query.order_by(table.a, table.b)).all()
    return [
        Edge(row.a, row.b, row.weight, tuple(map(int, row.levels.split())), row.held)
        for row in rows
    ]


def strong(engine: Engine, resolution: str) -> dict[str, dict[str, str]]:
    """By strong identifier and mention, the hash of its value."""
    table = tables.strong.c
    query = select(table.identifier, table.mention, table.mark)
    found: dict[str, dict[str, str]] = {}
    with engine.connect() as conn:
        for row in conn.execute(query.where(table.resolution == resolution)):
            found.setdefault(row.identifier, {})[row.mention] = row.mark
    return found


def forget(batch: Batch, load: str, positions: Sequence[int] | None = None) -> int:
    """Drop the edges on a load that is erased, or on some rows of it; how many."""
    edge, kept = tables.edge.c, tables.strong.c

    def gone(of: Any, at: Any) -> Any:
        return (of == load) if positions is None else (of == load) & at.in_(list(positions))

    batch.conn.execute(delete(tables.strong).where(gone(kept.load, kept.pos)))
    which = or_(gone(edge.a_load, edge.a_pos), gone(edge.b_load, edge.b_pos))
    return int(batch.conn.execute(delete(tables.edge).where(which)).rowcount)


def tidy(conn: Connection, running: Any) -> None:
    """Remove what was kept under acts that never ended well; `running` selects acts still open."""
    table = tables.resolution.c
    left = select(table.id).where(table.state == "sealed", table.act.not_in(running))
    for one in list(conn.execute(left).scalars()):
        conn.execute(delete(tables.edge).where(tables.edge.c.resolution == one))
        conn.execute(delete(tables.strong).where(tables.strong.c.resolution == one))
        conn.execute(delete(tables.resolution).where(table.id == one))


def _edges(name: str, made: Made) -> Iterator[dict[str, Any]]:
    for one in made.edges:
        a, b = made.stands[one.a], made.stands[one.b]
        yield {
            "resolution": name,
            "a": one.a,
            "b": one.b,
            "a_load": a.load,
            "a_pos": a.pos,
            "b_load": b.load,
            "b_pos": b.pos,
            "weight": one.weight,
            "levels": " ".join(map(str, one.levels)),
            "held": one.held,
        }


def _strong(name: str, made: Made) -> Iterator[dict[str, Any]]:
    for identifier, values in sorted(made.strong.items()):
        for mention, mark in sorted(values.items()):
            at = made.stands[mention]
            yield {
                "resolution": name,
                "mention": mention,
                "identifier": identifier,
                "mark": mark,
                "load": at.load,
                "pos": at.pos,
            }
