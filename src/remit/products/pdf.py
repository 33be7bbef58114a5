"""A product as PDF, A4, with an annex to which each figure leads and that names its rows."""

import io
from collections.abc import Sequence
from html import escape
from typing import Any

from anyascii import anyascii
from reportlab.graphics.shapes import Drawing, Line, Rect
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from remit.products.document import Document, Figure, Statement, Table, pieces
from remit.products.rows import Cited, ranges

__all__ = ["pdf"]

_INK, _QUIET, _RULE = (colors.HexColor(c) for c in ("#14181d", "#4a5560", "#c9d0d6"))
_BAR, _AMBER = colors.HexColor("#b5c9d8"), "#7a4b00"
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13.5, textColor=_INK)
_SMALL = ParagraphStyle("small", parent=_BODY, fontSize=7.5, leading=10, textColor=_QUIET)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=8.5, leading=11)
_COUNT = ParagraphStyle("count", parent=_CELL, alignment=2)
_TITLE = ParagraphStyle("title", parent=_BODY, fontName="Helvetica-Bold", fontSize=18, leading=22)
_HEAD = ParagraphStyle(
    "head", parent=_BODY, fontName="Helvetica-Bold", fontSize=12.5, leading=16, spaceBefore=14
)
_FACT = ParagraphStyle("fact", parent=_BODY, spaceBefore=3, spaceAfter=3)
_CAPTION = ParagraphStyle("caption", parent=_FACT, fontName="Helvetica-Bold", spaceBefore=9)
_ASSESSED = ParagraphStyle(
    "assessed",
    parent=_FACT,
    backColor=colors.HexColor("#fff7e6"),
    borderPadding=5,
    leftIndent=6,
    rightIndent=6,
    spaceBefore=10,
    spaceAfter=10,
)
_PAGE = A4[0] - 36 * mm
_DRAWN = 92.0
"""Points across that a bar takes at most."""


def pdf(document: Document, cited: Cited) -> bytes:
    """The document in PDF 1.4; the same product is the same bytes.

    Letters outside Latin-1's neighbourhood are written plainly here, as the annex says; the
    other forms have them as received.
    """
    figures = {figure.id: figure for figure in document.figures}
    story = _opening(document)
    for section in document.sections:
        story += [CondPageBreak(40 * mm), Paragraph(_text(section.title), _HEAD)]
        story += [one for part in section.parts for one in _part(part, figures)]
    story += [CondPageBreak(40 * mm), *_annex(document, cited)]
    held = io.BytesIO()
    exercise = "EXERCISE: " if document.header.exercise else ""
    out = _Outlined(
        held,
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
        title=exercise + document.title,
        subject=document.method,
        author="Remit",
        lang="en-GB",
        invariant=1,
    )

    def frame(canvas: Any, page: Any) -> None:
        _frame(canvas, page.page, document)

    out.build(story, onFirstPage=frame, onLaterPages=frame)
    return held.getvalue()


class _Outlined(SimpleDocTemplate):  # type: ignore[misc]  # reportlab carries no types
    """Puts every heading into the outline that readers show beside the pages."""

    def afterFlowable(self, flowable: Any) -> None:
        if isinstance(flowable, Paragraph) and flowable.style is _HEAD:
            title = flowable.getPlainText()
            self.canv.bookmarkPage(title)
            self.canv.addOutlineEntry(title, title)


def _opening(document: Document) -> list[Any]:
    header = document.header
    said = (
        f"Case {header.case}. Remit {header.remit}, purpose {header.purpose}. Act {header.act}, "
        f"{header.made_at}. Method {document.method}. Each number with a mark is a count; the mark "
        "leads to the rows behind it, in the annex."
    )
    mark = "<b>EXERCISE</b>: not for operational use" if header.exercise else ""
    opening = [Paragraph(mark, _BODY)] if mark else []
    return [*opening, Paragraph(_text(document.title), _TITLE), Spacer(1, 2 * mm),
            Paragraph(_text(said), _SMALL)]  # fmt: skip


def _part(part: Statement | Table, figures: dict[str, Figure]) -> list[Any]:
    if isinstance(part, Table):
        return _table(part, figures)
    if part.basis == "fact":
        return [Paragraph(_say(part.text, figures), _FACT)]
    tag = f'<font color="{_AMBER}"><b>Assessment.</b></font> '
    against = "".join(f"<br/>Against: {_text(one)}" for one in part.against)
    return [Paragraph(tag + _say(part.text, figures) + against, _ASSESSED)]


def _table(part: Table, figures: dict[str, Figure]) -> list[Any]:
    styles = [_COUNT if count else _CELL for count in part.counts]
    drawn = [[_bar(part, n)] for n in range(len(part.rows))] if part.bars else [[]] * len(part.rows)
    grid_rows: list[list[Any]] = [
        [Paragraph(f"<b>{_text(cell)}</b>", s) for cell, s in zip(part.header, styles, strict=True)]
        + ([""] if part.bars else [])
    ]
    for row, bar in zip(part.rows, drawn, strict=True):
        cells = [Paragraph(_say(c, figures), s) for c, s in zip(row, styles, strict=True)]
        grid_rows.append([*cells, *bar])
    grid = Grid(grid_rows, repeatRows=1, hAlign="LEFT", colWidths=_widths(part, figures))
    grid.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, 0), 1, _INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, _RULE),
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("VALIGN", (0, 1), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    below = [Paragraph(_text(part.left_out), _SMALL)] if part.left_out else []
    return [CondPageBreak(35 * mm), Paragraph(_text(part.title), _CAPTION), grid, *below]


def _bar(part: Table, number: int) -> Drawing:
    """A bar, with its interval as a whisker where the table has one."""
    scale = (_DRAWN - 12) / part.longest
    drawing = Drawing(_DRAWN - 10, 11)
    drawing.add(Rect(0, 2, scale * part.bars[number], 7, fillColor=_BAR, strokeColor=None))
    if part.spans and part.spans[number][1]:
        low, high = (scale * end for end in part.spans[number])
        for ends in ((low, 5.5, high, 5.5), (low, 3, low, 8), (high, 3, high, 8)):
            drawing.add(Line(*ends, strokeColor=_INK, strokeWidth=0.5))
    return drawing


def _widths(part: Table, figures: dict[str, Figure]) -> list[float]:
    """Columns as wide as their widest cell, the widest ones giving way until all fit."""
    room = _PAGE - (_DRAWN if part.bars else 0.0)
    rows = [part.header, *part.rows]
    wanted = [max(_width(row[n], figures) for row in rows) + 14 for n in range(len(part.header))]
    least = [min(w, 62.0) for w in wanted]
    spare = room - sum(least)
    over = sum(w - m for w, m in zip(wanted, least, strict=True))
    share = min(1.0, max(spare, 0.0) / over) if over else 0.0
    widths = [m + share * (w - m) for w, m in zip(wanted, least, strict=True)]
    return [*widths, *([_DRAWN] if part.bars else [])]


def _width(text: str, figures: dict[str, Figure]) -> float:
    shown = "".join(
        f"{part.value}{part.id}" if isinstance(part, Figure) else part
        for part in pieces(text, figures)
    )
    return float(stringWidth(_latin(shown), "Helvetica-Bold", _CELL.fontSize))


def _say(text: str, figures: dict[str, Figure]) -> str:
    said = []
    for part in pieces(text, figures):
        if isinstance(part, Figure):
            mark = f'<a href="#{part.id}"><super size=6>{part.id}</super></a>'
            said.append(f"<b>{escape(part.value)}</b>{mark}")
        else:
            said.append(_text(part))
    return "".join(said)


def _annex(document: Document, cited: Cited) -> Sequence[Any]:
    note = (
        "Rows count from 1 in the file as received, header included. Letters that this file's "
        "typeface lacks are written plainly; the web page and the Word document have them."
    )
    made = [Paragraph("Annex: the rows behind each figure", _HEAD), Paragraph(note, _SMALL)]
    for figure in document.figures:
        named = f'<a name="{figure.id}"/><b>{figure.id}</b> {escape(figure.value)}: '
        made.append(Paragraph(named + _text(ranges(figure.rows, cited)), _SMALL))
    return made


def _text(text: str) -> str:
    return escape(_latin(text))


def _latin(text: str) -> str:
    """The text in the letters of Windows-1252, which the standard typefaces of PDF have.

    >>> _latin("Ffordd y Dŵr, Café")
    'Ffordd y Dwr, Café'
    """
    return "".join(c if c.encode("cp1252", "ignore") else anyascii(c) for c in text)


def _frame(canvas: Any, number: int, document: Document) -> None:
    header = document.header
    canvas.saveState()
    canvas.setFillColor(_INK)
    left = 18 * mm
    if header.exercise:
        canvas.setFont("Helvetica-Bold", 8)
        canvas.drawString(left, A4[1] - 12 * mm, "EXERCISE")
        left += 18 * mm
    canvas.setFont("Helvetica", 7)
    canvas.setFillColor(_QUIET)
    said = f"case {header.case}   remit {header.remit}   act {header.act}"
    canvas.drawString(left, A4[1] - 12 * mm, _latin(said))
    canvas.drawString(18 * mm, 10 * mm, f"{header.made_at}   purpose {header.purpose}")
    canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, f"page {number}")
    canvas.restoreState()
