"""Postcodes, coordinates, grid references."""

import re
from collections.abc import Iterator

from remit.errors import BadInput
from remit.extraction.candidate import CUED, SHAPED
from remit.extraction.rules.anchors import AFTER, Found, Reading, cleaned
from remit.ontology.types import coordinate, grid, postcode

__all__ = ["AREAS", "found"]

AREAS = frozenset(
    [
        "AB",
        "AL",
        "B",
        "BA",
        "BB",
        "BD",
        "BH",
        "BL",
        "BN",
        "BR",
        "BS",
        "BT",
        "CA",
        "CB",
        "CF",
        "CH",
        "CM",
        "CO",
        "CR",
        "CT",
        "CV",
        "CW",
        "DA",
        "DD",
        "DE",
        "DG",
        "DH",
        "DL",
        "DN",
        "DT",
        "DY",
        "E",
        "EC",
        "EH",
        "EN",
        "EX",
        "FK",
        "FY",
        "G",
        "GL",
        "GU",
        "GY",
        "HA",
        "HD",
        "HG",
        "HP",
        "HR",
        "HS",
        "HU",
        "HX",
        "IG",
        "IM",
        "IP",
        "IV",
        "JE",
        "KA",
        "KT",
        "KW",
        "KY",
        "L",
        "LA",
        "LD",
        "LE",
        "LL",
        "LN",
        "LS",
        "LU",
        "M",
        "ME",
        "MK",
        "ML",
        "N",
        "NE",
        "NG",
        "NN",
        "NP",
        "NR",
        "NW",
        "OL",
        "OX",
        "PA",
        "PE",
        "PH",
        "PL",
        "PO",
        "PR",
        "RG",
        "RH",
        "RM",
        "S",
        "SA",
        "SE",
        "SG",
        "SK",
        "SL",
        "SM",
        "SN",
        "SO",
        "SP",
        "SR",
        "SS",
        "ST",
        "SW",
        "SY",
        "TA",
        "TD",
        "TF",
        "TN",
        "TQ",
        "TR",
        "TS",
        "TW",
        "UB",
        "W",
        "WA",
        "WC",
        "WD",
        "WF",
        "WN",
        "WR",
        "WS",
        "WV",
        "YO",
        "ZE",
    ]
)
"""Postcode areas in use, Crown dependencies included (Royal Mail)."""

_POSTCODE = re.compile(
    rf"([A-Z]{{1,2}})[0-9][0-9A-Z]?([ \u00a0]{{0,2}})[0-9][ABD-HJLNP-UW-Z]{{2}}{AFTER}",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:1st|2nd|3rd|[04-9]th)\Z", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\b(?:post ?code|address|road|street|avenue|lane|close|drive|way|court|flat|rd|st|ave|london|"
    r"lives?|resides?|postal)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"([+-]?[0-9]{1,3}\.[0-9]{3,10})°?\s?([NnSs])?[,;\s]\s{0,3}([+-]?[0-9]{1,3}\.[0-9]{3,10})°?"
    rf"(?:\s?([EeWw]))?{AFTER}(?!\.[0-9])"
)
_SIXTY = re.compile(
    r"([0-9]{1,2})°\s?([0-5]?[0-9])['′’]\s?([0-5]?[0-9](?:\.[0-9]{1,4})?)[\"″”]\s?([NSns])"
    r"[,;\s]\s{0,3}([0-9]{1,3})°\s?([0-5]?[0-9])['′’]\s?([0-5]?[0-9](?:\.[0-9]{1,4})?)[\"″”]\s?"
    rf"([EWew]){AFTER}"
)
_GRID = re.compile(
    rf"([HJNOST][A-HJ-Z])[ ]?([0-9]{{3,5}}) ([0-9]{{3,5}}){AFTER}|"
    rf"([HJNOST][A-HJ-Z])[ ]?((?:[0-9]{{2}}){{2,5}}){AFTER}",
    re.IGNORECASE,
)
_GRID_LEFT = re.compile(r"(?<![^\W_])[HJNOST][A-HJ-Z] ?\Z", re.IGNORECASE)
_GRID_CUE = re.compile(
    r"\b(?:grid|grid ?ref(?:erence)?|ngr|os|ordnance|map ref(?:erence)?|gr)\b", re.IGNORECASE
)


def found(reading: Reading) -> Iterator[Found]:
    """Every place written as one; a point only where its order and hemisphere are sure."""
    text = reading.text
    for at in reading.lettered:
        if at and text[at - 1] in "/_@#":
            continue
        if match := _POSTCODE.match(text, at):
            yield from _postcode(reading, match)
        if match := _GRID.match(text, at):
            yield from _grid(reading, match)
    for at in reading.numbered:
        if "." in text[at + 1 : at + 4] and (match := _PAIR.match(text, _signed(text, at))):
            yield from _pair(match)
        elif "°" in text[at + 1 : at + 3] and (match := _SIXTY.match(text, at)):
            yield from _sixty(match)
        left = _GRID_LEFT.search(text[max(0, at - 4) : at])
        if left and (match := _GRID.match(text, at - len(left.group()))):
            yield from _grid(reading, match)


def _postcode(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    raw, gap = match.group(), match[2]
    if match[1].upper() not in AREAS:
        return
    loose = (raw != raw.upper() or not gap) and _ORDINAL.search(raw)
    if loose and not reading.near(_ADDRESS, match.start(), match.end()):
        return
    value = cleaned(postcode.clean, raw)
    if value:
        said = "the shape of a postcode of an area in use; not looked up"
        yield Found("Postcode", *match.span(), value, SHAPED, "postcode", said)


def _grid(reading: Reading, match: re.Match[str]) -> Iterator[Found]:
    apart = match[2] is not None
    if apart and len(match[2]) != len(match[3]):
        return
    named = reading.near(_GRID_CUE, match.start(), match.end(), after=12)
    if not named and not (apart and match.group().isupper()):
        return
    value = cleaned(grid.clean, match.group())
    if value:
        score = CUED if named else SHAPED
        yield Found("Location", *match.span(), value, score, "grid", "British National Grid")


def _signed(text: str, at: int) -> int:
    return at - 1 if at and text[at - 1] in "+-" else at


def _pair(match: re.Match[str]) -> Iterator[Found]:
    first, south, second, west = match.groups()
    if not (south or west):
        yield from _bare(match, first, second)
        return
    if not (south and west):
        return
    lat = _turned(float(first), south in "Ss")
    lon = _turned(float(second), west in "Ww")
    yield from _point(match, lon, lat, "hemispheres stated")


def _bare(match: re.Match[str], first: str, second: str) -> Iterator[Found]:
    """Two numbers without hemispheres: read only where one order alone lies in this country."""
    box, one, other = coordinate.UNITED_KINGDOM, float(first), float(second)
    if box.holds(other, one):
        yield from _point(match, other, one, "latitude first: only so it lies in this country")
    elif box.holds(one, other):
        yield from _point(match, one, other, "longitude first: only so it lies in this country")
    elif abs(one) <= 90 and abs(other) <= 180:
        said = "which number is the latitude is not stated"
        yield Found("Location", *match.span(), None, SHAPED, "coordinate", said)


def _sixty(match: re.Match[str]) -> Iterator[Found]:
    parts = match.groups()
    lat = _turned(_degrees(*parts[:3]), parts[3] in "Ss")
    lon = _turned(_degrees(*parts[4:7]), parts[7] in "Ww")
    yield from _point(match, lon, lat, "degrees, minutes and seconds")


def _point(match: re.Match[str], lon: float, lat: float, said: str) -> Iterator[Found]:
    try:
        point = coordinate.pair(f"{lon:.7f}", f"{lat:.7f}")
    except BadInput:
        return
    yield Found("Location", *match.span(), str(point), SHAPED, "coordinate", said)


def _degrees(whole: str, minutes: str, seconds: str) -> float:
    return int(whole) + int(minutes) / 60 + float(seconds) / 3600


def _turned(value: float, other_way: bool) -> float:
    return -value if other_way else value
