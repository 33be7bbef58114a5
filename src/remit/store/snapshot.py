"""A snapshot: one engine over exactly what one scope admits at one moment.

The sealed files of the scope stand as relations in a schema of their own; the relations that
a view may name leave out the records that the rules hide, and the engine is then locked to
the files it was given. What lies outside the scope cannot be told from what never was.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from threading import Lock, Timer
from typing import TypeVar, cast

import pyarrow as pa

from remit.authority.keys import LEASE_SECONDS
from remit.authority.scope import Scope
from remit.store import feedviews, joined
from remit.store.adjacency import adjacency
from remit.store.adoptions import Adopted
from remit.store.catalogue import Load, Part
from remit.store.engine import DuckEngine
from remit.store.files import SealedFile, SealedFiles
from remit.store.graph import Graph
from remit.store.joined import Known
from remit.store.judgements import Judgement
from remit.store.schema import TABLES, VIEWED
from remit.store.statements import statement

__all__ = ["Contents", "Gone", "Snapshot"]

T = TypeVar("T")


class Gone(Exception):
    """The snapshot was retired: open another."""


@dataclass(frozen=True)
class Contents:
    """What a scope admits at one moment: loads, sealed files, decided categories, judgements."""

    scope: Scope
    loads: tuple[Load, ...]
    parts: tuple[Part, ...]
    decided: tuple[tuple[str, bool], ...]
    """Persons with a decision in this case, and whether it lets them be seen."""
    judged: tuple[Judgement, ...] = ()
    """Judgements on mentions of these loads; those on a hidden record count for nothing."""
    adopted: tuple[Adopted, ...] = ()
    """What was adopted; edges of a mention that is not in view count for nothing."""

    @cached_property
    def key(self) -> str:
        """Equal for equal contents, whatever lies outside the scope."""
        files = [(part.load, part.name, part.digest) for part in self.parts]
        judged = [one.id for one in self.judged]
        adopted = [(one.adoption.id, len(one.edges)) for one in self.adopted]
        said = (self.scope.key, files, self.decided, judged, adopted)
        return sha256(repr(said).encode()).hexdigest()


class Snapshot:
    """One engine over one scope's contents."""

    def __init__(self, contents: Contents, files: list[SealedFile]) -> None:
        self.contents = contents
        self.loads = {load.id: load for load in contents.loads}
        self._kept: dict[str, object] = {}
        self._making: dict[str, Lock] = {}
        self._users = 0
        self._retired = False
        self._lock = Lock()
        self._engine = DuckEngine(SealedFiles(files), [file.address for file in files])
        try:
            named = {(file.load, file.name): file for file in files}
            self.known = _furnish(self._engine, contents, named)
        except BaseException:
            self._engine.close()
            raise

        self._timer = Timer(LEASE_SECONDS, self.retire)
        self._timer.daemon = True
        self._timer.start()

    @property
    def retired(self) -> bool:
        """Whether it serves nobody new: dropped, or its keys were leased too long ago."""
        return self._retired

    @contextmanager
    def session(self) -> Iterator[DuckEngine]:
        """An engine to ask; the snapshot stays open until it is given back. Raises `Gone`."""
        with self._lock:
            if self._retired:
                raise Gone
            self._users += 1
        try:
            yield self._engine.session()
        finally:
            with self._lock:
                self._users -= 1
                over = self._over()
            if over:
                self._engine.close()

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once for all acts that ask this snapshot for `name`.

        It holds what the scope admits, and goes with the snapshot.
        """
        with self._lock:
            making = self._making.setdefault(name, Lock())
        with making:
            if name not in self._kept:
                self._kept[name] = make()
            return cast(T, self._kept[name])

    def graph(self, engine: DuckEngine, check: Callable[[], object]) -> Graph:
        """Visible things and what joins them, built by the first session that asks."""
        return self.kept("graph", lambda: _graph(engine, check))

    def retire(self) -> None:
        """Close as soon as nobody is asking, and serve nobody new."""
        self._timer.cancel()
        with self._lock:
            first, self._retired = not self._retired, True
            over = first and self._over()
        if over:
            self._engine.close()

    def _over(self) -> bool:
        return self._retired and self._users == 0


def _graph(engine: DuckEngine, check: Callable[[], object]) -> Graph:
    things = engine.run(statement("graph_things"))
    check()
    kinds = engine.run(statement("graph_kinds"))["kind"].to_pylist()
    links = engine.stream(statement("graph_links"), _LINKS_AT_ONCE)
    return Graph(adjacency(things, kinds, links, check))


_LINKS_AT_ONCE = 500_000

_RULE = "WHERE (t.load, t.pos) NOT IN (SELECT load, pos FROM sealed.hidden)"
"""Leaves hidden records out."""


_AS_WRITTEN = (
    "SET GLOBAL disabled_optimizers = 'compressed_materialization,join_order,build_side_probe_side'"
)
"""Joins are made as they are written, the larger side first: an engine that turns them round does
so by how many rows there are, hidden ones too, and the order in which rows come would tell of
them. Packing what is sorted saves memory where there are millions of rows; planning it takes every
small question half a millisecond, of six."""


def _furnish(
    engine: DuckEngine, contents: Contents, files: dict[tuple[str, str], SealedFile]
) -> Known:
    """Make the scoped relations, then lock the engine. Gives the entities in view."""
    scope = contents.scope
    engine.prepare(_AS_WRITTEN)
    engine.prepare("CREATE SCHEMA sealed")
    engine.keep("sealed.opened", _opened(contents))
    engine.keep("sealed.decided", _table(contents.decided, mention=pa.string(), visible=pa.bool_()))
    admitted = [(category,) for category in sorted(scope.categories)]
    engine.keep("sealed.admitted", _table(admitted, category=pa.string()))
    engine.keep("sealed.bounds", _bounds(scope))
    listed = _listed(contents, files)
    for name in VIEWED:
        if name in listed:
            engine.prepare(f"CREATE VIEW sealed.{name} AS {listed[name]}")
        else:
            engine.keep(f"sealed.{name}", TABLES[name].empty_table())
    rules = ["hidden_people"]
    rules += ["hidden_times"] if scope.since or scope.until else []
    rules += ["hidden_places"] if scope.place else []
    hidden = " UNION ".join(f"({statement(rule).rstrip()})" for rule in rules)
    engine.prepare(f"CREATE TABLE sealed.hidden AS {hidden}")
    any_hidden = engine.run("SELECT count(*) AS n FROM sealed.hidden")["n"][0].as_py() > 0
    parts = [(x.load, x.relation, files[x.load, x.name].address) for x in contents.parts]
    fed = feedviews.prepare(engine, scope, parts)
    every = {name: _shown(name, any_hidden) for name in VIEWED}
    known = joined.visible(
        engine, contents.judged, contents.adopted, every["mention"], fed.get("mention")
    )
    joined.derive(engine, known.entities)
    none = "SELECT * FROM sealed.mention WHERE false"
    engine.prepare(f"CREATE VIEW sealed.fed_mention AS {fed.get('mention', none)}")
    if known.entities.of:
        fed = {
            name: joined.follow_feed(engine, name, shown, known.entities)
            if name in joined.FED
            else shown
            for name, shown in fed.items()
        }
    for name, shown in every.items():
        if name in ("mention", "claim", "link"):  # joined as received: so the order stays
            engine.prepare(f"CREATE VIEW sealed.shown_{name} AS {shown}")
        if known.entities.of and name in joined.FOLLOWS:
            shown = joined.follow(engine, name, shown)
        both = [shown] if name in listed or name not in fed else []
        both += [fed[name]] if name in fed else []
        engine.prepare(f"CREATE VIEW {name} AS {' UNION ALL '.join(both)}")
    for name in ("said", "linked"):
        both = [statement(name).rstrip()] + ([fed[name]] if name in fed else [])
        engine.prepare(f"CREATE VIEW {name} AS {' UNION ALL '.join(both)}")
    engine.prepare(f"CREATE TABLE load AS {statement('loads')}")
    engine.lock()
    return known


def _shown(name: str, any_hidden: bool) -> str:
    """What gives the rows of a table that no rule hides, people by their mentions."""
    columns = ", ".join(f't."{column}"' for column in TABLES[name].names)
    return f"SELECT {columns} FROM sealed.{name} AS t " + (_RULE if any_hidden else "")


def _listed(contents: Contents, files: dict[tuple[str, str], SealedFile]) -> dict[str, str]:
    """By table: the statement that reads its sealed files, where it has any."""
    found: dict[str, list[str]] = {}
    for part in contents.parts:
        found.setdefault(part.relation, []).append(files[part.load, part.name].address)
    return {
        relation: "SELECT * FROM read_parquet([" + ", ".join(f"'{a}'" for a in addresses) + "])"
        for relation, addresses in found.items()
    }


def _opened(contents: Contents) -> pa.Table:
    rows = [
        (x.id, x.source, x.profile, x.file_name, x.loaded_at, x.handling, x.case is not None)
        for x in contents.loads
    ]
    names = {n: pa.string() for n in ("id", "source", "profile", "file_name")}
    when = pa.timestamp("us", tz="UTC")
    return _table(rows, **names, loaded_at=when, handling=pa.string(), of_case=pa.bool_())


def _bounds(scope: Scope) -> pa.Table:
    first, last = feedviews.span(scope)
    box = scope.place or (-180.0, -90.0, 180.0, 90.0)
    when = pa.timestamp("us", tz="UTC")
    sides = {side: pa.float64() for side in ("west", "south", "east", "north")}
    return _table([(first, last, *box)], since=when, until=when, **sides)


def _table(rows: Sequence[tuple[object, ...]], **columns: pa.DataType) -> pa.Table:
    arrays = zip(*rows, strict=True) if rows else ([] for _ in columns)
    made = [pa.array(list(c), kind) for c, kind in zip(arrays, columns.values(), strict=True)]
    return pa.Table.from_arrays(made, schema=pa.schema(list(columns.items())))
