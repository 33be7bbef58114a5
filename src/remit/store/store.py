"""The store of one workspace: it gives each act a View or a Writer, and nothing else."""

from functools import partial
from pathlib import Path

from sqlalchemy import select

from remit.authority import tables as authority_tables
from remit.authority.act import Act
from remit.authority.capability import Verb
from remit.authority.categories import CategoryDecisions
from remit.authority.keys import KeyService
from remit.errors import Misuse
from remit.ledger.box import Box
from remit.ledger.database import scrub
from remit.ledger.log import Batch, Log
from remit.store import products, resolutions, tables
from remit.store.adopted import Adoptions
from remit.store.catalogue import Catalogue
from remit.store.ids import Ids
from remit.store.judgements import admitted
from remit.store.kept import KeptProfiles
from remit.store.quarantine import Quarantine
from remit.store.room import Room
from remit.store.view import View
from remit.store.views import Views
from remit.store.writer import Writer

__all__ = ["Store"]


class Store:
    """Loads, records and products of one workspace.

    `home` is the workspace folder. `max_rows` caps what an exercise workspace may receive.
    """

    def __init__(
        self,
        home: Path,
        log: Log,
        keys: KeyService,
        ids: Ids,
        box: Box,
        *,
        max_rows: int | None = None,
    ) -> None:
        catalogue = Catalogue(home, log.engine, box)
        judgements = partial(admitted, log.engine)
        adopted = Adoptions(log.engine, box)
        categories = CategoryDecisions(log).categories
        views = Views(catalogue, categories, judgements, adopted, keys.lease)
        self._room = Room(home, log, keys, ids, catalogue, views, max_rows)
        for folder in ("sealed", "products"):
            (home / folder).mkdir(parents=True, exist_ok=True)

    def hand(self, act: Act, verb: Verb) -> View | Writer | Quarantine:
        """What the verb works with: a view to read, a writer to bring in and to erase, or the
        quarantine of what is held back."""
        if verb.hand == "view":
            return View(self._room, act)
        if verb.hand == "writer":
            return Writer(self._room, act)
        if verb.hand == "quarantine":
            return Quarantine(self._room, act)
        raise Misuse(f"the store has no hand {verb.hand!r}")

    @property
    def kept(self) -> KeptProfiles:
        """How the layouts of earlier files were read: no content, read without an act."""
        return self._room.kept

    def sweep(self) -> None:
        """Finish what a crash cut off; run at start-up, after `Gate.close_orphans`.

        Removes files that no transaction entered, products whose act never ended well, and
        erased content from the database's write-ahead file. Files of open acts are left alone.
        """
        load, product, act = tables.load.c, tables.product.c, authority_tables.act.c
        running = select(act.id).where(act.state == "open")

        def unfinished(batch: Batch) -> list[str]:
            query = select(product.id).where(product.state == "sealed", product.act.not_in(running))
            gone = list(batch.conn.execute(query).scalars())
            for one in gone:
                products.forget(self._room, batch, one)
            resolutions.tidy(batch.conn, running)
            return gone

        products.tidy(self._room, self._room.log.commit(unfinished))
        with self._room.catalogue.engine.connect() as conn:
            busy = set(conn.execute(select(load.id).where(load.act.in_(running))).scalars())
        for folder in (self._room.home / "sealed").iterdir():
            if folder.is_symlink():  # not ours: nothing behind it is tidied
                continue
            if folder.is_dir() and folder.name not in busy:
                self._room.tidy(folder.name)
        scrub(self._room.catalogue.engine)

    def close(self) -> None:
        """Close what is open and forget every key."""
        self._room.views.drop()
