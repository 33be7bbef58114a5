"""Records made ready for comparing: names as families, dates as parts, values with their rarity.

    ready = prepare(columns, meanings)
    ready.table       # one row a record, in the order given, for every engine
    ready.comparisons # what can be compared in it
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

import numpy as np
import pyarrow as pa
from anyascii import anyascii

from remit.identity import comparisons as compared
from remit.identity.comparisons import Comparison
from remit.ontology.names import families
from remit.ontology.names.spellings import skeleton
from remit.identity.rarity import Rarity
from remit.ontology.types import name as names

__all__ = ["Prepared", "marked", "prepare"]

Values = Sequence[str | None]


@dataclass(frozen=True)
class Prepared:
    """Records ready for comparing."""

    table: pa.Table
    """`unique_id` from 0, and the columns that `comparisons` name; one row a record."""
    comparisons: tuple[Comparison, ...]
    titles: Mapping[str, str]
    """The columns as received behind each comparison."""

    def __len__(self) -> int:
        return int(self.table.num_rows)


@lru_cache(maxsize=1 << 18)
def marked(text: str) -> int:
    """64 bits that stand for a text on every machine.

    >>> marked("smith") == marked("smith"), marked("smith") == marked("smyth")
    (True, False)
    """
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True) & ~31


def prepare(columns: Mapping[str, Values], meanings: Mapping[str, str]) -> Prepared:
    """Records of `columns` (heading → one text a record), read by what each column means."""
    size = max((len(values) for values in columns.values()), default=0)
    by_meaning: dict[str, list[str]] = {}
    for column, meaning in meanings.items():
        by_meaning.setdefault(meaning, []).append(column)
    made: dict[str, pa.Array] = {"unique_id": pa.array(np.arange(size, dtype=np.int32))}
    told: list[Comparison] = []
    titles: dict[str, str] = {}

    def add(comparison: Comparison, arrays: Mapping[str, pa.Array], *sources: str) -> None:
        told.append(comparison)
        titles[comparison.name] = ", ".join(sources)
        made.update(arrays)

    named = [c for m in ("name", "forename", "surname", "alias") for c in by_meaning.get(m, ())]
    if named:
        add(compared.names(), _names([columns[c] for c in named]), *named)
    for at, column in enumerate(by_meaning.get("born", ())):
        to = f"born{at or ''}"
        add(compared.born(to), _born(to, columns[column]), column)
    for at, column in enumerate(by_meaning.get("postcode", ())):
        to = f"code{at or ''}"
        add(compared.code(to), _code(to, columns[column]), column)
    code = "code" if "postcode" in by_meaning else None
    for meaning in ("place", "text"):
        for at, column in enumerate(by_meaning.get(meaning, ())):
            to = f"{meaning}{at or ''}"
            within = code if meaning == "place" else None
            add(compared.words(to, meaning, within), _words(to, columns[column]), column)
    for at, column in enumerate(by_meaning.get("identifier", ())):
        to = f"identifier{at or ''}"
        add(compared.identifier(to), _identifier(to, columns[column]), column)
    if lines := by_meaning.get("address"):
        add(compared.address("address", code), _tokens("address", [columns[c] for c in lines], _plain), *lines)
    return Prepared(pa.table(made), tuple(told), titles)


@lru_cache(maxsize=1 << 18)
def symbol(word: str) -> str:
    """What stands for a word of a name: the family of a name that is known, else how it sounds.

    >>> symbol("hussein") == symbol("hassan"), symbol("brambleworth") == symbol("brambelworth")
    (False, False)
    >>> symbol("yousef") == symbol("yusuf"), symbol("katrijn") == symbol("katreijn")
    (True, True)
    """
    return families.family(word) if families.known(word) else skeleton(word)


@lru_cache(maxsize=1 << 18)
def _name_words(text: str) -> tuple[str, ...]:
    try:
        return names.tokens(text)
    except ValueError:
        return ()


def _names(columns: Sequence[Values]) -> dict[str, pa.Array]:
    rows: list[tuple[str, ...]] = []
    fore: list[str | None] = []
    sur: list[str | None] = []
    for cells in zip(*columns, strict=True):
        words = tuple(chain.from_iterable(_name_words(cell) for cell in cells if cell))
        long = [word for word in words if len(word) > 1]
        rows.append(tuple(dict.fromkeys(long)))
        fore.append(long[0] if long else None)
        sur.append(long[-1] if long else None)
    made = _classed("names", rows, symbol)
    rarity = Rarity.of(f for row in rows for f in dict.fromkeys(map(symbol, row)))
    kinds = {word: rarity.kind(word) for word in rarity.counts}
    for end, words in (("fore", fore), ("sur", sur)):
        made[end] = pa.array(words, pa.string())
        marks = [marked(symbol(word)) if word else None for word in words]
        made[f"{end}_mark"] = pa.array(marks, pa.int64())
        made[f"{end}_k"] = pa.array([kinds[symbol(word)] if word else None for word in words], pa.int8())
    return made


def _classed(
    column: str, rows: Sequence[Sequence[str]], of: Callable[[str], str]
) -> dict[str, pa.Array]:
    """Marks of words: each family once, and as often as it is rare; the word itself last."""
    families = [list(dict.fromkeys(map(of, row))) for row in rows]
    rarity = Rarity.of(chain.from_iterable(families))
    once = {word: marked(word) for word in rarity.counts}
    often = {
        word: [once[word] + again for again in range(1, 1 + rarity.kind(word))]
        for word in rarity.counts
    }
    spelt = Rarity.of(chain.from_iterable(rows))
    itself = {
        word: [
            marked(f"itself {word}") + again
            for again in range(1 + max(0, spelt.kind(word) - rarity.kind(of(word))))
        ]
        for word in spelt.counts
    }
    marks = [
        [m for family in kin for m in often[family]] + [m for word in row for m in itself[word]]
        for row, kin in zip(rows, families, strict=True)
    ]
    lists = pa.list_(pa.int64())
    return {
        f"{column}_once": pa.array([[once[word] for word in kin] for kin in families], lists),
        f"{column}_marks": pa.array(marks, lists),
        f"{column}_n": pa.array([len(kin) for kin in families], pa.int16()),
    }


def _tokens(
    column: str, columns: Sequence[Values], read: Callable[[str], tuple[str, ...]]
) -> dict[str, pa.Array]:
    rows = [
        tuple(dict.fromkeys(chain.from_iterable(read(cell) for cell in cells if cell)))
        for cells in zip(*columns, strict=True)
    ]
    return _classed(column, rows, str)


_WORD = re.compile(r"[a-z]+|[0-9]+")


@lru_cache(maxsize=1 << 18)
def _plain(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(anyascii(text).lower()))


_YMD = re.compile(r"(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})(?:[T ].*)?")
_DMY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


@lru_cache(maxsize=1 << 18)
def _day(text: str) -> str | None:
    """A day as `YYYY-MM-DD`, though it may be none in the calendar: that is compared as well."""
    text = text.strip()
    if found := _YMD.fullmatch(text):
        y, m, d = found.groups()
    elif found := _DMY.fullmatch(text):
        d, m, y = found.groups()
    else:
        return None
    return f"{y}-{int(m):02}-{int(d):02}"


def _born(column: str, values: Values) -> dict[str, pa.Array]:
    days = [_day(value) if value else None for value in values]
    parts = {
        part: pa.array([int(day[cut]) if day else None for day in days], pa.int16())
        for part, cut in {"y": slice(4), "m": slice(5, 7), "d": slice(8, 10)}.items()
    }
    return {
        column: pa.array(days, pa.string()),
        **{f"{column}_{part}": array for part, array in parts.items()},
        f"{column}_sorted": pa.array(["".join(sorted(d)) if d else None for d in days]),
    }


_LETTERS = re.compile(r"[a-z]*")


def _kept(values: Values) -> list[str | None]:
    return ["".join(_plain(value)) or None if value else None for value in values]


def _rare(values: Sequence[str | None]) -> pa.Array:
    rarity = Rarity.of(values)
    return pa.array([rarity.kind(v) if v is not None else None for v in values], pa.int8())


def _code(column: str, values: Values) -> dict[str, pa.Array]:
    codes = _kept(values)
    # the inward part of a UK postcode is its last three characters (BS 7666)
    out = [c[:-3] if c and len(c) > 4 else c[:2] if c else None for c in codes]
    area = [(_LETTERS.match(c).group() or c[:1]) if c else None for c in codes]  # type: ignore[union-attr]
    return {
        column: pa.array(codes, pa.string()),
        f"{column}_k": _rare(codes),
        f"{column}_out": pa.array(out, pa.string()),
        f"{column}_area": pa.array(area, pa.string()),
    }


def _words(column: str, values: Values) -> dict[str, pa.Array]:
    texts = [" ".join(_plain(value)) or None if value else None for value in values]
    return {column: pa.array(texts, pa.string()), f"{column}_k": _rare(texts)}


def _identifier(column: str, values: Values) -> dict[str, pa.Array]:
    texts = _kept(values)
    return {
        column: pa.array(texts, pa.string()),
        f"{column}_k": _rare(texts),
        f"{column}_sorted": pa.array(["".join(sorted(t)) if t else None for t in texts]),
    }
