"""Columns of texts as codes into the few or many different texts they hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Coded", "Columns", "coded", "joint"]

Texts = tuple[str | None, ...]


@dataclass(frozen=True)
class Coded:
    """A column: for each row the number of its text, -1 for none. No text comes twice."""

    codes: np.ndarray
    texts: pa.Array
    parts: tuple["Coded", ...] = ()
    """Where it stands for several columns: those, and `texts` is then not used."""
    split: tuple[np.ndarray, ...] = ()
    """Number of the text in each part, by code."""
    whole: bool = True
    """Whether every row has a text, and every text a row."""

    def said(self, code: int) -> Texts:
        """The texts of a code, one for each column that it stands for; an empty one is None."""
        if not self.parts:
            return (self.texts[code].as_py() or None,)
        pairs = zip(self.parts, self.split, strict=True)
        return tuple(part.texts[int(at[code])].as_py() or None for part, at in pairs)

    def every(self) -> list[Texts]:
        """What `said` gives, for all codes in order."""
        if not self.parts:
            return [(text or None,) for text in self.texts.to_pylist()]
        pairs = zip(self.parts, self.split, strict=True)
        columns = [part.texts.take(pa.array(at)).to_pylist() for part, at in pairs]
        return [tuple(text or None for text in row) for row in zip(*columns, strict=True)]

    def only(self, rows: np.ndarray) -> "Coded":
        """Some of the rows, with the texts that they have and no other."""
        codes = self.codes[rows]
        some = np.bincount(codes, minlength=len(self.texts)) > 0
        return Coded(
            (np.cumsum(some, dtype=np.int32) - 1)[codes], self.texts.filter(pa.array(some))
        )

    def equal(self, text: str) -> np.ndarray:
        """Which rows have that text."""
        return self.where(pc.equal(self.texts, text).to_numpy(zero_copy_only=False))

    def where(self, holds: np.ndarray) -> np.ndarray:
        """Which rows have a text for which something holds; `holds` is by code."""
        return holds[self.codes] if len(holds) else np.zeros(len(self.codes), bool)

    def read(self, read: Callable[[Texts], str | None]) -> "Coded":
        """The column of what each text is read as."""
        return self.put({code: read(said) for code, said in enumerate(self.every())})

    def put(self, values: Mapping[int, str | None], plain: np.ndarray | None = None) -> "Coded":
        """The column with a value for each code, and the text itself for those that are `plain`."""
        to = np.full(len(self.texts), -1, np.int32)
        base = pa.array([], pa.string())
        if plain is not None:
            base = self.texts if plain.all() else self.texts.filter(pa.array(plain))
            to[plain] = np.arange(len(base), dtype=np.int32)
        new: dict[str, int] = {}
        said = {code: value for code, value in values.items() if value is not None}
        there = pc.index_in(pa.array(list(said.values()), pa.string()), base) if said else ()
        for (code, value), at in zip(said.items(), there, strict=True):
            known = at.as_py()
            to[code] = new.setdefault(value, len(base) + len(new)) if known is None else known
        texts = pa.concat_arrays([base, pa.array(list(new), pa.string())]) if new else base
        if plain is not None and plain.all():
            return Coded(self.codes, texts)
        return Coded(np.append(to, np.int32(-1))[self.codes], texts, whole=False)

    def filled(self) -> "Coded":
        """The column with nothing where the text is empty."""
        empty = np.flatnonzero(pc.equal(self.texts, "").to_numpy(zero_copy_only=False))
        if not len(empty):
            return self
        return Coded(np.where(self.codes == empty[0], -1, self.codes), self.texts, whole=False)

    def kept(self, rows: np.ndarray | None) -> pa.DictionaryArray | None:
        """The rows kept (None keeps all), as a dictionary of their texts and of no other.

        None where none of them has a text.
        """
        codes, texts = self.codes if rows is None else self.codes[rows], self.texts
        if rows is None and self.whole:
            return pa.DictionaryArray.from_arrays(pa.array(codes), texts)
        some = np.bincount(codes + 1, minlength=len(texts) + 1)[1:] > 0
        if not some.any():
            return None
        if not some.all():
            texts = texts.filter(pa.array(some))
            codes = np.append(np.cumsum(some, dtype=np.int32) - 1, np.int32(-1))[codes]
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), texts)


@dataclass
class Columns:
    """The columns of a block on their way, by name, and which rows are sound."""

    sound: np.ndarray
    made: dict[str, Coded | pa.Array] = field(default_factory=dict)


def coded(cells: pa.Array) -> Coded:
    """A column of texts, or a dictionary of them, without nulls."""
    if not isinstance(cells, pa.DictionaryArray):
        cells = cells.dictionary_encode()
    return Coded(cells.indices.to_numpy(), cells.dictionary)


def joint(columns: Sequence[Coded]) -> Coded:
    """Several columns as one: a code for each combination of texts that there is."""
    if len(columns) == 1:
        return columns[0]
    most = max(columns, key=lambda column: len(column.texts))
    follow = [_followed(most, column) for column in columns]
    if all(one is not None for one in follow):  # as a camera's position follows from its name
        texts = pa.nulls(len(most.texts), pa.string())
        return Coded(most.codes, texts, tuple(columns), tuple(x for x in follow if x is not None))
    whole = columns[0].codes.astype(np.int64)
    for column in columns[1:]:
        whole = whole * max(len(column.texts), 1) + column.codes
    found = pa.array(whole).dictionary_encode()
    left = found.dictionary.to_numpy()
    split = []
    for column in reversed(columns[1:]):
        left, at = np.divmod(left, max(len(column.texts), 1))
        split.append(at)
    split.append(left)
    texts = pa.nulls(len(found.dictionary), pa.string())
    return Coded(found.indices.to_numpy(), texts, tuple(columns), tuple(reversed(split)))


def _followed(leader: Coded, other: Coded) -> np.ndarray | None:
    """The text of `other` by code of `leader`; None where one code goes with several."""
    goes_with = np.zeros(len(leader.texts), np.int32)
    goes_with[leader.codes] = other.codes
    return goes_with if np.array_equal(goes_with[leader.codes], other.codes) else None
