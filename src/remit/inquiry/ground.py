"""The ground of a map: outlines, ways and water of the boundary files in view."""

import json
from collections import defaultdict
from typing import Any

from remit.inquiry.found import Asked, Reader, cited

__all__ = ["MOST_CORNERS", "ground"]

MOST_CORNERS = 150_000
"""Corners drawn at most: whole layers are left out beyond it, and named."""


def ground(view: Reader) -> dict[str, Any]:
    """Layers of shapes, areas before ways, those with fewest shapes first; each with its file.

    A shape has its place (`entity`), `label` and `lines`, each a list of longitude and latitude.
    """
    layers = view.kept("ground", _layers)
    first = cited(view, [layer["_row"] for layer in layers])
    shown: list[dict[str, Any]] = []
    left_out: list[str] = []
    room = MOST_CORNERS
    for layer in layers:
        if layer["corners"] > room:
            left_out.append(layer["layer"])
            continue
        room -= layer["corners"]
        row = layer["_row"]
        told = {name: layer[name] for name in ("layer", "kind", "shapes")}
        shown.append({**told, "rows": [first[row]] if row in first else []})
    return {"layers": shown, "layers_left_out": left_out}


def _layers(asked: Asked) -> list[dict[str, Any]]:
    grouped: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    rows: dict[tuple[str, str, str], tuple[str, int]] = {}
    for number, row in enumerate(asked.run(_SHAPES).to_pylist()):
        if number % 1_000 == 0:
            asked.check()
        said = json.loads(row["value"])
        kind = "area" if said["type"] == "Polygon" else "way"
        key = (row["layer"] or "not named", kind, row["load"])
        rows.setdefault(key, (row["load"], row["pos"]))
        grouped[key].append(
            {"entity": row["entity"], "label": row["label"], "lines": said["coordinates"]}
        )
    order = sorted(grouped, key=lambda key: (key[1], len(grouped[key]), key))
    return [
        {
            "layer": key[0],
            "kind": key[1],
            "shapes": grouped[key],
            "corners": sum(len(line) for shape in grouped[key] for line in shape["lines"]),
            "_row": rows[key],
        }
        for key in order
    ]


_SHAPES = """
SELECT shape.entity, shape.label, shape.load, shape.pos, shape.value, layer.value AS layer
FROM (SELECT * FROM said WHERE kind = 'place' AND property = 'shape') AS shape
LEFT JOIN (SELECT * FROM said WHERE kind = 'place' AND property = 'layer') AS layer
    ON layer.load = shape.load AND layer.pos = shape.pos
WHERE shape.value IS NOT NULL
ORDER BY shape.load, shape.pos
"""
