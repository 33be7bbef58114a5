"""What an id means when two are judged: the mention on which a judgement stands, and of what.

A judgement stands on two mentions, so that who may not see them does not see it. It is of what the
two are taken as: a person's mention of itself, what is known by a number of that thing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from remit.errors import Misuse, NotFound
from remit.ontology.judged import kind_of_judged
from remit.store.adoptions import Adopted
from remit.store.entities import Entities
from remit.store.ids import kind_of
from remit.store.judgements import Judgement, Stands, standing

__all__ = ["Looking", "judged_before", "mentions_of", "stands", "thing", "two"]


class Looking(Protocol):
    """What finding out what an id means uses of a View."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""

    def entities(
        self, as_at: datetime | None = None, supposing: Sequence[Judgement | Adopted] = ()
    ) -> Entities:
        """Which visible mentions are one, also if more were judged."""

    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements on two visible mentions, oldest first."""

    def mentions_of(self, things: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """The visible mentions of each of some things, as received."""

    def things(self, mentions: Collection[str]) -> Mapping[str, str]:
        """Of visible mentions, what each is taken as."""


def two(view: Looking, a: str, b: str) -> tuple[Stands, Stands]:
    """The two mentions on which a judgement of A and B stands.

    Raises `NotFound`, and `Misuse` where they are of two kinds, or one and the same.
    """
    one, other = stands(view, a), stands(view, b)
    if kind_of(one.mention) != kind_of(other.mention):
        raise Misuse("these are two kinds of thing: neither can be the other")
    if one == other:
        raise Misuse("these are one and the same mention")
    if thing(view, one.mention) == thing(view, other.mention):
        raise Misuse("both have one number, by which they are one: that is not judged")
    return one, other


def stands(view: Looking, name: str) -> Stands:
    """The mention that an id means: itself, the first of a thing with a number, or of an entity.

    Raises `NotFound`, and `Misuse` where it is of a kind of which no two are judged.
    """
    name = name.strip()
    if kind_of(name):
        kind_of_judged(name)
    found = _mention(view, name)
    if found is None:
        first = view.entities().entity(name).mentions[0]
        mentions = (m for one in (name, first) for m in mentions_of(view, [one]))
        found = next((one for m in mentions if (one := _mention(view, m))), None)
    if found is None:
        raise NotFound(f"nobody and nothing called {name[:60]} in what this act may see")
    return Stands(**found)


def mentions_of(view: Looking, things: Iterable[str]) -> list[str]:
    """The mentions in view of what is one, thing by thing; a person's mention stands for itself."""
    listed = list(things)
    if all(kind_of(one) == "person" for one in listed):
        return listed
    found = view.mentions_of(listed)
    return [mention for one in listed for mention in found.get(one, ())]


def thing(view: Looking, mention: str) -> str:
    """What a mention is taken as: the thing of which a number says that it is, else itself."""
    if kind_of(mention) == "person":
        return mention
    return view.things([mention]).get(mention, mention)


def judged_before(view: Looking, one: Stands, other: Stands) -> list[Judgement]:
    """The judgements of two that were not withdrawn, oldest first."""
    pair = sorted(thing(view, end.mention) for end in (one, other))
    return standing(view.judgements()).get((pair[0], pair[1]), [])


def _mention(view: Looking, name: str) -> dict[str, Any] | None:
    rows: list[dict[str, Any]] = view.run(_MENTION, {"id": name}).to_pylist()
    return rows[0] if rows else None


_MENTION = """
SELECT id AS mention, load, pos, handling FROM mention WHERE id = $id
"""
