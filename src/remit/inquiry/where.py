"""Matching places: by postcode, by words of a street or area, by area code, or near a point."""

import math
import re
from typing import Any

from remit.errors import BadInput, Misuse
from remit.inquiry.found import Hit, Reader
from remit.ontology.types import coordinate, postcode

__all__ = ["NEAR", "find"]

NEAR = 250.0
"""Metres within which a place counts as near a point, where no other distance is given."""

EARTH = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""

_POINT = re.compile(r"\s*(-?\d+\.\d+)\s*[, ]\s*(-?\d+\.\d+)\s*")


def find(view: Reader, text: str, metres: float) -> list[Hit]:
    """Places in view that answer to `text`. Raises `Misuse` where it names no place."""
    point = _POINT.fullmatch(text)
    if point:
        return _near(view, point.group(1), point.group(2), metres)
    words = re.findall(r"\w+", text.lower())
    if not words:
        raise Misuse("give a postcode, words of a street or area, an area code, or lon,lat")
    hits: dict[str, Hit] = {}
    code = _postcode(text)
    for row in view.run(_CLAIMS).to_pylist():
        reason = _reason(row, words, code)
        if reason is not None:
            score, rule = reason
            _gather(hits, row, score, {"rule": rule, "value": row["raw"]})
    view.check()
    return list(hits.values())


def _reason(row: dict[str, Any], words: list[str], code: str | None) -> tuple[float, str] | None:
    value = str(row["value"])
    if row["property"] == "postcode" and code is not None:
        if value == code:
            return 1.0, "same postcode"
        return (0.85, "within the postcode") if value.startswith(code) else None
    if value.lower() == " ".join(words):
        return 1.0, f"same {_plain(row['property'])}"
    recorded = re.findall(r"\w+", str(row["raw"]).lower())
    if all(any(one.startswith(word) for one in recorded) for word in words):
        whole = set(words) <= set(recorded)
        return (0.9 if whole else 0.8), f"words of the {_plain(row['property'])}"
    return None


def _near(view: Reader, lon: str, lat: str, metres: float) -> list[Hit]:
    try:
        point = coordinate.pair(lon, lat)
    except BadInput as error:
        raise Misuse(f"not a point (lon,lat): {error.reason}") from error
    if point is None:
        raise Misuse("not a point (lon,lat)")
    hits: dict[str, Hit] = {}
    box = metres / 111_000
    wide = box / max(math.cos(math.radians(point.lat)), 0.01)
    bounds = (point.lon - wide, point.lon + wide, point.lat - box, point.lat + box)
    for row in view.run(_POINTS, bounds).to_pylist():
        away = _metres(point.lon, point.lat, row["lon"], row["lat"])
        if away <= metres:
            score = 1.0 - 0.5 * away / metres
            hit = hits.setdefault(row["place"], Hit(row["place"], "place", row["label"], 0.0, []))
            hit.also(row["load"], row["pos"], score, {"rule": "near", "value": f"{away:.0f} m"})
    view.check()
    return list(hits.values())


def _metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance (haversine).

    >>> round(_metres(0.0, 51.0, 0.0, 52.0))
    111195
    """
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def _postcode(text: str) -> str | None:
    try:
        return postcode.clean(text) or postcode.partial(text)
    except BadInput:
        return postcode.partial(text)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _gather(hits: dict[str, Hit], row: dict[str, Any], score: float, why: dict[str, Any]) -> None:
    hit = hits.setdefault(row["entity"], Hit(row["entity"], row["kind"], row["label"], 0.0, []))
    hit.also(row["load"], row["pos"], score, why)


_CLAIMS = """
SELECT DISTINCT coalesce(mention.thing, mention.id) AS entity, mention.kind, mention.label,
    claim.property, claim.load, claim.pos, claim.raw, claim.value
FROM claim
INNER JOIN mention ON mention.id = claim.mention
WHERE claim.kind IN ('place', 'address') AND claim.value IS NOT NULL
ORDER BY entity, claim.load, claim.pos, claim.property, claim.raw
"""

_POINTS = """
SELECT DISTINCT place, place_label AS label, lon, lat, load, pos
FROM event_by_time
WHERE place IS NOT NULL AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?
ORDER BY place, load, pos
"""
