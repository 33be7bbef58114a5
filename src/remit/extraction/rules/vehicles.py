"""Registration marks of vehicles."""

import re
from collections.abc import Iterator

from remit.extraction.candidate import CUED, SHAPED
from remit.extraction.rules.anchors import AFTER, Found, Reading, cleaned
from remit.ontology.types import vrm

__all__ = ["found"]

_CURRENT = re.compile(rf"[A-HJ-PR-Y]{{2}}[0-9]{{2}}([ -]?)[A-HJ-PR-Z]{{3}}{AFTER}", re.IGNORECASE)
_PREFIX = re.compile(rf"[A-HJ-NP-TV-Y][1-9][0-9]{{0,2}}([ -]?)[A-HJ-PR-Y]{{3}}{AFTER}", re.I)
_Q = re.compile(rf"Q[0-9]{{1,3}}([ -]?)[A-Z]{{3}}{AFTER}", re.IGNORECASE)
_JOINED = re.compile(rf"[A-Z]{{1,3}}[1-9][0-9]{{0,3}}[A-HJ-NP-TV-Y]?{AFTER}", re.IGNORECASE)
_SUFFIX = re.compile(rf"[1-9][0-9]{{0,2}}[A-HJ-NP-TV-Y]{AFTER}", re.IGNORECASE)
_NUMBER = re.compile(rf"[1-9][0-9]{{0,3}}{AFTER}")
_FIRST = re.compile(rf"[1-9][0-9]{{0,3}}[ -]?[A-Z]{{1,3}}{AFTER}")
_DIPLOMAT = re.compile(rf"[0-9]{{3}} ?[DX] ?[0-9]{{3}}{AFTER}", re.IGNORECASE)
_LEFT = re.compile(r"(?<![^\W_])[A-Za-z]{1,3}[ -]\Z")
_CUE = re.compile(
    r"\b(?:vrm|vrn|reg|regs|registration|registered|index|plate|plates|number ?plate|mark)\b"
    r"(?!\.\w)",
    re.IGNORECASE,
)
_CUE_LEFT = re.compile(
    r"\b(?:vrm|vrn|reg|registration|index|plate|number ?plate|mark)\b"
    r"(?:[ \t:.#,\"'(-]|\b(?:number|no|num|mark|plate|plates|is|was|of|the|as)\b){1,6}\Z",
    re.IGNORECASE,
)
_CAR = re.compile(
    r"\b(?:vehicle|car|van|lorry|truck|motorcycle|motorbike|moped|taxi|hatchback|saloon|driving|"
    r"driver|ford|vauxhall|volkswagen|vw|bmw|audi|mercedes|toyota|nissan|honda|peugeot|renault|"
    r"fiesta|focus|astra|corsa|golf|polo|transit|qashqai|clio|skoda|seat|kia|mini|volvo|mazda)\b",
    re.IGNORECASE,
)
_WORDS = frozenset(
    [
        "AND",
        "THE",
        "FOR",
        "BUT",
        "NOT",
        "WAS",
        "HAS",
        "HAD",
        "ARE",
        "YOU",
        "HER",
        "HIS",
        "SHE",
        "ALL",
        "ANY",
        "CAN",
        "DAY",
        "GET",
        "HOW",
        "MAN",
        "NEW",
        "NOW",
        "OLD",
        "ONE",
        "OUR",
        "OUT",
        "PER",
        "SAW",
        "SAY",
        "SEE",
        "TEN",
        "TWO",
        "USE",
        "WAY",
        "WHO",
        "WHY",
        "YET",
        "MEN",
        "WAR",
        "VAN",
        "CAR",
        "BUS",
        "RED",
        "SET",
        "GUN",
        "BAR",
        "PUB",
        "LEG",
        "ARM",
        "TOP",
        "END",
        "OFF",
        "LED",
        "RAN",
        "SAT",
        "MET",
        "PUT",
    ]
)
"""Words of three letters: after a space they end no mark unless a word near by names one."""


def found(reading: Reading) -> Iterator[Found]:
    """Current marks by their shape; older ones, which look like much else, where named near by."""
    text = reading.text
    for at in reading.lettered:
        if at and text[at - 1] in "/_@.#":
            continue
        for shape in (_CURRENT, _PREFIX, _Q):
            if match := shape.match(text, at):
                yield from _shaped(reading, match, shape is _CURRENT)
                break
        else:
            if (match := _JOINED.match(text, at)) and _beside(text, at):
                yield from _named(reading, at, match.end())
    for at in reading.numbered:
        if at and text[at - 1] in "/_@.#£$€+":
            continue
        left = _LEFT.search(text[max(0, at - 4) : at])
        if left and (match := _SUFFIX.match(text, at)) and len(left.group()) == 4:
            begin = at - 4
            if reading.near(_CUE, begin, match.end()) or _capital(reading, begin, match.end()):
                yield from _named(reading, begin, match.end())
        elif left and (match := _NUMBER.match(text, at)):
            begin = at - len(left.group())
            if _beside(text, begin):
                yield from _named(reading, begin, match.end())
        if (match := _FIRST.match(text, at) or _DIPLOMAT.match(text, at)) and _beside(text, at):
            yield from _named(reading, at, match.end())


def _shaped(reading: Reading, match: re.Match[str], current: bool) -> Iterator[Found]:
    begin, end = match.span()
    raw, gap = match.group(), match[1]
    if not (raw.isupper() or raw.islower()):
        return
    named = reading.near(_CUE, begin, end, after=24)
    loose = bool(gap) and raw[-3:].upper() in _WORDS
    if loose and not _beside(reading.text, begin):
        return
    if not named:
        shouted = reading.text[max(0, begin - 30) : begin].isupper()
        if gap and shouted and not reading.near(_CAR, begin, end, after=16):
            return
        if raw != raw.upper() and not reading.near(_CAR, begin, end, after=16):
            return
        if not current and gap and not reading.near(_CAR, begin, end, after=16):
            return
        if not current and not gap and len(raw) < 7:
            return
    yield from _named(reading, begin, end, CUED if named else SHAPED)


def _named(reading: Reading, begin: int, end: int, score: float = CUED) -> Iterator[Found]:
    value = cleaned(vrm.clean, reading.text[begin:end])
    if value and vrm.style(value):
        yield Found("VRM", begin, end, value, score, "vrm", vrm.TYPE.describe(value))


def _beside(text: str, begin: int) -> bool:
    """Whether a word that names a mark stands right before it."""
    return _CUE_LEFT.search(text[max(0, begin - 40) : begin]) is not None


def _capital(reading: Reading, begin: int, end: int) -> bool:
    raw = reading.text[begin:end]
    return raw.isupper() and bool(reading.near(_CAR, begin, end, after=16))
