"""Matching vehicles and phones: identifiers as written, in part, or taken for their look-alikes.

A vehicle's mark may hold `*` (any letters) and `?` (one); a phone may be given in any written
form, or by its last four or more digits.
"""

import re
from typing import Any

from remit.errors import BadInput, Misuse
from remit.inquiry.found import Hit, Reader
from remit.ontology.types import phone, vrm

__all__ = ["phones", "vehicles"]

SHORTEST_ENDING = 4
"""Digits that an ending of a phone number needs at least: fewer match too much to mean anything."""

_PATTERN = re.compile(r"[A-Z0-9*?]{2,12}")


def vehicles(view: Reader, text: str) -> list[Hit]:
    """Vehicles in view whose mark is `text`, matches its pattern or could be misread as it."""
    bare = re.sub(r"[\s.\-]", "", text).upper()
    if not _PATTERN.fullmatch(bare) or not re.search(r"[A-Z0-9]", bare):
        raise Misuse("give a registration mark, or part of one with * or ?")
    rows = view.run(_ALL, {"kind": "vehicle", "property": "vrm"}).to_pylist()
    hits: dict[str, Hit] = {}
    pattern = re.compile(re.escape(bare).replace(r"\*", ".*").replace(r"\?", "."))
    confused = vrm.confusion_key(bare)
    for row in rows:
        value = row["value"]
        if value == bare:
            score, rule = 1.0, "same mark"
        elif pattern.fullmatch(value):
            score, rule = 0.9, "matches the pattern"
        elif vrm.confusion_key(value) == confused:
            score, rule = 0.8, "look-alike characters (0/O 1/I 5/S 8/B 2/Z)"
        else:
            continue
        _gather(hits, row, score, {"rule": rule, "value": row["raw"]})
    view.check()
    return list(hits.values())


def phones(view: Reader, text: str) -> list[Hit]:
    """Phones in view whose number is `text` in any written form, or ends with its digits."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < SHORTEST_ENDING:
        raise Misuse(f"give a number, or at least its last {SHORTEST_ENDING} digits")
    try:
        whole = phone.clean(text)
    except BadInput:
        whole = None
    ending = digits.lstrip("0") if len(digits) > SHORTEST_ENDING else digits
    rows = view.run(_ENDING, {"whole": whole, "ending": ending}).to_pylist()
    hits: dict[str, Hit] = {}
    for row in rows:
        same = row["value"] == whole
        rule = "same number" if same else "ends with these digits"
        _gather(hits, row, 1.0 if same else 0.85, {"rule": rule, "value": row["raw"]})
    view.check()
    return list(hits.values())


def _gather(hits: dict[str, Hit], row: dict[str, Any], score: float, why: dict[str, Any]) -> None:
    """Rows of one thing come together in one hit."""
    hit = hits.setdefault(row["thing"], Hit(row["thing"], row["kind"], row["label"], 0.0, []))
    hit.also(row["load"], row["pos"], score, why)


_ALL = """
SELECT DISTINCT mention.thing, mention.kind, mention.label, claim.load, claim.pos, claim.raw,
    claim.value
FROM claim
INNER JOIN mention ON mention.id = claim.mention
WHERE claim.kind = $kind AND claim.property = $property AND claim.value IS NOT NULL
    AND mention.thing IS NOT NULL
ORDER BY mention.thing, claim.load, claim.pos, claim.raw
"""

_ENDING = """
SELECT DISTINCT mention.thing, mention.kind, mention.label, claim.load, claim.pos, claim.raw,
    claim.value
FROM claim
INNER JOIN mention ON mention.id = claim.mention
WHERE claim.kind = 'phone' AND claim.property = 'number' AND mention.thing IS NOT NULL
    AND (claim.value = $whole OR ends_with(claim.value, $ending))
ORDER BY mention.thing, claim.load, claim.pos, claim.raw
"""
