"""GEXF 1.3 (gexf.net), as Gephi reads it: a chart with attributes and places.

The format's y runs upwards, so a place is mirrored in `viz:position`; the attributes `x` and `y`
say it as drawn. What is said of the whole stands in the description, a line for each fact.
"""

from collections.abc import Mapping

from remit.products.exchange.columns import OF_LINKS, OF_NODES, Kept
from remit.products.exchange.graph import Graph, Link, Node
from remit.products.exchange.xml import DECLARED, element, fit

__all__ = ["write"]

_XMLNS = {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"}
_TYPES = {"string": "string", "int": "integer"}


def write(graph: Graph) -> bytes:
    """The chart as GEXF: the same chart, the same bytes."""
    facts = graph.facts()
    said = "\n".join(f"{name}: {' '.join(text.split())}" for name, text in facts.items())
    meta = element(
        "meta",
        {"lastmodifieddate": graph.header.made_at[:10]},
        "\n",
        element("creator", {}, "Remit"),
        element("keywords", {}, fit(" ".join(filter(None, (facts["marking"], facts["handling"]))))),
        element("description", {}, fit(said)),
    )
    inner = [
        _attributes("node", OF_NODES),
        _attributes("edge", OF_LINKS),
        element("nodes", {"count": facts["things"]}, "\n", *map(_node, graph.nodes)),
        element("edges", {"count": facts["links"]}, "\n", *map(_edge, graph.links)),
    ]
    drawn = element("graph", {"defaultedgetype": "directed", "mode": "static"}, "\n", *inner)
    return (DECLARED + element("gexf", _XMLNS, "\n", meta, drawn)).encode()


def _attributes(of: str, columns: Mapping[str, Kept]) -> str:
    told = (
        element("attribute", {"id": name, "title": name, "type": _TYPES[type_]})
        for name, (type_, _) in columns.items()
    )
    return element("attributes", {"class": of}, "\n", *told)


def _node(one: Node) -> str:
    place = element("viz:position", {"x": str(one.x), "y": str(-one.y), "z": "0"})
    return element("node", {"id": one.id, "label": one.label}, "\n", _values(one, OF_NODES), place)


def _edge(one: Link) -> str:
    ends = {"source": one.source, "target": one.target}
    shown = {"kind": one.kind, "label": one.kind, "weight": str(one.count)}
    return element("edge", {"id": one.id, **ends, **shown}, "\n", _values(one, OF_LINKS))


def _values(one: Node | Link, columns: Mapping[str, Kept]) -> str:
    texts = ((name, read(one)) for name, (_, read) in columns.items())
    told = (element("attvalue", {"for": name, "value": text}) for name, text in texts if text)
    return element("attvalues", {}, "\n", *told)
