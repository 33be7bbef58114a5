"""What every part of this room works with: one workspace's folder, keys, ids and ledger."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from remit.authority.act import Act
from remit.authority.keys import KeyService, Lessee
from remit.errors import NotFound
from remit.ledger.log import Log
from remit.store.catalogue import STAGES, Catalogue, Load, Part
from remit.store.feed import IN_ORDER, PACKED, SHARED, TOLD
from remit.store.files import SealedFile
from remit.store.ids import Ids
from remit.store.kept import KeptProfiles
from remit.store.schema import FEEDS, ROWS_PER_GROUP, TABLES, UNLIKE
from remit.store.sealed import SealedWriter
from remit.store.views import Views

__all__ = ["Room"]


@dataclass(frozen=True)
class Room:
    """One workspace, as the parts of the store share it."""

    home: Path
    log: Log
    keys: KeyService
    ids: Ids
    catalogue: Catalogue
    views: Views
    max_rows: int | None
    """How many rows the workspace may receive in all; None sets no cap."""

    @property
    def kept(self) -> KeptProfiles:
        """How the layouts of earlier files were read."""
        return KeptProfiles(self.catalogue.engine, self.ids, self.catalogue.box)

    def key(self, act: Lessee, name: str) -> bytes:
        """The data key of that name, leased to `act`; made when there is none yet."""
        try:
            return self.keys.lease(act, name)
        except NotFound:
            self.keys.create(name)
            return self.keys.lease(act, name)

    def file(self, act: Lessee, part: Part) -> SealedFile:
        """A sealed file with its key, leased to `act`."""
        key = self.keys.lease(act, part.key_name)
        return SealedFile(part.load, part.name, self.catalogue.path(part), key)

    def seal(self, act: Lessee, part: Part, fill: Callable[[SealedWriter], int]) -> Part:
        """Write the sealed file of a part: `fill` writes it and gives its number of rows."""
        key = self.key(act, part.key_name)
        about = f"{part.load}/{part.name}"
        with SealedWriter(self.catalogue.path(part), key, about) as sealed:
            rows = fill(sealed)
        return replace(part, rows=rows, bytes=sealed.size, digest=sealed.digest)

    def seal_tables(self, act: Act, part: Part, tables: Iterable[pa.Table]) -> Part:
        """Write the sealed Parquet file of a part, in row groups that read well."""

        def fill(sealed: SealedWriter) -> int:
            rows = 0
            waiting = iter(tables)
            first = next(waiting, TABLES[part.relation].empty_table())
            schema = first.schema if part.relation in FEEDS else TABLES[part.relation]
            alike = [name for name in schema.names if name not in UNLIKE]
            packed: dict[str, Any] = {"compression": "zstd", "use_dictionary": alike}
            if part.stage.endswith("draft"):  # read once, whole, and soon
                packed = {"compression": "lz4", "use_dictionary": False, "write_statistics": False}
            if part.relation == "feed":  # written at the speed of a feed, and read until compacted
                packed = PACKED
            elif part.relation in FEEDS:
                packed |= {"write_statistics": TOLD[part.relation]}
            if part.relation in FEEDS:
                often = schema.names if part.relation == "feed" else alike
                alone = {
                    f.name for f in schema if f.type == pa.string() and part.relation == "feed"
                }
                coded = [name for name in often if name not in IN_ORDER and name not in alone]
                packed = packed | {"column_encoding": IN_ORDER, "use_dictionary": coded}
            with pq.ParquetWriter(sealed, schema, **packed) as parquet:
                if first.schema.metadata and SHARED in first.schema.metadata:
                    parquet.add_key_value_metadata({SHARED: first.schema.metadata[SHARED]})
                for table in chain([first], waiting):
                    act.check()
                    group = table.num_rows if part.relation == "feed" else ROWS_PER_GROUP
                    parquet.write_table(table, row_group_size=group or 1)
                    rows += table.num_rows
            return rows

        return self.seal(act, part, fill)

    def tidy(self, load: str) -> None:
        """Remove the files of a load that the catalogue does not name."""
        folder = self.catalogue.folder(load)
        if not folder.is_dir():
            return
        kept = {self.catalogue.path(part) for part in self.catalogue.parts([load], *STAGES)}
        for path in folder.iterdir():
            if path not in kept:
                path.unlink(missing_ok=True)
        if not kept:
            folder.rmdir()

    def require(self, load_id: str, act: Act, *states: str) -> Load:
        """The load of that id in one of `states`, if the act's scope admits it.

        Raises `NotFound`, in the same words whether it is out of scope or not there.
        """
        admitted = self.catalogue.loads(act.scope, *states, overdue=True)
        found = [load for load in admitted if load.id == load_id]
        if not found:
            raise NotFound(f"no load {load_id} in what this act may see")
        return found[0]
