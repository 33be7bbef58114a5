"""The timeline of a page: one band for each thing, its events as marks along one axis of time.

Everything is placed in per cent of the axis, so that the drawing fits any width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from remit.web.ticks import midnights, ticks, weekends

__all__ = ["MOST_BANDS", "ROW", "Band", "Bands", "Mark", "bands"]

MOST_BANDS = 40
"""Bands of one drawing; how many were left out is said."""

ROW = 28
"""Pixels of one band."""

_LEAST = timedelta(minutes=10)
"""The shortest time that an axis spans."""

_MARGIN = 0.02
_THIN = 0.4
"""Per cent of the axis below which an interval is drawn as an instant."""

FADES = {
    (True, True): "fade-both",
    (True, False): "fade-begin",
    (False, True): "fade-end",
    (False, False): "sure",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on one band."""

    event: str
    kind: str
    x: float
    """Where it begins, in per cent."""
    width: float | None
    """How long it is, in per cent; None for an instant."""
    fade: str
    """Which of its ends are not known."""


@dataclass(frozen=True, slots=True)
class Band:
    """One thing, or one kind of event where no thing was asked for."""

    id: str
    label: str
    kind: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """A whole timeline."""

    first: datetime
    last: datetime
    zone: str
    bands: tuple[Band, ...]
    left_out: int
    ticks: tuple[tuple[float, str], ...]
    """Where a label stands, in per cent, and the label."""
    midnights: tuple[float, ...]
    weekends: tuple[tuple[float, float], ...]
    """Where each begins, and how wide it is."""
    density: tuple[tuple[float, float, float], ...]
    """Where each part begins, its width, and its share (0 to 1) of the fullest part."""


def bands(found: Mapping[str, Any]) -> Bands | None:
    """The timeline of an answer of `time-and-map.events`; None where no event has a time."""
    timed = [one for one in found["events"] if one["from"]]
    if not timed or not found["first"]:
        return None
    zone = ZoneInfo(found["zone"])
    first, last = _span(found)
    axis = _Axis(first, last)
    rows = _rows(found, timed)
    shown = rows[:MOST_BANDS]
    most = max((one["count"] for one in found["density"]), default=1)
    return Bands(
        first=first.astimezone(zone),
        last=last.astimezone(zone),
        zone=found["zone"],
        bands=tuple(
            Band(id_, label, kind, tuple(_mark(one, axis) for one in some))
            for id_, label, kind, some in shown
        ),
        left_out=len(rows) - len(shown),
        ticks=tuple((axis.at(tick.at), tick.label) for tick in ticks(first, last, zone)),
        midnights=tuple(axis.at(at) for at in midnights(first, last, zone)),
        weekends=tuple(
            (axis.at(a), axis.at(b) - axis.at(a)) for a, b in weekends(first, last, zone)
        ),
        density=tuple(
            (axis.at(a), axis.at(b) - axis.at(a), one["count"] / most)
            for one in found["density"]
            for a, b in [(_time(one["from"]), _time(one["to"]))]
        ),
    )


class _Axis:
    """From the first instant to the last, as 0 to 100."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self._first, self._span = first, (last - first).total_seconds()

    def at(self, when: datetime) -> float:
        """Per cent of the axis, cut at its ends."""
        share = (when - self._first).total_seconds() / self._span
        return round(100 * min(max(share, 0.0), 1.0), 3)


def _span(found: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """The window asked for where there is one, else all events and a margin."""
    first = _time(found["since"] or found["first"])
    last = _time(found["until"] or found["last"])
    if last - first < _LEAST:
        middle = first + (last - first) / 2
        first, last = middle - _LEAST / 2, middle + _LEAST / 2
    margin = (last - first) * _MARGIN
    return (
        first if found["since"] else first - margin,
        last if found["until"] else last + margin,
    )


def _rows(
    found: Mapping[str, Any], timed: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str, str, list[Mapping[str, Any]]]]:
    if not found["things"]:
        kinds = dict.fromkeys(one["kind"] for one in timed)
        return [
            (kind, kind.replace("-", " "), "event", [one for one in timed if one["kind"] == kind])
            for kind in sorted(kinds)
        ]
    of = {one["event"]: {thing["entity"] for thing in one["things"]} for one in timed}
    return [
        (t["entity"], t["label"], t["kind"], [o for o in timed if t["entity"] in of[o["event"]]])
        for t in found["things"]
    ]


def _mark(one: Mapping[str, Any], axis: _Axis) -> Mark:
    begin = axis.at(_time(one["from"]))
    end = axis.at(_time(one["to"])) if one["to"] else begin
    vague = one["precision"] not in (None, "instant")
    fade = (
        vague or one["means"] in ("at_or_before_start", "at_or_before_end"),
        vague or one["means"] == "at_or_before_end",
    )
    width = round(end - begin, 3)
    long = width >= _THIN or vague
    return Mark(one["event"], one["kind"], begin, width if long else None, FADES[fade])


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
