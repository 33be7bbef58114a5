"""What machines proposed about who is who, as one act may see and adopt it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from remit.authority.act import Act
from remit.errors import Misuse, NotFound
from remit.store import adoptions, resolutions
from remit.store.adoptions import Adopted, Adoption
from remit.store.joined import Known
from remit.store.resolutions import Edge, Made, Resolution
from remit.store.room import Room

__all__ = ["Proposals"]


class Proposals:
    """Resolutions of the act's case that were worked out over exactly what the act may see."""

    def __init__(
        self, room: Room, act: Act, run: Callable[..., Any], known: Callable[[], Known]
    ) -> None:
        self._room, self._act, self._run, self._known = room, act, run, known
        self._engine, self._box = room.catalogue.engine, room.catalogue.box

    def keep(self, made: Made) -> str:
        """Keep a resolution worked out under this act; its id. It counts once it is adopted."""
        named = {mention for edge in made.edges for mention in (edge.a, edge.b)}
        named |= {mention for values in made.strong.values() for mention in values}
        if self._unseen(named):
            raise NotFound("an edge has a mention that is not in what this act may see")
        return resolutions.keep(self._room.log, self._box, self._act, made)

    def listed(self, kind: str | None = "person") -> tuple[Resolution, ...]:
        """The resolutions of one kind of thing, newest first; None asks for all."""
        self._act.check()
        every = resolutions.within(self._engine, self._box, self._act.scope)
        return tuple(one for one in every if kind is None or one.kind == kind)

    def one(self, resolution: str) -> Resolution:
        """A resolution. Raises `NotFound`."""
        found = next((one for one in self.listed(None) if one.id == resolution), None)
        if found is None:
            raise NotFound(f"no resolution {resolution[:60]} in what this act may see")
        return found

    def model(self, resolution: str) -> bytes:
        """The file of the model that a resolution was made by. Raises `NotFound`."""
        return resolutions.model(self._engine, self._box, self.one(resolution).id)

    def edges(self, resolution: str, mentions: Collection[str] | None = None) -> list[Edge]:
        """Its edges between mentions in view, of some mentions alone where named."""
        found = resolutions.edges(self._engine, self.one(resolution).id, mentions)
        unseen = self._unseen({mention for edge in found for mention in (edge.a, edge.b)})
        return [edge for edge in found if edge.a not in unseen and edge.b not in unseen]

    def strong(self, resolution: str) -> dict[str, dict[str, str]]:
        """By strong identifier and mention in view, a hash of the value."""
        found = resolutions.strong(self._engine, self.one(resolution).id)
        unseen = self._unseen({mention for values in found.values() for mention in values})
        return {
            name: {mention: mark for mention, mark in values.items() if mention not in unseen}
            for name, values in found.items()
        }

    def adopted(self) -> tuple[Adopted, ...]:
        """Every adoption with its edges in view, oldest first; withdrawals too."""
        return self._known().adopted

    def reasons(self, made: Iterable[Adoption]) -> dict[str, str]:
        """Why adoptions were made, by id: of those that this act may see."""
        seen = {one.adoption.id for one in self.adopted()}
        asked = [one.id for one in made if one.id in seen]
        return adoptions.reasons(self._engine, self._box, asked)

    def adopt(self, resolution: str, reason: str) -> str:
        """Adopt a resolution, with the act's outcome; the id of the adoption."""
        found = self.one(resolution)
        same = (one.adoption for one in self.adopted() if one.kind == found.kind)
        counts = adoptions.counts(same)
        if counts is not None and counts.resolution == found.id:
            raise Misuse(f"{found.id} is adopted already, by {counts.made_by}")
        return adoptions.adopt(self._box, self._act, found.id, reason)

    def withdraw(self, adoption: str, reason: str) -> str:
        """Take an adoption back, with the act's outcome; the id of the withdrawal."""
        every = [one.adoption for one in self.adopted()]
        found = next((one for one in every if one.id == adoption and one.withdraws is None), None)
        if found is None:
            raise NotFound(f"no adoption {adoption[:60]} in what this act may see")
        if any(one.withdraws == found.id for one in every):
            raise Misuse(f"{found.id} was withdrawn before")
        return adoptions.adopt(self._box, self._act, found.resolution, reason, found.id)

    def mark(self, text: str) -> str:
        """A keyed hash: two are equal where two texts are, and tell nothing else."""
        return self._room.ids.mark(text)

    def _unseen(self, mentions: Collection[str]) -> set[str]:
        if not mentions:
            return set()
        named: Sequence[str] = sorted(mentions)
        return set(named) - set(self._run(_SEEN, {"ids": named})["id"].to_pylist())


_SEEN = "SELECT id FROM mention WHERE id IN (SELECT unnest($ids))"
