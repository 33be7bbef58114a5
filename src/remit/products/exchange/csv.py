"""CSV: the things in one table, the links in another, the authority in every line of both.

A cell that a spreadsheet would take for a formula begins with an apostrophe, and so does one that
begins with an apostrophe itself: take one away and the text is as it was.
"""

import csv
import io
from collections.abc import Iterable

from remit.products.exchange.columns import OF_LINKS, OF_NODES
from remit.products.exchange.graph import Graph

__all__ = ["links", "things"]

_STARTS = frozenset("'=+-@\t\r\n")
_AUTHORITY = ("act", "remit", "marking")


def things(graph: Graph) -> bytes:
    """The things, a line each: the same chart, the same bytes."""
    told = ((one.id, one.label, *_said(one, OF_NODES)) for one in graph.nodes)
    return _table(graph, ("id", "label", *OF_NODES), told)


def links(graph: Graph) -> bytes:
    """The links, a line each: the same chart, the same bytes."""
    told = ((one.id, one.source, one.target, *_said(one, OF_LINKS)) for one in graph.links)
    return _table(graph, ("id", "source", "target", *OF_LINKS), told)


def _said(one: object, columns: object) -> list[str]:
    return [read(one) for _, read in columns.values()]  # type: ignore[attr-defined]


def _table(graph: Graph, header: Iterable[str], lines: Iterable[Iterable[str]]) -> bytes:
    facts = graph.facts()
    authority = [facts[name] for name in _AUTHORITY]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*header, *_AUTHORITY))
    for line in lines:
        writer.writerow([_safe(text) for text in (*line, *authority)])
    return out.getvalue().encode(errors="replace")


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in _STARTS else text
