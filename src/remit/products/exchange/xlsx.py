"""A workbook (Office Open XML, ECMA-376): things, links, and what is said of the whole, a sheet
each. Texts stand in their cells as texts, so that none is a formula; what XML cannot hold is
written as `_xHHHH_` (part 1, section 22.9.2.19).
"""

import re
from collections.abc import Iterable, Mapping

from remit.products.exchange.columns import OF_LINKS, OF_NODES, Kept, Type
from remit.products.exchange.graph import Graph
from remit.products.exchange.xml import DECLARED, element, fit
from remit.products.timeless import timeless

__all__ = ["write"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BETWEEN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"

LONGEST = 32_767
"""Characters that a cell can hold; what is longer ends with an ellipsis."""

_UNFIT = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Cell = tuple[Type, str]


def write(graph: Graph) -> bytes:
    """The chart as a workbook: the same chart, the same bytes."""
    texts: Type = "string"
    sheets = {
        "Things": _lines(
            ("id", "label", *OF_NODES),
            ([(texts, one.id), (texts, one.label), *_cells(one, OF_NODES)] for one in graph.nodes),
        ),
        "Links": _lines(
            ("id", "source", "target", *OF_LINKS),
            (
                [(texts, one.id), (texts, one.source), (texts, one.target), *_cells(one, OF_LINKS)]
                for one in graph.links
            ),
        ),
        "About": _lines(
            ("fact", "value"),
            ([(texts, name), (texts, text)] for name, text in graph.facts().items()),
        ),
    }
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations({"workbook": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                f"sheet{n}": ("worksheet", f"worksheets/sheet{n}.xml")
                for n in range(1, len(sheets) + 1)
            }
        ),
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets.values(), 1)}
    return timeless({name: (DECLARED + text).encode() for name, text in parts.items()})


def _cells(one: object, columns: Mapping[str, Kept]) -> list[Cell]:
    return [(type_, read(one)) for type_, read in columns.values()]


def _lines(header: Iterable[str], lines: Iterable[Iterable[Cell]]) -> str:
    """A worksheet with the header as its first row."""
    told = [_row([("string", name) for name in header]), *map(_row, lines)]
    return element("worksheet", {"xmlns": _MAIN}, element("sheetData", {}, "\n", *told))


def _row(cells: Iterable[Cell]) -> str:
    return element("row", {}, *(_cell(*one) for one in cells))


def _cell(type_: Type, text: str) -> str:
    if not text:
        return element("c", {})
    if type_ == "int":
        return element("c", {}, element("v", {}, text))
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    said = _UNFIT.sub(lambda one: f"_x{ord(one[0]):04X}_", cut)
    held = element("t", {"xml:space": "preserve"}, fit(said))
    return element("c", {"t": "inlineStr"}, element("is", {}, held))


def _workbook(sheets: Iterable[str]) -> str:
    told = (
        element("sheet", {"name": name, "sheetId": str(n), "r:id": f"sheet{n}"})
        for n, name in enumerate(sheets, 1)
    )
    space = {"xmlns": _MAIN, "xmlns:r": _BETWEEN}
    return element("workbook", space, element("sheets", {}, *told))


def _relations(told: Mapping[str, tuple[str, str]]) -> str:
    each = (
        element("Relationship", {"Id": name, "Type": f"{_BETWEEN}/{kind}", "Target": target})
        for name, (kind, target) in told.items()
    )
    return element("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, *each)


def _types(sheets: int) -> str:
    parts = {"/xl/workbook.xml": "sheet.main"}
    parts |= {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in range(1, sheets + 1)}
    known = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    told = [
        *(element("Default", {"Extension": e, "ContentType": t}) for e, t in known.items()),
        *(
            element("Override", {"PartName": name, "ContentType": f"{_KINDS}.{kind}+xml"})
            for name, kind in parts.items()
        ),
    ]
    return element("Types", {"xmlns": f"{_PACKAGE}/content-types"}, *told)
