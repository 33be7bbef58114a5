"""National Insurance numbers, PNC ids, CRO numbers."""

import re
from collections.abc import Iterator

from remit.extraction.candidate import CHECKED, SHAPED
from remit.extraction.rules.anchors import AFTER, Found, Reading, cleaned
from remit.ontology.types import cro, nino, pnc

__all__ = ["found"]

_NINO = re.compile(rf"[A-Za-z]{{2}}[0-9]{{6}}[ -]?[A-Da-d]{AFTER}")
_NINO_BARE = re.compile(rf"[A-Za-z]{{2}}[0-9]{{6}}{AFTER}")
_NINO_GAPS = re.compile(rf"([0-9]{{2}})([ .-])[0-9]{{2}}\2[0-9]{{2}}\2?[A-Da-d]{AFTER}")
_NINO_CUE = re.compile(r"\b(?:nino|ni|n\.i\.|national insurance)\b", re.IGNORECASE)
_LEFT_TWO = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ .-]?\Z")
_PNC = re.compile(rf"(?:[0-9]{{4}}|[0-9]{{2}})/[0-9]{{1,7}}[A-HJ-NP-RT-Za-hj-np-rt-z]{AFTER}")
_CRO = re.compile(rf"[0-9]{{1,6}}/[0-9]{{2}}[A-HJ-NP-RT-Za-hj-np-rt-z]{AFTER}")
_CRO_CUE = re.compile(r"\b(?:cro|criminal records?)\b", re.IGNORECASE)
_PNC_CUE = re.compile(r"\b(?:pnc|pncid|police national computer)\b", re.IGNORECASE)
_SMALL = re.compile(rf"[Ss][Ff] ?[0-9]{{2}}/[0-9]{{1,6}}[A-HJ-NP-RT-Za-hj-np-rt-z]{AFTER}")


def found(reading: Reading) -> Iterator[Found]:
    """Every number that is written as one and stands its check."""
    text = reading.text
    for at in reading.lettered:
        match = _NINO.match(text, at) or _NINO_BARE.match(text, at)
        if match and (match[0][-1:].isalpha() or reading.near(_NINO_CUE, at, match.end())):
            yield from _nino(reading, at, match.end())
        if match := _SMALL.match(text, at):
            yield from _cro(text, at, match.end())
    for at in reading.numbered:
        if text[at + 2 : at + 3] in " .-" and (match := _NINO_GAPS.match(text, at)):
            left = _LEFT_TWO.search(text[max(0, at - 4) : at])
            if left:
                yield from _nino(reading, at - len(left.group()), match.end())
        slash = text.find("/", at, at + 7)
        if slash > 0:
            yield from _records(reading, at)


def _nino(reading: Reading, begin: int, end: int) -> Iterator[Found]:
    value = cleaned(nino.clean, reading.text[begin:end])
    if value:
        yield Found("NINO", begin, end, value, SHAPED, "nino", "no check digit: the shape alone")


def _records(reading: Reading, at: int) -> Iterator[Found]:
    """A PNC id and a CRO number can look alike (`65/91H`); a word near by then decides."""
    text = reading.text
    if (at and text[at - 1] in "/-.") or (at > 1 and text[at - 1] == " " and _sf(text, at)):
        return
    long, short = _PNC.match(text, at), _CRO.match(text, at)
    as_pnc = long and cleaned(lambda raw: pnc.clean(raw, today=reading.dated), long.group())
    as_cro = short and cleaned(cro.clean, short.group())
    if as_pnc and as_cro:
        said_cro = reading.near(_CRO_CUE, at, at) and not reading.near(_PNC_CUE, at, at)
        as_pnc, as_cro = (None, as_cro) if said_cro else (as_pnc, None)
    if long and as_pnc:
        yield Found("PNC", at, long.end(), as_pnc, CHECKED, "pnc", "check letter right")
    elif short and as_cro:
        yield from _cro(text, at, short.end())


def _cro(text: str, begin: int, end: int) -> Iterator[Found]:
    value = cleaned(cro.clean, text[begin:end])
    if value:
        yield Found("CRO", begin, end, value, CHECKED, "cro", "check letter right")


def _sf(text: str, at: int) -> bool:
    return text[max(0, at - 3) : at].strip().upper() == "SF"
