"""The ontology, read from its YAML and checked: kinds of thing, event and link.

>>> ontology().entity("person").plural
'People'
>>> ontology().link("lives-at").reads
'is recorded as living at'
>>> ontology().part("call", "to").reads
'was called by'
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from remit.errors import BadInput, NotFound
from remit.ontology.types import TYPES

__all__ = [
    "ANY",
    "VERSIONS",
    "EntityKind",
    "EventKind",
    "LinkKind",
    "Ontology",
    "Part",
    "Property",
    "ontology",
    "read",
]

T = TypeVar("T")

VERSIONS = (1, 2, 3, 4)
"""Versions of the YAML that are read. Version 2 added `parts` and `properties` of events,
`protected`, `means` of a property and `any`; version 3 the outlines of places; version 4 what a
document states of itself, and what phone downloads, tracks and charts hold. None took a kind,
property or link away."""

ANY = "any"
"""Stands in a link for every kind of thing."""

Pole = Literal["person", "object", "location", "event"]
"""Groups of the POLE Data Standards Catalogue v1.0."""


class _Term(BaseModel):
    """One term: unknown keys are refused, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    label: str
    sdm: str | None = None
    """Term of the Standard Data Model; None where the published model has none we know of."""


class Property(_Term):
    """What may be said of a kind of thing."""

    type: str
    means: str | None = None
    """What is special about it; None where the label says it all."""
    identifies: bool = False
    """Whether two things with the same value are the same thing; never so for a person."""
    protected: bool = False
    """Whether it is a protected characteristic: a column of it is kept as received, for audits
    of fairness, and not read, searched, counted or compared."""


class EntityKind(_Term):
    """A kind of thing."""

    plural: str
    pole: Pole
    means: str
    properties: Mapping[str, Property]


class Part(_Term):
    """A party of an event: `from` and `to`, or `seen` alone."""

    kinds: tuple[str, ...]
    """Kinds of thing that can be this party."""
    reads: str
    """What this party did, before the other party; for `seen`, before the place."""


class EventKind(_Term):
    """A kind of event."""

    plural: str
    pole: Pole
    means: str
    properties: Mapping[str, Property] = Field(default_factory=dict)
    """What may be said of such an event besides its time, place, category and outcome."""
    parts: Mapping[str, Part] = Field(default_factory=dict)
    """Its parties; empty where the kind has none of its own."""


class LinkKind(_Term):
    """A kind of link, with how it reads in both directions."""

    from_: tuple[str, ...] = Field(alias="from")
    to: tuple[str, ...]
    reads: str
    back: str


class Ontology(BaseModel):
    """Every kind there is, by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    entities: Mapping[str, EntityKind]
    events: Mapping[str, EventKind]
    links: Mapping[str, LinkKind]

    def entity(self, kind: str) -> EntityKind:
        """The kind of thing of that id. Raises `NotFound`."""
        return _of(self.entities, kind, "thing")

    def event(self, kind: str) -> EventKind:
        """The kind of event of that id. Raises `NotFound`."""
        return _of(self.events, kind, "event")

    def link(self, kind: str) -> LinkKind:
        """The kind of link of that id. Raises `NotFound`."""
        return _of(self.links, kind, "link")

    def part(self, event: str, part: str) -> Part:
        """The party of that name in events of that kind. Raises `NotFound`."""
        return _of(self.event(event).parts, part, f"party of {event}")

    def admits(self, link: str, start: str, end: str) -> bool:
        """Whether a link of that kind may run from one kind of thing to another."""
        kind = self.links.get(link)
        if kind is None or not {start, end} <= set(self.entities):
            return False
        return not ({start, ANY}.isdisjoint(kind.from_) or {end, ANY}.isdisjoint(kind.to))


@cache
def ontology() -> Ontology:
    """The ontology shipped with the house."""
    folder = files("remit.ontology") / "schema"
    names = ("entities", "events", "links")
    return read({n: folder.joinpath(f"{n}.yaml").read_text(encoding="utf-8") for n in names})


def read(texts: Mapping[str, str]) -> Ontology:
    """The ontology of three YAML texts: entities, events, links.

    Raises `BadInput` naming the first term that is wrong.
    """
    try:
        tables = {name: yaml.safe_load(text) for name, text in texts.items()}
        version = _version({name: table["version"] for name, table in tables.items()})
        kinds = {name: table["kinds"] for name, table in tables.items()}
        found = Ontology(version=version, **kinds)
    except (yaml.YAMLError, ValidationError, KeyError, TypeError) as wrong:
        raise BadInput(f"the ontology cannot be read: {wrong}") from None
    for kind, thing in found.entities.items():
        for name, prop in thing.properties.items():
            _property(kind, name, prop, joins=kind != "person")
    for kind, event in found.events.items():
        if event.parts and set(event.parts) not in ({"from", "to"}, {"seen"}):
            raise BadInput(f"event {kind}: its parts are `from` and `to`, or `seen` alone")
        for name, prop in event.properties.items():
            _property(kind, name, prop, joins=False)
        for part in event.parts.values():
            _known(found, f"event {kind}", part.kinds)
    for kind, link in found.links.items():
        _known(found, f"link {kind}", {*link.from_, *link.to} - {ANY})
    return found


def _version(versions: Mapping[str, Any]) -> int:
    (first, *others) = versions.values()
    if first not in VERSIONS or any(other != first for other in others):
        said = ", ".join(f"{name} {version}" for name, version in versions.items())
        raise BadInput(f"versions {said}: all must be one of {VERSIONS}")
    return int(first)


def _property(kind: str, name: str, prop: Property, *, joins: bool) -> None:
    if prop.type not in TYPES:
        raise BadInput(f"{kind}.{name}: there is no value type {prop.type!r}")
    if prop.identifies and (prop.protected or not joins):
        raise BadInput(f"{kind}.{name}: no value makes two people, or two events, one")
    if prop.protected and not prop.means:
        raise BadInput(f"{kind}.{name}: a protected property says what it is kept for")


def _known(found: Ontology, where: str, kinds: Iterable[str]) -> None:
    for kind in sorted(kinds):
        if kind not in found.entities:
            raise BadInput(f"{where}: there is no kind of thing {kind!r}")


def _of(kinds: Mapping[str, T], kind: str, what: str) -> T:
    try:
        return kinds[kind]
    except KeyError:
        known = ", ".join(sorted(kinds))
        raise NotFound(f"no kind of {what} {kind!r}; there are: {known}") from None
