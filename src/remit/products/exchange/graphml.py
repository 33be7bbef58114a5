"""GraphML (Brandes and others, Graph Drawing 2001; graphml.graphdrawing.org): a chart as keys and
data. What is said of the whole is data of the graph. Edges are directed; two things may have
several.
"""

from collections.abc import Mapping

from remit.products.exchange.columns import OF_LINKS, OF_NODES, Kept
from remit.products.exchange.graph import Graph, Link, Node
from remit.products.exchange.xml import DECLARED, element, fit

__all__ = ["write"]

_XMLNS = "http://graphml.graphdrawing.org/xmlns"

_NODE: Mapping[str, Kept] = {"label": ("string", lambda one: one.label), **OF_NODES}


def write(graph: Graph) -> bytes:
    """The chart as GraphML: the same chart, the same bytes."""
    facts = graph.facts()
    keys = [
        *(_key("graph", name, "string") for name in facts),
        *(_key("node", name, type_) for name, (type_, _) in _NODE.items()),
        *(_key("edge", name, type_) for name, (type_, _) in OF_LINKS.items()),
    ]
    inner = [
        *(_data("graph", name, text) for name, text in facts.items()),
        *(element("node", {"id": one.id}, *_said("node", one, _NODE)) for one in graph.nodes),
        *(
            element(
                "edge",
                {"id": one.id, "source": one.source, "target": one.target},
                *_said("edge", one, OF_LINKS),
            )
            for one in graph.links
        ),
    ]
    drawn = element("graph", {"id": "chart", "edgedefault": "directed"}, "\n", *inner)
    return (DECLARED + element("graphml", {"xmlns": _XMLNS}, "\n", *keys, drawn)).encode()


def _key(of: str, name: str, type_: str) -> str:
    return element("key", {"id": f"{of}-{name}", "for": of, "attr.name": name, "attr.type": type_})


def _said(of: str, one: Node | Link, columns: Mapping[str, Kept]) -> list[str]:
    texts = ((name, read(one)) for name, (_, read) in columns.items())
    return ["\n", *(_data(of, name, text) for name, text in texts if text)]


def _data(of: str, name: str, text: str) -> str:
    return element("data", {"key": f"{of}-{name}"}, fit(text))
