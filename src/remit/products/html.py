"""A product as one page that needs nothing else: it prints, and each figure leads to its rows."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from remit.products.document import Document, Figure, Statement, Table, pieces

__all__ = ["page"]


def page(document: Document) -> bytes:
    """The page. Rows lie beside it, as `rows/F1.csv` and so on."""
    figures = {figure.id: figure for figure in document.figures}
    template = _environment().get_template("product.html")
    text = template.render(
        document=document,
        cut=lambda text: pieces(text, figures),
        is_figure=lambda part: isinstance(part, Figure),
        is_table=lambda part: isinstance(part, Table),
        is_statement=lambda part: isinstance(part, Statement),
        bars=bars,
    )
    return text.encode()


def bars(table: Table, width: int = 160) -> list[dict[str, Any]]:
    """Bar lengths in pixels for a table's rows, longest `width`."""
    longest = max(table.bars, default=0.0) or 1.0
    return [{"length": round(width * value / longest, 1)} for value in table.bars]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("remit.products", "templates"),
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
