"""Degrees to metres and back, on a plane that touches the earth in the middle of the data."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.inquiry.where import EARTH

__all__ = ["Plane"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plane:
    """Equirectangular around (`lon`, `lat`): within a per cent over a county."""

    lon: float
    lat: float

    @staticmethod
    def around(lon: Floats, lat: Floats) -> "Plane":
        """Around the median of the points; missing ones do not count."""
        known = np.isfinite(lon) & np.isfinite(lat)
        if not known.any():
            return Plane(0.0, 0.0)
        return Plane(float(np.median(lon[known])), float(np.median(lat[known])))

    def metres(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """East and north of the middle.

        >>> x, y = Plane(0.0, 51.0).metres(np.array([0.0]), np.array([52.0]))
        >>> int(y[0])
        111195
        """
        wide = EARTH * np.cos(np.radians(self.lat))
        return wide * np.radians(lon - self.lon), EARTH * np.radians(lat - self.lat)

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a point in metres."""
        wide = EARTH * np.cos(np.radians(self.lat))
        lon, lat = self.lon + np.degrees(x / wide), self.lat + np.degrees(y / EARTH)
        return round(float(lon), 6), round(float(lat), 6)
