"""Times told from another time: `yesterday evening`, `last Tuesday`, `two days later`.

Most count from the report's own date. `two days later` and `the following day` count from the
last day that the report itself named before them, never from the report's date. What has nothing
to count from, or could be either of two days (`on Tuesday`, `next Friday`), stays unresolved.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

from remit.extraction.candidate import SHAPED
from remit.extraction.rules.anchors import Found, Reading
from remit.extraction.rules.times import DAYS
from remit.ontology.types.time import Instant, Precision

__all__ = ["PARTS", "found", "resolved"]

PARTS = {
    "morning": (0, 12), "lunchtime": (11, 15), "afternoon": (12, 19), "evening": (16, 24),
    "night": (18, 30),
}  # fmt: skip
"""Hours of the day that a part of it may mean, wide enough to hold every usual sense; night runs
on to six the next morning."""

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_PART = r"(?:[ ](?P<part>morning|lunchtime|afternoon|evening|night))?"
_WEEKDAY = rf"(?P<weekday>{'|'.join(DAYS)})"
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>day|week|fortnight|month|year|hour|minute)s?"
_FORMS = (
    ("day", re.compile(rf"(?P<word>yesterday|today|tomorrow){_PART}")),
    ("tonight", re.compile(r"(?P<word>tonight)")),
    ("earlier", re.compile(rf"(?:earlier|later|early|late)[ ](?P<word>yesterday|today){_PART}")),
    ("last", re.compile(r"last[ ](?P<part>night)")),
    ("this", re.compile(r"(?:earlier[ ]|later[ ])?this[ ](?P<part>morning|afternoon|evening)")),
    ("weekday", re.compile(rf"(?:(?P<which>last|next|this)[ ])?{_WEEKDAY}(?![^\W_]|')(?:{_PART})")),
    ("period", re.compile(
        r"(?:(?:earlier|later|early|late)[ ])?(?P<which>last|this|next)[ ]"
        r"(?P<unit>week|month|year|weekend)"
    )),
    ("ago", re.compile(rf"(?:the )?{_COUNT}[ ]{_UNIT}[ ](?P<way>ago)")),
    ("later", re.compile(rf"{_COUNT}[ ]{_UNIT}[ ](?P<way>later|earlier|afterwards)")),
    ("next", re.compile(
        r"the[ ](?P<which>following|next|same|previous)[ ](?P<unit>day|morning|afternoon|evening|"
        r"night)"
    )),
    ("beside", re.compile(
        r"the[ ]day[ ](?P<which>before|after)(?=[.,;:)]|[ ](?:he|she|they|the)\b)"
    )),
)  # fmt: skip
_STARTS = (
    "yesterday", "today", "tonight", "tomorrow", "last ", "this ", "next ", "the following",
    "the next", "the same", "the previous", "the day ", "earlier ", "later ", "early ", "late ",
    *DAYS,
)  # fmt: skip
_LEFT = re.compile(rf"(?<![^\W_])(?:the )?{_COUNT}[ ]{_UNIT}[ ]\Z")
_END = re.compile(r"(?![^\W_])")


def found(reading: Reading) -> Iterator[Found]:
    """Every relative time; those counted from another time in the text are left for `resolved`."""
    low = reading.lower
    done = 0
    counted = [_back(low, at) for at in reading.at_words(("ago", "later", "earlier", "afterwards"))]
    for at in sorted({*reading.at_words(_STARTS), *(at for at in counted if at is not None)}):
        if at < done:
            continue
        for form, shape in _FORMS:
            match = shape.match(low, at)
            if match and _END.match(low, match.end()):
                done = match.end()
                yield _told(reading, form, match)
                break


def _back(low: str, at: int) -> int | None:
    """Where the count before `ago` or `later` begins."""
    left = _LEFT.search(low[max(0, at - 28) : at])
    return at - len(left.group()) if left else None


def resolved(kept: list[Found], reading: Reading) -> Iterator[Found]:
    """The same in order of place, with `two days later` counted from the day named before it."""
    day: date | None = None
    for each in kept:
        if each.relation:
            shift, part = each.relation.split("|")
            if day is not None and (then := _shifted(day, shift)):
                value = _value(reading, then, part or None, reading.text[each.begin : each.end])
                said = f"counted from {day}, the day named before it"
                each = replace(each, value=value, said=said, relation="")
        if each.type == "Temporal" and isinstance(each.value, Instant):
            day = _local(reading, each.value) or day
        yield each


def _told(reading: Reading, form: str, match: re.Match[str]) -> Found:
    begin, end = match.span()
    text = reading.text[begin:end]
    if form in ("later", "next", "beside"):
        said = "counted from a day that is not named before it"
        return Found("Temporal", begin, end, None, SHAPED, "relative", said, _relation(form, match))
    if reading.dated is None:
        said = "counted from the report's date, which is not known"
        return Found("Temporal", begin, end, None, SHAPED, "relative", said)
    value, said = _counted(reading, reading.dated, form, match.groupdict(), text)
    return Found("Temporal", begin, end, value, SHAPED, "relative", said)


def _counted(
    reading: Reading, dated: date, form: str, parts: dict[str, str | None], text: str
) -> tuple[Instant | None, str]:
    """The interval of a time told from the report's date, and how it was counted."""
    said = f"counted from the report of {dated}"
    part = parts.get("part")
    if form in ("day", "earlier"):
        shift = {"yesterday": -1, "today": 0, "tomorrow": 1}[parts["word"] or ""]
        return _value(reading, dated + timedelta(days=shift), part, text), said
    if form in ("tonight", "last", "this"):
        shift = -1 if form == "last" else 0
        return _value(reading, dated + timedelta(days=shift), part or "night", text), said
    if form == "weekday":
        weekday, which = DAYS.index(parts["weekday"] or ""), parts["which"]
        if which != "last":
            return None, f"which {(parts['weekday'] or '').capitalize()} is meant is not stated"
        back = (dated.weekday() - weekday - 1) % 7 + 1
        then = dated - timedelta(days=back)
        return _value(reading, then, part, text), f"{said}: the last one before it"
    if form == "period":
        return _period(reading, dated, parts["which"] or "", parts["unit"] or "", text), said
    count, unit = _count(parts["count"]), parts["unit"] or ""
    if unit in ("hour", "minute"):
        return None, "counted from the hour of the report, which is not known"
    if unit == "day":
        return _value(reading, dated - timedelta(days=count), None, text), said
    if unit in ("week", "fortnight"):
        then = dated - timedelta(days=7 * count * (2 if unit == "fortnight" else 1))
        return _week(reading, then, text), f"{said}: that week"
    months = dated.year * 12 + dated.month - 1 - count * (12 if unit == "year" else 1)
    if months < 12 * 1800:
        return None, "before the year 1800"
    if unit == "year":
        return _span(
            reading, date(months // 12, 1, 1), date(months // 12, 12, 31), text, "year"
        ), said
    return _month(reading, months, text), f"{said}: that month"


def _period(reading: Reading, dated: date, which: str, unit: str, text: str) -> Instant:
    shift = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        return _week(reading, dated + timedelta(days=7 * shift), text)
    if unit == "weekend":
        monday = dated - timedelta(days=dated.weekday()) + timedelta(days=7 * shift)
        first, last = monday + timedelta(days=5), monday + timedelta(days=6)
        return _span(reading, first, last, text, "day")
    if unit == "month":
        return _month(reading, dated.year * 12 + dated.month - 1 + shift, text)
    year = dated.year + shift
    return _span(reading, date(year, 1, 1), date(year, 12, 31), text, "year")


def _month(reading: Reading, months: int, text: str) -> Instant:
    year, month = months // 12, months % 12 + 1
    last = date(year, month, monthrange(year, month)[1])
    return _span(reading, date(year, month, 1), last, text, "month")


def _week(reading: Reading, day: date, text: str) -> Instant:
    monday = day - timedelta(days=day.weekday())
    return _span(reading, monday, monday + timedelta(days=6), text, "day")


def _value(reading: Reading, day: date, part: str | None, text: str) -> Instant:
    if part is None:
        return _span(reading, day, day, text, "day")
    first, last = PARTS[part]
    place = ZoneInfo(reading.zone) if reading.zone else UTC
    midnight = datetime.combine(day, clock())
    begin, end = (
        (midnight + timedelta(hours=hours)).replace(tzinfo=place).astimezone(UTC)
        for hours in (first, last)
    )
    return Instant(begin, end, text, reading.zone, "day")


def _span(reading: Reading, first: date, last: date, text: str, precision: Precision) -> Instant:
    place = ZoneInfo(reading.zone) if reading.zone else UTC
    begin, end = (
        datetime.combine(day, clock(), place).astimezone(UTC)
        for day in (first, last + timedelta(days=1))
    )
    return Instant(begin, end, text, reading.zone, precision)


def _count(said: str | None) -> int:
    return int(said) if said and said.isdecimal() else _NUMBERS[said or "one"]


def _relation(form: str, match: re.Match[str]) -> str:
    """How many days on, and which part of that day: `2|`, `1|morning`."""
    parts = match.groupdict()
    if form == "later":
        unit = parts["unit"] or ""
        if unit not in ("day", "week", "fortnight"):
            return "?|"
        days = _count(parts["count"]) * {"day": 1, "week": 7, "fortnight": 14}[unit]
        return f"{-days if parts['way'] == 'earlier' else days}|"
    shift = {"following": 1, "next": 1, "after": 1, "same": 0, "previous": -1, "before": -1}
    unit = parts.get("unit") or "day"
    return f"{shift[parts['which'] or '']}|{'' if unit == 'day' else unit}"


def _shifted(day: date, shift: str) -> date | None:
    try:
        return day + timedelta(days=int(shift))
    except (ValueError, OverflowError):
        return None


def _local(reading: Reading, value: Instant) -> date | None:
    """The day of a value that is no longer than a day and a half; None of a longer one."""
    if value.end - value.begin > timedelta(hours=36):
        return None
    return value.begin.astimezone(ZoneInfo(reading.zone) if reading.zone else UTC).date()
