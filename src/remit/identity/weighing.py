"""What a judgement would change, and what speaks for it and against it: asked before it is made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from remit.errors import Misuse, NotFound
from remit.identity.edging import between
from remit.identity.ends import mentions_of, stands, thing, two
from remit.identity.judged import told_mentions
from remit.identity.judging import (
    RESOLVE,
    VERDICTS,
    Judging,
    Said,
    counting,
    supposed,
    two_must_agree,
)
from remit.identity.misreading import how_alike
from remit.identity.reviewing import Reviewing
from remit.store.entities import Entities, Entity
from remit.store.ids import kind_of
from remit.store.judgements import Judged

__all__ = ["preview"]

_SUPPOSED = "judgement-supposed"

ONE_OF = ("date_of_birth", "nino", "pnc", "cro", "driver_number", "company_number")
"""Properties of which a person or an organisation has one, written one way: two that differ
contradict each other."""


@RESOLVE.verb("preview")
def preview(
    view: Reviewing,
    *,
    a: str | None = None,
    b: str | None = None,
    verdict: Said = "same",
    withdraw: str | None = None,
) -> dict[str, Any]:
    """What a judgement on A and B would change, or taking one back; nothing is changed by asking.

    `sides` has what both say and `compared` where they agree and differ. `before` and `after` are
    the entities they are part of, with their rows, events and links, counted on what is in view;
    `products` those saved in this case that cite one of the rows; `weighed` the strongest edge
    between the two, where they were weighed: what a machine says, in words. Raises `NotFound`.
    """
    made = _meant(view, a, b, verdict, withdraw)
    now, then = view.entities(), supposed(view, made, _SUPPOSED)
    ends = [thing(view, end.mention) for end in (made.a, made.b)]
    touched = _touched(now, then, ends)
    before, after = (_whole(some, touched) for some in (now, then))
    known = {entity.id for entity in before} | touched | set(now.now)
    rows = view.run(_ROWS, {"ids": mentions_of(view, sorted(touched))}).to_pylist()
    resting = view.resting((row["load"], row["pos"]) for row in rows)
    kinds = {one.id: one.kind for one in view.products()}
    apart = [(mentions_of(view, one.mentions), one.id) for one in _apart(now, then, ends)]
    on = (made.a.mention, made.b.mention)
    sides = [_side(view, at, *one) for at, one in zip(on, apart, strict=True)]
    earlier = counting(view.judgements()).get((min(ends), max(ends)))
    return {
        "kind": kind_of(ends[0]),
        "verdict": made.verdict,
        "withdraws": made.withdraws,
        "judged": None
        if earlier is None
        else {"judgement": earlier.id, "verdict": earlier.verdict},
        "two_must_agree": two_must_agree(view, made.a.mention, made.b.mention),
        "sides": sides,
        "weighed": between(view, kind_of(ends[0]), *(set(mentions) for mentions, _ in apart)),
        "alike": how_alike(view, kind_of(ends[0]), *(one.id for one in _apart(now, then, ends))),
        "compared": _compared(*(side["values"] for side in sides)),
        "changes": [one.mentions for one in before] != [one.mentions for one in after],
        "before": [_counted(view, entity, entity.id) for entity in before],
        "after": [_counted(view, one, one.id if one.id in known else None) for one in after],
        "not_followed": sorted({one for entity in after for one in entity.attention}),
        "products": [{"product": p, "kind": kinds[p], "rows": n} for p, n in resting.items()],
    }


def _meant(
    view: Judging, a: str | None, b: str | None, verdict: Said, withdraw: str | None
) -> Judged:
    if withdraw is None:
        if a is None or b is None:
            raise Misuse("name the two who would be judged, or the judgement to withdraw")
        if verdict not in VERDICTS:
            raise Misuse(f"a verdict is one of {', '.join(VERDICTS)}")
        one, other = two(view, a, b)
        return Judged(one, other, verdict, "", of_case=False)
    gone = {one.withdraws for one in view.judgements()}
    found = next((one for one in view.judgements() if one.id == withdraw.strip()), None)
    if found is None or found.withdraws is not None:
        raise NotFound(f"no judgement {withdraw[:60]} in what this act may see")
    if found.id in gone:
        raise Misuse(f"{found.id} was withdrawn before")
    one, other = (stands(view, mention) for mention in found.mentions)
    return Judged(one, other, "withdrawn", "", found.of_case, withdraws=found.id)


def _touched(now: Entities, then: Entities, ends: Iterable[str]) -> set[str]:
    """Everything that is one with either of two, before or after."""
    touched, waiting = set(ends), list(ends)
    while waiting:
        mention = waiting.pop()
        for known in (now, then):
            for other in known.entity(mention).mentions:
                if other not in touched:
                    touched.add(other)
                    waiting.append(other)
    return touched


def _whole(known: Entities, mentions: Iterable[str]) -> list[Entity]:
    """The entities of some mentions, the largest first."""
    found = {known.stands_for(one): known.entity(one) for one in mentions}
    return sorted(found.values(), key=lambda one: (-len(one.mentions), one.mentions))


def _counted(view: Judging, one: Entity, name: str | None) -> dict[str, Any]:
    """An entity with what stands in its rows; it has no id yet where it would be a new one."""
    view.check()
    mentions = mentions_of(view, one.mentions)
    (counts,) = view.run(_COUNTS, {"ids": mentions}).to_pylist()
    return {"entity": name, "mentions": len(mentions), **counts}


def _apart(now: Entities, then: Entities, ends: Sequence[str]) -> list[Entity]:
    """The two sides: as they are now; where they are one, as they would be; else each alone."""
    for known in (now, then):
        one, other = (known.entity(end) for end in ends)
        if one != other:
            return [one, other]
    return [Entity(now.stands_for(end), (end,)) for end in ends]


def _side(view: Judging, mention: str, every: Sequence[str], entity: str) -> dict[str, Any]:
    """One of the two: every mention of it, and its values with their rows."""
    mentions = told_mentions(view, every)
    values: dict[tuple[str, str], dict[str, Any]] = {}
    for one in mentions:
        for value in one["values"]:
            key = value["property"], value["value"] or value["raw"]
            empty = {"property": key[0], "value": key[1], "raw": [], "rows": []}
            told = values.setdefault(key, empty)
            told["raw"] += [value["raw"]] if value["raw"] not in told["raw"] else []
            told["rows"] += [row for row in one["rows"] if row not in told["rows"]]
    named = [one["label"] for one in mentions if one["label"] is not None]
    return {
        "mention": mention,
        "entity": entity,
        "label": min(named, default=None),
        "mentions": len(every),
        "values": [values[key] for key in sorted(values)],
        "rows": [row for one in mentions for row in one["rows"]],
    }


def _compared(
    a: Sequence[Mapping[str, Any]], b: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Property by property: what the two say, and whether that agrees. Not given is not differing.

    >>> one = [{"property": "name", "value": "ayla demir"}, {"property": "pnc", "value": "1"}]
    >>> [(c["property"], c["how"]) for c in _compared(one, [{"property": "pnc", "value": "2"}])]
    [('name', 'one side only'), ('pnc', 'conflict')]
    """
    said: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, values in enumerate((a, b)):
        for value in values:
            said[value["property"]][place].append(value["value"])
    order = {name: place for place, name in enumerate(("name", *ONE_OF))}
    return [
        {"property": name, "a": one, "b": other, "how": _how(name, set(one), set(other))}
        for name, (one, other) in sorted(
            said.items(), key=lambda item: (order.get(item[0], len(order)), item[0])
        )
    ]


def _how(name: str, one: set[str], other: set[str]) -> str:
    if not one or not other:
        return "one side only"
    if one == other:
        return "agree"
    if one & other:
        return "agree in part"
    return "conflict" if name in ONE_OF else "differ"


_ROWS = """
SELECT DISTINCT load, pos FROM mention WHERE id IN (SELECT unnest($ids)) ORDER BY load, pos
"""

_COUNTS = """
WITH here AS (
    SELECT id, load, pos, coalesce(thing, id) AS entity FROM mention
    WHERE id IN (SELECT unnest($ids))
)
SELECT
    (SELECT count(DISTINCT (load, pos)) FROM here) AS rows,
    (SELECT count(DISTINCT event.id) FROM event_by_thing AS event
        INNER JOIN here ON here.load = event.load AND here.pos = event.pos
            AND here.entity = event.thing) AS events,
    (SELECT count(DISTINCT id) FROM link
        WHERE a IN (SELECT id FROM here) OR b IN (SELECT id FROM here)) AS links
"""
