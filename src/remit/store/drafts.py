"""What a source hands to a Writer: one row as received and what it says.

A slot names a place in a row (`place`, `person`, `vehicle-2`), so that events and links can
point at the mentions of the same row. All values are as the profile mapped them; nothing
here is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

__all__ = ["Claim", "EventDraft", "Link", "LinkDraft", "LoadPlan", "MentionDraft", "RowDraft"]

Claim = tuple[str, str, str | None, str]
"""Property, value as received, value normalised (None where it could not be), source column."""

Link = tuple[str, str, str, datetime | None, datetime | None]
"""Kind, slot a, slot b, begin, end."""


@dataclass(frozen=True, slots=True)
class MentionDraft:
    """What a row says about one person or thing."""

    slot: str
    kind: str
    key: str | None = None
    """The normalised identifier (plate, number, postcode…); None for people, always."""
    label: str | None = None
    role: str | None = None
    """For people: the category the row claims, suspect, convicted, victim, witness, third-party."""
    claims: tuple[Claim, ...] = ()
    thing: str | None = None
    """Id of the thing it is, where that is known and its key is not: a document in view."""


@dataclass(frozen=True, slots=True)
class EventDraft:
    """Something at a time and a place. Times are aware; `end` is the instant after the last."""

    kind: str
    category: str | None = None
    begin: datetime | None = None
    end: datetime | None = None
    time_text: str | None = None
    zone: str | None = None
    precision: str | None = None
    """instant, day, month or year."""
    means: str | None = None
    """at, at_or_before_start or at_or_before_end."""
    place: str | None = None
    """Slot of the place it happened at."""
    place_label: str | None = None
    lon: float | None = None
    lat: float | None = None
    area: str | None = None
    outcome: str | None = None
    reference: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    things: tuple[str, ...] = ()
    """Slots of the people and things it is about; each gives a row in `event_by_thing`."""
    between: tuple[str, str] | None = None
    """Slots of the two that it is between, from and to (caller and called); they are `things`."""


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A relation between two slots of one row."""

    kind: str
    a: str
    b: str
    begin: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One accepted row. `pos` is its row in the file, from 1, header included."""

    pos: int
    raw: Mapping[str, str | None]
    mentions: tuple[MentionDraft, ...] = ()
    events: tuple[EventDraft, ...] = ()
    links: tuple[LinkDraft | Link, ...] = ()
    grading: str | None = None
    handling: str | None = None
    """Handling condition of this row; None takes the load's."""


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """One delivery: which file, from which source, under which conditions."""

    path: Path
    """The file as received; its bytes are sealed as the archive."""
    source: str
    profile: str
    profile_version: int
    handling: str
    retention: str
    review_due: date
    file_name: str | None = None
    """The name to show; None takes the name of `path`."""
    mapping: str = ""
    """Fingerprint of how columns were mapped and questions answered: a draft begun under
    another is begun again."""
    sha256: str | None = None
    """Hash of the file where it was read already, hex; sealing the archive makes sure of it."""
    authority: str | None = None
    """JSON of the authority under which the data were got; None where none was needed."""
    of_case: bool = True
    """Whether the load belongs to the act's case; False makes it readable from every case."""
    again: int = 0
    """Number of the delivery, where the same bytes come again and say something else by coming
    now: a whole state that is once more what it was. It is a load of its own then."""
