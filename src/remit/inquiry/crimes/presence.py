"""The method `crimes.presence`: things that were near several crimes of one kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np

from remit.inquiry.crimes.capability import CRIMES
from remit.inquiry.crimes.near import FEWEST, SCALES, Ints, near, occasions
from remit.inquiry.crimes.reported import (
    MOVES,
    PRESENCE,
    Crime,
    Origin,
    arrays,
    crimes_by_kind,
    in_metres,
    seen,
)
from remit.inquiry.finding import Evidence, Finding, Looker, Method, earlier, outcome, reported
from remit.inquiry.material import WITHIN, Material, material
from remit.inquiry.movements.apart import apart
from remit.inquiry.movements.clones import plate_reads
from remit.store.ids import kind_of

__all__ = ["METHOD", "presence"]

METHOD = Method(
    name="crimes.presence",
    version="2",
    line="crimes",
    question="which vehicles, phones and devices were near several crimes of one kind, more often "
    "than they are usually there",
    needs=PRESENCE,
)

_OWN = 0.2
"""Share of the chance of the search that goes to marks read in two places at once."""

_FIRST = {"vehicle": 0, "phone": 1, "handset": 2}
"""Which of several names of one device a finding is told by."""

_CANNOT = {
    "vehicle": "A mark says nothing of who drove, marks are cloned and misread, and cameras see "
    "only some of what passes.",
    "phone": "A number says nothing of who held the phone, and the site of a cell is not where "
    "the phone was.",
}
_OTHER = "The records say nothing about who had it with them."

_VERB = {"vehicle": "was read", "phone": "used a cell"}


@CRIMES.verb("presence")
def presence(view: Looker, *, seeds: Sequence[str] | None = None) -> dict[str, Any]:
    """Vehicles, phones and devices near several crimes of one kind, beyond what is usual for them.

    Each with the crimes it was near and the records that say so, how many would be usual on other
    days, and where it was at the others. Crimes whose time is open for more than two hours are
    left out and counted.
    """
    found = material(view, seeds, (*PRESENCE, "crime", "event"))
    parameters = {"scales": [list(scale) for scale in SCALES], "fewest": FEWEST}
    before = earlier(view, METHOD, found, parameters)
    if before is not None:
        return before
    every = crimes_by_kind(view, found)
    counts = {kind: int(occasions(_begins(crimes))[-1]) + 1 for kind, crimes in every.items()}
    several = {kind: every[kind] for kind, count in counts.items() if count >= FEWEST}
    many = {kind: counts[kind] ** 2 for kind in several}
    findings: list[Finding] = []
    looked_at = {"kinds_of_crime": len(several), "crimes": sum(map(len, several.values()))}
    if several:
        first = next(iter(several.values()))[0]
        origin = Origin(first.lon, first.lat)
        records, hashes = seen(view, found, origin)
        looked_at |= {"records_of_presence": len(records.at), "things": len(hashes)}
        twice = _in_two_places(view, found, hashes)
        looked_at["marks_in_two_places"] = len(twice)
        for kind, crimes in several.items():
            # Chance had a go at each kind and scale. Kinds share by what could stand out in them.
            goes = len(SCALES) * sum(many.values()) / many[kind]
            best: dict[int, _Thing] = {}
            for metres, seconds in SCALES:
                told = near(arrays(crimes, origin), records, metres, seconds, view.check)
                for n, number in enumerate(told.thing.tolist()):
                    usual, expected = float(told.usual[n]), float(told.expected[n]) * goes
                    expected *= _share(number, twice, len(hashes))
                    one = _Thing(number, usual, told.days, metres, seconds, expected)
                    if number not in best or expected < best[number].expected:
                        best[number] = one
            things = _named(view, hashes[sorted(best)])
            for number, one in sorted(best.items()):
                name, label = things[int(hashes[number])]
                thing = replace(one, id=name, label=label)
                if reported(thing.expected):
                    findings.append(_told(view, found, kind, crimes, thing, origin))
                else:
                    findings.append(_below(kind, thing))
    findings = _one_each(findings)
    return outcome(view, METHOD, found, findings, parameters=parameters, looked_at=looked_at)


@dataclass(frozen=True, slots=True)
class _Thing:
    number: int
    usual: float
    """Occasions that it would be near on other days, on average."""
    days: int
    metres: float
    seconds: int
    expected: float
    id: str = ""
    label: str = ""

    @property
    def kind(self) -> str:
        return kind_of(self.id)


def _in_two_places(view: Looker, found: Material, hashes: Any) -> frozenset[int]:
    """Numbers of the marks that were read in two places at once: where they were near is no part
    of that, so that few need be compared with chance."""
    reads, marks = plate_reads(view, found)
    if not len(reads.at):
        return frozenset()
    named = marks[apart(reads, view.check).vehicle]
    return frozenset(np.flatnonzero(np.isin(hashes, named)).tolist())


def _share(number: int, twice: frozenset[int], things: int) -> float:
    """By how much the chance of a thing counts: marks in two places are a search of their own,
    which has a fifth of the chance that the whole search has."""
    if not twice:
        return 1.0
    alone = len(twice) / things / _OWN if number in twice else np.inf
    return float(min(alone, 1 / (1 - _OWN)))


def _one_each(findings: Sequence[Finding]) -> list[Finding]:
    """A phone, its handset and its SIM stand in the same rows: one finding about all of them."""
    by_rows: dict[tuple[Any, ...], list[Finding]] = {}
    for number, one in enumerate(findings):
        by_rows.setdefault(one.rows or (number,), []).append(one)
    found = []
    for some in by_rows.values():
        first, *others = sorted(some, key=lambda one: _FIRST.get(kind_of(one.things[0]), 9))
        with_it = tuple(one.things[0] for one in others)
        text = "The same records name it with " + ", ".join(kind_of(i) for i in with_it) + "."
        more = (Evidence(text),) if with_it else ()
        things, evidence = (*first.things, *with_it), (*first.evidence, *more)
        found.append(replace(first, things=things, evidence=evidence))
    return found


def _begins(crimes: Sequence[Crime]) -> Ints:
    return np.array([int(one.begin.timestamp()) for one in crimes], np.int64)


def _named(view: Looker, hashes: Any) -> dict[int, tuple[str, str]]:
    """Id and label of things, by hash."""
    asked = {"hashes": [int(one) for one in hashes]}
    rows = view.run(_NAMED, asked).to_pylist()
    return {row["hashed"]: (row["entity"], row["label"] or row["entity"]) for row in rows}


def _below(kind: str, thing: _Thing) -> Finding:
    statement = f"{thing.label} was near crimes recorded as {kind}, as chance would have it."
    return Finding("near-crimes", statement, "assessment", (thing.id,), (), thing.expected)


def _told(
    view: Looker,
    found: Material,
    kind: str,
    crimes: list[Crime],
    thing: _Thing,
    origin: Origin,
) -> Finding:
    asked = {**found.values, "kinds": list(PRESENCE), "thing": thing.id}
    records = view.run(_OF_THING, asked).to_pylist()
    at = np.array([row["at"] for row in records], np.int64)
    places = in_metres([r["lon"] for r in records], [r["lat"] for r in records], origin)
    for_it, against, where = [], [], []
    which = occasions(_begins(crimes))
    for _, some in groupby(zip(which, crimes, strict=True), key=lambda pair: pair[0]):
        group = [crime for _, crime in some]
        close, away = _at(group, at, places, origin, thing)
        if close:
            crime, number, metres = close
            row = records[number]
            text = (
                f"{_crime(crime)}: {thing.label} {_VERB.get(row['kind'], 'was recorded')} "
                f"{metres:,.0f} m away, at {row['time_text']}"
            )
            for_it.append(Evidence(text, (crime.row, (row["load"], row["pos"]))))
            where += [crime.place] if crime.place else []
        elif away:
            crime, number, metres = away
            row = records[number]
            text = (
                f"{_crime(crime)}: {thing.label} {_VERB.get(row['kind'], 'was recorded')} "
                f"{metres / 1000:,.1f} km away, at {row['time_text']}"
            )
            against.append(Evidence(text, (crime.row, (row["load"], row["pos"])), "against"))
    many = int(which[-1]) + 1
    nowhere = many - len(for_it) - len(against)
    rows = tuple(dict.fromkeys(row for part in for_it for row in part.rows))
    spoken = [
        f"Of {many:,} occasions it was not recorded anywhere at the time of {nowhere:,}; "
        "that there is no record does not mean that it was not there.",
        _CANNOT.get(thing.kind, _OTHER),
    ]
    if against:
        spoken.insert(0, f"It was recorded elsewhere at the time of {len(against):,} of them.")
    return Finding(
        kind="near-crimes",
        statement=(
            f"{thing.label} was recorded within {thing.metres:,.0f} m and "
            f"{thing.seconds // 60} minutes of "
            f"{len(for_it):,} of {many:,} occasions of crimes recorded as {kind}; at the same "
            f"places and hours of {thing.days:,} other days it would be "
            f"{_usual(thing.usual)} on average."
        ),
        basis="assessment",
        things=(thing.id,),
        rows=rows,
        expected=thing.expected,
        against=tuple(spoken),
        places=tuple(dict.fromkeys(where)),
        begin=crimes[0].begin,
        end=crimes[-1].end,
        evidence=(*for_it, *against),
    )


def _at(
    group: list[Crime], at: Ints, places: Any, origin: Origin, thing: _Thing
) -> tuple[Any, Any]:
    """The nearest record near a crime of an occasion, and one at the time of it but away."""
    close: tuple[Crime, int, float] | None = None
    away: tuple[Crime, int, float] | None = None
    for crime in group:
        since = crime.begin.timestamp() - thing.seconds
        until = crime.end.timestamp() + thing.seconds
        for number in np.flatnonzero((at >= since) & (at <= until)).tolist():
            here = in_metres([crime.lon], [crime.lat], origin)[0]
            metres = float(np.hypot(*(places[number] - here)))
            if metres <= thing.metres and (close is None or metres < close[2]):
                close = crime, number, metres
            elif metres > thing.metres and (away is None or metres > away[2]):
                away = crime, number, metres
    return close, away


def _usual(count: float) -> str:
    return f"{count:.1f}" if count >= 0.1 else "fewer than 0.1"


def _crime(crime: Crime) -> str:
    named = crime.reference or "a crime without a number"
    return f"{named}, {crime.label}" if crime.label else named


_CANNOT = {
    "vehicle": "A mark says nothing of who drove, marks are cloned and misread, and cameras see "
    "only some of what passes.",
    "phone": "A number says nothing of who held the phone, and the site of a cell is not where "
    "the phone was.",
}
_OTHER = "The records say nothing about who had it with them."

_VERB = {
    "plate-read": "was read",
    "call": "used a cell",
    "message": "used a cell",
    "data-session": "used a cell",
}

_NAMED = """
SELECT hash(thing) AS hashed, min(thing) AS entity, min(value) AS label FROM event_by_thing
WHERE hash(thing) IN (SELECT unnest($hashes))
GROUP BY hash(thing)
ORDER BY entity
"""

_OF_THING = f"""
SELECT load, pos, kind, time_text, CAST(epoch("begin") AS BIGINT) AS at, lon, lat
FROM event_by_thing
WHERE thing = $thing AND kind IN (SELECT unnest($kinds)) AND lon IS NOT NULL
    AND "begin" IS NOT NULL AND {MOVES} AND {WITHIN}
ORDER BY "begin", load, pos
"""
