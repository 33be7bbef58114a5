"""Records held ready for comparing: a great table, and those that came since in small ones.

Each has an id that the caller gave it, and a number for as long as the index is in memory. What is
removed keeps its number and is left out when the records are written.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from remit.errors import Misuse, NotFound
from remit.identity.comparisons import Comparison
from remit.identity.postings import Numbers
from remit.identity.prepared import Prepared
from remit.identity.rarity import Rarity
from remit.identity.scorer import Row, rows

__all__ = ["Held"]

BLOCK = 1024
"""Records that came one at a time before they are put together in one table."""


class Held:
    """Records by number."""

    def __init__(self, ready: Prepared, ids: Sequence[str]) -> None:
        if len(ids) != len(ready):
            raise Misuse(f"{len(ids)} ids for {len(ready)} records")
        self.comparisons: Sequence[Comparison] = ready.comparisons
        self.titles: Mapping[str, str] = ready.titles
        self.rarity: Mapping[str, Rarity] = ready.rarity
        self.ids = list(ids)
        self._of = {one: number for number, one in enumerate(self.ids)}
        if len(self._of) != len(self.ids):
            raise Misuse("two records have one id")
        self._blocks = [ready.table.combine_chunks()]
        self._begins = [0]
        self._single: list[pa.Table] = []

    def __len__(self) -> int:
        return len(self._of)

    def __contains__(self, record: object) -> bool:
        return record in self._of

    def number(self, record: str) -> int:
        """The number of the record with an id. Raises `NotFound`."""
        if record not in self._of:
            raise NotFound(f"no record {record[:60]} in this index")
        return self._of[record]

    def numbers(self) -> Numbers:
        """The numbers of all records, in order."""
        return np.array(sorted(self._of.values()), np.int32)

    def add(self, one: Prepared, record: str) -> int:
        """Hold one record more; its number. Raises `Misuse` where its id is held already."""
        if record in self._of:
            raise Misuse(f"there is a record {record[:60]} already: remove it first")
        number = len(self.ids)
        self._of[record] = number
        self.ids.append(record)
        self._single.append(one.table)
        if len(self._single) == BLOCK:
            self._begins.append(len(self.ids) - BLOCK)
            self._blocks.append(pa.concat_tables(self._single).combine_chunks())
            self._single.clear()
        return number

    def remove(self, record: str) -> None:
        """Hold a record no more."""
        number = self.number(record)
        del self._of[record]
        self.ids[number] = ""

    def table(self, numbers: Iterable[int]) -> pa.Table:
        """Rows in the order of `numbers`."""
        wanted = list(numbers)
        loose = len(self.ids) - len(self._single)
        by_block: dict[int, list[int]] = {}
        for place, number in enumerate(wanted):
            block = -1 if number >= loose else bisect_right(self._begins, number) - 1
            by_block.setdefault(block, []).append(place)
        parts, order = [], []
        for block, places in by_block.items():
            order += places
            if block < 0:
                parts += [self._single[wanted[place] - loose] for place in places]
            else:
                at = [wanted[place] - self._begins[block] for place in places]
                parts.append(self._blocks[block].take(pa.array(at, pa.int64())))
        found = pa.concat_tables(parts) if parts else self._blocks[0].slice(0, 0)
        if order != sorted(order):
            found = found.take(pa.array(np.argsort(order)))
        return found.combine_chunks()

    def rows(self, numbers: Iterable[int]) -> list[Row]:
        """Records as the scorer reads them."""
        return [*rows(self.table(numbers))]

    def ready(self, numbers: Iterable[int] | None = None) -> Prepared:
        """Some records, or all, ready for comparing; `unique_id` from 0 in their order."""
        found = self._all() if numbers is None else self.table(numbers)
        counted = pa.array(np.arange(found.num_rows, dtype=np.int32))
        found = found.set_column(found.schema.get_field_index("unique_id"), "unique_id", counted)
        return Prepared(found, tuple(self.comparisons), self.titles, self.rarity)

    def _all(self) -> pa.Table:
        kept = np.zeros(len(self.ids), bool)
        kept[self.numbers()] = True
        whole = pa.concat_tables([*self._blocks, *self._single])
        return (whole if kept.all() else whole.filter(pa.array(kept))).combine_chunks()
