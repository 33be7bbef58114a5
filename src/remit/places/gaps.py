"""What the data lack: months, places, references, and rows that may stand in them twice."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from remit.places.describe import groups
from remit.places.events import Event
from remit.places.months import Months

__all__ = ["Gap", "covered", "gaps", "missing"]

FEW, USUAL = 0.5, 30
"""A month with less than this share of its force's median month looks cut short, where that
median is at least so many events."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the data lack, with the rows that show it."""

    what: str
    events: tuple[Event, ...]
    of_whole: bool = False
    """Whether they are among all events of the kind, not only among those asked for."""


def covered(whole: Iterable[Event]) -> dict[str, set[str]]:
    """Months of which anything at all is held, by force; without a force's name under ``""``."""
    found: dict[str, set[str]] = defaultdict(set)
    for event in whole:
        found[event.force or ""].add(event.month)
    return dict(found)


def missing(whole: Sequence[Event], months: Months) -> list[str]:
    """Sentences that name months of which nothing is held, in all and by force."""
    by_force = covered(whole)
    held = set().union(*by_force.values()) if by_force else set()
    absent = [name for name in months.names if name not in held]
    said = [f"No record in view falls in {_list(absent, len(months.names))}."] if absent else []
    for force in sorted(by_force):
        its = [n for n in months.names if n not in by_force[force] and n not in absent]
        if its and force:
            said.append(f"{force} has no record in {_list(its, len(months.names))}.")
    return said


def gaps(events: Sequence[Event], whole: Sequence[Event]) -> list[Gap]:
    """What is missing in the events asked for; `whole` is all of their kind in the period."""
    without: dict[str, Callable[[Event], bool]] = {
        "No place": lambda e: e.place is None,
        "No area code": lambda e: e.area is None,
        "No reference": lambda e: e.reference is None,
        "Exactly midnight, which may stand for no known time": _midnight,
    }
    found = [Gap(what, tuple(e for e in events if lacks(e))) for what, lacks in without.items()]
    found.append(Gap("A reference that an earlier row also has", _repeated(events)))
    found.append(Gap("A force and month that came in more than one file", _twice(events)))
    found += _short(whole)
    return [gap for gap in found if gap.events]


def _midnight(event: Event) -> bool:
    return event.precision == "instant" and event.local.time().isoformat() == "00:00:00"


def _repeated(events: Iterable[Event]) -> tuple[Event, ...]:
    seen: set[Hashable] = set()
    twice = []
    for event in events:
        if event.reference is not None:
            if event.reference in seen:
                twice.append(event)
            seen.add(event.reference)
    return tuple(twice)


def _twice(events: Sequence[Event]) -> tuple[Event, ...]:
    loads: dict[Hashable, set[str]] = defaultdict(set)
    for event in events:
        if event.force:
            loads[event.force, event.month].add(event.row[0])
    return tuple(e for e in events if e.force and len(loads[e.force, e.month]) > 1)


def _short(whole: Sequence[Event]) -> list[Gap]:
    """Months of a force that look cut short beside its others."""
    found = []
    for force in groups(whole, lambda e: e.force or ""):
        months = groups(force.events, lambda e: e.month)
        usual = median(month.n for month in months)
        for month in sorted(months, key=lambda m: m.name):
            if len(months) > 2 and usual >= USUAL and month.n < FEW * usual:
                name = f"{force.name}, {month.name}" if force.name else month.name
                what = f"{name}: unusually few in all (its median month has {usual:,.0f}); whole?"
                found.append(Gap(what, month.events, of_whole=True))
    return found


def _list(names: Sequence[str], of: int) -> str:
    return ", ".join(names) if len(names) < 7 else f"{len(names)} of the {of} months"
