"""The verb `phones.successors`: which telephone took up from which, with what it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from remit.inquiry.event import here
from remit.inquiry.finding import (
    Evidence,
    Finding,
    Looker,
    Method,
    earlier,
    outcome,
    reported,
    score,
)
from remit.inquiry.found import MOST_ROWS, cited
from remit.inquiry.material import material
from remit.inquiry.named import NAMELESS, Named, named
from remit.inquiry.phones.book import KINDS, Book, book
from remit.inquiry.phones.capability import PHONES
from remit.inquiry.phones.shared import Passage, passage
from remit.inquiry.phones.taken_up import Succession, taken_up
from remit.inquiry.span import window

__all__ = ["METHOD", "successors"]

METHOD = Method(
    name="phones.successors",
    version="2",
    line="phones",
    question="Which telephone fell silent, and which took up its contacts?",
    needs=KINDS,
)

LONDON = "Europe/London"

WEAKEST = 1.0
"""Pairs of which chance would give more are not even listed: they are nobody's lead."""

AGAINST = (
    "The records say nothing about who held either telephone.",
    "A telephone may be silent because the records of it end.",
)
"""What speaks against every one."""


@PHONES.verb("successors")
def successors(
    view: Looker,
    *,
    seeds: Sequence[str] | None = None,
    from_: str | None = None,
    to: str | None = None,
    zone: str = LONDON,
) -> dict[str, Any]:
    """Telephones that took up from one that fell silent, with evidence for and against.

    All are solved together: who changed at the same time is followed through their mutual
    contacts. Where `seeds` are telephones, only pairs are told that hold one of them or were in
    contact with one; what is held for the whole force is entered from them alone. `from` and `to`
    are days or times (ISO 8601, in `zone` where they have no offset). `pairs` lists what was
    chosen, `reported` those beyond the threshold; the date is that of the first use of the new
    one. Raises `NotFound` where a seed is not in view.
    """
    within = window(from_, to, zone)
    held = material(view, seeds, METHOD.needs)
    parameters = {"from": from_, "to": to, "zone": zone}
    before = earlier(view, METHOD, held, parameters)
    if before is not None:
        view.cite([(row["load"], row["row"]) for one in before["pairs"] for row in one["rows"]])
        return before
    said = book(view, held, within)
    view.check()
    found = taken_up(said.calls, view.check)
    view.check()
    chosen = [one for one in found.pairs if one.expected <= WEAKEST]
    if named_too := set(held.seeds) & set(said.ids):
        chosen = [one for one in chosen if _touches(said, one, named_too)]
    names = named(view, {said.ids[n] for one in chosen for n in _numbers(one)})
    ways = [passage(said.calls, p.old, p.new, found.label, p.began) for p in chosen]
    findings = [_finding(said, one, way, names) for one, way in zip(chosen, ways, strict=True)]
    rows = cited(view, [row for one in findings for row in one.rows[:MOST_ROWS]])
    each = zip(chosen, ways, findings, strict=True)
    return outcome(
        view,
        METHOD,
        held,
        findings,
        parameters=parameters,
        looked_at={
            "telephones": said.calls.n,
            "calls": len(said.calls.time),
            "fell_silent": found.fell_silent,
            "began": found.began,
        },
        pairs=[_pair(said, one, way, finding, rows) for one, way, finding in each],
    )


def _touches(said: Book, one: Succession, wanted: set[str]) -> bool:
    if {said.ids[one.old], said.ids[one.new]} & wanted:
        return True
    calls = said.calls
    mine = np.isin(calls.caller, [one.old, one.new]) | np.isin(calls.called, [one.old, one.new])
    near = np.unique([calls.caller[mine], calls.called[mine]])
    return bool({said.ids[n] for n in near.tolist()} & wanted)


def _numbers(one: Succession) -> Iterable[int]:
    return (one.old, one.new, *(n for n, _ in one.others))


def _label(said: Book, number: int, names: Mapping[str, Named]) -> str:
    known = names.get(said.ids[number])
    return known.label if known and known.label != NAMELESS else said.number[said.ids[number]]


def _day(said: Book, call: int) -> str:
    when = here(said.moment(call), said.zone[call].as_py())
    return f"{when.day} {when:%B %Y}"


def _finding(said: Book, one: Succession, way: Passage, names: Mapping[str, Named]) -> Finding:
    old, new = (_label(said, n, names) for n in (one.old, one.new))
    begins, ends = said.row(way.last), said.row(way.first)
    contacts = tuple(said.row(call) for call in way.calls)
    last, first = _day(said, way.last), _day(said, way.first)
    statement = f"{old} fell silent on {last} and {new} began on {first} with {_kept(way)}"
    if one.circle:
        statement += ", as one of a circle that changed together"
    moments = sorted(said.moment(call) for call in (way.last, way.first))
    return Finding(
        kind="successor-telephone",
        statement=f"{statement}.",
        basis="assessment",
        things=(said.ids[one.old], said.ids[one.new]),
        rows=(begins, ends, *contacts),
        expected=one.expected,
        alone=bool(one.circle),
        against=(*_against(one, way, new, names, said), *AGAINST),
        begin=moments[0],
        end=moments[1],
        evidence=tuple(_evidence(said, one, way, old, new)),
        others=tuple(
            {"new": said.number[said.ids[n]], "score": score(chance)} for n, chance in one.others
        ),
    )


def _kept(way: Passage) -> str:
    if not way.kept:
        return "none of its contacts under their old numbers"
    moved = f", {way.moved} of them by new numbers of their own" if way.moved else ""
    return f"{way.kept} of its {way.usual} usual contacts{moved}"


def _evidence(said: Book, one: Succession, way: Passage, old: str, new: str) -> Iterable[Evidence]:
    contacts = tuple(said.row(call) for call in way.calls)
    if way.kept:
        moved = f", {way.moved} of them by new numbers of their own" if way.moved else ""
        text = (
            f"{new} was in contact with {way.kept} of {way.usual} usual contacts of {old}{moved}."
        )
        yield Evidence(text, contacts, "for" if one.contacts > 0 else "against")
    if one.circle:
        yield Evidence("Who of the circle called whom, and how often, fits before and after.")
    turn = f"{old} was last used on {_day(said, way.last)}, {new} first on {_day(said, way.first)}."
    yield Evidence(
        turn, (said.row(way.last), said.row(way.first)), "for" if one.turn > 0 else "against"
    )
    if abs(one.hours) > 1:
        alike = one.hours > 0
        text = "at about the same hours, with about as many contacts"
        differs = "at other hours, or with many more or fewer contacts"
        yield Evidence(
            f"{new} was used {text if alike else differs}.", (), "for" if alike else "against"
        )
    if one.devices > 1:
        yield Evidence("Handset, or the cell mostly used at night, are the same.", (), "for")
    if one.devices < 0:
        yield Evidence("Handset, or the cell mostly used at night, are others.", (), "against")
    if way.between:
        rows = tuple(said.row(call) for call in way.between)
        trial = len(rows) == 1
        often = f"The two were in contact with each other {len(rows):,} times."
        text = "One called the other once, as one tries a new number." if trial else often
        yield Evidence(text, rows, "for" if trial else "against")


def _against(
    one: Succession, way: Passage, new: str, names: Mapping[str, Named], said: Book
) -> Iterable[str]:
    if way.days_both >= 1:
        yield f"Both were in use for {way.days_both:.1f} days."
    if lost := way.usual - way.kept:
        yield f"{lost:,} of its {way.usual:,} usual contacts were no contacts of {new}."
    if len(way.between) > 1:
        yield f"The two were in contact with each other {len(way.between):,} times."
    if one.others:
        rival = _label(said, one.others[0][0], names)
        yield f"{rival} was considered too: see the alternatives."


def _pair(
    said: Book,
    one: Succession,
    way: Passage,
    finding: Finding,
    rows: Mapping[tuple[str, int], dict[str, Any]],
) -> dict[str, Any]:
    ids = said.ids[one.old], said.ids[one.new]
    return {
        "old": said.number[ids[0]],
        "new": said.number[ids[1]],
        "date": here(said.moment(way.first), said.zone[way.first].as_py()).date().isoformat(),
        "score": score(one.expected),
        "reported": reported(one.expected),
        "expected_by_chance": one.expected,
        "old_entity": ids[0],
        "new_entity": ids[1],
        "last_use_of_old": said.moment(way.last).isoformat(),
        "first_use_of_new": said.moment(way.first).isoformat(),
        "usual_contacts": way.usual,
        "kept_contacts": way.kept,
        "against": list(finding.against),
        "rows": [rows[row] for row in finding.rows[:MOST_ROWS] if row in rows],
        "alternatives": [dict(other) for other in finding.others],
    }
