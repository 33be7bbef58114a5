"""The ontology, read from its YAML and checked: kinds of thing, event and link.

>>> ontology().entity("person").plural
'People'
>>> ontology().link("lives-at").reads
'is recorded as living at'
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from remit.errors import BadInput, NotFound
from remit.ontology.types import TYPES

__all__ = ["EntityKind", "EventKind", "LinkKind", "Ontology", "Property", "ontology", "read"]

T = TypeVar("T")

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
    identifies: bool = False
    """Whether two things with the same value are the same thing."""


class EntityKind(_Term):
    """A kind of thing."""

    plural: str
    pole: Pole
    means: str
    properties: Mapping[str, Property]


class EventKind(_Term):
    """A kind of event."""

    plural: str
    pole: Pole
    means: str


class LinkKind(_Term):
    """A kind of link, with how it reads in both directions."""

    from_: tuple[str, ...] = Field(alias="from")
    to: tuple[str, ...]
    reads: str
    back: str


class Ontology(BaseModel):
    """Every kind there is, by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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

    def admits(self, link: str, start: str, end: str) -> bool:
        """Whether a link of that kind may run from one kind of thing to another."""
        kind = self.links.get(link)
        return kind is not None and start in kind.from_ and end in kind.to


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
        found = Ontology(**{name: _kinds(text) for name, text in texts.items()})
    except (yaml.YAMLError, ValidationError, KeyError, TypeError) as wrong:
        raise BadInput(f"the ontology cannot be read: {wrong}") from None
    for kind, thing in found.entities.items():
        for name, prop in thing.properties.items():
            if prop.type not in TYPES:
                raise BadInput(f"{kind}.{name}: there is no value type {prop.type!r}")
    for kind, link in found.links.items():
        for end in (*link.from_, *link.to):
            if end not in found.entities:
                raise BadInput(f"link {kind}: there is no kind of thing {end!r}")
    return found


def _kinds(text: str) -> Any:
    return yaml.safe_load(text)["kinds"]


def _of(kinds: Mapping[str, T], kind: str, what: str) -> T:
    try:
        return kinds[kind]
    except KeyError:
        known = ", ".join(sorted(kinds))
        raise NotFound(f"no kind of {what} {kind!r}; there are: {known}") from None
