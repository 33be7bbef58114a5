"""The city's maps: GeoJSON (RFC 7946) in WGS 84, and tables with National Grid beside degrees."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from remit.world.city import City
from remit.world.draws import Floats
from remit.world.land import BOROUGHS, wgs84
from remit.world.out import Output

__all__ = ["CELL_COLUMNS", "geography"]

BEAM = 120
"""Degrees that a sector covers."""

CELL_COLUMNS = (
    "Cell", "Site", "Azimuth", "Beamwidth", "Easting", "Northing", "Longitude", "Latitude",
)  # fmt: skip
CAMERA_COLUMNS = ("Camera", "Easting", "Northing", "Longitude", "Latitude")
STATION_COLUMNS = ("Station", "Easting", "Northing", "Longitude", "Latitude")


def geography(city: City, out: Output) -> None:
    """Write boroughs, wards, river, streets, stations, cameras and cells."""
    land = city.land
    across = land.wards_a_side
    boroughs = land.borough_of(np.arange(land.wards)).tolist()
    half = land.side // 2
    corners = ((0, 0), (0, half), (half, 0), (half, half))
    _write(out, "boroughs", (
        _area(land.ring(south, west, half), {"code": f"E0999{n + 1:04}", "name": BOROUGHS[n]})
        for n, (south, west) in enumerate(corners)
    ))  # fmt: skip
    _write(out, "wards", (
        _area(
            land.ring(2 * (ward // across), 2 * (ward % across), 2),
            {
                "code": f"E0599{ward + 1:04}",
                "name": land.ward_names[ward],
                "borough": BOROUGHS[boroughs[ward]],
            },
        )
        for ward in range(land.wards)
    ))  # fmt: skip
    _write(out, "areas", (
        _area(land.ring(*divmod(n, land.side), 1), {"code": area.code, "name": area.name})
        for n, area in enumerate(land.areas)
    ))  # fmt: skip
    _write(out, "river", [_feature("LineString", _line(land.river), {"name": "River Lark"})])
    _write(out, "streets", (
        _feature("LineString", _line(street.line), {"name": street.name, "main": street.through})
        for street in city.streets
    ))  # fmt: skip
    _points(city, out)


def _points(city: City, out: Output) -> None:
    cameras, cells = city.cameras, city.cells
    _write(out, "cameras", (
        _feature("Point", cameras.degrees[n].tolist(), {"name": name})
        for n, name in enumerate(cameras.names)
    ))  # fmt: skip
    with out.table("geography/cameras.csv", CAMERA_COLUMNS) as table:
        for n, name in enumerate(cameras.names):
            table.row((name, *_both(cameras.places[n], cameras.degrees[n])))
    places = np.array([station.place for station in city.stations])
    degrees = wgs84(places)
    with out.table("geography/stations.csv", STATION_COLUMNS) as table:
        for n, station in enumerate(city.stations):
            table.row((station.name, *_both(places[n], degrees[n])))
    with out.table("geography/cells.csv", CELL_COLUMNS) as table:
        for n, name in enumerate(cells.names):
            both = _both(cells.places[n], cells.degrees[n])
            table.row((name, cells.sites[n], int(cells.azimuths[n]), BEAM, *both))


def _both(place: Floats, degrees: Floats) -> tuple[str, ...]:
    return (f"{place[0]:.1f}", f"{place[1]:.1f}", f"{degrees[0]:.6f}", f"{degrees[1]:.6f}")


def _line(points: Floats) -> list[list[float]]:
    found: list[list[float]] = wgs84(points).tolist()
    return found


def _area(ring: Floats, properties: Mapping[str, Any]) -> dict[str, Any]:
    return _feature("Polygon", [_line(ring)], properties)


def _feature(kind: str, where: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": where}
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


def _write(out: Output, name: str, features: Iterable[dict[str, Any]]) -> None:
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    text = f'{{"type": "FeatureCollection", "name": "{name}", "features": [\n{lines}\n]}}\n'
    out.whole(f"geography/{name}.geojson", text.encode())
