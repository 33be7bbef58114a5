"""Dates and times of day that say themselves when they are."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from remit.errors import BadInput
from remit.extraction.candidate import CHECKED, SHAPED
from remit.extraction.rules.anchors import AFTER, Found, Reading
from remit.ontology.types import date as dates
from remit.ontology.types import time
from remit.ontology.types.time import Instant
from remit.ontology.types.valuetype import Ambiguous

__all__ = ["DAYS", "LATE", "MONTHS", "found", "read"]

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
LATE = 300
"""Days. A day and month without a year is the last such day before the report, unless that lies
further back than this: then it may be one soon to come, and is left open."""

_MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|"
    r"aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
    r"(?![^\W_])"
)
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)"
)
_YEAR = r"(?P<year>1[89][0-9]{2}|20[0-9]{2}|21[0-9]{2})"
_GAP = r"[ \u00a0]{1,2}"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])"
_DAY_FIRST = re.compile(
    rf"{_DAY}(?:st|nd|rd|th)?(?:{_GAP}|-|{_GAP}of{_GAP}){_MONTH}"
    rf"(?:,?(?:{_GAP}|-){_YEAR}{AFTER}|[ -](?P<short>'?[0-9]{{2}})(?![^\W_]|[:.]))?"
)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}{_GAP}(?:{_DAY}(?:st|nd|rd|th)?(?![^\W_]|[:/-][0-9])(?:,?{_GAP}{_YEAR}{AFTER})?|"
    rf"(?:of{_GAP})?(?P<only>1[89][0-9]{{2}}|20[0-9]{{2}}){AFTER})"
)
_MONTH_LEFT = re.compile(
    r"(?:\b(?:in|since|until|till|by|during|of|early|late|mid|from|to|between|and|before|after|"
    r"throughout|for|this|last|next)[ -])\Z"
)
_ISO = re.compile(
    r"(?P<date>(?:1[89]|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9])"
    r"(?:[T ](?P<clock>[0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?)"
    rf"(?P<zone>Z|[+-][0-2][0-9]:?[0-5][0-9])?)?{AFTER}"
)
_NUMERIC = re.compile(
    rf"(?P<date>[0-3]?[0-9](?P<by>[/.-])[0-3]?[0-9](?P=by)(?P<year>(?:1[89]|20|21)?[0-9]{{2}}))"
    rf"{AFTER}(?![/-][0-9]|\.[0-9])"
)
_CLOCK = re.compile(
    r"(?P<h>2[0-4]|[01]?[0-9])(?![0-9])(?:(?P<by>[:.])(?P<m>[0-5][0-9])(?::(?P<s>[0-5][0-9]))?)?"
    r"(?:[ \u00a0]?(?P<half>[ap]\.?m\b\.?))?"
    r"(?P<hours>[ \u00a0]?(?:hours|hrs|hrs|h)(?![^\W_]))?(?:[ ]?(?P<zone>utc|gmt|bst|z)(?![^\W_]))?"
)
_PACKED = re.compile(
    r"(?P<h>[01][0-9]|2[0-4])(?P<m>[0-5][0-9])[ \u00a0]?(?P<hours>hours|hrs|h)(?![^\W_])"
)
_NOT_CLOCK = re.compile(
    r"(?<![a-z])(?:ratio|odds|scale|score|won|lost|psalm|verse|chapter|matthew|mark|luke|john|v|version|"
    r"section|para)(?: (?:is|was|were|of|at|by))?[ :.]?\Z|[0-9][ :.]?\Z"
)
_YEAR_ALONE = re.compile(rf"{_YEAR}(?:s(?![^\W_])|{AFTER})(?![-/.,:][0-9])(?![ ]?(?:hrs|hours))")
_YEAR_LEFT = re.compile(
    r"(?:\b(?:in|since|until|till|by|during|from|late|early|mid|before|after|around|circa|year|"
    r"between)[ \u00a0-]|\(|\b(?:1[89]|20)[0-9]{2}(?: and | to |[-–])|"
    r"(?P<season>(?<![^\W_])(?:the )?(?:spring|summer|autumn|winter)(?: of)? ))\Z"
)
_JOIN = re.compile(
    r",?[ \u00a0](?:(?:at|on|of|around|about|approximately|approx\.?)[ \u00a0]){0,3}"
)
_WEEKDAY_LEFT = re.compile(rf"(?<![^\W_]){_WEEKDAY}\.?,?[ ]{{1,2}}(?:the )?\Z")
_EARLY = re.compile(r"(?<![^\W_])(?:the )?(?:early|late|mid|end of|beginning of)[ -](?:in )?\Z")
_NAME = re.compile(rf"(?:{'|'.join(MONTHS)})(?![^\W_])")
_STEMS = tuple(name[:3] for name in MONTHS)


def found(reading: Reading) -> Iterator[Found]:
    """Dates, times of day, and both together as one."""
    low = reading.lower
    days = [_widened(low, each) for each in _outermost(_days(reading, low))]
    clocks = list(_clocks(reading, low))
    yield from _joined(reading, days, clocks)


def read(reading: Reading, day: dates.Day, text: str) -> Instant:
    """The interval of a day, month or year in the report's zone."""
    return replace(time.span(day, reading.zone), text=text)


def _days(reading: Reading, low: str) -> Iterator[Found]:
    text = reading.text
    done = -1
    for at in reading.numbered:
        if at < done or ((at and text[at - 1] in "/£$€:#_@") or (at and text[at - 1] == "-")):
            continue
        each = None
        if match := _ISO.match(text, at):
            each = _cleaned(reading, at, match.end(), match.group())
        elif match := _NUMERIC.match(text, at):
            each = _numeric(reading, at, match)
        elif match := _DAY_FIRST.match(low, at):
            each = _worded(reading, low, at, match)
        elif (match := _YEAR_ALONE.match(low, at)) and (
            left := _YEAR_LEFT.search(low[max(0, at - 16) : at])
        ):
            each = _year(reading, at, match, left["season"] or "")
        if each:
            done = each.end
            yield each
    for at in reading.at_words(_STEMS):
        if match := _MONTH_FIRST.match(low, at):
            if low.startswith("may", at) and not text[at].isupper():
                continue
            yield _worded(reading, low, at, match)
            continue
        hit = _NAME.match(low, at) if text[at].isupper() else None
        if hit and _MONTH_LEFT.search(low[max(0, at - 11) : at]):
            said = "the year is not stated"
            yield Found("Temporal", at, hit.end(), None, SHAPED, "month", said)


def _widened(low: str, each: Found) -> Found:
    """With `early`, `mid-` or `late` before it; the value stays the whole month or year."""
    left = _EARLY.search(low[max(0, each.begin - 18) : each.begin])
    if left is None or (isinstance(each.value, Instant) and each.value.precision == "day"):
        return each
    said = f"{left.group().strip(' -')} in it" if each.value else each.said
    return replace(each, begin=each.begin - len(left.group()), said=said)


def _outermost(days: Iterator[Found]) -> Iterator[Found]:
    """Without those that lie inside another: `March 2015` in `4 March 2015`."""
    end = -1
    for each in sorted(days, key=lambda f: (f.begin, -f.end)):
        if each.end > end:
            end = each.end
            yield each


def _worded(reading: Reading, low: str, at: int, match: re.Match[str]) -> Found:
    parts = match.groupdict()
    begin, end = at, match.end()
    month = [name[:3] for name in MONTHS].index(parts["month"][:3]) + 1
    year = parts["year"] or parts.get("only")
    weekday = None
    if left := _WEEKDAY_LEFT.search(low[max(0, at - 16) : at]):
        begin, weekday = at - len(left.group()), left["weekday"]
    text = reading.text[begin:end]
    if parts.get("short"):
        said = "a year of two digits: the century is not stated"
        return Found("Temporal", begin, end, None, SHAPED, "date", said)
    number = int(parts["day"]) if parts["day"] else None
    if year is None:
        year, said = _supposed(reading.dated, month, number)
        if year is None:
            return Found("Temporal", begin, end, None, SHAPED, "date", said)
    else:
        said = ""
    day = dates.Day(int(year), month, number)
    try:
        first = day.first
    except ValueError:
        return Found("Temporal", begin, end, None, SHAPED, "date", "there is no such day")
    if weekday and number and DAYS[first.weekday()][:3] != weekday[:3]:
        said = f"{day} was a {DAYS[first.weekday()].capitalize()}: day and date differ"
        return Found("Temporal", begin, end, None, SHAPED, "date", said)
    return Found("Temporal", begin, end, read(reading, day, text), CHECKED, "date", said)


def _supposed(dated: date | None, month: int, day: int | None) -> tuple[str | None, str]:
    """The year of a day and month, against the report's own date."""
    if dated is None or day is None:
        return None, "the year is not stated"
    for year in (dated.year, dated.year - 1):
        try:
            then = date(year, month, day)
        except ValueError:
            continue
        if then <= dated:
            if (dated - then).days > LATE:
                return None, f"the year is not stated: {year} or {year + 1}"
            return str(year), f"the last one before the report of {dated}"
    return None, "the year is not stated"


def _year(reading: Reading, at: int, match: re.Match[str], season: str) -> Found:
    text, end = match.group(), match.end()
    if season:
        said = "on which days a season begins and ends is not stated"
        return Found("Temporal", at - len(season), end, None, SHAPED, "year", said)
    if text.endswith("s"):
        begin, last = int(text[:4]), int(text[:4]) + (9 if text[3] == "0" else 0)
        one, two = (time.span(dates.Day(y), reading.zone) for y in (begin, last))
        value = Instant(one.begin, two.end, reading.text[at:end], reading.zone, "year")
    else:
        value = read(reading, dates.Day(int(text)), reading.text[at:end])
    return Found("Temporal", at, end, value, CHECKED, "year")


def _numeric(reading: Reading, at: int, match: re.Match[str]) -> Found | None:
    if len(match["year"]) == 2:
        first, second = re.split(r"[/.-]", match.group())[:2]
        if match["by"] != "/" or not 1 <= min(int(first), int(second)) <= 12:
            return None  # 12-34-56 may be a sort code, 1.2.15 a clause
        said = "a year of two digits: the century is not stated"
        return Found("Temporal", at, match.end(), None, SHAPED, "date", said)
    return _cleaned(reading, at, match.end(), match["date"])


def _cleaned(reading: Reading, begin: int, end: int, raw: str) -> Found | None:
    text = reading.text[begin:end]
    try:
        value = time.clean(raw, zone=reading.zone, day_first=reading.day_first)
    except Ambiguous as asked:
        return Found("Temporal", begin, end, None, SHAPED, "date", asked.reason)
    except BadInput:
        return None
    if value is None:
        return None
    return Found("Temporal", begin, end, replace(value, text=text), CHECKED, "date")


def _clocks(reading: Reading, low: str) -> Iterator[Found]:
    text = reading.text
    for at in reading.numbered:
        if at and text[at - 1] in "/£$€:#_@.,-+":
            continue
        match = _PACKED.match(low, at) or _CLOCK.match(low, at)
        if match is None:
            continue
        parts = match.groupdict()
        end = match.end()
        colon = parts.get("by") == ":"
        if not (colon or parts.get("half") or parts["hours"]):
            continue
        if parts["hours"] and not parts["m"]:
            continue
        follows = text[end : end + 1]
        if follows and (
            follows.isalnum() or (follows in ":/-" and text[end + 1 : end + 2].isdigit())
        ):
            continue
        if colon and not parts.get("half") and _NOT_CLOCK.search(low[max(0, at - 14) : at]):
            continue
        if int(parts["h"]) == 24 and parts["m"] not in ("00",):
            continue
        if parts.get("half") and not 1 <= int(parts["h"]) <= 12:
            continue
        begin_text = text[at:end].rstrip()
        if begin_text.endswith(".") and not re.search(r"[ap]\.m\.\Z", begin_text, re.IGNORECASE):
            begin_text = begin_text[:-1]
        said = "a time of day: the day is not stated beside it"
        yield Found("Temporal", at, at + len(begin_text), None, SHAPED, "clock", said)


def _joined(reading: Reading, days: list[Found], clocks: list[Found]) -> Iterator[Found]:
    """A day and a time of day side by side are one time."""
    every = sorted([*days, *clocks], key=lambda f: (f.begin, -f.end))
    at = 0
    while at < len(every):
        one = every[at]
        other = every[at + 1] if at + 1 < len(every) else None
        if other is not None and {one.rule == "clock", other.rule == "clock"} == {True, False}:
            gap = reading.text[one.end : other.begin] if other.begin >= one.end else None
            if gap is not None and _JOIN.fullmatch(gap):
                yield _both(reading, one, other)
                at += 2
                continue
        yield one
        at += 1


def _both(reading: Reading, one: Found, other: Found) -> Found:
    clock, day = (one, other) if one.rule == "clock" else (other, one)
    begin, end = one.begin, other.end
    text = reading.text[begin:end]
    if not isinstance(day.value, Instant) or day.value.precision != "day":
        return Found("Temporal", begin, end, None, SHAPED, "time", day.said or "no day is stated")
    local = day.value.begin
    if reading.zone:
        from zoneinfo import ZoneInfo

        local = local.astimezone(ZoneInfo(reading.zone))
    match = _PACKED.match(reading.text.lower()[clock.begin : clock.end]) or _CLOCK.match(
        reading.text.lower()[clock.begin : clock.end]
    )
    assert match is not None
    parts = match.groupdict()
    hour, minute = int(parts["h"]), int(parts["m"] or 0)
    half = (parts.get("half") or "")[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = {"utc": "Z", "gmt": "Z", "z": "Z", "bst": "+01:00"}.get(parts.get("zone") or "", "")
    raw = f"{local:%Y-%m-%d} {hour % 24:02}:{minute:02}:{int(parts.get('s') or 0):02}{zone}"
    try:
        value = time.clean(raw, zone=reading.zone)
    except Ambiguous as asked:
        said = asked.reason.replace(raw, text)
        return Found("Temporal", begin, end, None, SHAPED, "time", said)
    except BadInput as refused:
        return Found("Temporal", begin, end, None, SHAPED, "time", refused.reason)
    if value is None or hour == 24:
        said = "24:00 is the end of one day and the beginning of the next"
        return Found("Temporal", begin, end, None, SHAPED, "time", said)
    return Found("Temporal", begin, end, replace(value, text=text), CHECKED, "time", day.said)
