"""What each column of a feed is, by its profile: which things, where, when, and what besides."""

from collections.abc import Mapping
from functools import cached_property

from remit.errors import BadInput
from remit.sources.profile import Column, Profile
from remit.sources.things import THINGS
from remit.store.feed import End, FeedKind
from remit.store.schema import ENDS

__all__ = ["ABOVE", "FeedColumns"]

ABOVE = "(above the header)"
"""Stands for the column of what is written above the header."""

_NAMED = {"session": "charging_id", "generation": "rat"}
"""Attributes that columns of these readings are besides."""


class FeedColumns:
    """The columns of one file, found by a profile of a feed."""

    def __init__(self, profile: Profile, header: tuple[str, ...]) -> None:
        self.profile, self.header = profile, header
        found = profile.match(header)
        self.specs: Mapping[str, Column] = {
            found[name]: spec for name, spec in profile.columns.items() if name in found
        }
        """By column of the file."""
        self._of: dict[str, list[str]] = {}
        for column, spec in self.specs.items():
            for reading in (spec.reading, *spec.also_as):
                self._of.setdefault(reading, []).append(column)
        self._at = {column: number for number, column in enumerate(header, 1)}
        self.filled = tuple(column for column, spec in self.specs.items() if spec.filled)
        if "time" not in self._of:
            raise BadInput(f"{profile.title}: no column says when")

    def one(self, reading: str) -> str | None:
        """The column of a reading; None where there is none."""
        columns = self._of.get(reading)
        return columns[0] if columns else None

    @cached_property
    def time(self) -> tuple[str, ...]:
        """The column of the time; or that of the day and that of the clock."""
        return (self._of["time"][0], *self._of.get("clock", ())[:1])

    @cached_property
    def until(self) -> tuple[str, ...]:
        """The same of the end; none where no column says it."""
        if "until" not in self._of:
            return ()
        return (self._of["until"][0], *self._of.get("until_clock", ())[:1])

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """Names of attributes of the event, by column."""
        found = {}
        for column, spec in self.specs.items():
            if spec.reading == "attribute" or spec.name or spec.reading in _NAMED:
                found[column] = spec.name or _NAMED.get(spec.reading, column)
        return found

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Type of value by which each thing is named, by its reading."""
        found = {
            end: next((t for c in self._of[end] if (t := self.specs[c].type)), "")
            for end in ENDS
            if end in self._of
        }
        if self.profile.above and "thing" not in found:
            found = {"thing": "phone", **found}
        return found

    def columns(self, end: str) -> tuple[str, ...]:
        """The columns that name a thing: its parts in order, or its only one."""
        return (*self._of.get(f"{end}_code", ()), *self._of.get(end, ()))

    @cached_property
    def ends(self) -> Mapping[str, End]:
        """The things that a row is about."""
        return {
            end: End(*_named(kind), tuple(self._at[column] for column in self.columns(end)))
            for end, kind in self.types.items()
        }

    @cached_property
    def place(self) -> tuple[str, ...]:
        """The columns of longitude, latitude and name; none without a position."""
        two = ("easting", "northing") if self.grid else ("longitude", "latitude")
        if any(one not in self._of for one in two):
            return ()
        return tuple(self._of[one][0] for one in (*two, "place") if one in self._of)

    @property
    def grid(self) -> bool:
        """Whether the position is written as easting and northing."""
        return "longitude" not in self._of and "easting" in self._of

    @cached_property
    def told(self) -> tuple[str, ...]:
        """What is worked out of a row and is an attribute of its event."""
        profile = self.profile
        ways = (*profile.kinds.values(), *profile.sheets.values())
        directed = bool(profile.directions) or any(kind.direction for kind in ways)
        told = {"direction": directed, "opens": "session" in self._of}
        return tuple(name for name, is_told in told.items() if is_told)

    @cached_property
    def links(self) -> tuple[tuple[str, str, str], ...]:
        """Kinds of link that a row states, from which of its things to which."""
        return tuple(
            (one.kind, one.a, one.b)
            for one in self.profile.links
            if (one.a in self.ends or one.a == "subject") and one.b in self.ends
        )

    @cached_property
    def kind(self) -> FeedKind:
        """What all rows of the feed share."""
        at = self._at
        return FeedKind(
            self.profile.event,
            self.header,
            tuple(at[column] for column in self.time),
            self.ends,
            tuple(at[column] for column in self.place),
            {name: at[column] for column, name in self.attributes.items()},
            self.links,
            grid=self.grid,
            flips=self.profile.flips,
            told=self.told,
        )


def _named(kind: str) -> tuple[str, str]:
    """Kind and property of a thing of that type of value."""
    if kind == "account":
        return "account", "bank_account"
    return THINGS[kind].kind, THINGS[kind].prop
