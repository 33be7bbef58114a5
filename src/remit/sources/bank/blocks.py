"""The lines of a statement in blocks: as `rows.py` reads them one by one, many at once.

A block has the lines that say by themselves what they are: payments whose account, date and sum
stand in their own cells. The others are read one by one, and so is a line that cannot be read, for
the reason. An account with a statement is one of the columns of a feed; a payment between two known
accounts is not, and a file with such columns is read line by line throughout.
"""

import json
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import is_blank, money
from remit.sources.authority import Authority
from remit.sources.bank.lines import own_of
from remit.sources.bank.moved import NEGATIVE, pence_of
from remit.sources.bank.rows import OWN, StatementRows
from remit.sources.bank.sums import BAD, written
from remit.sources.coded import Coded, Columns, coded, joint
from remit.sources.feedblocks import Blocked
from remit.sources.feedholding import Held, held_back
from remit.sources.holding import reject as rejected
from remit.sources.privilege import NOTHING_WATCHED, Watching
from remit.sources.readers.plain import Stretch
from remit.store.feed import Block, End, FeedKind
from remit.store.rejects import HeldRows, Hold, Reject
from remit.store.schema import RAW

__all__ = ["StatementBlocks"]

_PLAIN = r'^[^"\\\x00-\x1f\x7f]*$'
"""A text that JSON writes as it is."""

_ALIKE = 2
"""How often a text must come on average for a column to be kept as a dictionary."""

_ODD = r"^\s|\s$|\s\s|[^\S ]|[^\x00-\x7f]|^[^0-9]{0,15}$"
"""A text whose spaces may have to be collapsed, or that may be a word for nothing: those have no
digits and at most 15 letters (`ontology/types/valuetype.py`)."""


class StatementBlocks:
    """Makes stretches of one statement into blocks."""

    def __init__(self, rows: StatementRows) -> None:
        self._rows, self._facts = rows, rows.facts
        self._layout = self._facts.layout
        self._header = self._layout.header
        if not self._layout.own and self._facts.account is not None:
            self._header = (*self._header, OWN)
        self._at = {column: n for n, column in enumerate(self._header, 1)}

    @property
    def able(self) -> bool:
        """Whether the lines of this layout can stand in blocks."""
        column = self._layout.column
        apart = {"other", "holder", "card", "value_date"} & column.keys()
        named = self._layout.own or self._facts.account is not None
        return len(self._header) <= len(RAW) and not apart and bool(named)

    @property
    def kind(self) -> FeedKind:
        """What all lines share."""
        own = self._layout.own or (OWN,)
        end = End("account", "bank_account", tuple(self._at[column] for column in own))
        return FeedKind(
            "payment", self._header, (self._at[self._layout.column["time"]],), {"thing": end}
        )

    def block(
        self,
        stretch: Stretch,
        authority: Authority | None = None,
        watching: Watching = NOTHING_WATCHED,
    ) -> Blocked:
        """The block of a stretch, and its rows that are not accepted, in order of position.

        Those that are held back, as they exceed their authority or show a sign, are apart.
        """
        to = Columns(np.ones(len(stretch.pos), bool))
        cells = {
            name: coded(cell) for name, cell in zip(self._layout.header, stretch.cells, strict=True)
        }
        filled = {name: cell.filled() for name, cell in cells.items()}
        for name, cell in filled.items():
            to.made[RAW[self._at[name] - 1]] = cell
        self._accounts(to.made, cells, to.sound)
        self._days(to.made, filled[self._layout.column["time"]], to.sound)
        self._said(to.made, filled, to.sound)
        back = held_back(to, cells, ("thing",), authority, watching)
        faults = [rejected(pos, fault.reason, fault.raw) for pos, fault in stretch.faults]
        signed = {one.pos: watching.sign(json.loads(one.raw)) for one in faults}
        hidden = [one for one in faults if signed[one.pos] is not None]
        rejects = [one for one in faults if signed[one.pos] is None]
        if back is None and not hidden:
            rejects += [self._refused(stretch, int(n)) for n in np.flatnonzero(~to.sound)]
            good = None if to.sound.all() else to.sound
            return Blocked(self._block(stretch, to, good), _in_order(rejects))
        back = back or Held.nothing(len(to.sound))
        rejects += [self._refused(stretch, int(n)) for n in np.flatnonzero(~to.sound & ~back.rows)]
        beyond, worse = to.sound & back.rows, ~to.sound & back.rows
        holds = [*back.holds(beyond, stretch.pos), *back.holds(worse, stretch.pos)]
        for one in hidden:
            sign = signed[one.pos]
            assert sign is not None
            holds.append(Hold(one.pos, sign.ground, sign.reason))
        refused = [self._refused(stretch, int(n)) for n in np.flatnonzero(worse)]
        held = HeldRows(self._block(stretch, to, beyond), holds, [*refused, *hidden])
        block = self._block(stretch, to, to.sound & ~back.rows)
        return Blocked(block, _in_order(rejects), held)

    def _block(self, stretch: Stretch, to: Columns, good: np.ndarray | None) -> Block:
        """The rows that are `good`; None takes all."""
        table = {"pos": pa.array(stretch.pos if good is None else stretch.pos[good])}
        for name, column in to.made.items():
            if isinstance(column, Coded) and len(column.texts) * _ALIKE > len(stretch.pos):
                kept = _spelt(column, good)
            elif isinstance(column, Coded):
                kept = column.kept(good)
            else:
                kept = column if good is None else column.filter(pa.array(good))
            if kept is not None:
                table[name] = kept
        return Block(self.kind, pa.table(table), stretch.last_pos)

    def raw(self, stretch: Stretch, at: int) -> dict[str, str | None]:
        """One row as received."""
        pairs = zip(self._layout.header, stretch.cells, strict=True)
        return {name: cell[at].as_py() or None for name, cell in pairs}

    def _refused(self, stretch: Stretch, at: int) -> Reject:
        pos, raw = int(stretch.pos[at]), self.raw(stretch, at)
        try:
            self._rows.row(pos, raw)
        except BadInput as wrong:
            return rejected(pos, wrong.reason, raw)
        raise AssertionError(f"row {pos} reads otherwise by itself than in its block")

    def _accounts(
        self, made: dict[str, Coded | pa.Array], cells: Mapping[str, Coded], sound: np.ndarray
    ) -> None:
        if not self._layout.own:
            whole = Coded(np.zeros(len(sound), np.int32), pa.array([self._facts.account]))
            made["thing_value"] = whole
            return
        group = joint([cells[column] for column in self._layout.own])
        named: dict[int, str | None] = {}
        for code in range(len(group.texts)):
            try:
                own = own_of(group.said(code))
            except BadInput:
                own = None
            named[code] = None if own is None else own.account
        failed = np.array([named[code] is None for code in range(len(group.texts))])
        sound &= ~failed[group.codes]
        made["thing_value"] = group.put(named)

    def _days(self, made: dict[str, Coded | pa.Array], cell: Coded, sound: np.ndarray) -> None:
        texts = cell.texts.to_pylist()
        found = {n: self._facts.day.get(text) for n, text in enumerate(texts)}
        when = {n: self._rows.when(day) for n, day in found.items() if day is not None}
        sound &= np.array([*(n in when for n in range(len(texts))), False])[cell.codes]
        for name, side in (("begin", "begin"), ("end", "end")):
            ordered = [getattr(when[n], side) if n in when else None for n in range(len(texts))]
            array = pa.array(ordered, pa.timestamp("us", tz="UTC"))
            codes = pa.array(cell.codes, mask=cell.codes < 0)
            made[name] = array.take(codes)
        made["time_text"] = cell.put({n: one.text for n, one in when.items()})
        made["zone"] = cell.put({n: one.zone for n, one in when.items()})
        made["precision"] = cell.put({n: one.precision for n, one in when.items()})

    def _said(
        self, made: dict[str, Coded | pa.Array], cells: Mapping[str, Coded], sound: np.ndarray
    ) -> None:
        """Sums, descriptions and what else is said of a payment."""
        column, count = self._layout.column, len(sound)
        text = cells.get(column.get("reference", ""))
        typed = cells.get(column.get("category", ""))
        if text is not None:
            made["reference"] = _tidy(text)
        if typed is not None:
            made["category"] = _tidy(typed)
        said = pa.array(np.full(count, ""), pa.string())
        for code, rows in self._currencies(cells, count):
            if not code:
                sound &= ~rows
                continue
            pence, marks, balance = pence_of(cells, self._layout, code, count)
            good = (pence > BAD) & (balance != BAD)
            if not self._facts.negative:
                good &= marks & NEGATIVE == 0
            sound &= good | ~rows
            sums = self._sums(pence, balance, code)
            said = sums if rows.all() else pc.if_else(pa.array(rows), sums, said)
        parts = [said]
        if (who := cells.get(column.get("counterparty", ""))) is not None:
            parts.append(_pair("counterparty", who))
        for there, called in self._layout.attributes.items():
            parts.append(_pair(called, cells[there]))
        own = self._rows.own_types
        if typed is not None and own:
            kept = typed.read(lambda t: t[0] if (t[0] or "").strip().lower() in own else None)
            parts.append(_pair("own_transfer", kept))
        made["attributes"] = pc.binary_join_element_wise("{", *parts, "}", "")

    def _currencies(
        self, cells: Mapping[str, Coded], count: int
    ) -> Iterator[tuple[str, np.ndarray]]:
        """Each currency with the rows in it; rows in none are in the last, which is empty."""
        column = self._layout.column.get("currency")
        if column is None:
            yield self._rows.default_currency, np.ones(count, bool)
            return
        cell = cells[column]
        said = [text.strip().upper() for text in cell.texts.to_pylist()]
        said = [text if money.known(text) else "" for text in said]
        said.append("")
        for code in dict.fromkeys(said):
            which = np.array([one == code for one in said])
            rows = which[cell.codes]
            if rows.any():
                yield code, rows

    def _sums(self, pence: np.ndarray, balance: np.ndarray, code: str) -> pa.Array:
        """The sum, its direction and the balance, as the beginning of a JSON object."""
        size = np.where(pence > BAD, np.abs(pence), 0)
        way = pa.array(['","direction":"in"', '","direction":"out"'])
        way = way.take(pa.array((pence < 0).astype(np.int8)))
        left = pc.binary_join_element_wise(',"balance":"', written(balance, code), '"', "")
        left = left.fill_null("")
        return pc.binary_join_element_wise('"amount":"', written(size, code), way, left, "")


def _in_order(rejects: list[Reject]) -> list[Reject]:
    return sorted(rejects, key=lambda one: one.pos)


def _spelt(cell: Coded, rows: np.ndarray | None) -> pa.Array | None:
    """The rows kept, each with its own text; None where none of them has one."""
    codes = cell.codes if rows is None else cell.codes[rows]
    if not (codes >= 0).any():
        return None
    return cell.texts.take(pa.array(codes, mask=codes < 0))


def _tidy(cell: Coded) -> Coded:
    """Texts with their spaces collapsed; nothing where nothing was stated."""
    texts = cell.texts
    odd = pc.match_substring_regex(texts, _ODD)
    odd = odd.to_numpy(zero_copy_only=False)
    values: dict[int, str | None] = {}
    for n in np.flatnonzero(odd).tolist():
        text = texts[n].as_py()
        values[n] = None if is_blank(text) else " ".join(text.split())
    return cell.put(values, ~odd)


def _pair(called: str, cell: Coded) -> pa.Array:
    """The text of each row as one more pair of a JSON object; an empty text where it has none."""
    tidy = _tidy(cell)
    texts = tidy.texts
    plain = pc.match_substring_regex(texts, _PLAIN).to_numpy(zero_copy_only=False)
    if not plain.all():
        odd = pa.array(
            [
                json.dumps(t, ensure_ascii=False)[1:-1]
                for t in texts.filter(pa.array(~plain)).to_pylist()
            ]
        )
        texts = pc.replace_with_mask(texts, pa.array(~plain), odd)
    pairs = pc.binary_join_element_wise(f',{json.dumps(called)}:"', texts, '"', "")
    pairs = pa.concat_arrays([pairs, pa.array([""])])
    return pairs.take(pa.array(np.where(tidy.codes < 0, len(texts), tidy.codes)))
