"""Organisations made ready for comparing: names as read, numbers, where they are.

firms = Firms.of(columns, meanings)
firms.one[3].names[0].words     # as `names/organisations.py` reads them
firms.rare(firms.one[3], firms.one[5])

A word is rare by how many organisations of the table bear it, by the rarest that two share; an
address or a telephone of many is a hub: a formation agent's, a business centre's. Both are counted
over names that differ, so that one organisation met often makes nothing common.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from remit.errors import BadInput
from remit.identity import reading
from remit.identity.names.known_as import known_as
from remit.identity.names.organisations import organisation
from remit.identity.names.reading import Reading
from remit.ontology.types import company
from remit.ontology.types import phone as phones

__all__ = ["HUB", "Firm", "Firms", "distinctive", "of_organisations"]

HUB = 5
"""Other organisations at one postcode or number from which it says little of any."""

_BEARERS = 5, 0.005
"""Organisations that bear a rare word at most: so many, or such a share of all."""

_USUAL = 0.1
"""Share of a table from which a town or a country is one that many are in."""

_ALIAS = str.maketrans("|", ";")

Values = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Firm:
    """One record of an organisation."""

    names: tuple[Reading, ...]
    """Its names, legal and trading ones, former ones: the first as written first."""
    registered: frozenset[str]
    """Numbers of which an organisation has one."""
    numbers: tuple[frozenset[str], ...]
    """Telephones, e-mails, accounts and the like: by column."""
    codes: frozenset[str]
    """Postal codes, without spaces."""
    lines: frozenset[str]
    """Words and numbers of its addresses."""
    founded: frozenset[str]
    towns: frozenset[str]
    """Towns, regions and countries."""


@dataclass(frozen=True)
class Firms:
    """The organisations of a table."""

    one: Sequence[Firm]
    bearers: Mapping[str, int]
    """By word: how many organisations have it in their name, as far as names tell them apart."""
    at: Mapping[str, int]
    """By postal code or number, how many organisations have it, likewise."""
    usual: frozenset[str]
    """Towns and countries that many of them are in: two that share such share nothing."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """By comparison: the columns that it rests on."""

    @classmethod
    def of(cls, columns: Mapping[str, Values], meanings: Mapping[str, str]) -> "Firms":
        """Organisations of `columns` (heading, then one text a record), by what each means."""
        by: dict[str, list[str]] = defaultdict(list)
        for column, meaning in meanings.items():
            by[meaning].append(column)
        size = max((len(values) for values in columns.values()), default=0)
        made = [_firm(columns, by, at) for at in range(size)]
        bearers: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        there: dict[str, set[str]] = defaultdict(set)
        for one in made:
            for name in one.names:
                words = distinctive(name)
                for word in words:
                    bearers[word].add(words)
            first = next((min(words) for n in one.names[:1] if (words := distinctive(n))), "")
            for value in {*one.codes, *(v for some in one.numbers for v in some)}:
                there[value].add(first)
        counted = {word: len(some) for word, some in bearers.items()}
        towns = Counter(town for one in made for town in one.towns)
        usual = frozenset(town for town, n in towns.items() if n > _USUAL * size)
        return cls(made, counted, {v: len(some) for v, some in there.items()}, usual, _titles(by))

    def __len__(self) -> int:
        return len(self.one)

    def rare(self, words: Iterable[str]) -> bool:
        """Whether one of some words is borne by few."""
        most = max(_BEARERS[0], _BEARERS[1] * len(self.bearers))
        return any(self.bearers.get(word, 0) <= most for word in words)

    def hub(self, value: str) -> bool:
        """Whether so many have a postal code or number that it says little."""
        return self.at.get(value, 0) >= HUB


def of_organisations(meanings: Mapping[str, str]) -> bool:
    """Whether what columns mean is of organisations, and of no people.

    >>> of_organisations({"company": "organisation", "crn": "registered"})
    True
    >>> of_organisations({"employer": "organisation", "surname": "surname"})
    False
    """
    said = set(meanings.values())
    return "organisation" in said and not said & {"name", "forename", "surname"}


@lru_cache(maxsize=131_072)
def distinctive(name: Reading) -> tuple[str, ...]:
    """The words of a name that not every other organisation has; none where all are such.

    >>> distinctive(organisation("The Brambleworth Trading Company Ltd"))
    ('brambleworth',)
    """
    return tuple(sorted({word.text for word in name.words if word.weight >= 1}))


def _firm(columns: Mapping[str, Values], by: Mapping[str, Sequence[str]], at: int) -> Firm:
    def cells(meaning: str) -> list[str]:
        return [cell for column in by.get(meaning, ()) if (cell := columns[column][at])]

    named = (part for cell in (*cells("organisation"), *cells("alias")) for part in _parts(cell))
    names = [text for part in named for text in known_as(part.strip())]
    read = dict.fromkeys(organisation(name) for name in names)
    days = (reading.day(cell) for cell in cells("born"))
    return Firm(
        tuple(one for one in read if one.words),
        frozenset(_registered(part) for cell in cells("registered") for part in _parts(cell)),
        tuple(_numbers(columns[column][at]) for column in by.get("identifier", ())),
        frozenset(
            code
            for cell in cells("postcode")
            for part in _parts(cell)
            if (code := reading.joined(part))
        ),
        frozenset(word for cell in cells("address") for word in reading.words(cell)),
        frozenset(day for day in days if day),
        frozenset(town for cell in cells("place") if (town := " ".join(reading.words(cell)))),
    )


def _titles(by: Mapping[str, Sequence[str]]) -> dict[str, str]:
    titles = {
        "organisation": [*by.get("organisation", ()), *by.get("alias", ())],
        "registered": by.get("registered", ()),
        "seat": [*by.get("postcode", ()), *by.get("address", ())],
        "founded": by.get("born", ()),
        "town": by.get("place", ()),
    }
    titles |= {f"number{at or ''}": [column] for at, column in enumerate(by.get("identifier", ()))}
    return {name: ", ".join(one.strip() for one in some) for name, some in titles.items() if some}


def _parts(cell: str) -> list[str]:
    return [part for part in cell.translate(_ALIAS).split(";") if part.strip()]


def _registered(text: str) -> str:
    """A company number with the zeros that it has lost; another number as it stands."""
    try:
        return company.clean(text) or reading.joined(text)
    except BadInput:
        return reading.joined(text)


@lru_cache(maxsize=65_536)
def _numbers(cell: str | None) -> frozenset[str]:
    found = set()
    for part in _parts(cell or ""):
        try:
            found.add(phones.TYPE.clean(part) or "")
        except BadInput:
            found.add(reading.joined(part))
    return frozenset(found - {""})
