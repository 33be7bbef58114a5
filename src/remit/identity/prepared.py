"""Records made ready for comparing: names as symbols, dates as parts, values with their rarity.

ready = prepare(columns, meanings)
ready.table       # one row a record, in the order given, for every engine
ready.comparisons # what can be compared in it
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pyarrow as pa

from remit.identity import comparisons as compared
from remit.identity import reading
from remit.identity.comparisons import Comparison
from remit.identity.named import names
from remit.identity.rarity import Rarity, marked

__all__ = ["NAMES", "Prepared", "Values", "name_words", "prepare"]

Values = Sequence[str | None]
Words = Sequence[tuple[str, ...]]

_MARKS = pa.list_(pa.int64())
_ALIAS = str.maketrans("|", ";")


@dataclass(frozen=True)
class Prepared:
    """Records ready for comparing."""

    table: pa.Table
    """`unique_id` from 0, and the columns that `comparisons` name; one row a record."""
    comparisons: tuple[Comparison, ...]
    titles: Mapping[str, str]
    """The columns as received behind each comparison."""
    rarity: Mapping[str, Rarity]
    """How rare values are, by column of values: counted here, or as it was given."""

    def __len__(self) -> int:
        return int(self.table.num_rows)


def prepare(
    columns: Mapping[str, Values],
    meanings: Mapping[str, str],
    rarity: Mapping[str, Rarity] | None = None,
) -> Prepared:
    """Records of `columns` (heading → one text a record), read by what each column means.

    `rarity` is that of a model; without it, it is counted over the records themselves.
    """
    size = max((len(values) for values in columns.values()), default=0)
    by_meaning: dict[str, list[str]] = {}
    for column, meaning in meanings.items():
        by_meaning.setdefault(meaning, []).append(column)
    made = _Made(size, columns, dict(rarity or {}))
    for comparison, sources, fill in _plan(by_meaning):
        made.add(comparison, sources, fill)
    return Prepared(pa.table(made.arrays), tuple(made.told), made.titles, made.rarity)


class _Made:
    """The table as it grows."""

    def __init__(self, size: int, columns: Mapping[str, Values], rarity: dict[str, Rarity]) -> None:
        self.columns, self.rarity = columns, rarity
        self.arrays: dict[str, pa.Array] = {"unique_id": pa.array(np.arange(size, dtype=np.int32))}
        self.told: list[Comparison] = []
        self.titles: dict[str, str] = {}

    def add(self, comparison: Comparison, sources: Sequence[str], fill: "_Fill") -> None:
        fill(self, comparison.name, [(source, self.columns[source]) for source in sources])
        self.told.append(comparison)
        self.titles[comparison.name] = ", ".join(source.strip() for source in sources)

    def rare(self, name: str, values: Iterable[str | None]) -> Rarity:
        """The rarity under a name: the one given, else counted over `values`."""
        if name not in self.rarity:
            self.rarity[name] = Rarity.of(values)
        return self.rarity[name]

    def kinds(self, name: str, values: Sequence[str | None]) -> None:
        """How rare each value is."""
        rare = self.rare(name, values)
        known = {value: rare.kind(value) for value in set(values) if value is not None}
        kinds = [known[value] if value is not None else None for value in values]
        self.arrays[f"{name}_k"] = pa.array(kinds, pa.int8())


_Sources = Sequence[tuple[str, Values]]
_Fill = Callable[[_Made, str, _Sources], None]
NAMES = ("name", "forename", "surname", "alias", "organisation")
"""Meanings of columns that hold names."""


def _plan(by: Mapping[str, Sequence[str]]) -> Iterator[tuple[Comparison, Sequence[str], _Fill]]:
    """Each comparison with its columns and what fills it."""
    if named := [(meaning, c) for meaning in NAMES for c in by.get(meaning, ())]:
        meaning_of = {column: meaning for meaning, column in named}

        def fill(made: _Made, name: str, sources: _Sources) -> None:
            _names(made, name, [(meaning_of[source], cells) for source, cells in sources])

        yield names(), [column for _, column in named], fill
    code = "code" if by.get("postcode") else None
    for at, column in enumerate(by.get("born", ())):
        yield compared.born(f"born{at or ''}"), [column], _born
    for at, column in enumerate(by.get("postcode", ())):
        yield compared.code(f"code{at or ''}"), [column], _code
    for at, column in enumerate(by.get("place", ())):
        yield compared.words(f"place{at or ''}", "place", code), [column], _words
    for at, column in enumerate(by.get("text", ())):
        yield compared.words(f"text{at or ''}", "text"), [column], _words
    for at, column in enumerate(by.get("identifier", ())):
        yield compared.identifier(f"identifier{at or ''}"), [column], _identifier
    if lines := by.get("address"):
        yield compared.address("address", code), lines, _address
        yield compared.house("house", "address", code), lines, _nothing


def _names(made: _Made, name: str, sources: _Sources) -> None:
    rows: list[tuple[str, ...]] = []
    fore: list[str | None] = []
    sur: list[str | None] = []
    letters: list[str] = []
    initial: list[str] = []
    meant = [meaning for meaning, _ in sources]
    for cells in zip(*(cells for _, cells in sources), strict=True):
        said = [name_words(m, cell) for m, cell in zip(meant, cells, strict=True) if cell]
        rows.append(_long(chain.from_iterable(said)))
        own = [
            name_words(m, cell)
            for m, cell in zip(meant, cells, strict=True)
            if cell and m != "alias"
        ]
        long = _long(chain.from_iterable(own)) or rows[-1]
        fore.append(long[0] if long else None)
        sur.append(long[-1] if long else None)
        short = sorted({word for part in own for word in part if len(word) == 1})
        letters.append("".join(sorted({word[0] for part in own for word in part})))
        leads = next((part[0] for part in own if part), "")
        initial.append(leads if len(leads) == 1 else "".join(short) if len(long) == 1 else "")
    made.arrays["first_letters"] = pa.array(letters, pa.string())
    made.arrays["initial"] = pa.array(initial, pa.string())
    _classed(made, name, rows, reading.symbol)
    rarity = made.rarity[name]
    for end, words in (("fore", fore), ("sur", sur)):
        symbols = {word: reading.symbol(word) for word in set(words) if word}
        kinds = {word: rarity.kind(symbol) for word, symbol in symbols.items()}
        marks = {word: marked(symbol) for word, symbol in symbols.items()}
        odd = {word: kind >= rarity.unmet - 1 for word, kind in kinds.items()}
        known = {word: reading.known(word) for word in symbols}
        made.arrays[end] = pa.array(words, pa.string())
        made.arrays[f"{end}_mark"] = _told(marks, words, pa.int64())
        made.arrays[f"{end}_k"] = _told(kinds, words, pa.int8())
        made.arrays[f"{end}_known"] = _told(known, words, pa.bool_())
        made.arrays[f"{end}_odd"] = _told(odd, words, pa.bool_())


def _told(known: Mapping[str, object], words: Sequence[str | None], kind: pa.DataType) -> pa.Array:
    """What is known of each word: worked out once for every different one."""
    return pa.array([known[word] if word else None for word in words], kind)


def _long(words: Iterable[str]) -> tuple[str, ...]:
    """Words of more than a letter, each once."""
    return tuple(dict.fromkeys(word for word in words if len(word) > 1))


def name_words(meaning: str, cell: str) -> tuple[str, ...]:
    """The words of a cell that means a name of some kind, initials among them."""
    if meaning == "organisation":
        return reading.organisation_words(cell)
    if meaning == "alias":
        parts = cell.translate(_ALIAS).split(";")
        return tuple(chain.from_iterable(reading.name_words(part) for part in parts))
    return reading.name_words(cell)


def _classed(made: _Made, name: str, rows: Words, of: Callable[[str], str]) -> None:
    """Marks of words: each symbol once, again as often as it is rare, and the word
    itself, which weighs more where it is rarer than its symbol."""
    symbol_of = {word: of(word) for word in set(chain.from_iterable(rows))}
    symbols = [tuple(dict.fromkeys(map(symbol_of.__getitem__, row))) for row in rows]
    rare = made.rare(name, chain.from_iterable(symbols))
    once = {word: marked(word) for word in set(chain.from_iterable(symbols))}
    often = {
        word: [mark + again for again in range(1, 1 + rare.kind(word))]
        for word, mark in once.items()
    }
    spelt = made.rare(f"{name} spelt", chain.from_iterable(rows))
    itself = {
        word: [
            marked(f"itself {word}") + again
            for again in range(1 + max(0, spelt.kind(word) - rare.kind(symbol)))
        ]
        for word, symbol in symbol_of.items()
    }
    marks = [
        [m for symbol in kin for m in often[symbol]] + [m for word in row for m in itself[word]]
        for row, kin in zip(rows, symbols, strict=True)
    ]
    made.arrays[f"{name}_once"] = pa.array([[once[w] for w in kin] for kin in symbols], _MARKS)
    made.arrays[f"{name}_marks"] = pa.array(marks, _MARKS)
    made.arrays[f"{name}_n"] = pa.array([len(kin) for kin in symbols], pa.int16())


def _address(made: _Made, name: str, sources: _Sources) -> None:
    rows = [
        tuple(dict.fromkeys(chain.from_iterable(reading.words(cell) for cell in cells if cell)))
        for cells in zip(*(cells for _, cells in sources), strict=True)
    ]
    _classed(made, name, rows, str)
    doors = [[marked(word) for word in row if word.isdigit()] for row in rows]
    made.arrays[f"{name}_doors"] = pa.array(doors, _MARKS)
    made.arrays[f"{name}_doors_n"] = pa.array([len(row) for row in doors], pa.int16())


def _nothing(made: _Made, name: str, sources: _Sources) -> None:
    """Numbers of houses are made ready with their addresses."""


def _born(made: _Made, name: str, sources: _Sources) -> None:
    days = [reading.day(value) if value else None for value in sources[0][1]]
    made.arrays[name] = pa.array(days, pa.string())
    for part, cut in (("y", slice(4)), ("m", slice(5, 7)), ("d", slice(8, 10))):
        numbers = [int(day[cut]) if day else None for day in days]
        made.arrays[f"{name}_{part}"] = pa.array(numbers, pa.int16())
    made.arrays[f"{name}_sorted"] = _sorted(days)


def _code(made: _Made, name: str, sources: _Sources) -> None:
    codes = _joined(sources)
    made.arrays[name] = pa.array(codes, pa.string())
    made.kinds(name, codes)
    for part, of in (("out", reading.outward), ("area", reading.area)):
        made.arrays[f"{name}_{part}"] = pa.array([of(c) if c else None for c in codes], pa.string())


def _words(made: _Made, name: str, sources: _Sources) -> None:
    texts = [" ".join(reading.words(v)) or None if v else None for v in sources[0][1]]
    made.arrays[name] = pa.array(texts, pa.string())
    made.kinds(name, texts)


def _identifier(made: _Made, name: str, sources: _Sources) -> None:
    texts = _joined(sources)
    made.arrays[name] = pa.array(texts, pa.string())
    made.kinds(name, texts)
    made.arrays[f"{name}_sorted"] = _sorted(texts)


def _joined(sources: _Sources) -> list[str | None]:
    return [reading.joined(value) or None if value else None for value in sources[0][1]]


def _sorted(texts: Sequence[str | None]) -> pa.Array:
    return pa.array(["".join(sorted(t)) if t else None for t in texts], pa.string())
