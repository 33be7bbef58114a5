"""Where: places with most, how sure their rank is, repeat places, areas."""

from remit.places import describe
from remit.places.describe import Group
from remit.places.events import Event
from remit.places.intervals import count
from remit.products.document import Figures, Section, Statement, Table
from remit.products.problem_profile import said
from remit.products.problem_profile.asked import KINDS, Asked, Held, rows
from remit.products.problem_profile.brief import HALF

__all__ = ["MOST_PLACES", "where"]

MOST_PLACES = 15
"""Places, and areas, in a table."""

SIZES = ((1, 1), (2, 2), (3, 4), (5, 9), (10, 19), (20, 49), (50, None))
"""Events on a place, from and to, by which places are gathered."""


def where(asked: Asked, held: Held, figures: Figures) -> Section:
    """Places and areas with most, or that no record says where."""
    places = describe.groups(held.now, lambda e: e.place)
    if not places:
        return Section(
            "Where",
            (Statement("Insufficient data: no record in view says where it happened."),),
        )
    placed = [event for group in places for event in group.events]
    spread = describe.spread(places, HALF)
    few = [event for group in spread.few for event in group.events]
    parts: list[Statement | Table] = [
        Statement(
            f"{figures.add(len(placed), rows(placed))} of {len(held.now):,} have a recorded place; "
            f"they stand on {spread.places:,} {said.name_of(spread.places, 'place', 'places')}. "
            f"{figures.add(len(few), rows(few))} of them stand on {len(spread.few):,}, the fewest "
            f"that hold half; spread evenly by chance, half would take about {spread.evenly:,.0f}."
        ),
        _hot(asked, places, len(asked.months.names), figures),
        _repeats(places, figures),
    ]
    areas = describe.groups(held.now, area_of)
    if areas:
        parts.append(_areas(asked, areas, len(held.now), figures))
    return Section("Where", tuple(parts))


def area_of(event: Event) -> str | None:
    """Name and code of the area; None where neither is recorded."""
    if event.area_name and event.area:
        return f"{event.area_name} ({event.area})"
    return event.area_name or event.area


def _hot(asked: Asked, places: list[Group], months: int, figures: Figures) -> Table:
    top = places[:MOST_PLACES]
    ranks = describe.ranks([group.n for group in places], len(top))
    lines = []
    for group, (best, worst) in zip(top, ranks, strict=True):
        active = len({event.month for event in group.events})
        lines.append(
            (
                group.events[0].label or "not named",
                next((a for a in map(area_of, group.events) if a), "not recorded"),
                figures.add(group.n, rows(group.events)),
                said.between(group.n),
                f"{best:,}" if best == worst else f"{best:,} to {worst:,}",
                f"{active} of {months}",
            )
        )
    return Table(
        f"Places with most {KINDS[asked.kind].many}",
        ("Place", "Area", "Count", "Chance alone, 95 %", "Rank, 95 %", "Months with any"),
        tuple(lines),
        left_out=said.left_out(len(top), len(places), "places, ranked by count"),
        bars=tuple(float(group.n) for group in top),
        spans=tuple(count(group.n) for group in top),
    )


def _repeats(places: list[Group], figures: Figures) -> Table:
    whole = sum(group.n for group in places)
    lines = []
    for low, high in SIZES:
        some = [g for g in places if low <= g.n <= (high or g.n)]
        if not some:
            continue
        events = [event for group in some for event in group.events]
        size = f"{low}" if low == high else f"{low} to {high}" if high else f"{low} or more"
        lines.append(
            (
                size,
                said.share_of(len(some), len(places)),
                figures.add(len(events), rows(events)),
                said.share_of(len(events), whole),
            )
        )
    return Table(
        "Repeat places: how many stand on one place",
        ("On the place", "Places, 95 %", "Count", "Share of those with a place, 95 %"),
        tuple(lines),
    )


def _areas(asked: Asked, areas: list[Group], whole: int, figures: Figures) -> Table:
    shown = areas[:MOST_PLACES]
    ranks = describe.ranks([group.n for group in areas], len(shown))
    return Table(
        f"Areas with most {KINDS[asked.kind].many}",
        ("Area", "Count", "Share of all, 95 %", "Rank, 95 %"),
        tuple(
            (
                group.name,
                figures.add(group.n, rows(group.events)),
                said.share_of(group.n, whole),
                f"{best:,}" if best == worst else f"{best:,} to {worst:,}",
            )
            for group, (best, worst) in zip(shown, ranks, strict=True)
        ),
        left_out=said.left_out(len(shown), len(areas), "areas, ranked by count"),
        bars=tuple(float(group.n) for group in shown),
    )
