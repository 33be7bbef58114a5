"""Finding people by name, in a mode that can be chosen, and by date of birth.

`alike.py` has the rules of names, `births.py` those of dates. Words in quotes are searched as
written, letter for letter, case and accents aside. Each mention is a person
of its own, unless a person judged that several are one.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from remit.errors import BadInput, Misuse
from remit.inquiry import alike, births
from remit.inquiry.alike import MODES, Mode, Reading
from remit.inquiry.births import Born, Match
from remit.inquiry.folded import fold
from remit.inquiry.found import Hit, Reader
from remit.inquiry.name_index import NameIndex, name_index
from remit.inquiry.named import NAMELESS
from remit.ontology.types import name as names

__all__ = ["Page", "Query", "find", "read"]

_DATE = re.compile(r"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?!\d)", re.ASCII)
_YEARS = re.compile(
    r"(?<![\d/.-])((?:18|19|20|21)\d\d)(?:\s*[-–]\s*((?:18|19|20|21)\d\d))?(?![\d/.-])"
)
_LETTER = re.compile(r"[^\W_]")

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood."""

    words: tuple[str, ...]
    born: Born | None = None
    literal: str | None = None
    """The text between quotes, when the whole query is quoted."""
    mode: Mode | None = None
    """None is for all modes, shown apart."""


@dataclass(frozen=True, slots=True)
class Page:
    """Hits on one page, best first; how many people match in all, and by which mode."""

    hits: list[Hit]
    total: int
    by_mode: Mapping[str, int]


def read(
    text: str,
    mode: Mode | None = None,
    born_from: str | None = None,
    born_to: str | None = None,
) -> Query:
    """The query in `text`. Raises `Misuse` when it names nobody.

    A date of birth, a year or years (`1987-1990`) may stand beside the name.
    """
    if mode is not None and mode not in MODES:
        raise Misuse(f"a mode is one of {', '.join(MODES)}; left out, all are tried")
    born = births.asked_range(born_from, born_to)
    if len(text) > 2 and text[0] == text[-1] == '"':
        if not _LETTER.search(text):
            raise Misuse("give letters of a name between the quotes")
        return Query((), born, text[1:-1])
    if born is None:
        text, born = _without_date(text)
    try:
        words = names.tokens(text)
    except BadInput as error:
        raise Misuse(f"give a name, or part of one: {error.reason}") from error
    if not words and born is None:
        raise Misuse("give a name, or part of one; a date of birth may stand beside it")
    return Query(words, born, mode=mode)


def find(view: Reader, query: Query, first: int = 0, limit: int = 200) -> Page:
    """People in view who match, `limit` of them from the `first`-th best on."""
    index: NameIndex = view.kept("names", name_index)
    view.check()
    reading = alike.readings(index.words, query.words, query.mode) if query.words else []
    view.check()
    score, mode, named = _by_name(index, query, reading)
    born = births.matches(index.born.to_pylist(), query.born) if query.born else {}
    if query.born is not None:
        score = score * _by_birth(index, born, only=not (query.words or query.literal))
    people = np.flatnonzero(score > 0)
    last = first + limit
    if last < len(people):  # what cannot be on this page need not be sorted
        least = np.partition(score[people], len(people) - last)[len(people) - last]
        sorted_ = people[score[people] >= least]
    else:
        sorted_ = people
    order = np.lexsort((sorted_, named[sorted_], -score[sorted_]))
    shown = sorted_[order][first:last]
    view.check()
    counted = Counter(mode[people].tolist())
    by_mode: dict[str, int] = {name: counted.get(place, 0) for place, name in enumerate(MODES)}
    told = _Teller(index, query, reading, born)
    return Page(told.hits(view, shown, score), len(people), by_mode if query.words else {})


def _by_name(
    index: NameIndex, query: Query, reading: list[Reading]
) -> tuple[Floats, npt.NDArray[np.uint8], npt.NDArray[np.int32]]:
    """For each person: how well their best name matches, its mode, and which it is."""
    size = len(index.people)
    score, mode = np.zeros(size, np.float32), np.zeros(size, np.uint8)
    named = np.zeros(size, np.int32)
    if not query.words and query.literal is None:
        score[:] = 1.0
        return score, mode, named
    if query.literal is not None:
        inside = _written(index, query.literal)[index.as_written]
        of_name = inside.astype(np.float32)
        of_mode = np.zeros(len(of_name), np.uint8)
    else:
        found = alike.scored(index, reading)
        by_name, by_mode = (
            np.zeros(len(index.names), np.float32),
            np.zeros(len(index.names), np.uint8),
        )
        by_name[found.name], by_mode[found.name] = found.score, found.mode
        of_name, of_mode = by_name[index.named], by_mode[index.named]
    rows = np.flatnonzero(of_name > 0)
    rows = rows[np.argsort(of_name[rows], kind="stable")]  # the best is written last
    score[index.whose[rows]] = of_name[rows]
    mode[index.whose[rows]] = of_mode[rows]
    named[index.whose[rows]] = index.named[rows]
    return score, mode, named


def _written(index: NameIndex, text: str) -> npt.NDArray[np.bool_]:
    """Which recorded names hold `text` as whole words, letter for letter."""
    whole = _whole(text)
    inside = pc.match_substring(index.written, fold(text)).to_numpy(zero_copy_only=False).copy()
    for at in np.flatnonzero(inside):
        inside[at] = whole.search(index.written[int(at)].as_py()) is not None
    found: npt.NDArray[np.bool_] = inside
    return found


def _by_birth(index: NameIndex, found: Mapping[int, Match], *, only: bool) -> Floats:
    """For each person: the worth of what is recorded of their birth; 0 for another date.

    `only` leaves out people of whom none is recorded.
    """
    worth = np.zeros(len(index.born), np.float32)
    for place, match in found.items():
        worth[place] = match.worth
    factor = np.full(len(index.people), 0.0 if only else births.NONE, np.float32)
    factor[index.born_whose] = 0.0
    np.maximum.at(factor, index.born_whose, worth[index.born_on])
    return factor


@dataclass(frozen=True)
class _Teller:
    """Says why people were found."""

    index: NameIndex
    query: Query
    reading: list[Reading]
    born: Mapping[int, Match]

    def hits(self, view: Reader, people: npt.NDArray[np.int64], score: Floats) -> list[Hit]:
        """The people as hits, with each claim that matched."""
        told = []
        for person, worth in zip(people.tolist(), score[people].tolist(), strict=True):
            view.check()
            told.append(self._told(person, worth))
        return told

    def _told(self, person: int, worth: float) -> Hit:
        index = self.index
        span = np.array([person, person + 1], np.int32)  # of another width, all would be copied
        called = range(*np.searchsorted(index.whose, span).tolist())
        dated = range(*np.searchsorted(index.born_whose, span).tolist())
        label = index.labels[person].as_py() or next((self._raw(row) for row in called), NAMELESS)
        hit = Hit(index.people[person].as_py(), "person", label, worth)
        best = 0.0
        for row in called if self.query.words or self.query.literal else ():
            score, rule, mode = self._name(row)
            if not score:
                continue
            alias = " (alias)" if index.alias[row] else ""
            hit.also(*index.stands.at(row), score, rule + alias, self._raw(row))
            if score > best:
                best, hit.mode = score, mode
        if self.query.born is not None:
            for row in dated:
                self._birth(hit, row, best or 1.0)
            if not dated and called:
                hit.also(*index.stands.at(called[0]), best, "no date of birth recorded", None)
        hit.score = worth
        return hit

    def _raw(self, row: int) -> str:
        """A recorded name as received."""
        return str(self.index.raw[int(self.index.received[row])])

    def _name(self, row: int) -> tuple[float, str, Mode]:
        if self.query.literal is not None:
            inside = _whole(self.query.literal).search(fold(self._raw(row)))
            return (1.0 if inside else 0.0), "as written", "literal"
        return alike.explained(self.index, self.reading, int(self.index.named[row]))

    def _birth(self, hit: Hit, row: int, score: float) -> None:
        at = int(self.index.born_on[row])
        match = self.born.get(at)
        if match is None:
            return
        value = str(self.index.born[at])
        hit.also(*self.index.born_stands.at(row), score, match.rule, value)
        if value.endswith("-01-01"):
            hit.also(*self.index.born_stands.at(row), 0.0, births.DEFAULT_DAY, value)


def _whole(text: str) -> re.Pattern[str]:
    """`text` as whole words."""
    return re.compile(rf"(?<!\w){re.escape(fold(text))}(?!\w)")


def _without_date(text: str) -> tuple[str, Born | None]:
    """The query without the date or the years in it; and these."""
    dated = _DATE.search(text) or _YEARS.search(text)
    if dated is None:
        return text, None
    rest = f"{text[: dated.start()]} {text[dated.end() :]}"
    if dated.re is _DATE:
        return rest, births.day(dated.group())
    return rest, births.asked_range(dated.group(1), dated.group(2) or dated.group(1))
