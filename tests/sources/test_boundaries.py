"""Boundary files: every feature a place, and what is no feature is rejected with its reason."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.sources.tables import mapped

from remit.errors import BadInput
from remit.sources.plan import Plan
from remit.sources.previewing import preview

SQUARE = [[[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.5]]]


def feature(geometry: object, /, **properties: object) -> dict[str, Any]:
    """One feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def area(**properties: object) -> dict[str, Any]:
    """A small area."""
    return feature({"type": "Polygon", "coordinates": SQUARE}, **properties)


def write(folder: Path, *features: object, encoding: str = "utf-8", **members: object) -> Path:
    """A collection as a file."""
    path = folder / "wards.geojson"
    said = {"type": "FeatureCollection", **members, "features": features}
    path.write_text(json.dumps(said, ensure_ascii=False), encoding=encoding)
    return path


def said(plan: Plan) -> list[dict[str, str | None]]:
    """The values of each place, by property."""
    rows, rejected = mapped(plan)
    assert rejected == []
    return [{c[0]: c[2] for c in row.mentions[0].claims} for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_area_has_its_code_name_layer_and_outline(tmp_path: Path, encoding: str) -> None:
    path = write(
        tmp_path, area(WD24CD="E05009288", WD24NM="Château Wárd"), name="wards", encoding=encoding
    )
    plan = preview(path)
    assert plan.profile.id == "boundaries"
    (found,) = said(plan)
    assert (found["area"], found["name"], found["layer"]) == ("E05009288", "Château Wárd", "wards")
    assert json.loads(found["shape"] or "") == {"type": "Polygon", "coordinates": SQUARE}


def test_points_and_ways_are_read(tmp_path: Path) -> None:
    way = {"type": "LineString", "coordinates": [[-0.1, 51.5, 3.0], [-0.12, 51.51, 4.0]]}
    point = {"type": "Point", "coordinates": [-0.123456, 51.5]}
    found = said(preview(write(tmp_path, feature(way, name="Long Lane"), feature(point))))
    assert json.loads(found[0]["shape"] or "")["coordinates"] == [[[-0.1, 51.5], [-0.12, 51.51]]]
    assert found[1] == {"point": "-0.1234560, 51.5000000"}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (feature(None, name="Nowhere"), "no geometry"),
        ({"type": "Nothing"}, "not a feature"),
        ("text", "not a feature"),
        (feature({"type": "Polygon", "coordinates": [[[0, 51], [1, 51], [0, 51]]]}), "a ring"),
        (feature({"type": "Polygon", "coordinates": [[[0, 51], [1, 51], [1, 52], [0, 52]]]}),
         "ends where it begins"),
        (feature({"type": "LineString", "coordinates": [[530000, 180000], [530100, 180100]]}),
         "another grid"),
        (feature({"type": "LineString", "coordinates": [[0, 51]]}), "two corners"),
        (feature({"type": "LineString", "coordinates": [["a", 51], [1, 2]]}), "a corner is"),
        (feature({"type": "Polygon", "coordinates": 7}), "are lists"),
        (feature({"type": "Point", "coordinates": [200.0, 51.0]}), "200"),
        (feature({"type": "GeometryCollection", "geometries": []}), "a Polygon or LineString"),
    ],
)  # fmt: skip
def test_what_is_no_feature_is_rejected_and_the_rest_goes_on(
    tmp_path: Path, wrong: object, reason: str
) -> None:
    rows, rejected = mapped(preview(write(tmp_path, area(name="One"), wrong, area(name="Two"))))
    assert [row.pos for row in rows] == [1, 3]
    assert len(rejected) == 1
    assert reason in str(rejected[0])


def test_a_file_on_another_grid_is_refused_with_the_grid_named(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
    with pytest.raises(BadInput, match="EPSG::27700"):
        preview(write(tmp_path, area(), crs=crs))
    wgs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert len(said(preview(write(tmp_path, area(name="One"), crs=wgs, name="wards")))) == 1


def test_a_file_cut_off_says_where(tmp_path: Path) -> None:
    path = write(tmp_path, *(area(name=f"Ward {n}") for n in range(50)))
    path.write_bytes(path.read_bytes()[:-700])
    rows, rejected = mapped(preview(path))
    assert 40 < len(rows) < 50
    assert len(rejected) == 1


def test_a_property_that_is_called_as_a_column_of_ours_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, area(layer="theirs", geometry="text"), name="wards")
    (_, row) = next(preview(path).table.rows())
    assert isinstance(row, dict)
    assert (row["properties.layer"], row["properties.geometry"]) == ("theirs", "text")
    assert row["layer"] == "wards"
