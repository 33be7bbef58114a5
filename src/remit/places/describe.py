"""Describing events by place and time: volumes, hot places, concentration, change and gaps.

Pure functions over lists of events; nothing is read here and nothing is guessed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from remit.places.events import Event, Months
from remit.places.intervals import Interval, ratio

__all__ = ["Change", "Gap", "Group", "change", "concentration", "gaps", "groups", "snapped"]

SNAP_SHARE = 0.2
"""Share of events on a point that another event also stands on, from which points look snapped."""


@dataclass(frozen=True, slots=True)
class Group:
    """Events that share a value."""

    name: str
    events: tuple[Event, ...]

    @property
    def n(self) -> int:
        """How many."""
        return len(self.events)


@dataclass(frozen=True, slots=True)
class Change:
    """Counts in two periods of equal length, and the interval of their ratio."""

    name: str
    now: tuple[Event, ...]
    before: tuple[Event, ...]
    ratio: Interval

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out 1: no change."""
        return self.ratio.low > 1 or self.ratio.high < 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the data lack, with the rows that show it; none where a row is missing."""

    what: str
    events: tuple[Event, ...]


def groups(events: Iterable[Event], by: Callable[[Event], str | None]) -> list[Group]:
    """Events grouped by a value, most first, ties by name; those without one are left out."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        name = by(event)
        if name is not None:
            found[name].append(event)
    whole = [Group(name, tuple(some)) for name, some in found.items()]
    return sorted(whole, key=lambda group: (-group.n, group.name))


def concentration(events: Iterable[Event], share: float) -> tuple[list[Group], int]:
    """The fewest places that hold `share` of the located events, and how many places there are.

    Places are those on which at least one event was recorded: places without any are unknown
    here, so a share of places is a share of these.
    """
    places = groups(events, lambda e: e.place)
    wanted = share * sum(place.n for place in places)
    held, few = 0, []
    for place in places:
        if held >= wanted:
            break
        few.append(place)
        held += place.n
    return few, len(places)


def change(now: Sequence[Event], before: Sequence[Event]) -> list[Change]:
    """Change by category, most recorded first, with all categories together at the head."""
    by_now, by_before = _by_category(now), _by_category(before)
    names = sorted(by_now | by_before, key=lambda n: (-len(by_now.get(n, ())), n))
    rows = [("all", tuple(now), tuple(before))]
    rows += [(n, tuple(by_now.get(n, ())), tuple(by_before.get(n, ()))) for n in names]
    return [Change(name, n, b, ratio(len(n), len(b))) for name, n, b in rows]


def gaps(events: Sequence[Event], months: Months) -> list[Gap]:
    """What is missing: months of a force, coordinates, references, and rows given twice."""
    found = []
    for force in groups(events, lambda e: e.force):
        missing = [m for m in months.names if m not in {e.month for e in force.events}]
        if missing:
            found.append(Gap(f"{force.name} has no record in {_list(missing)}", ()))
    without: dict[str, Callable[[Event], bool]] = {
        "no coordinates": lambda e: e.lon is None,
        "no reference": lambda e: e.reference is None,
        "no area code": lambda e: e.area is None,
    }
    for what, lacks in without.items():
        some = tuple(e for e in events if lacks(e))
        if some:
            found.append(Gap(what, some))
    twice = _repeated(events)
    if twice:
        found.append(Gap("a reference that an earlier row also has", twice))
    return found


def snapped(events: Sequence[Event]) -> bool:
    """Whether coordinates look moved to a fixed list of points: many share one exactly."""
    points = Counter((e.lon, e.lat) for e in events if e.lon is not None)
    located = sum(points.values())
    shared = sum(n for n in points.values() if n > 1)
    return located > 0 and shared / located >= SNAP_SHARE


def _repeated(events: Iterable[Event]) -> tuple[Event, ...]:
    seen: set[Hashable] = set()
    twice = []
    for event in events:
        if event.reference is None:
            continue
        key = (event.kind, event.reference)
        if key in seen:
            twice.append(event)
        seen.add(key)
    return tuple(twice)


def _by_category(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event.category].append(event)
    return found


def _list(months: Sequence[str]) -> str:
    return ", ".join(months) if len(months) < 7 else f"{len(months)} of the months"
