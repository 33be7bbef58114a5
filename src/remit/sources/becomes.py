"""What rows become, in words: shown before anything is loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from remit.errors import BadInput
from remit.sources.mapping import Mapper
from remit.sources.readers import Fault, Fields
from remit.store.drafts import EventDraft, MentionDraft, RowDraft

__all__ = ["Sample", "shown"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One row of the file and what it becomes, or why it is rejected."""

    row: int
    raw: Mapping[str, str | None]
    becomes: tuple[str, ...]
    reason: str | None = None
    """Why the row is rejected; None where it is accepted."""


def shown(mapper: Mapper, rows: Iterable[tuple[int, Fields | Fault]]) -> tuple[Sample, ...]:
    """Each row, and what the mapper makes of it."""
    return tuple(_sample(mapper, pos, row) for pos, row in rows)


def _sample(mapper: Mapper, pos: int, row: Fields | Fault) -> Sample:
    if isinstance(row, Fault):
        return Sample(pos, row.raw, (), row.reason)
    try:
        return Sample(pos, row, tuple(_said(mapper.row(pos, row))))
    except BadInput as wrong:
        return Sample(pos, row, (), wrong.reason)


def _said(draft: RowDraft) -> list[str]:
    """What a row says, in a line for each thing."""
    found = [
        f"{m.kind}: {m.label or m.key or 'unnamed'}{f' ({m.role})' if m.role else ''}{_dates(m)}"
        for m in draft.mentions
    ]
    for event in draft.events:
        parts = (event.category, _when(event), event.place_label)
        found.append(f"{event.kind}: " + ", ".join(part for part in parts if part))
    return found


def _dates(mention: MentionDraft) -> str:
    """A date of birth as it was read: a day taken for a month shows here."""
    read = [value for name, _, value, _ in mention.claims if name == "date_of_birth" and value]
    return "".join(f", born {value}" for value in read)


def _when(event: EventDraft) -> str | None:
    """The time as it was read, where it is a day or finer; else the text received."""
    if event.begin is None or event.precision not in ("instant", "day"):
        return event.time_text
    named = event.zone is not None and "/" in event.zone  # else an offset, or none
    here = event.begin.astimezone(ZoneInfo(event.zone or "UTC") if named else UTC)
    return f"{here:%Y-%m-%d %H:%M %Z}" if event.precision == "instant" else f"{here:%Y-%m-%d}"
