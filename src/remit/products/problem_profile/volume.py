"""How much: by month with a daily rate, by type, and what came of it."""

from remit.places import describe
from remit.places.intervals import Interval, count
from remit.places.months import days
from remit.products.document import Figures, Section, Statement, Table
from remit.products.problem_profile import said
from remit.products.problem_profile.asked import KINDS, Asked, Held, rows

__all__ = ["MOST_TYPES", "outcomes", "volume"]

MOST_TYPES = 30
"""Types or outcomes in a table."""


def volume(asked: Asked, held: Held, figures: Figures) -> Section:
    """Counts by month and by type, with intervals; no rate per head without residents."""
    return Section(
        "How much",
        (
            _months(asked, held, figures),
            _types(asked, held, figures),
            Statement(
                "No rate per head is given: no count of residents, or of people present, is among "
                "the records in view. Rates are per day."
            ),
        ),
    )


def outcomes(asked: Asked, held: Held, figures: Figures) -> Section:
    """What came of the events, as far as the records say."""
    n = len(held.now)
    known = describe.groups(held.now, lambda e: e.outcome)
    if not known:
        return Section("Outcomes", (Statement("No outcome is recorded in the files in view."),))
    lines = [(group.name, group.events) for group in known[:MOST_TYPES]]
    unknown = tuple(event for event in held.now if event.outcome is None)
    if unknown:
        lines.append(("No outcome recorded", unknown))
    return Section(
        "Outcomes",
        (
            Table(
                f"{KINDS[asked.kind].title} by the last outcome recorded",
                ("Outcome", "Count", "Share of all, 95 %"),
                tuple(
                    (name, figures.add(len(some), rows(some)), said.share_of(len(some), n))
                    for name, some in lines
                ),
                left_out=said.left_out(len(lines), len(known) + bool(unknown), "outcomes"),
                bars=tuple(float(len(some)) for _, some in lines),
            ),
            Statement(
                "An outcome is the last one known when the file was published. Later months have "
                "had less time for one, so shares of outcomes are not compared between months."
            ),
        ),
    )


def _months(asked: Asked, held: Held, figures: Figures) -> Table:
    loaded = {event.month for event in held.whole}
    by_month = {g.name: g for g in describe.groups(held.now, lambda e: e.month)}
    lines, bars, spans = [], [], []
    for name in asked.months.names:
        some = by_month[name].events if name in by_month else ()
        if name not in loaded:
            lines.append((name, "no record", "cannot tell", "cannot tell"))
            bars.append(0.0)
            spans.append(Interval(0.0, 0.0))
            continue
        n = len(some)
        shown = figures.add(n, rows(some))
        lines.append((name, shown, said.between(n), said.per_day(n, days(name))))
        bars.append(float(n))
        spans.append(count(n))
    return Table(
        f"{KINDS[asked.kind].title} by month",
        ("Month", "Count", "Chance alone, 95 %", "A day (95 %)"),
        tuple(lines),
        bars=tuple(bars),
        spans=tuple(spans),
    )


def _types(asked: Asked, held: Held, figures: Figures) -> Table:
    n = len(held.now)
    types = describe.groups(held.now, lambda e: e.category)
    shown = types[:MOST_TYPES]
    return Table(
        f"{KINDS[asked.kind].title} by type",
        ("Type", "Count", "Share of all, 95 %"),
        tuple((g.name, figures.add(g.n, rows(g.events)), said.share_of(g.n, n)) for g in shown),
        left_out=said.left_out(len(shown), len(types), "types, ranked by count"),
        bars=tuple(float(g.n) for g in shown),
    )
