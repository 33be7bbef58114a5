"""The catalogue: which loads and sealed files there are, as the state database has them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from remit.authority.rows import moment, reading
from remit.authority.scope import Scope
from remit.ledger.box import Box
from remit.ledger.entry import canonical, commitment
from remit.ledger.log import Batch
from remit.store import tables

__all__ = [
    "SEALED",
    "STAGES",
    "Catalogue",
    "Load",
    "Part",
    "add_parts",
    "bump",
    "drop_parts",
    "files_commitment",
    "set_load",
]

STAGES = ("draft", "held-draft", "final", "held", "superseded")
"""What a sealed file is for: drafts of a load being written; its final files, of which views read
some; what is held back until an independent person decides; and rows that were corrected or
withdrawn upstream. No view opens the last two."""

SEALED = ("final", "held", "superseded")
"""The stages of a load that is written: what its commitment is over."""

GENERATION = "store"
"""Moves with every load that appears, is retracted or erased."""


@dataclass(frozen=True, slots=True)
class Load:
    """One delivery, as those who load and erase see it."""

    id: str
    state: str
    """loading, sealed, visible, retracted or erased."""
    source: str
    profile: str
    profile_version: int
    mapping: str
    case: str | None
    handling: str
    retention: str
    review_due: str
    file_name: str | None
    act: str
    loaded_at: datetime
    received: int
    accepted: int
    rejected: int
    last_pos: int
    version: int
    commitment: str | None
    noticed: Mapping[str, Any]
    """`notes` and `defects` of the file; empty while it is loading."""
    held: int
    """Rows of those rejected on which nobody has decided yet."""
    authority: str | None = None
    """JSON of the authority under which it was got; None where none was needed."""
    unchanged: int = 0
    """Rows of those accepted that an earlier delivery had brought: they stand there, not here."""
    superseded: int = 0
    """Rows of those accepted that were corrected or withdrawn upstream since."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed file of a load."""

    load: str
    name: str
    stage: str
    relation: str
    handling: str
    key_name: str
    rows: int = 0
    bytes: int = 0
    """Plain bytes."""
    digest: str = ""
    """SHA-256 of the sealed bytes."""


class Catalogue:
    """Reads the store's tables."""

    def __init__(self, home: Path, engine: Engine, box: Box) -> None:
        self._home = home
        self._engine = engine
        self._box = box

    @property
    def engine(self) -> Engine:
        """The state database."""
        return self._engine

    @property
    def box(self) -> Box:
        """What seals content in the state database."""
        return self._box

    def folder(self, load: str) -> Path:
        """Where the sealed files of a load lie."""
        return self._home / "sealed" / load

    def path(self, part: Part) -> Path:
        """Where one sealed file lies."""
        return self.folder(part.load) / f"{part.name}.sealed"

    def generation(self) -> int:
        """A number that moves whenever what is visible may have."""
        with reading(self._engine) as run:
            rows = run("SELECT n FROM generation WHERE name = ?", (GENERATION,))
        return int(rows[0][0]) if rows else 0

    def load(self, load_id: str) -> Load | None:
        """The load of that id, in whatever state."""
        with self._engine.connect() as conn:
            row = conn.execute(_LOADS.where(tables.load.c.id == load_id)).mappings().first()
        return None if row is None else self._read(row)

    def loads(
        self, scope: Scope, *states: str, overdue: bool = False, every_case: bool = False
    ) -> list[Load]:
        """The loads that a scope admits by source, handling and case, by id.

        Those past their review are left out, unless `overdue`: they may be erased, not read.
        `every_case` is for one who is of no case and is told of all.
        """
        load = tables.load.c
        query = _LOADS.where(load.handling.in_(scope.handling)).order_by(load.id)
        query = query.where(load.state.in_(states))
        if not overdue:
            query = query.where(load.review_due >= scope.day.isoformat())
        if not every_case:
            query = query.where(load.case_id.is_(None) | (load.case_id == scope.case))
        if scope.sources is not None:
            query = query.where(load.source.in_(scope.sources))
        with self._engine.connect() as conn:
            return [self._read(row) for row in conn.execute(query).mappings()]

    def parts(
        self, loads: Iterable[str], *stages: str, handling: Iterable[str] | None = None
    ) -> list[Part]:
        """The sealed files of some loads in some stages, by load and name.

        Without `handling` those of every handling condition.
        """
        part = tables.part.c
        query = select(tables.part).where(part.load.in_(list(loads)), part.stage.in_(stages))
        if handling is not None:
            query = query.where(part.handling.in_(list(handling)))
        with self._engine.connect() as conn:
            rows = conn.execute(query.order_by(part.load, part.name)).mappings()
            return [Part(**row) for row in rows]

    def erased(self, load: str) -> frozenset[int]:
        """Positions of the records erased from a load."""
        query = select(tables.erased_record.c.pos).where(tables.erased_record.c.load == load)
        with self._engine.connect() as conn:
            return frozenset(conn.execute(query).scalars())

    def _read(self, row: RowMapping) -> Load:
        values: dict[str, Any] = dict(row)
        sealed = values.pop("file_name_sealed")
        values["file_name"] = None if sealed is None else self._box.open_text(sealed)
        noticed = values.pop("noticed_sealed")
        values["noticed"] = {} if noticed is None else json.loads(self._box.open_text(noticed))
        sealed = values.pop("authority_sealed")
        values["authority"] = None if sealed is None else self._box.open_text(sealed)
        values["case"] = values.pop("case_id")
        values["loaded_at"] = moment(values["loaded_at"])
        return Load(**values)


_SEALED = ("file_name_sealed", "noticed_sealed", "authority_sealed")
_READ = ("case_id", *_SEALED, *(f.name for f in fields(Load)))

_LOADS = select(*(column for column in tables.load.c if column.name in _READ))


def bump(batch: Batch) -> None:
    """Move the generation on: every view looks again at what it may open."""
    dialect = sqlite if batch.conn.dialect.name == "sqlite" else postgresql
    row = dialect.insert(tables.generation).values(name=GENERATION, n=1)
    again = row.on_conflict_do_update(
        index_elements=["name"], set_={"n": tables.generation.c.n + 1}
    )
    batch.conn.execute(again)


def set_load(batch: Batch, load_id: str, **values: Any) -> None:
    """Change columns of one load."""
    batch.conn.execute(update(tables.load).where(tables.load.c.id == load_id).values(**values))


def add_parts(batch: Batch, parts: Iterable[Part]) -> None:
    """Add files to what a load has."""
    rows: list[Mapping[str, Any]] = [
        {name: getattr(one, name) for name in Part.__slots__} for one in parts
    ]
    if rows:
        batch.conn.execute(insert(tables.part), rows)


def drop_parts(batch: Batch, load_id: str, stage: str, relation: str | None = None) -> None:
    """Forget the files of a load in one stage; None means those of every relation."""
    part = tables.part
    query = delete(part).where(part.c.load == load_id, part.c.stage == stage)
    batch.conn.execute(query if relation is None else query.where(part.c.relation == relation))


def files_commitment(salt: bytes, parts: Iterable[Part]) -> str:
    """Salted commitment to the sealed files of a load: what a leaf says of them."""
    return commitment(salt, canonical({part.name: part.digest for part in parts}))
