"""Calls and messages of a view as arrays, each with the row it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.inquiry.found import Reader
from remit.inquiry.material import WITHIN, Material
from remit.inquiry.phones.calls import Calls, Ints
from remit.inquiry.span import Window

__all__ = ["KINDS", "Book", "book"]

KINDS = ("call", "message")
"""Kinds of event that are contacts between two telephones."""


@dataclass(frozen=True)
class Book:
    """Calls, and what their numbers stand for: ids, numbers as normalised, rows, zones."""

    calls: Calls
    ids: Sequence[str]
    number: dict[str, str]
    load: pa.Array
    pos: Ints
    zone: pa.Array

    def row(self, call: int) -> tuple[str, int]:
        """The row of one call, as `(load, pos)`."""
        return self.load[call].as_py(), int(self.pos[call])

    def moment(self, call: int) -> datetime:
        """When it began, UTC."""
        return datetime.fromtimestamp(int(self.calls.time[call]), UTC)


def book(view: Reader, held: Material, within: Window) -> Book:
    """Every call and message that may be searched, between two telephones, begun in the window.

    One that stands in several loads, as of both its telephones, counts once.
    """
    rules, params = WITHIN, dict[str, Any](held.values)
    if within.since:
        rules, params = rules + ' AND "begin" >= $since', params | {"since": within.since}
    if within.until:
        rules, params = rules + ' AND "begin" < $until', params | {"until": within.until}
    table = view.run(_CALLS.format(rules=rules), params).combine_chunks()
    thing, other = _plain(table["thing"]), _plain(table["other"])
    ids = pc.unique(pa.chunked_array([thing, other])).sort()
    caller, called = _numbers(thing, ids), _numbers(other, ids)
    time = _whole(table["at"])
    order = np.lexsort((_whole(table["pos"]), called, caller, time))
    key = np.stack([time[order], caller[order], called[order]])
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(key, axis=1) != 0).any(axis=0)
    kept = order[new]
    taken = table.take(pa.array(kept))
    return Book(
        Calls(
            time[kept],
            caller[kept],
            called[kept],
            len(ids),
            _of_whom(taken, caller[kept], ids, "handset"),
            _of_whom(taken, caller[kept], ids, "cell"),
        ),
        ids.to_pylist(),
        _said(table, thing, other),
        _plain(taken["load"]),
        _whole(taken["pos"]),
        _plain(taken["zone"]),
    )


def _of_whom(table: pa.Table, caller: Ints, ids: pa.Array, name: str) -> tuple[Ints, Ints] | None:
    """A handset or cell as a number, for the caller and for the called; -1 where none is said."""
    cells = _plain(table[name])
    if cells.null_count == len(cells):
        return None
    seen = pc.fill_null(cells.dictionary_encode().indices, -1)
    what = seen.to_numpy(zero_copy_only=False).astype(np.int64)
    owner = pc.fill_null(pc.index_in(_plain(table["subject"]), ids), -1)
    made = owner.to_numpy(zero_copy_only=False) == caller
    return np.where(made, what, -1), np.where(made, -1, what)


def _said(table: pa.Table, thing: pa.Array, other: pa.Array) -> dict[str, str]:
    found: dict[str, str] = {}
    for ids, values in ((other, "other_value"), (thing, "value")):
        pairs = pa.table({"id": ids, "value": _plain(table[values])}).group_by("id")
        least = pairs.aggregate([("value", "min")])
        found |= dict(zip(least["id"].to_pylist(), least["value_min"].to_pylist(), strict=True))
    return found


def _numbers(column: pa.Array, ids: pa.Array) -> Ints:
    return np.asarray(pc.index_in(column, ids).to_numpy(zero_copy_only=False), dtype=np.int64)


def _whole(column: Any) -> Ints:
    return np.asarray(column.to_numpy(), dtype=np.int64)


def _plain(column: Any) -> pa.Array:
    one = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(one, pa.ChunkedArray):
        one = pa.concat_arrays(one.chunks) if one.num_chunks else pa.array([], one.type)
    return one.dictionary_decode() if pa.types.is_dictionary(one.type) else one


_CALLS = """
SELECT e.load, e.pos, epoch(e."begin")::BIGINT AS at, e.zone, e.thing, e.other,
    e.value, e.other_value, used.subject, used.handset,
    CASE WHEN used.subject IS NOT NULL THEN e.place END AS cell
FROM (
    SELECT * FROM event_by_time
    WHERE kind IN ('call', 'message') AND thing IS NOT NULL AND other IS NOT NULL
        AND thing <> other AND "begin" IS NOT NULL AND {rules}
) AS e
LEFT JOIN (
    SELECT link.load, link.pos, min(one.thing) AS subject, min(two.thing) AS handset
    FROM (SELECT * FROM link WHERE kind = 'number-in-handset') AS link
    JOIN mention AS one ON one.id = link.a
    JOIN mention AS two ON two.id = link.b
    GROUP BY link.load, link.pos
) AS used ON used.load = e.load AND used.pos = e.pos
ORDER BY e."begin", e.load, e.pos
"""
"""A handset is that of the number which its row is about, and so is the cell."""
