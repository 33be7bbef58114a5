"""The ways that masts look, as wedges on the map: a phone was somewhere in one, never at its tip.

How far a cell reaches is not in the record, so every wedge has the same length on the picture, and
the legend says that it means nothing.
"""

import math
from collections.abc import Mapping
from typing import Any

from remit.web.terrain import Terrain

__all__ = ["beams"]

_REACH = 1 / 14
"""Length of a wedge, as a share of the width of what is shown first."""

_ROUND = 360


def beams(found: Mapping[str, Any], shown: Terrain) -> tuple[str, ...]:
    """The wedges of an answer of `time-and-map.events`, each once, as SVG path data in metres."""
    reach = shown.view[2] * _REACH
    found_: dict[str, None] = {}
    for one in found["events"]:
        if one["beam"] and one["point"]:
            lon, lat = one["point"]
            x, y = (lon - shown.lon) * shown.across, (shown.lat - lat) * shown.up
            found_[_wedge(x, y, reach, one["beam"]["azimuth"], one["beam"]["width"])] = None
    return tuple(found_)


def _wedge(x: float, y: float, reach: float, azimuth: float, width: float) -> str:
    """A wedge of `width` degrees about `azimuth`, degrees clockwise from north; y grows southwards.

    >>> _wedge(0, 0, 10, 90, 180)
    'M0.0 0.0L0.0 -10.0A10.0 10.0 0 0 1 0.0 10.0Z'
    """
    if width >= _ROUND:
        first, last, over = -90.0, 269.99, 1
        return (
            f"M{_at(x, y, reach, first)}A{reach:.1f} {reach:.1f} 0 {over} 1 "
            f"{_at(x, y, reach, last)}Z"
        )
    first, last = azimuth - width / 2, azimuth + width / 2
    return (
        f"M{x:.1f} {y:.1f}L{_at(x, y, reach, first)}A{reach:.1f} {reach:.1f} 0 "
        f"{int(width > _ROUND / 2)} 1 {_at(x, y, reach, last)}Z"
    )


def _at(x: float, y: float, reach: float, degrees: float) -> str:
    turn = math.radians(degrees)
    return f"{x + reach * math.sin(turn):.1f} {y - reach * math.cos(turn):.1f}"
