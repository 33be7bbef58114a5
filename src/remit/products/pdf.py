"""A product as PDF, A4, with an annex that names the rows behind each figure."""

import io
from html import escape
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from remit.products.document import Document, Figure, Statement, Table, pieces
from remit.products.rows import Cited, ranges

__all__ = ["pdf"]

_INK, _QUIET, _AMBER = colors.HexColor("#14181d"), colors.HexColor("#4a5560"), "#7a4b00"
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13.5, textColor=_INK)
_SMALL = ParagraphStyle("small", parent=_BODY, fontSize=7.5, leading=10, textColor=_QUIET)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=8.5, leading=11)
_TITLE = ParagraphStyle("title", parent=_BODY, fontName="Helvetica-Bold", fontSize=17, leading=21)
_HEAD = ParagraphStyle(
    "head", parent=_BODY, fontName="Helvetica-Bold", fontSize=12.5, leading=16, spaceBefore=12
)
_FACT = ParagraphStyle("fact", parent=_BODY, leftIndent=6, spaceBefore=3, spaceAfter=3)
_ASSESSED = ParagraphStyle(
    "assessed", parent=_FACT, backColor=colors.HexColor("#fff7e6"), borderPadding=4, spaceBefore=8
)


def pdf(document: Document, cited: Cited) -> bytes:
    """The document in PDF 1.4; the same product is the same bytes."""
    figures = {figure.id: figure for figure in document.figures}
    story: list[Any] = [Paragraph(escape(document.title), _TITLE), Spacer(1, 4 * mm)]
    for section in document.sections:
        heading = Paragraph(escape(section.title), _HEAD)
        parts = [one for part in section.parts for one in _part(part, figures)]
        story += [KeepTogether([heading, *parts[:1]]), *parts[1:]]
    story.append(Paragraph("Annex: the rows behind each figure", _HEAD))
    for figure in document.figures:
        said = f"<b>{figure.id}</b> {escape(figure.value)}: {escape(ranges(figure.rows, cited))}"
        story.append(Paragraph(said, _SMALL))
    held = io.BytesIO()
    out = SimpleDocTemplate(
        held,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
        title=document.title,
        author="Remit",
        lang="en-GB",
        invariant=1,
    )

    def frame(canvas: Any, page: Any) -> None:
        _frame(canvas, page.page, document)

    out.build(story, onFirstPage=frame, onLaterPages=frame)
    return held.getvalue()


def _part(part: Statement | Table, figures: dict[str, Figure]) -> list[Any]:
    if isinstance(part, Statement):
        if part.basis == "fact":
            return [Paragraph(_say(part.text, figures), _FACT)]
        tag = f'<font color="{_AMBER}"><b>Assessment.</b></font> '
        against = "".join(f"<br/>Against: {escape(one)}" for one in part.against)
        return [Paragraph(tag + _say(part.text, figures) + against, _ASSESSED)]
    rows = [[Paragraph(f"<b>{escape(cell)}</b>", _CELL) for cell in part.header]]
    rows += [[Paragraph(_say(cell, figures), _CELL) for cell in row] for row in part.rows]
    grid = Grid(rows, repeatRows=1, hAlign="LEFT", colWidths=_widths(part))
    grid.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, 0), 1, _INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.HexColor("#c9d0d6")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    title = Paragraph(f"<b>{escape(part.title)}</b>", _FACT)
    below = [Paragraph(escape(part.left_out), _SMALL)] if part.left_out else []
    return [title, grid, *below]


def _widths(part: Table) -> list[float]:
    """The first column is wider; together they fill the page."""
    whole = A4[0] - 36 * mm
    first = whole * 0.4 if len(part.header) > 1 else whole
    rest = (whole - first) / max(len(part.header) - 1, 1)
    return [first, *[rest] * (len(part.header) - 1)]


def _say(text: str, figures: dict[str, Figure]) -> str:
    said = []
    for part in pieces(text, figures):
        if isinstance(part, Figure):
            said.append(f"<b>{escape(part.value)}</b><super size=6>{part.id}</super>")
        else:
            said.append(escape(part))
    return "".join(said)


def _frame(canvas: Any, number: int, document: Document) -> None:
    header = document.header
    mark = "EXERCISE   " if header.exercise else ""
    canvas.saveState()
    canvas.setFont("Helvetica", 7)
    canvas.setFillColor(_QUIET)
    said = f"{mark}case {header.case}   remit {header.remit}   act {header.act}"
    canvas.drawString(18 * mm, A4[1] - 12 * mm, said)
    canvas.drawString(18 * mm, 10 * mm, f"{header.made_at}   purpose {header.purpose}")
    canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, f"page {number}")
    canvas.restoreState()
