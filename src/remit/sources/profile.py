"""Profiles: what a source's columns are, in YAML, versioned.

>>> profile("police-uk-street").event
'crime'
>>> profile("police-uk-street").match(["crime_id", "MONTH"])
{'Crime ID': 'crime_id', 'Month': 'MONTH'}
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from remit.errors import BadInput, Misuse

__all__ = ["Column", "Profile", "Reading", "plain_header", "profile", "profiles", "read"]

Reading = Literal[
    "reference",
    "month",
    "time",
    "longitude",
    "latitude",
    "place",
    "area",
    "area_name",
    "category",
    "outcome",
    "attribute",
    "duration",
    "thing",
    "other",
    "third",
    "fourth",
    "thing_code",
    "other_code",
    "protected",
    "value_date",
    "amount",
    "paid_out",
    "paid_in",
    "side",
    "balance",
    "currency",
    "holder",
    "counterparty",
    "card",
    "text",
    "subjects",
    "grade",
    "grade_source",
    "grade_intelligence",
    "grade_handling",
    "conditions",
    "source_identity",
]
"""What a column of a profile is read as; `protected` is not read at all.

`thing` to `fourth` are the things that a row of a feed is about (`store/feed.py`), the first two
those that its event is between; a `_code` is the sort code that goes with an account's number.
In a bank statement `thing` is the account it is of and `other` the one paid or paid by; `side` says
debit or credit, `paid_out` and `paid_in` are its two columns of sums, `holder` and `counterparty`
are names as written.
`text` to `source_identity` are of intelligence reports; the last is masked before a row is read.
"""


class Column(BaseModel):
    """One column of a profile."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reading: Reading = Field(alias="as")
    name: str | None = None
    """Name of an attribute of the event; None elsewhere."""
    filled: bool = False
    """Whether a row without a value here contradicts the profile."""
    optional: bool = False
    """Whether a file may lack the column altogether."""
    also: Sequence[str] = ()
    """Other names that the column goes by."""
    type: str | None = None
    """For a thing: its type of value (`vrm`, `phone`…), or `account`."""
    at: int | None = None
    """Where columns are known by their place: which one it is, from 1."""


class Stated(BaseModel):
    """A link that each row of a feed states between two of its things."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    a: str = Field(alias="from")
    b: str = Field(alias="to")


class Statement(BaseModel):
    """How the lines of a bank statement are laid out (`bank/`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    six_digits: bool = False
    """Whether a date is six digits: year, month and day."""
    currency: str = "GBP"
    """Currency of sums where no column says it."""
    once_a_day: bool = False
    """Whether a date stands on the first line of its day only."""
    wrapped: bool = False
    """Whether a description may go on in the lines below, or begin in the lines above."""
    own: Sequence[str] = ()
    """Types of payment, in lower case, that stay with the holder: to and from a pot or space."""


class Profile(BaseModel):
    """A source: its columns, units, zone, handling and retention."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: int
    title: str
    means: str
    licence: str
    event: str
    zone: str | None
    units: Mapping[str, str]
    handling: str
    retention: str
    of_case: bool
    region: Literal["United Kingdom"] | None
    columns: Mapping[str, Column]
    feed: bool = False
    """Whether rows are events of things without people, loaded a block at a time."""
    links: Sequence[Stated] = ()
    """What a row of a feed states besides its event, between its things by their reading."""
    statement: Statement | None = None
    """Where the source is a bank statement: how it is laid out."""
    protected: Sequence[str]
    synthetic: bool = False
    """Whether the names of its columns are ours, since the layout is not published."""
    authority: Literal["communications", "bank", "handset"] | None = None
    """What kind of authority a load of it names; None where it needs none."""
    day_first: bool | None = None
    """How 03/04/2026 is meant where no value of the column shows it; None where it is asked."""
    one_of: Sequence[Sequence[str]] = ()
    """Columns of which a file has at least one group whole."""

    @property
    def positional(self) -> bool:
        """Whether the columns are known by their place and not by a header."""
        return any(spec.at is not None for spec in self.columns.values())

    def match(self, header: Sequence[str]) -> dict[str, str]:
        """Columns of the profile found in a header: profile's name → header's name.

        Case, spaces and punctuation do not count: `crime_id` is `Crime ID`.
        """
        there = {plain_header(name): name for name in reversed(header)}
        found = {}
        for column, spec in self.columns.items():
            names = (plain_header(name) for name in (column, *spec.also))
            if (name := next((name for name in names if name in there), None)) is not None:
                found[column] = there.pop(name)
        return found

    def missing(self, header: Sequence[str]) -> list[str]:
        """Columns that a file must have and this header lacks."""
        found = self.match(header)
        lacks = [c for c, spec in self.columns.items() if c not in found and not spec.optional]
        if self.one_of and not any(found.keys() >= set(group) for group in self.one_of):
            lacks += [column for column in self.one_of[0] if column not in found]
        return lacks


def plain_header(name: str) -> str:
    """A header's letters and digits, lower case.

    >>> plain_header("LSOA code") == plain_header("lsoa_code")
    True
    """
    return re.sub(r"[\W_]+", "", name.casefold())


@cache
def profiles() -> Mapping[str, Profile]:
    """Every profile shipped, by id; `table` is the one for anything else."""
    folder = files("remit.sources") / "profiles"
    texts = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {p.id: p for p in (read(f.read_text(encoding="utf-8")) for f in texts)}


def profile(source: str) -> Profile:
    """The profile of that id. Raises `Misuse` with the list when there is none."""
    try:
        return profiles()[source]
    except KeyError:
        known = ", ".join(profiles())
        raise Misuse(f"no source profile {source!r}; there are: {known}") from None


def read(text: str) -> Profile:
    """A profile from its YAML. Raises `BadInput` naming the first thing that is wrong."""
    try:
        return Profile(**yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError, TypeError) as wrong:
        raise BadInput(f"the profile cannot be read: {wrong}") from None
