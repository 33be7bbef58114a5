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

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads all profiles in a hundredth of a second, where the library in C is there; else in ten."""

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
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "thing_code",
    "other_code",
    "clock",
    "until",
    "until_clock",
    "direction",
    "session",
    "generation",
    "easting",
    "northing",
    "other_time",
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

`thing` to `eighth` are the things that a row of a feed is about (`store/feed.py`), the first two
those that its event is between; a `_code` is the sort code that goes with an account's number.
In a bank statement `thing` is the account it is of and `other` the one paid or paid by; `side` says
debit or credit, `paid_out` and `paid_in` are its two columns of sums, `holder` and `counterparty`
are names as written.
`text` to `source_identity` are of intelligence reports; the last is masked before a row is read.
Several columns of one thing are its parts, in the order of the profile. A `clock` is the time of
day that goes with the day in `time`, and `until` is when it ended; `other_time` is the same moment
once more, in another zone. `session` tells which rows belong together, `generation` the network's.
"""

Way = Literal["incoming", "outgoing"]


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
    also_as: Sequence[Reading] = ()
    """Other things that it is a part of, as the network's code is of both cells of a call."""
    width: int | None = None
    """Digits that every value has in this layout: zeros lost in front are put back up to it."""
    zone: str | None = None
    """For `other_time`: its zone."""


class Stated(BaseModel):
    """A link that each row of a feed states between two of its things.

    `subject` is the one that the row was kept for: the caller of an outgoing call, the called of
    an incoming one.
    """

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


class Kind(BaseModel):
    """What a text in the column of the category, or the name of a sheet, says of its rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: str
    direction: Way | None = None


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
    watched: Literal["text", "all", "cells", "none"] = "text"
    """In which cells signs of privileged, journalistic or source-identifying material are looked
    for: free text and what no column says, every column, every cell of a row even where no header
    names its column, or none as in data that anybody may have."""
    hold: Literal["row", "file"] = "row"
    """What is held back where there are such signs: the row, or the whole file of a document."""
    together: str | None = None
    """Column in which rows that belong together have the same text, as a message and what is
    attached to it have: a sign in one of them holds them all."""
    feed: bool = False
    """Whether rows are events of things without people, loaded a block at a time."""
    links: Sequence[Stated] = ()
    """What a row of a feed states besides its event, between its things by their reading."""
    statement: Statement | None = None
    """Where the source is a bank statement: how it is laid out."""
    checked: bool = False
    """Whether the whole file of a feed is looked through for what its rows do not show singly."""
    synthetic: bool = False
    """Whether the layout is made up: those in use are not public."""
    authority: Literal["communications", "bank", "handset"] | None = None
    """What kind of authority a load of it names; None where it needs none. It is asked for, and
    rows that exceed it are held back."""
    day_first: bool | None = None
    """Whether dates such as 03/04/2026 are day first; None where the file has to tell."""
    kinds: Mapping[str, Kind] = {}
    """By text of the category: the kind of event and its direction. Other texts are refused."""
    sheets: Mapping[str, Kind] = {}
    """The same by name of a sheet, where the sheet says it."""
    flips: bool = False
    """Whether `thing` is the one asked about, so that an incoming row runs from `other` to it."""
    directions: Mapping[str, Way] = {}
    """By text of the column of the direction."""
    above: Sequence[str] = ()
    """What stands before the number asked about, above the header; empty where a column has it."""
    times: Mapping[str, Literal["at", "at_or_before_start", "at_or_before_end"]] = {}
    """What the time of a row means, by kind of event; of the others, `at`. `opening` is for rows
    that open a session."""
    totals: Sequence[str] = ()
    """What stands in the first column of a row of totals, which is no event."""
    protected: Sequence[str]
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
        return Profile(**yaml.load(text, Loader=_LOADER))  # noqa: S506  # a safe one, either way
    except (yaml.YAMLError, ValidationError, TypeError) as wrong:
        raise BadInput(f"the profile cannot be read: {wrong}") from None
