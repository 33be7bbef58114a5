"""A product as one page that needs nothing else: it prints, and each figure leads to its rows."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from remit.products.document import Document, Figure, Statement, Table, pieces

__all__ = ["bars", "page"]

WIDTH = 160
"""Pixels of the longest bar."""


def page(document: Document) -> bytes:
    """The page. Rows lie beside it, as `rows/F1.csv` and so on."""
    figures = {figure.id: figure for figure in document.figures}
    template = _environment().get_template("product.html")
    text = template.render(
        document=document,
        cut=lambda text: pieces(text, figures),
        is_figure=lambda part: isinstance(part, Figure),
        is_statement=lambda part: isinstance(part, Statement),
        bars=bars,
        width=WIDTH,
    )
    return text.encode()


def bars(table: Table) -> list[dict[str, Any]]:
    """Length of each bar, and the ends of its whisker or None, in pixels.

    >>> bars(Table("t", ("a",), (("x",),), bars=(5.0,), spans=((2.5, 10.0),)))
    [{'length': 80.0, 'low': 40.0, 'high': 160.0}]
    """
    scale = WIDTH / table.longest
    spans = table.spans or (None,) * len(table.bars)
    return [
        {
            "length": round(scale * value, 1),
            "low": round(scale * span[0], 1) if span else None,
            "high": round(scale * span[1], 1) if span else None,
        }
        for value, span in zip(table.bars, spans, strict=True)
    ]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("remit.products", "templates"),
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
