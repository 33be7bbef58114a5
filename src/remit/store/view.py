"""The view: the data as seen through one act, and the only reader of personal data.

A view answers SQL over `record`, `mention`, `claim`, `event_by_time`, `event_by_thing`, `link`
(`schema.py` has their columns), `said` (each claim with what it is of), `linked` (each link with
what it joins; `sql/` has their columns), `same_as` (`id, entity`: what an id stands for now, of the
mentions that persons judged to be one with others, and of ids that no entity has any more), and
`load`: `id, source, profile, file_name, loaded_at, handling, records, first_time, last_time`, one
row for each load of which something is visible. Each relation holds what the act's scope admits
and nothing else, so a count, a facet, a degree or a path cannot tell of what lies outside. Order is
only what ORDER BY says. DuckDB reserves the words `column`, `begin` and `end`: quote them.

    view.run("SELECT id FROM mention WHERE thing = ? ORDER BY id", [vehicle])
    view.run('SELECT * FROM claim WHERE mention IN (SELECT unnest($ids))', {"ids": found})
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

import pyarrow as pa

from remit.authority.act import Act
from remit.errors import Damaged, NotFound, Unavailable
from remit.store import products
from remit.store.adoptions import Adopted
from remit.store.analyses import Analyses
from remit.store.asked import RELATIONS, Asked
from remit.store.candidates import Decided, Decision, decide, decisions
from remit.store.catalogue import Load
from remit.store.dialect import admit
from remit.store.engine import DuckEngine, Interrupted, Params
from remit.store.entities import Entities
from remit.store.graph import Graph
from remit.store.joined import Known, named
from remit.store.judgements import Judged, Judgement, judge, reasons
from remit.store.promoting import Promotion, promote
from remit.store.proposals import Proposals
from remit.store.rests import flag_people, rests_on
from remit.store.room import Room
from remit.store.shown import Shown, shown_in_case
from remit.store.snapshot import Contents, Gone, Snapshot
from remit.store.standing import Missing, StandingFeeds
from remit.store.superseding import Superseded, superseded
from remit.store.written import Written

__all__ = ["RELATIONS", "View"]

T = TypeVar("T")


_ATTEMPTS = 3


class View:
    """What one act may see. Made by `Store.hand`; ends with its act."""

    def __init__(self, room: Room, act: Act) -> None:
        self.act = act
        self._room = room
        self._contents: Contents | None = None
        self._generation = -1
        self._shown = Shown(act)
        self._engines: set[DuckEngine] = set()
        self._written = Written(lambda sql, params: self._ask(lambda _, one: one.run(sql, params)))
        act.on_stop(self._stop)

    @property
    def exercise(self) -> bool:
        """Whether the workspace is for training and evaluation: those alone are capped."""
        return self._room.max_rows is not None

    def check(self) -> None:
        """Raise `Stopped` when the act is closed, braked or expired."""
        self.act.check()

    def run(self, sql: str, params: Params = ()) -> pa.Table:
        """The answer to one SELECT in DuckDB's dialect; values as `?` or `$name`.

        Raises `Stopped` within a second of a handbrake, `Misuse` for anything but a SELECT
        over the relations named above.
        """
        admit(sql, RELATIONS)
        return self._ask(lambda snapshot, engine: engine.run(sql, params))

    def graph(self) -> Graph:
        """Visible things and what joins them: degrees, neighbours; `paths.py` finds ways."""
        return self._ask(lambda snapshot, engine: snapshot.graph(engine, self.check))

    def kept(self, name: str, make: Callable[[Asked], T]) -> T:
        """What `make` builds of the relations, built once for every act of the same scope.

        `make` is given what answers SELECT statements, and must use nothing else: what it builds
        is handed to other acts as long as they see the same data.
        """

        def question(snapshot: Snapshot, engine: DuckEngine) -> T:
            return snapshot.kept(name, lambda: make(Asked(engine, self.check)))

        return self._ask(question)

    def cite(self, rows: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
        """`(load, pos)` pairs as `{source, file, row, load}`, in the order given, each once.

        Only visible rows may be cited. What was cited is kept with the act, so that an erasure
        finds the acts that showed a row.
        """
        wanted = list(dict.fromkeys(rows))
        asked = {
            "loads": [load for load, _ in wanted],
            "rows": [pos for _, pos in wanted],
        }
        found = self.run(_CITE, asked).to_pylist()
        named = {(row["load"], row["row"]): row for row in found}
        cited = [named[row] for row in wanted if row in named]
        self._shown.add((row["load"], row["row"]) for row in cited)
        return cited

    def save_product(
        self, kind: str, files: Mapping[str, bytes], loads: Sequence[str] | None = None
    ) -> str:
        """Seal the files of a product, and give its id; it can be read once the act is over.

        It rests on `loads`, or on every load in view when None, and goes with them.
        """
        return self._ask(
            lambda snapshot, _: products.save(
                self._room, self.act, snapshot.contents, kind, files, loads
            )
        )

    def entities(
        self, as_at: datetime | None = None, supposing: Sequence[Judgement | Adopted] = ()
    ) -> Entities:
        """Which visible mentions are one: today, as at an earlier time, or if more were judged."""
        known = self._known()
        if as_at is None and not supposing:
            return known.entities
        things = self.things(named(supposing) - known.things.keys())
        return known.supposing(*supposing, as_at=as_at, things=things)

    def mentions_of(self, things: Iterable[str]) -> dict[str, list[str]]:
        """The visible mentions of each of some things, as they were received: whatever was judged.

        A mention stands for itself where no number says what thing it is of. Those of feeds come
        last.
        """
        return self._written.mentions_of(things)

    def things(self, mentions: Collection[str]) -> dict[str, str]:
        """Of visible mentions, the thing that each is of where a number says so, else itself."""
        return self._written.things(mentions)

    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements on two visible mentions, oldest first: withdrawn ones too; each of what
        the two are taken as."""
        return self._known().judged

    @property
    def proposals(self) -> Proposals:
        """What machines proposed about who is who, and which of it was adopted."""
        return Proposals(self._room, self.act, self.run, self._known)

    @property
    def analyses(self) -> Analyses:
        """What methods found of exactly what this act may see, and what was decided of it."""
        return Analyses(self._room, self.act, self._look)

    def _known(self) -> Known:
        return self._ask(lambda snapshot, _: snapshot.known)

    def reasons(self, judgements: Iterable[Judgement]) -> dict[str, str]:
        """Why judgements were made, by id: of those in view that were made in the act's case."""
        here = {one.id for one in self.judgements()}
        own = [one.id for one in judgements if one.id in here and one.case == self.act.scope.case]
        return reasons(self._room.catalogue.engine, self._room.catalogue.box, own)

    def judge(self, made: Judged) -> str:
        """Enter a judgement on two visible mentions with the act's outcome; its id.

        Raises `NotFound` where one of the two is not in view.
        """
        named = [made.a.mention, made.b.mention]
        found = self.run(_STANDS, {"ids": named}).to_pylist()
        if found != [asdict(one) for one in sorted({made.a, made.b})]:
            raise NotFound("one of the two is not in what this act may see")
        return judge(self._room.catalogue.box, self.act, made)

    def flag_changed(self, before: Entities, after: Entities) -> list[str]:
        """Flag with the act's outcome the products of its case that cite a row of somebody who was
        merged or split; their ids."""
        things = [
            one
            for one in {*before.of, *after.of}
            if before.entity(one).mentions != after.entity(one).mentions
        ]
        changed = sorted({m for some in self.mentions_of(things).values() for m in some})
        rows = self.run(_STANDS, {"ids": changed}).to_pylist() if changed else []
        stands = [(row["load"], row["pos"]) for row in rows]
        listed = {product.id for product in self.products()}
        return flag_people(self._room.catalogue.engine, self.act, stands, listed)

    def resting(self, rows: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Products that `products` lists and that cite some visible rows: by id, how many."""
        by_load: dict[str, list[int]] = defaultdict(list)
        for load, pos in rows:
            by_load[load].append(pos)
        listed = {product.id for product in self.products()}
        counted: Counter[str] = Counter()
        with self._room.catalogue.engine.connect() as conn:
            for load, positions in by_load.items():
                counted.update(rests_on(conn, load, positions).products)
        return {name: n for name, n in sorted(counted.items()) if n and name in listed}

    def loads_of_case(self) -> frozenset[str]:
        """Ids of the loads in view that were loaded for the act's case and for no other."""
        self.check()
        case = self.act.scope.case
        return frozenset(one.id for one in self._look().loads if one.case and one.case == case)

    def load(self, load_id: str) -> Load:
        """A load in view. Raises `NotFound`."""
        self.check()
        found = next((one for one in self._look().loads if one.id == load_id), None)
        if found is None:
            raise NotFound(f"no load {load_id} in what this act may see")
        return found

    def decided(self, load_id: str) -> Mapping[tuple[int, int, int, str], Decided]:
        """What was decided about the texts of a load, by row, first, last and type."""
        return decisions(self._room, self.load(load_id).id)

    def decide(self, load_id: str, made: Sequence[Decision], state: str) -> None:
        """Keep decisions about the texts of a load, with the act's outcome."""
        decide(self.act, self.load(load_id).id, made, state)

    def promote(self, load_id: str, made: Sequence[Promotion]) -> str:
        """Seal rows that were promoted from the texts of a load; they appear with the outcome."""
        return promote(self._room, self.act, self.load(load_id), made)

    def product(self, product_id: str) -> Mapping[str, bytes]:
        """The files of a product, by name.

        Raises `NotFound` unless it is of this act's case and all it rests on is in scope.
        """
        self.check()
        return products.read(self._room, self.act, self._look(), product_id)

    def products(self) -> list[products.Product]:
        """The products of this act's case that rest on nothing out of scope, newest first."""
        self.check()
        return products.within(self._room, self.act, self._look())

    def missing(self) -> list[Missing]:
        """Standing feeds within the scope that have stopped or wait: what they bring is missing.

        What it tells depends on no row: only on when a file last came.
        """
        self.check()
        catalogue = self._room.catalogue
        feeds = StandingFeeds(catalogue.engine, catalogue.box)
        return feeds.missing(self.act.scope, self.act.opened_at)

    def became(self, load_id: str, pos: int) -> Superseded | None:
        """What became of a row that this act's case was shown before; None where it stands, was
        not shown, or lies outside the scope.

        Only the shown is told of: that there was a row which nobody of the case has seen would be
        told by its correction.
        """
        self.check()
        found = next((one for one in self._look().loads if one.id == load_id), None)
        if found is None:
            return None
        engine, scope = self._room.catalogue.engine, self.act.scope
        if not shown_in_case(engine, scope.case, load_id, pos):
            return None
        return superseded(engine, load_id, pos, scope.handling)

    def _look(self) -> Contents:
        """What the view holds: fixed when it is first asked, less what was erased since."""
        generation = self._room.views.generation()
        if self._contents is None or generation != self._generation:
            now = self._room.views.contents(self.act.scope)
            if self._contents is None or not set(self._contents.parts) <= set(now.parts):
                self._contents = now
            self._generation = generation
        return self._contents

    def _ask(self, question: Callable[[Snapshot, DuckEngine], T]) -> T:
        for _ in range(_ATTEMPTS):
            self.act.check()
            snapshot = self._room.views.open(self.act, self._look())
            try:
                return self._answer(snapshot, question)
            except Damaged:
                if self._room.views.generation() == self._generation:
                    raise
                self._generation = -1  # a compaction took the files away that were being read
            except Gone:  # retired between opening and asking: by an erasure, or for its age
                self._generation = -1
        raise Unavailable("what this act may see keeps changing; ask again")

    def _answer(self, snapshot: Snapshot, question: Callable[[Snapshot, DuckEngine], T]) -> T:
        with snapshot.session() as engine:
            self._engines.add(engine)
            try:
                self.act.check()
                return question(snapshot, engine)
            except Interrupted:
                self.act.check()
                raise Unavailable("the statement was interrupted") from None
            finally:
                self._engines.discard(engine)

    def _stop(self) -> None:
        """Interrupt what is running, and drop the keys."""
        for engine in list(self._engines):
            engine.interrupt()
        if self._contents is not None:
            self._room.views.release(self._contents)


_CITE = """
SELECT DISTINCT load.source, load.file_name AS file, asked.pos AS row, load.id AS load
FROM record
INNER JOIN (SELECT unnest($loads) AS load, unnest($rows) AS pos) AS asked
    ON asked.load = record.load AND asked.pos = record.pos
INNER JOIN load ON load.id = asked.load
"""

_STANDS = """
SELECT id AS mention, load, pos, handling FROM mention
WHERE id IN (SELECT unnest($ids)) ORDER BY id
"""
