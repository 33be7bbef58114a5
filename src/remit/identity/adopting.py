"""A person adopts what was proposed, or takes it back: `resolve.adopt`, `resolve.drop`.

An adoption is one decision of one named person about one resolution, with a reason. From then on
what that resolution would join counts as one, in this case and for whoever may see exactly as
much; a judgement of two mentions always comes before it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from remit.authority.act import Act
from remit.identity.held_back import TOLD
from remit.identity.judging import RESOLVE, reasoned
from remit.identity.meanings import MEANINGS
from remit.identity.people import by_load
from remit.ontology.judged import proposed
from remit.store.adoptions import Adopted, Adoption, counts
from remit.store.agglomerate import Caps
from remit.store.entities import Entities
from remit.store.ids import kind_of
from remit.store.judgements import Judgement
from remit.store.proposals import Proposals
from remit.store.resolutions import Resolution

__all__ = ["Adopting", "adopt", "drop", "proposals", "supposed_adopted"]


class Adopting(Protocol):
    """What adopting uses of a View."""

    act: Act

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""

    def entities(
        self, as_at: datetime | None = None, supposing: Sequence[Judgement | Adopted] = ()
    ) -> Entities:
        """Which visible mentions are one, also if more were judged or adopted."""

    def flag_changed(self, before: Entities, after: Entities) -> list[str]:
        """Flag products that cite somebody who was merged or split."""

    @property
    def proposals(self) -> Proposals:
        """What machines proposed, and what was adopted of it."""


@RESOLVE.verb("adopt")
def adopt(view: Adopting, resolution: str, reason: str) -> dict[str, Any]:
    """Take what a resolution would join as your own decision, until you or another drop it.

    It takes the place of an earlier adoption. Judgements come before it, those made later too.
    The REASON is kept with it. Raises `NotFound`.
    """
    why = reasoned(reason)
    made = supposed_adopted(view, resolution)
    after = view.entities(supposing=(made,))
    name = view.proposals.adopt(resolution, why)
    return {"adoption": name, "resolution": resolution, **_changed(view, after, made.kind)}


@RESOLVE.verb("drop")
def drop(view: Adopting, adoption: str, reason: str) -> dict[str, Any]:
    """Take an adoption back: what it alone joined comes apart, and the one before counts again.

    Both stay to be read, with the REASON. Raises `NotFound`.
    """
    why = reasoned(reason)
    every = view.proposals.adopted()
    found = next((one for one in every if one.adoption.id == adoption), None)
    resolution, kind = (found.adoption.resolution, found.kind) if found else ("", "person")
    name = view.proposals.withdraw(adoption, why)
    gone = _adoption(view, resolution, withdraws=adoption)
    after = view.entities(supposing=(Adopted(gone, (), {}, kind=kind),))
    return {"adoption": name, "withdraws": adoption, **_changed(view, after, kind)}


@RESOLVE.verb("proposals")
def proposals(view: Adopting, *, kind: str = "person") -> dict[str, Any]:
    """What was proposed about who is who, newest first, and who adopted what, when and why.

    Of people, or of another KIND. Only what was worked out over exactly what this act may see.
    `since` counts the mentions of
    people in view today that it knows nothing of; `compared` has its columns and what they mean,
    `held` pairs by the rule that holds them back, `review` the bits from which a pair is kept for
    a person. `entities` counts how many mentions are one today, by size.
    """
    of = proposed(kind)
    every = [one.adoption for one in view.proposals.adopted() if one.kind == of]
    why = view.proposals.reasons(every)
    now = counts(every)
    gone = {one.withdraws for one in every}
    loads = by_load(view, of)
    return {
        "kind": of,
        "resolutions": [_told(one, now, loads) for one in view.proposals.listed(of)],
        "adoptions": [
            {
                "adoption": one.id,
                "resolution": one.resolution,
                "withdraws": one.withdraws,
                "state": _state(one, now, gone),
                "by": one.made_by,
                "at": one.made_at.isoformat(),
                "reason": why.get(one.id),
                "act": one.act,
            }
            for one in sorted(every, key=lambda one: one.number, reverse=True)
        ],
        "entities": _sizes(view.entities(), of),
    }


def supposed_adopted(view: Adopting, resolution: str) -> Adopted:
    """A resolution as if this act adopted it now. Raises `NotFound`."""
    found = view.proposals.one(resolution)
    return Adopted(
        _adoption(view, found.id),
        tuple(view.proposals.edges(found.id)),
        view.proposals.strong(found.id),
        Caps(**found.figures["caps"]),
        found.kind,
    )


def _adoption(view: Adopting, resolution: str, withdraws: str | None = None) -> Adoption:
    act = view.act
    name = "adoption-supposed"
    return Adoption(name, 1 << 60, resolution, withdraws, act.id, act.actor.id, act.opened_at)


def _changed(view: Adopting, after: Entities, kind: str) -> dict[str, Any]:
    """How many entities of several there were and are now, and the products that were flagged."""
    before = view.entities()
    flagged = view.flag_changed(before, after)
    return {"before": _sizes(before, kind), "after": _sizes(after, kind), "flagged": flagged}


def _sizes(found: Entities, kind: str) -> dict[str, Any]:
    """How many entities of a kind are of several, by how many; what has a number counts once."""
    several = [one for one in found.joined.values() if kind_of(one.id) == kind]
    withheld = [one for one in found.withheld if kind_of(one.one[0]) == kind]
    sizes = Counter(len(one.mentions) for one in several)
    return {
        "joined": sum(sizes.values()),
        "mentions_joined": sum(size * n for size, n in sizes.items()),
        "largest": max(sizes, default=1),
        "by_size": {str(size): sizes[size] for size in sorted(sizes)},
        "withheld": dict(sorted(Counter(one.reason for one in withheld).items())),
    }


def _told(one: Resolution, now: Adoption | None, loads: Mapping[str, int]) -> dict[str, Any]:
    known = one.figures.get("loads", {})
    return {
        "resolution": one.id,
        "model": one.model,
        "by": one.made_by,
        "at": one.made_at.isoformat(),
        "act": one.act,
        "mentions": one.figures.get("mentions", one.figures.get("people")),
        "adopted": now is not None and now.resolution == one.id,
        "since": sum(max(0, n - known.get(load, 0)) for load, n in loads.items()),
        "compared": {column: MEANINGS[meant] for column, meant in one.figures["columns"].items()},
        "held": {TOLD.get(rule, rule): n for rule, n in one.figures["held"].items()},
        "review": one.figures["review"],
        "figures": {name: said for name, said in one.figures.items() if name != "loads"},
    }


def _state(one: Adoption, now: Adoption | None, gone: Iterable[str | None]) -> str:
    if one.withdraws is not None:
        return "withdraws"
    if one.id in gone:
        return "withdrawn"
    return "counts" if now is not None and one.id == now.id else "superseded"
