"""Crimes with a time and a point, and the records that put a thing at a point, out of a view."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from remit.inquiry.crimes.near import Crimes, Floats, Ints, Seen
from remit.inquiry.found import Reader
from remit.inquiry.material import WITHIN, Material

__all__ = ["LONGEST", "MOVES", "PRESENCE", "Crime", "Origin", "crimes_by_kind", "in_metres", "seen"]

PRESENCE = ("plate-read", "call", "message", "data-session", "position", "sighting")
"""Kinds of event that put a thing at a point."""

LONGEST = 2 * 3600
"""Seconds that a crime's time may be open; of a night's burglary all that passed would be near."""

MOVES = """(CASE WHEN kind IN ('call', 'message') THEN part = 'from'
    ELSE regexp_matches(thing, '^(vehicle|phone|handset|device|track|person|property-item)-')
    AND (part IS NULL OR part = 'from') END)"""
"""Of the things that a record is about, those that were at the point: of a call the caller, whose
cell it is, and not its handset and SIM once more; never the cell or the camera itself."""

_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Crime:
    """One crime as recorded."""

    row: tuple[str, int]
    reference: str | None
    begin: datetime
    end: datetime
    place: str | None
    label: str | None
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Origin:
    """A point from which metres are measured; degrees of WGS 84."""

    lon: float
    lat: float


def in_metres(lon: Any, lat: Any, origin: Origin) -> Floats:
    """(n, 2) metres east and north of the origin, plane: right within 1 in 1,000 over 50 km.

    >>> in_metres([0.001], [51.5], Origin(0.0, 51.5)).round(1).tolist()
    [[69.3, 0.0]]
    """
    east = (np.asarray(lon, float) - origin.lon) * math.cos(math.radians(origin.lat))
    north = np.asarray(lat, float) - origin.lat
    return np.column_stack((east, north)) * _METRES_A_DEGREE


def crimes_by_kind(view: Reader, material: Material) -> Mapping[str, list[Crime]]:
    """Crimes of loads of the case by what they are called, each in order of time."""
    asked = {"open": material.open, "longest": LONGEST}
    found: dict[str, list[Crime]] = defaultdict(list)
    seen_before: set[tuple[Any, ...]] = set()
    for row in view.run(_CRIMES, asked).to_pylist():
        same = (row["category"], row["reference"], row["begin"], row["lon"], row["lat"])
        if row["reference"] is not None and same in seen_before:
            continue  # one report that stands twice is one crime
        seen_before.add(same)
        found[row["category"]].append(
            Crime(
                (row["load"], row["pos"]),
                row["reference"],
                row["begin"],
                row["end"],
                row["place"],
                row["place_label"],
                row["lon"],
                row["lat"],
            )
        )
    return dict(sorted(found.items()))


def arrays(crimes: list[Crime], origin: Origin) -> Crimes:
    """The same as arrays."""
    return Crimes(
        np.array([int(one.begin.timestamp()) for one in crimes], np.int64),
        np.array([int(one.end.timestamp()) for one in crimes], np.int64),
        in_metres([one.lon for one in crimes], [one.lat for one in crimes], origin),
    )


def seen(view: Reader, material: Material, origin: Origin) -> tuple[Seen, npt.NDArray[np.uint64]]:
    """What puts things at points, and the hash of each thing by its number in it."""
    values = {**material.values, "kinds": list(PRESENCE)}
    table = view.run(_SEEN, values)
    hashed = table["thing"].to_numpy()
    things, numbered = np.unique(hashed, return_inverse=True)
    lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
    # Some eleven metres: fixes of a track that stands still come together.
    cells = np.round(np.column_stack((lon, lat)), 4)
    points, point = np.unique(cells, axis=0, return_inverse=True)
    at: Ints = table["at"].to_numpy().astype(np.int64)
    metres = in_metres(points[:, 0], points[:, 1], origin)
    return Seen(numbered.astype(np.int64), at, point.reshape(-1).astype(np.int64), metres), things


_CRIMES = """
SELECT load, pos, category, reference, "begin", coalesce("end", "begin") AS "end", place,
    place_label, lon, lat
FROM event_by_time
WHERE kind IN ('crime', 'event') AND category IS NOT NULL AND lon IS NOT NULL
    AND precision = 'instant' AND load IN (SELECT unnest($open))
    AND epoch(coalesce("end", "begin")) - epoch("begin") <= $longest
ORDER BY "begin", load, pos
"""

_SEEN = f"""
SELECT hash(thing) AS thing, CAST(epoch("begin") AS BIGINT) AS at, lon, lat
FROM event_by_thing
WHERE kind IN (SELECT unnest($kinds)) AND lon IS NOT NULL AND "begin" IS NOT NULL
    AND {MOVES} AND {WITHIN}
ORDER BY ALL
"""
