"""What a profile was asked for, and the events that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from remit.errors import Misuse
from remit.places import events
from remit.places.change import Comparison, compare
from remit.places.describe import groups
from remit.places.events import Event, Reader
from remit.places.months import Months
from remit.products.document import Row, quoted

__all__ = ["KINDS", "Asked", "Held", "Kind", "rows"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event in words, and what a count of it measures."""

    title: str
    one: str
    many: str
    measures: str


KINDS: MappingProxyType[str, Kind] = MappingProxyType(
    {
        "crime": Kind(
            "Recorded crimes",
            "recorded crime",
            "recorded crimes",
            "Recorded crime is what was reported to the police and recorded by them. What was not "
            "reported is not here, and areas and years differ in what is reported and recorded.",
        ),
        "stop-search": Kind(
            "Stops and searches",
            "stop and search",
            "stops and searches",
            "A count of stops and searches measures where and when officers used a power. It is "
            "not a count of offending, and it says nothing of who carries what.",
        ),
        "event": Kind(
            "Recorded events",
            "recorded event",
            "recorded events",
            "These events are what one or more tables put at a time. What the tables leave out, "
            "and why, they do not say.",
        ),
    }
)
"""Kinds of event that a profile describes, by the ontology's name."""

LONGEST_TITLE = 150
"""Characters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the profile was asked for."""

    months: Months
    kind: str = "crime"
    category: str | None = None
    area: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Misuse(f"a profile is of {', '.join(KINDS)}; not {self.kind[:40]!r}")
        if len(self.title or "") > LONGEST_TITLE:
            raise Misuse(f"a title has at most {LONGEST_TITLE} characters")

    def words(self) -> str:
        """The question in words."""
        what = f"{self.category} ({KINDS[self.kind].many})" if self.category else self._all()
        where = f", areas beginning {self.area!r}" if self.area else ""
        names = self.months.names
        return f"{what}{where}, {names[0]}" + (f" to {names[-1]}" if len(names) > 1 else "")

    def _all(self) -> str:
        return KINDS[self.kind].title


@dataclass(frozen=True, slots=True)
class Held:
    """What the records in view hold: the events asked for, and all of their kind beside them."""

    now: tuple[Event, ...]
    whole: tuple[Event, ...]
    """All of the kind in the period, whatever category or area was asked for."""
    comparison: Comparison | None
    """None where there is no month a year earlier to hold it against."""

    @classmethod
    def read(cls, view: Reader, asked: Asked) -> "Held":
        """Read what was asked for. Raises `Misuse` where the category or area names nothing."""
        months, kind = asked.months, asked.kind
        whole = events.read(view, months, kind, quoted)
        earlier = months.earlier()
        before = events.read(view, earlier, kind, quoted) if earlier else []
        _check_names(asked, [*whole, *before])
        held_against = {month for _, month in months.pairs()}
        now = events.narrowed(whole, asked.category, asked.area)
        former = [e for e in (*before, *whole) if e.month in held_against]
        former = events.narrowed(former, asked.category, asked.area)
        compared = compare(now, former, [*whole, *before], months.pairs())
        return cls(tuple(now), tuple(whole), compared)


def rows(some: Sequence[Event]) -> list[Row]:
    """The rows that events stand in."""
    return [event.row for event in some]


def _check_names(asked: Asked, found: Sequence[Event]) -> None:
    """A name that nothing has is a slip of the pen, unless there is nothing at all."""
    if asked.category and found and not events.narrowed(found, asked.category):
        known = ", ".join(group.name for group in groups(found, lambda e: e.category)[:20])
        raise Misuse(
            f"nothing in view of this period is of the type {asked.category[:60]!r}; "
            f"there are: {known}"
        )
    if asked.area and found and not events.narrowed(found, None, asked.area):
        raise Misuse(
            f"nothing in view of this period has an area code, an area name or a force "
            f"that begins {asked.area[:60]!r}"
        )
