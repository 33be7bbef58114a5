"""What an entity is: mentions that are one, the ids it had, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

__all__ = ["Entities", "Entity", "Step", "Unjoined"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Mentions that are one; a single mention where no other was judged the same."""

    id: str
    mentions: tuple[str, ...]
    """In order of id. A thing with a number stands here for all mentions of it."""
    attention: tuple[str, ...] = ()
    """Judgements that were not followed here, since others contradict them."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one judgement did to an entity."""

    judgement: str
    at: datetime
    entity: str
    how: Literal["merged into", "split from"]
    other: str


@dataclass(frozen=True, slots=True)
class Unjoined:
    """Two sets of mentions that were not joined, and why: for a person to look at."""

    reason: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    weight: float
    """Average match weight of all pairs across, in bits."""


@dataclass(frozen=True)
class Entities:
    """What judgements make of the mentions in view."""

    joined: Mapping[str, Entity]
    """Entities of several mentions, by id."""
    of: Mapping[str, str]
    """The entity of each mention that is one with another."""
    now: Mapping[str, str]
    """The entity, or the mention, that an id which none has any more leads to."""
    lineage: tuple[Step, ...]
    """Every merge and split, oldest first."""
    unfollowed: Mapping[str, tuple[str, ...]]
    """Judgements not followed, by the id of each entity or mention that they touch."""

    withheld: tuple[Unjoined, ...] = ()
    """Steps that an adopted resolution would take and no machine may, the weakest first."""

    things: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Of mentions that were judged or weighed, the thing that each is taken as."""

    def stands_for(self, name: str) -> str:
        """The id of the entity that an id means today: its own, where nothing was judged."""
        found = self.thing(self.now.get(name, name))
        return self.of.get(found, found)

    def thing(self, mention: str) -> str:
        """What a mention is taken as: the thing of which a number says that it is, else itself."""
        return self.things.get(mention, mention)

    def entity(self, name: str) -> Entity:
        """The entity that an id means today; of an unknown one, the mention of that id."""
        found = self.stands_for(name)
        return self.joined.get(found) or Entity(found, (found,), self.unfollowed.get(found, ()))
