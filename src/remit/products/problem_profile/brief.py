"""What matters, first: the facts in a few sentences, then what is assessed and what against it."""

from remit.places import describe
from remit.places.change import FEWEST_PAIRS, Change
from remit.places.gaps import missing
from remit.places.months import days
from remit.products.document import Figures, Section, Statement
from remit.products.problem_profile import said
from remit.products.problem_profile.asked import KINDS, Asked, Held, rows

__all__ = ["HALF", "UNEVEN", "assessed", "in_brief"]

HALF = 0.5
"""Share of the events for which the fewest places are named."""

UNEVEN = 0.01
"""Chance below which counts are too uneven to be an even spread."""

MOST_CLAIMS = 5
"""Types of which a change is claimed in the findings; the table has them all."""


def in_brief(asked: Asked, held: Held, figures: Figures) -> Section:
    """How much, against what, and how whole the records are."""
    kind = KINDS[asked.kind]
    n = len(held.now)
    if not n:
        return Section("In brief", (_nothing(asked, held),))
    total = figures.add(n, rows(held.now))
    loaded = {event.month for event in held.whole}
    months = [name for name in asked.months.names if name in loaded]
    parts = [
        Statement(
            f"The records in view hold {total} {said.name_of(n, kind.one, kind.many)} in "
            f"{len(months)} {said.name_of(len(months), 'month', 'months')}: "
            f"{said.per_day(n, sum(map(days, months)))} a day."
        )
    ]
    if held.comparison:
        whole, pairs = held.comparison.whole, held.comparison.pairs
        parts.append(
            Statement(
                f"Like for like, {pairs[0][0]} to {pairs[-1][0]} against the same months a year "
                f"earlier: {figures.add(len(whole.now), rows(whole.now))} now, "
                f"{figures.add(len(whole.before), rows(whole.before))} then, ratio of the daily "
                f"rates {said.ratio(whole.middle, whole.ratio)}."
            )
        )
    placed = [event for event in held.now if event.place]
    if len(placed) < n:
        parts.append(
            Statement(
                f"{figures.add(n - len(placed), rows([e for e in held.now if not e.place]))} of "
                f"{n:,} have no recorded place and are in no figure of place."
            )
        )
    parts += [
        Statement(f"{gap} No record is not none.") for gap in missing(held.whole, asked.months)
    ]
    return Section("In brief", tuple(parts))


def assessed(asked: Asked, held: Held, figures: Figures) -> Section:
    """Assessments, each with what speaks against it; or that there is not enough to assess."""
    if not held.now:
        why = "no such record is in view" if not held.whole else "none of these was recorded"
        return Section(
            "Assessed",
            (
                Statement(
                    f"Insufficient data: {why}, so nothing is assessed.",
                    "assessment",
                    ("What is not recorded, or not loaded, may still have happened.",),
                ),
            ),
        )
    found = [*_gathered(asked, held, figures), *_changed(asked, held, figures)]
    if not found:
        found.append(
            Statement(
                "Nothing in these counts stands out beyond what chance would give.",
                "assessment",
                ("Small numbers hide real differences.",),
            )
        )
    return Section("Assessed", tuple(found))


def _nothing(asked: Asked, held: Held) -> Statement:
    many = KINDS[asked.kind].many
    if not held.whole:
        return Statement(
            f"Insufficient data: the records in view hold no {many} of this period. No record is "
            "not none: the files of these months may not be loaded, or not be in this remit."
        )
    return Statement(
        f"The records in view hold none of what was asked for, among {len(held.whole):,} {many} "
        "of this period."
    )


def _gathered(asked: Asked, held: Held, figures: Figures) -> list[Statement]:
    places = describe.groups(held.now, lambda e: e.place)
    spread = describe.spread(places, HALF)
    if spread.p >= UNEVEN or len(spread.few) >= spread.evenly:
        return []
    events = [event for group in spread.few for event in group.events]
    located = sum(group.n for group in places)
    (best, worst), *_ = describe.ranks([group.n for group in places], 1)
    half = figures.add(len(events), rows(events))
    first = figures.add(places[0].n, rows(places[0].events))
    sure = "first beyond chance" if worst == 1 else f"its rank may be {best} to {worst:,}"
    return [
        Statement(
            f"{KINDS[asked.kind].title} gather at few places: {len(spread.few):,} of "
            f"{spread.places:,} hold {half} of the {located:,} with a place; spread evenly by "
            f"chance, half would take about {spread.evenly:,.0f}. Most, {first}, are recorded at "
            f"{said.place(places[0].events)}: {sure}.",
            "assessment",
            (
                "Recorded places may be snapped to a nearby point, which gathers events.",
                "Some place always has most. Busy places have more of everything; the number of "
                "people there is not known here.",
            ),
        )
    ]


def _changed(asked: Asked, held: Held, figures: Figures) -> list[Statement]:
    comparison = held.comparison
    if comparison is None or not comparison.claims:
        return []
    types = comparison.categories if len(comparison.categories) > 1 else ()
    claimed = [c for c in (comparison.whole, *types) if c.verdict != "cannot tell"]
    more = len(claimed) - MOST_CLAIMS
    found = [_claim(asked, c, figures) for c in claimed[:MOST_CLAIMS]]
    if more > 0:
        found.append(
            Statement(
                f"{more} more {said.name_of(more, 'type', 'types')} changed beyond chance; the "
                "table of change has them.",
                "assessment",
                (f"As above. Fewer than {FEWEST_PAIRS} years are held, so no trend is known.",),
            )
        )
    return found


def _claim(asked: Asked, change: Change, figures: Figures) -> Statement:
    what = KINDS[asked.kind].title if change.name == "All" else change.name
    return Statement(
        f"{what}: {change.verdict} than in the same months a year earlier, "
        f"{figures.add(len(change.now), rows(change.now))} against "
        f"{figures.add(len(change.before), rows(change.before))}, ratio of the daily rates "
        f"{said.ratio(change.middle, change.ratio)}.",
        "assessment",
        (
            "Reporting, recording or what was loaded may have changed.",
            "One earlier year is one comparison: it shows no trend and no cause.",
        ),
    )
