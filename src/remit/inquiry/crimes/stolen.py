"""The method `crimes.stolen`: handsets recorded in thefts, and the numbers used in them since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scipy.stats import binom

from remit.inquiry.crimes.capability import CRIMES
from remit.inquiry.finding import Evidence, Finding, Looker, Method, earlier, outcome, reported
from remit.inquiry.material import material
from remit.inquiry.recorded import told

__all__ = ["METHOD", "SEVERAL", "stolen"]

METHOD = Method(
    name="crimes.stolen",
    version="1",
    line="crimes",
    question="which handsets recorded as stolen were used afterwards, with which numbers, and "
    "which numbers were used in several of them",
    needs=("call", "message", "data-session"),
)

SEVERAL = 2
"""Stolen handsets in which a number has to have been used to be looked at."""

_AGAINST = (
    "A repairer tries many handsets, and a buyer need not know where one came from; the records "
    "say nothing about who held it."
)


@dataclass(frozen=True, slots=True)
class _Stolen:
    handset: str
    label: str
    reference: str
    category: str
    at: datetime
    row: tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Use:
    """One number in one stolen handset after the theft."""

    handset: str
    number: str
    label: str
    first: datetime
    last: datetime
    count: int
    rows: tuple[tuple[str, int], ...]


@CRIMES.verb("stolen")
def stolen(view: Looker, *, seeds: Sequence[str] | None = None) -> dict[str, Any]:
    """Handsets recorded in reports of theft, robbery or burglary, and their use since.

    A number used in several of them stands out if it is used in few others. What numbers were used
    in the handsets before is left out.
    """
    found = material(view, seeds)
    parameters = {"several": SEVERAL}
    before = earlier(view, METHOD, found, parameters)
    if before is not None:
        return before
    asked = {"open": found.open}
    taken = {
        row["handset"]: _Stolen(**_stolen(row)) for row in view.run(_STOLEN, asked).to_pylist()
    }
    rows = view.run(_USES, {"handsets": sorted(taken), **asked}).to_pylist()
    uses = _since(taken, rows)
    (seen,) = view.run(_SEEN, asked).to_pylist()
    looked_at = {"stolen": len(taken), "handsets": seen["handsets"], "numbers": seen["numbers"]}
    findings = _several(view, taken, uses, seen)
    if uses:
        findings.append(_all(taken, uses))
    return outcome(view, METHOD, found, findings, parameters=parameters, looked_at=looked_at)


def _stolen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "handset": row["handset"],
        "label": row["label"],
        "reference": row["reference"] or "a report without a number",
        "category": row["category"] or "theft",
        "at": row["moment"],
        "row": (row["load"], row["pos"]),
    }


def _since(taken: Mapping[str, _Stolen], rows: Sequence[Mapping[str, Any]]) -> list[_Use]:
    """Uses after the theft with numbers that were not used in the handset before it."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["handset"], row["number"]].append(row)
    found = []
    for (handset, number), some in sorted(grouped.items()):
        if some[0]["moment"] <= taken[handset].at:
            continue
        stands = tuple((row["load"], row["pos"]) for row in some)
        first, last = some[0]["moment"], some[-1]["moment"]
        label = some[0]["label"] or number
        found.append(_Use(handset, number, label, first, last, len(some), stands))
    return found


def _several(
    view: Looker, taken: Mapping[str, _Stolen], uses: Sequence[_Use], seen: Mapping[str, Any]
) -> list[Finding]:
    """Numbers used in several stolen handsets, held against all handsets that they were used in.

    If a number's handsets were stolen no more often than others, how many would be is binomial.
    """
    by_number: dict[str, list[_Use]] = defaultdict(list)
    for use in uses:
        by_number[use.number].append(use)
    wanted = sorted(number for number, some in by_number.items() if len(some) >= SEVERAL)
    in_all = {
        row["number"]: row["handsets"]
        for row in view.run(_HANDSETS_OF, {"numbers": wanted}).to_pylist()
    }
    share = len({use.handset for use in uses}) / max(1, seen["handsets"])
    findings = []
    for number in wanted:
        some = sorted(by_number[number], key=lambda use: (use.first, use.handset))
        many = max(in_all.get(number, 0), len(some))
        expected = float(binom.sf(len(some) - 1, many, share)) * seen["numbers"]
        evidence = [_evidence(taken[use.handset], use) for use in some]
        things = [number, *(use.handset for use in some)]
        if reported(expected):
            contact = _contact(view, number)
            people, said = told(view, [number, *contact.things])
            things[1:1] = [*contact.things, *people]
            evidence += [*contact.said, *said]
        findings.append(
            Finding(
                kind="number-in-stolen-handsets",
                statement=(
                    f"{some[0].label} was used in {len(some):,} handsets after they were recorded "
                    f"as stolen, of {many:,} handsets that it was used in."
                ),
                basis="assessment",
                things=tuple(things),
                rows=tuple(dict.fromkeys(row for part in evidence for row in part.rows)),
                expected=expected,
                against=(_AGAINST,),
                begin=some[0].first,
                end=max(use.last for use in some),
                evidence=tuple(evidence),
            )
        )
    return findings


@dataclass(frozen=True, slots=True)
class _Contact:
    things: tuple[str, ...]
    said: tuple[Evidence, ...]


def _contact(view: Looker, number: str) -> _Contact:
    """The number that most calls of one were to, where it is half of them or more."""
    rows = view.run(_CONTACTS, {"number": number}).to_pylist()
    every = sum(row["n"] for row in rows)
    if not rows or rows[0]["n"] * 2 < every:
        return _Contact((), ())
    top = rows[0]
    text = f"{top['n']:,} of its {every:,} calls and messages were to {top['label']}."
    stands = tuple((row["load"], row["pos"]) for row in top["stands"])
    return _Contact((top["other"],), (Evidence(text, stands),))


def _all(taken: Mapping[str, _Stolen], uses: Sequence[_Use]) -> Finding:
    used = sorted({use.handset for use in uses})
    numbers = sorted({use.number for use in uses})
    order = sorted(uses, key=lambda use: (taken[use.handset].at, use.handset, use.first))
    evidence = tuple(_evidence(taken[use.handset], use) for use in order)
    rows = tuple(dict.fromkeys(row for part in evidence for row in part.rows))
    return Finding(
        kind="stolen-handsets-used",
        statement=(
            f"Of {len(taken):,} handsets recorded as stolen, {len(used):,} were used afterwards, "
            f"with {len(numbers):,} {'number' if len(numbers) == 1 else 'numbers'} that had not "
            "been used in them before."
        ),
        basis="fact",
        things=(*used, *numbers),
        rows=rows,
        against=(_AGAINST,),
        begin=order[0].first,
        end=max(use.last for use in uses),
        evidence=evidence,
    )


def _evidence(one: _Stolen, use: _Use) -> Evidence:
    text = (
        f"Handset {one.label}, recorded in {one.reference} ({one.category}, {one.at:%d %b %Y}), "
        f"was used with {use.label} {_times(use.count)}, first on {use.first:%d %b %Y %H:%M} UTC."
    )
    return Evidence(text, (one.row, *use.rows[:5]))


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


_STOLEN = """
SELECT mention.thing AS handset, min(mention.label) AS label, min(event.reference) AS reference,
    min(event.category) AS category, min("begin") AS moment, min(event.load) AS load,
    min_by(event.pos, event.load) AS pos
FROM event_by_time AS event
INNER JOIN mention ON mention.load = event.load AND mention.pos = event.pos
WHERE event.kind IN ('crime', 'event') AND mention.kind = 'handset' AND event."begin" IS NOT NULL
    AND regexp_matches(lower(event.category), 'theft|robbery|burglary|stolen')
    AND event.load IN (SELECT unnest($open))
GROUP BY mention.thing
ORDER BY handset
"""

_USES = """
SELECT used.b AS handset, used.a AS number, used.a_label AS label, event."begin" AS moment,
    used.load, used.pos
FROM linked AS used
INNER JOIN event_by_time AS event ON event.load = used.load AND event.pos = used.pos
WHERE used.kind = 'number-in-handset' AND used.b IN (SELECT unnest($handsets))
    AND used.load IN (SELECT unnest($open)) AND event."begin" IS NOT NULL
    AND event.kind IN ('call', 'message', 'data-session')
ORDER BY handset, number, moment, load, pos
"""

_SEEN = """
SELECT count(DISTINCT a) AS numbers, count(DISTINCT b) AS handsets FROM linked
WHERE kind = 'number-in-handset' AND load IN (SELECT unnest($open))
"""

_HANDSETS_OF = """
SELECT a AS number, count(DISTINCT b) AS handsets FROM linked
WHERE kind = 'number-in-handset' AND a IN (SELECT unnest($numbers))
GROUP BY a
ORDER BY number
"""

_CONTACTS = """
SELECT other, min(other_value) AS label, count(*) AS n,
    list({'load': load, 'pos': pos} ORDER BY "begin", load, pos)[:3] AS stands
FROM event_by_thing
WHERE thing = $number AND part = 'from' AND kind IN ('call', 'message')
GROUP BY other
ORDER BY n DESC, other
"""
