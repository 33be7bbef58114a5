"""Each form of a chart read back by the rules of its format, sharing nothing with what wrote it."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook

__all__ = ["READ", "Held", "Said"]

Said = dict[str, str]


@dataclass(frozen=True)
class Held:
    """What a file says: of the whole, of each thing by id, of each link by id."""

    facts: Said
    things: dict[str, Said]
    links: dict[str, Said]


def graphml(files: Mapping[str, bytes]) -> Held:
    """Keys are declared once; data refer to them."""
    root = ElementTree.fromstring(files["chart.graphml"])
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = {one.attrib["id"]: one.attrib for one in root.findall(f"{space}key")}
    assert len(keys) == len(root.findall(f"{space}key"))
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert graph.attrib["edgedefault"] == "directed"

    def said(one: ElementTree.Element, of: str) -> Said:
        found = {}
        for data in one.findall(f"{space}data"):
            key = keys[data.attrib["key"]]
            assert key["for"] == of
            found[key["attr.name"]] = data.text or ""
            if key["attr.type"] == "int":
                int(found[key["attr.name"]])
        return found

    nodes = {one.attrib["id"]: said(one, "node") for one in graph.findall(f"{space}node")}
    edges = {
        one.attrib["id"]: {
            "source": one.attrib["source"],
            "target": one.attrib["target"],
            **said(one, "edge"),
        }
        for one in graph.findall(f"{space}edge")
    }
    return Held(said(graph, "graph"), nodes, edges)


def gexf(files: Mapping[str, bytes]) -> Held:
    """Attributes are declared by class; positions have a space of their own, upwards."""
    root = ElementTree.fromstring(files["chart.gexf"])
    space = "{http://gexf.net/1.3}"
    declared = {
        (of.attrib["class"], one.attrib["id"]): one.attrib["title"]
        for of in root.iter(f"{space}attributes")
        for one in of
    }

    def said(one: ElementTree.Element, of: str) -> Said:
        return {
            declared[of, value.attrib["for"]]: value.attrib["value"]
            for value in one.iter(f"{space}attvalue")
        }

    nodes = {}
    for one in root.iter(f"{space}node"):
        nodes[one.attrib["id"]] = {"label": one.attrib["label"], **said(one, "node")}
        place = one.find("{http://gexf.net/1.3/viz}position")
        assert place is not None
        drawn = (int(place.attrib["x"]), -int(place.attrib["y"]))
        assert drawn == tuple(int(nodes[one.attrib["id"]][axis]) for axis in "xy")
    edges = {}
    for one in root.iter(f"{space}edge"):
        edges[one.attrib["id"]] = {
            "source": one.attrib["source"],
            "target": one.attrib["target"],
            **said(one, "edge"),
        }
        assert one.attrib["weight"] == edges[one.attrib["id"]]["count"]
    description = root.findtext(f"{space}meta/{space}description") or ""
    facts = dict(line.split(": ", 1) for line in description.split("\n"))
    return Held(facts, nodes, edges)


def anx(files: Mapping[str, bytes]) -> Held:
    """Items hold their kind of drawing; every reference leads to what is declared."""
    root = ElementTree.fromstring(files["chart.anx"])
    ids = [one.attrib["Id"] for one in root.iter() if "Id" in one.attrib]
    assert len(ids) == len(set(ids))
    referred = [
        value
        for one in root.iter()
        for name, value in one.attrib.items()
        if name.endswith("Reference") and name != "SourceReference"
    ]
    assert set(referred) <= set(ids)
    order = [one.tag for one in root]
    assert order.index("AttributeClassCollection") < order.index("ChartItemCollection")
    nodes: dict[str, Said] = {}
    edges: dict[str, Said] = {}
    for item in root.iter("ChartItem"):
        said = {one.attrib["AttributeClass"]: one.attrib["Value"] for one in item.iter("Attribute")}
        said["cards"] = str(len(list(item.iter("Card"))))
        entity, link = item.find("End/Entity"), item.find("Link")
        if entity is not None:
            end = item.find("End")
            assert end is not None
            assert entity.attrib["EntityId"] == entity.attrib["Identity"]
            place = {"x": end.attrib["X"], "y": end.attrib["Y"]}
            nodes[entity.attrib["EntityId"]] = {"label": item.attrib["Label"], **place, **said}
        else:
            assert link is not None
            ends = {"source": link.attrib["End1Id"], "target": link.attrib["End2Id"]}
            edges[f"{len(edges)}"] = {**ends, **said}
    assert {one[end] for one in edges.values() for end in ("source", "target")} <= set(nodes)
    kept = {one.attrib["Name"]: one.attrib["Value"] for one in root.iter("CustomProperty")}
    return Held(kept, nodes, edges)


def ftm(files: Mapping[str, bytes]) -> Held:
    """An entity a line; every value of a property is a text in a list."""
    facts: Said = {}
    nodes, edges = {}, {}
    text = files["chart.ftm.json"].decode()
    for line in text.split("\n")[:-1]:
        one: dict[str, Any] = json.loads(line)
        facts = one["export"]
        assert all(isinstance(v, str) for some in one["properties"].values() for v in some)
        if one["schema"] == "UnknownLink":
            (source,), (target,) = one["properties"]["subject"], one["properties"]["object"]
            edges[one["id"]] = {"source": source, "target": target, **one["remit"]}
        else:
            assert one["properties"]["name"] == [one["remit"]["label"]]
            nodes[one["id"]] = one["remit"]
    return Held(facts, nodes, edges)


def tables(files: Mapping[str, bytes]) -> Held:
    """One apostrophe is taken off a cell that begins with one."""
    facts: Said = {}

    def lines(name: str) -> dict[str, Said]:
        found = {}
        for line in csv.DictReader(io.StringIO(files[name].decode(), newline="")):
            plain = {column: cell.removeprefix("'") for column, cell in line.items()}
            facts.update({one: plain.pop(one) for one in ("act", "remit", "marking")})
            found[plain.pop("id")] = plain
        return found

    return Held(facts, lines("things.csv"), lines("links.csv"))


def xlsx(files: Mapping[str, bytes]) -> Held:
    """Three sheets; `_xHHHH_` is a character, and every cell is a text or a number."""
    book = load_workbook(io.BytesIO(files["chart.xlsx"]))
    assert book.sheetnames == ["Things", "Links", "About"]

    def lines(name: str) -> dict[str, Said]:
        first, *rest = book[name].iter_rows()
        assert all(cell.data_type in "sn" for row in rest for cell in row)
        header = [str(cell.value) for cell in first]
        found = {}
        for row in rest:
            texts = ["" if cell.value is None else str(cell.value) for cell in row]
            said = dict(zip(header, map(_unescaped, texts), strict=True))
            found[said.pop(header[0])] = said
        return found

    facts = {name: said["value"] for name, said in lines("About").items()}
    return Held(facts, lines("Things"), lines("Links"))


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda one: chr(int(one[1], 16)), text)


READ = {"graphml": graphml, "gexf": gexf, "anx": anx, "ftm": ftm, "csv": tables, "xlsx": xlsx}
"""What reads each form."""
