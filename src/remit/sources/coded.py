"""Columns of texts as codes into the few or many different texts they hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Coded", "coded", "joint"]

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

    def said(self, code: int) -> Texts:
        """The texts of a code, one for each column that it stands for; an empty one is None."""
        if not self.parts:
            return (self.texts[code].as_py() or None,)
        pairs = zip(self.parts, self.split, strict=True)
        return tuple(part.texts[int(at[code])].as_py() or None for part, at in pairs)

    def equal(self, text: str) -> np.ndarray:
        """Which rows have that text."""
        return self.where(pc.equal(self.texts, text).to_numpy(zero_copy_only=False))

    def where(self, holds: np.ndarray) -> np.ndarray:
        """Which rows have a text for which something holds; `holds` is by code."""
        return holds[self.codes] if len(holds) else np.zeros(len(self.codes), bool)

    def read(self, read: Callable[[Texts], str | None]) -> "Coded":
        """The column of what each text is read as."""
        return self.put([read(self.said(code)) for code in range(len(self.texts))], None)

    def put(self, values: Sequence[str | None], plain: np.ndarray | None) -> "Coded":
        """The column with a value for each code; where `plain`, the value is the text itself."""
        count = len(self.texts)
        place: dict[str, int] = {}
        to = np.full(count, -1, np.int64)
        same = np.zeros(count, bool) if plain is None else plain
        base = self.texts.filter(pa.array(same)) if plain is not None else pa.array([], pa.string())
        to[same] = np.arange(len(base))
        others = [n for n in np.flatnonzero(~same).tolist() if values[n] is not None]
        if others:
            said = pa.array([values[n] for n in others], pa.string())
            there = pc.index_in(said, base).to_pylist()
            for n, text, at in zip(others, said.to_pylist(), there, strict=True):
                to[n] = at if at is not None else place.setdefault(text, len(base) + len(place))
        texts = pa.concat_arrays([base.cast(pa.string()), pa.array(list(place), pa.string())])
        return Coded(to[self.codes] if count else self.codes, texts)

    def filled(self) -> "Coded":
        """The column with nothing where the text is empty."""
        empty = np.flatnonzero(pc.equal(self.texts, "").to_numpy(zero_copy_only=False))
        if not len(empty):
            return self
        return Coded(np.where(self.codes == empty[0], -1, self.codes), self.texts)

    def kept(self, rows: np.ndarray) -> pa.DictionaryArray:
        """The rows kept, as a dictionary of their texts and of no other."""
        codes = self.codes if rows.all() else self.codes[rows]
        some = np.bincount(codes + 1, minlength=len(self.texts) + 1)[1:] > 0
        texts = self.texts
        if not some.all():
            texts = texts.filter(pa.array(some))
            codes = np.append(np.cumsum(some) - 1, -1)[codes]
        indices = pa.array(codes.astype(np.int32), mask=codes < 0)
        return pa.DictionaryArray.from_arrays(indices, texts)


def coded(cells: pa.Array) -> Coded:
    """A column of texts, or a dictionary of them, without nulls."""
    if not isinstance(cells, pa.DictionaryArray):
        cells = cells.dictionary_encode()
    return Coded(cells.indices.to_numpy(), cells.dictionary)


def joint(columns: Sequence[Coded]) -> Coded:
    """Several columns as one: a code for each combination of texts that there is."""
    if len(columns) == 1:
        return columns[0]
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
