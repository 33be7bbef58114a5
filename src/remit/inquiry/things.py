"""Matching vehicles and phones: identifiers as written, in part, or taken for their look-alikes.

A vehicle's mark may hold `*` (any letters) and `?` (one); a phone may be given in any written
form, or by its last four or more digits.
"""

import re
from typing import Any

from remit.errors import BadInput, Misuse
from remit.inquiry.found import Hit, Reader
from remit.ontology.types import phone, vrm
from remit.ontology.types.valuetype import plain

__all__ = ["SHORTEST_ENDING", "phones", "vehicles"]

SHORTEST_ENDING = 4
"""Digits that an ending of a phone number needs at least: fewer match too much to mean anything."""

_AS, _ALIKE = ("".join(side) for side in zip(*vrm.PAIRS, strict=True))
"""Figures, and the letters that are taken for them: as `vrm.confusion_key` has them."""

_PATTERN = re.compile(r"[A-Z0-9*?]{2,12}")
_GAPS = re.compile(r"[\s.\-_]")
_DIALLED = re.compile(r"[\d\s()+./\-]+", re.ASCII)


def vehicles(view: Reader, text: str) -> list[Hit]:
    """Vehicles in view whose mark is `text`, matches its pattern or could be misread as it."""
    bare = _GAPS.sub("", plain(text)).upper()
    if not _PATTERN.fullmatch(bare) or not re.search(r"[A-Z0-9]", bare):
        raise Misuse("give a registration mark, or part of one with * or ?")
    pattern = re.compile(re.escape(bare).replace(r"\*", ".*").replace(r"\?", "."))
    confused = vrm.confusion_key(bare)
    hits: dict[str, Hit] = {}
    asked = {"pattern": bare, "confused": confused, "alike": _ALIKE, "as": _AS}
    for row in view.run(_MARKS, asked).to_pylist():
        value = row["value"]
        if value == bare:
            _gather(hits, row, 1.0, "same mark")
        elif pattern.fullmatch(value):
            _gather(hits, row, 0.9, "matches the pattern")
        elif vrm.confusion_key(value) == confused:
            _gather(hits, row, 0.8, "look-alike characters (0/O 1/I 5/S 8/B 2/Z)")
    return list(hits.values())


def phones(view: Reader, text: str) -> list[Hit]:
    """Phones in view whose number is `text` in any written form, or ends with its digits."""
    dialled = plain(text)
    digits = re.sub(r"\D", "", dialled)
    if not _DIALLED.fullmatch(dialled) or len(digits) < SHORTEST_ENDING:
        raise Misuse(f"give a number, or at least its last {SHORTEST_ENDING} digits")
    try:
        whole = phone.clean(dialled)
    except BadInput:
        whole = None
    national = digits.lstrip("0")  # 07700… ends what is kept as +447700…
    ending = national if len(national) >= SHORTEST_ENDING else digits
    hits: dict[str, Hit] = {}
    for row in view.run(_ENDING, {"whole": whole or "", "ending": ending}).to_pylist():
        if row["value"] == whole:
            _gather(hits, row, 1.0, "same number")
        else:
            _gather(hits, row, 0.85, f"ends with {ending}")
    return list(hits.values())


def _gather(hits: dict[str, Hit], row: dict[str, Any], score: float, rule: str) -> None:
    """Rows of one thing come together in one hit."""
    hit = hits.setdefault(row["thing"], Hit(row["thing"], row["kind"], row["label"]))
    hit.also(row["load"], row["pos"], score, rule, row["raw"])


_MARKS = """
SELECT DISTINCT entity AS thing, kind, label, load, pos, raw, value FROM said
WHERE kind = 'vehicle' AND property = 'vrm'
    AND (value GLOB $pattern OR translate(value, $alike, $as) = $confused)
ORDER BY thing, load, pos, raw
"""

_ENDING = """
SELECT DISTINCT entity AS thing, kind, label, load, pos, raw, value FROM said
WHERE kind = 'phone' AND property = 'number'
    AND (value = $whole OR ends_with(value, $ending))
ORDER BY thing, load, pos, raw
"""
