"""Entities: which mentions are one, worked out from what persons judged and adopted. Pure.

An entity is the mentions that hang together by `same`, with no two in it that were judged
`different`: where the two contradict each other, the newest `same` gives way and what it would
have joined is marked as in need of attention. Where a person adopted a resolution, its edges join
more, as far as that is safe (`agglomerate.py`); no edge holds against a judgement. Nothing of it is
stored. The same judgements, adoptions and mentions in view give the same entities in every
process, in whatever order they are read, and what is about a mention out of view is as if it had
never been made.

People are taken by their mentions. What is known by a number (`mention.thing`) is taken as that
thing, so that two numbers judged to be one thing join all mentions of both.

A mention that is one with no other is an entity with its own id. An entity of several has an id
that it keeps: it passes to the part that has most of its mentions, and mentions that were one
before have the id again that they had. An id that no entity has any more leads to the one that
holds most of what it held.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime

from remit.store.adoptions import Adopted
from remit.store.entity import Entities, Entity, Step, Unjoined
from remit.store.ids import kind_of
from remit.store.judgements import Judgement
from remit.store.replay import Replay, partition

__all__ = ["Entities", "Entity", "Step", "Unjoined", "entities", "partition"]


def entities(
    judgements: Iterable[Judgement],
    visible: Set[str],
    as_at: datetime | None = None,
    adopted: Iterable[Adopted] = (),
    things: Mapping[str, str] | None = None,
) -> Entities:
    """The entities of the mentions in `visible`, by the judgements on them and the adoptions made
    until `as_at`. `things` has the thing that a mention is of, where that is known by a number."""
    replay = Replay(visible, things or {})
    steps: list[tuple[int, Judgement | Adopted]] = [
        *((one.number, one) for one in judgements),
        *((one.adoption.number, one) for one in adopted),
    ]
    for _, step in sorted(steps, key=lambda step: step[0]):
        made_at = step.made_at if isinstance(step, Judgement) else step.adoption.made_at
        if as_at is not None and made_at > as_at:
            continue
        if isinstance(step, Adopted):
            replay.adopt(step)
        elif all(mention in visible for mention in step.mentions):
            lifted = step.lifted(things) if things else step
            if lifted.a != lifted.b and kind_of(lifted.a) == kind_of(lifted.b):
                replay.judge(lifted)
    return replay.now()
