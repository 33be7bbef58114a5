"""Telephone numbers, handsets (IMEI), subscriptions (IMSI), hardware and internet addresses."""

import re
from collections.abc import Iterator

from remit.extraction.candidate import CHECKED, CUED
from remit.extraction.rules.anchors import AFTER, Found, Reading, cleaned
from remit.ontology.types import imei, imsi, ip, mac, phone

__all__ = ["found"]

_DIGITS = re.compile(r"[0-9](?:[ .()\u00a0-]{0,2}[0-9]){8,14}")
_PHONE_CUE = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|call(?:ed|s|ing)?|text(?:ed)?|number|whatsapp|ring)\b",
    re.IGNORECASE,
)
_LONG = re.compile(rf"[0-9](?:[ ./-]?[0-9]){{13,15}}{AFTER}")
_IMEI_CUE = re.compile(r"\b(?:imei|handset|device|serial|phone|iphone|samsung)\b", re.IGNORECASE)
_IMSI_CUE = re.compile(r"\b(?:imsi|sim|subscriber|subscription)\b", re.IGNORECASE)
_QUAD = re.compile(rf"[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}(?!\.?[0-9]){AFTER}")
_VERSION = re.compile(
    r"\b(?:version|ver|v|release|build|firmware|section|para|paragraph|clause|chapter)\.? ?\Z",
    re.IGNORECASE,
)
_MAC = re.compile(rf"[0-9A-Fa-f]{{2}}([:-])(?:[0-9A-Fa-f]{{2}}\1){{4}}[0-9A-Fa-f]{{2}}{AFTER}")
_IP6 = re.compile(r"[0-9A-Fa-f]{1,4}(?::{1,2}[0-9A-Fa-f]{1,4}){2,7}(?::{2})?(?![:\w])")
_HEX_LEFT = re.compile(r"[0-9A-Fa-f:-]{1,40}\Z")


def found(reading: Reading) -> Iterator[Found]:
    """Every number that is valid and, where its shape is common, named near by."""
    text = reading.text
    for at in reading.numbered:
        if text[at] == "0" or (at and text[at - 1] in "+(") or text[at : at + 1] == "7":
            yield from _phone(reading, at)
        if "." in text[at + 1 : at + 4] and (quad := _QUAD.match(text, at)):
            yield from _ip4(reading, at, quad.end())
        if long := _LONG.match(text, at):
            yield from _long(reading, at, long)
        if text[at + 2 : at + 3] in ":-" or ":" in text[at : at + 5]:
            yield from _hex(text, at)
    for at in reading.lettered:
        if text[at + 2 : at + 3] in ":-" or ":" in text[at : at + 5]:
            yield from _hex(text, at)


def _phone(reading: Reading, at: int) -> Iterator[Found]:
    text = reading.text
    match = _DIGITS.match(text, at)
    if match is None:
        return
    begin = at
    if at and text[at - 1] in "+(":
        begin = at - 1
        if at > 1 and text[at - 2 : at] == "(+":
            begin = at - 1
    plus = text[begin] == "+"
    if begin and (text[begin - 1].isalnum() or text[begin - 1] in "./-+_"):
        return
    named = text[at] in "0" or plus
    if not named and (text[at] != "7" or not reading.near(_PHONE_CUE, begin, at)):
        return
    for end in _ends(text, match.start(), match.end()):
        raw = text[begin:end]
        digits = sum(mark.isdecimal() for mark in raw)
        home = text[at] == "0" and text[at : at + 2] != "00" and not plus
        if (home and digits not in (10, 11)) or (not named and digits != 10):
            continue
        if raw.count("(") != raw.count(")"):
            if raw[0] != "(" or ")" in raw:
                continue
            raw, begin = raw[1:], begin + 1
        value = cleaned(phone.clean, raw)
        if value and value.startswith("+"):
            yield Found("Phone", begin, end, value, CHECKED, "phone", "in the numbering plan")
            return


def _ends(text: str, begin: int, end: int) -> Iterator[int]:
    """Ends of whole groups of digits, the longest first."""
    follows = text[end : end + 1]
    if not follows.isalnum() and not (follows in "-/." and text[end + 1 : end + 2].isdecimal()):
        yield end
    for at in range(end - 1, begin, -1):
        if text[at - 1].isdecimal() and not text[at].isdecimal() and text[at] not in ".":
            yield at


def _long(reading: Reading, at: int, match: re.Match[str]) -> Iterator[Found]:
    raw, end = match.group(), match.end()
    count = sum(mark.isdecimal() for mark in raw)
    if at and reading.text[at - 1] in "+/.-":
        return
    if hit := reading.near(_IMSI_CUE, at, end):
        value = cleaned(imsi.clean, raw) if "/" not in raw else None
        named = reading.near(_IMEI_CUE, at, end)
        if value and (named is None or hit.lower() == "imsi"):
            yield Found("IMSI", at, end, value, CUED, "imsi", f"named by {hit!r}")
            return
    if hit := reading.near(_IMEI_CUE, at, end):
        value = cleaned(imei.clean, raw)
        if value and (count == 15 or hit.lower() == "imei"):
            said = imei.TYPE.describe(value)
            yield Found("IMEI", at, end, value, CHECKED if count == 15 else CUED, "imei", said)


def _ip4(reading: Reading, at: int, end: int) -> Iterator[Found]:
    text = reading.text
    if (at and text[at - 1] in ".-/$£€") or _VERSION.search(text[max(0, at - 12) : at]):
        return
    value = cleaned(ip.clean, text[at:end])
    if value:
        yield Found("IP", at, end, value, CHECKED, "ip", ip.TYPE.describe(value))


def _hex(text: str, at: int) -> Iterator[Found]:
    left = _HEX_LEFT.search(text[max(0, at - 40) : at])
    begin = at - len(left.group()) if left else at
    begin += len(text[begin:at]) - len(text[begin:at].lstrip("-"))
    if begin and text[begin - 1].isalnum():
        return
    if match := _MAC.match(text, begin):
        value = cleaned(mac.clean, match.group())
        if value:
            yield Found("MAC", begin, match.end(), value, CHECKED, "mac", mac.TYPE.describe(value))
    elif (match := _IP6.match(text, begin)) and _is_six(match.group()):
        value = cleaned(ip.clean, match.group())
        if value:
            yield Found("IP", begin, match.end(), value, CHECKED, "ip", ip.TYPE.describe(value))


def _is_six(raw: str) -> bool:
    """Not a clock: seven colons, or two together."""
    return "::" in raw or raw.count(":") == 7
