"""Matching places: by postcode, by words of a street or area, by area code, or near a point."""

import math
import re
from typing import Any

from remit.errors import BadInput, Misuse
from remit.inquiry import folded
from remit.inquiry.folded import fold
from remit.inquiry.found import Hit, Reader
from remit.ontology.types import coordinate, postcode

__all__ = ["FARTHEST", "NEAR", "find"]

NEAR = 250.0
"""Metres within which a place counts as near a point, where no other distance is given."""

FARTHEST = 20_000.0
"""Metres that a search near a point reaches at most."""

EARTH = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""

_POINT = re.compile(r"(-?\d{1,3}\.\d+)\s*[, ]\s*(-?\d{1,3}\.\d+)", re.ASCII)


def find(view: Reader, text: str, metres: float = NEAR) -> list[Hit]:
    """Places in view that answer to `text`. Raises `Misuse` where it names no place."""
    point = _POINT.fullmatch(text)
    if point:
        return _near(view, point.group(1), point.group(2), metres)
    words = folded.words(text)
    if not words:
        raise Misuse("give a postcode, words of a street or area, an area code, or lon,lat")
    code = _postcode(text)
    hits: dict[str, Hit] = {}
    rows = view.run(_CLAIMS, {"words": list(words), "code": code or ""}).to_pylist()
    for row in rows:
        reason = _reason(row, words, code)
        if reason is not None:
            hit = hits.setdefault(row["entity"], Hit(row["entity"], row["kind"], row["label"]))
            hit.also(row["load"], row["pos"], *reason, row["raw"])
    return list(hits.values())


def _reason(
    row: dict[str, Any], words: tuple[str, ...], code: str | None
) -> tuple[float, str] | None:
    """Score and rule; None where the value does not answer."""
    value, name = str(row["value"]), str(row["property"]).replace("_", " ")
    if name == "postcode" and code is not None:
        if value == code:
            return 1.0, "same postcode"
        return (0.85, "within the postcode") if _within(value, code) else None
    recorded = folded.words(str(row["raw"]))
    if recorded == words or folded.words(value) == words:
        return 1.0, f"same {name}"
    if set(words) <= set(recorded):
        return 0.9, f"words of the {name}"
    if all(any(one.startswith(word) for one in recorded) for word in words):
        return 0.8, f"words of the {name} begin so"
    return None


def _within(value: str, code: str) -> bool:
    """Whether a whole postcode lies in a district or sector.

    >>> _within("SW1A 1AA", "SW1A"), _within("SW1A 1AA", "SW1A 1"), _within("E10 1AA", "E1")
    (True, True, False)
    """
    return code in (postcode.outward(value), postcode.sector(value))


def _near(view: Reader, lon: str, lat: str, metres: float) -> list[Hit]:
    if not 1 <= metres <= FARTHEST:
        raise Misuse(f"near is from 1 to {FARTHEST:,.0f} metres, not {metres}")
    try:
        point = coordinate.pair(lon, lat)
    except BadInput as error:
        raise Misuse(f"not a point (lon,lat): {error.reason}") from error
    if point is None:
        raise Misuse("not a point (lon,lat)")
    hits: dict[str, Hit] = {}
    high = math.degrees(metres / EARTH) * 1.001
    wide = high / max(math.cos(math.radians(point.lat)), 0.01)
    bounds = (point.lon - wide, point.lon + wide, point.lat - high, point.lat + high)
    for row in view.run(_POINTS, bounds).to_pylist():
        away = _metres(point.lon, point.lat, row["lon"], row["lat"])
        if away <= metres:
            hit = hits.setdefault(row["entity"], Hit(row["entity"], row["kind"], row["label"]))
            hit.also(row["load"], row["pos"], 1.0 - 0.5 * away / metres, "near", f"{away:.0f} m")
    return list(hits.values())


def _metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance (haversine).

    >>> round(_metres(0.0, 51.0, 0.0, 52.0))
    111195
    """
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


def _postcode(text: str) -> str | None:
    """The postcode, district or sector that the text is; None where it is none."""
    try:
        return postcode.partial(fold(text))
    except BadInput:
        return None


_CLAIMS = """
SELECT DISTINCT entity, kind, label, property, load, pos, raw, value FROM said
WHERE kind IN ('place', 'address') AND value IS NOT NULL
    AND property NOT IN ('point', 'shape', 'layer')
    AND (
        (property = 'postcode' AND $code <> '' AND starts_with(value, $code))
        OR list_bool_and(list_transform(
            $words,
            lambda word: contains(strip_accents(lower(raw || ' ' || value)), word)
        ))
    )
ORDER BY entity, load, pos, property, raw
"""

_POINTS = """
WITH located AS (
    SELECT entity, kind, label, load, pos,
        TRY_CAST(split_part(value, ', ', 1) AS DOUBLE) AS lon,
        TRY_CAST(split_part(value, ', ', 2) AS DOUBLE) AS lat
    FROM said
    WHERE kind = 'place' AND property = 'point'
)
SELECT * FROM located
WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?
ORDER BY entity, load, pos
"""
