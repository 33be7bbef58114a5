"""What was judged of somebody or something: by whom, when, why, under which act."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from remit.errors import Misuse, NotFound
from remit.identity.ends import mentions_of, stands, thing
from remit.identity.judging import RESOLVE, Judging, counting, waiting
from remit.store.adoptions import in_force
from remit.store.entities import Entities
from remit.store.ids import kind_of
from remit.store.judgements import Judgement

__all__ = ["MOST_MENTIONS", "history", "told_mentions"]

MOST_MENTIONS = 200
"""Mentions of one that are told; how many there are in all is said."""


@RESOLVE.verb("history")
def history(view: Judging, entity: str, *, as_at: str | None = None) -> dict[str, Any]:
    """The mentions that are one, and every judgement on them: by whom, when, why, which act.

    `adopted` is the adoption under which a machine's edges count here, None where all of it was
    judged. `lineage` says what was merged into it and split from it. `as_at` (ISO 8601, UTC; a
    day means its end) asks how it was then, of what is in view today. Why something was judged in
    another case is not told. Raises `NotFound`.
    """
    when = _moment(as_at)
    known = view.entities(when)
    first = thing(view, stands(view, entity).mention)
    name = entity.strip()
    found = known.entity(first if name not in known.now and name not in known.joined else name)
    every = mentions_of(view, found.mentions)
    mentions = told_mentions(view, every)
    if not mentions:
        raise NotFound(f"nobody called {name[:60]} in what this act may see")
    judged = [
        one
        for one in view.judgements()
        if (when is None or one.made_at <= when) and not set(one.pair).isdisjoint(found.mentions)
    ]
    on = {mention for one in judged for mention in one.mentions}
    said = {one["mention"]: one["label"] for one in told_mentions(view, sorted(on))}
    labels = {
        end: said.get(mention)
        for one in judged
        for end, mention in zip(one.pair, one.mentions, strict=True)
    }
    named = [label for one in mentions if (label := one["label"]) is not None]
    return {
        "entity": found.id,
        "kind": kind_of(found.id),
        "label": min(named, default=None),
        "as_at": when.isoformat() if when else None,
        "basis": "assessment" if len(found.mentions) > 1 else "fact",
        "mentions": mentions,
        "mentions_in_all": len(every),
        "judgements": _judgements(view, judged, known, labels),
        "adopted": _adopted(view, kind_of(found.id), every, when),
        "lineage": _lineage(known, found.id, found.mentions),
        "not_followed": list(found.attention),
    }


def told_mentions(view: Judging, mentions: Sequence[str]) -> list[dict[str, Any]]:
    """Mentions in view: what each is called, what it says, and its row."""
    shown = list(mentions)[:MOST_MENTIONS]
    if not shown:
        return []
    rows = view.run(_MENTIONS, {"ids": shown}).to_pylist()
    values = view.run(_VALUES, {"ids": shown}).to_pylist()
    cited = {(x["load"], x["row"]): x for x in view.cite((r["load"], r["pos"]) for r in rows)}
    return [
        {
            "mention": row["id"],
            "label": row["label"],
            "role": row["role"],
            "values": [
                {name: value[name] for name in ("property", "value", "raw")}
                for value in values
                if value["mention"] == row["id"]
            ],
            "rows": [cited[row["load"], row["pos"]]],
        }
        for row in rows
    ]


def _judgements(
    view: Judging, judged: Iterable[Judgement], known: Entities, labels: Mapping[str, str | None]
) -> list[dict[str, Any]]:
    """Judgements, the latest first, each with what became of it."""
    ordered = sorted(judged, key=lambda one: one.number, reverse=True)
    counts = {one.id for one in counting(ordered).values()}
    waits = {one.id for one in waiting(ordered).values()}
    withdrawn = {one.withdraws for one in ordered}
    left = {one for some in known.unfollowed.values() for one in some}
    why = view.reasons(ordered)

    def state(one: Judgement) -> str:
        if one.withdraws is not None:
            return "withdraws"
        if one.id in withdrawn:
            return "withdrawn"
        if one.id in waits:
            return "waits for a second person"
        if one.id not in counts:
            return "superseded"
        return "not followed" if one.id in left else "counts"

    def blind(one: Judgement) -> bool:
        """The second is not told what the first said."""
        return one.id in waits and one.made_by != view.act.actor.id

    return [
        {
            "judgement": one.id,
            "a": {"mention": one.a, "label": labels.get(one.a), "entity": known.stands_for(one.a)},
            "b": {"mention": one.b, "label": labels.get(one.b), "entity": known.stands_for(one.b)},
            "verdict": None if blind(one) else one.verdict,
            "state": state(one),
            "by": one.made_by,
            "at": one.made_at.isoformat(),
            "reason": None if blind(one) else why.get(one.id),
            "act": one.act,
            "case_only": one.of_case,
            "supersedes": one.supersedes,
            "withdraws": one.withdraws,
        }
        for one in ordered
    ]


def _adopted(
    view: Judging, kind: str, mentions: Sequence[str], when: datetime | None
) -> dict[str, Any] | None:
    """The adoption that counts, where an edge of it lies between some mentions."""
    every = view.proposals.adopted()
    chosen = in_force((one for one in every if when is None or one.adoption.made_at <= when), kind)
    if chosen is None:
        return None
    now = chosen.adoption
    among = set(mentions)
    inside = [edge for edge in chosen.edges if edge.a in among and edge.b in among]
    if not inside:
        return None
    return {
        "adoption": now.id,
        "resolution": now.resolution,
        "by": now.made_by,
        "at": now.made_at.isoformat(),
        "reason": view.proposals.reasons([now]).get(now.id),
        "act": now.act,
        "edges": len(inside),
    }


def _lineage(known: Entities, name: str, mentions: Iterable[str]) -> list[dict[str, Any]]:
    """What was merged into an entity and split from it, oldest first."""
    about = {name, *mentions, *(old for old, now in known.now.items() if now == name)}
    return [
        {
            "at": step.at.isoformat(),
            "judgement": step.judgement,
            "entity": step.entity,
            "how": step.how,
            "other": step.other,
        }
        for step in known.lineage
        if step.entity in about or step.other in about
    ]


def _moment(text: str | None) -> datetime | None:
    if text is None or not text.strip():
        return None
    text = text.strip()
    try:
        if len(text) == len("2026-01-31"):
            after = date.fromisoformat(text) + timedelta(days=1)
            return datetime.combine(after, time(), UTC) - timedelta(seconds=1)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise Misuse(f"a time is such as 2026-01-31T12:00:00Z; not {text[:40]!r}") from None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


_MENTIONS = """
SELECT id, label, role, load, pos FROM mention
WHERE id IN (SELECT unnest($ids)) ORDER BY load, pos, id
"""

_VALUES = """
SELECT DISTINCT mention, property, value, raw FROM claim
WHERE mention IN (SELECT unnest($ids)) ORDER BY mention, property, value, raw
"""
