"""A product as a Word document, with an annex that names the rows behind each figure."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document as Word
from docx.shared import Pt, RGBColor

from remit.products.document import Document, Figure, Statement, Table, pieces
from remit.products.rows import Cited, ranges

__all__ = ["word"]

_AMBER = RGBColor(0x7A, 0x4B, 0x00)
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time given to every part of the file, so that the same product is the same bytes."""


def word(document: Document, cited: Cited) -> bytes:
    """The document in Office Open XML (ECMA-376)."""
    out: Any = Word()
    out.core_properties.title = document.title
    out.core_properties.author = "Remit"
    made = datetime.fromisoformat(document.header.made_at).astimezone(UTC).replace(tzinfo=None)
    out.core_properties.created = out.core_properties.modified = made
    out.styles["Normal"].font.name = "IBM Plex Sans"
    out.styles["Normal"].font.size = Pt(10.5)
    _running_head(out, document)
    figures = {figure.id: figure for figure in document.figures}
    out.add_heading(document.title, level=0)
    for section in document.sections:
        out.add_heading(section.title, level=1)
        for part in section.parts:
            if isinstance(part, Statement):
                _statement(out, part, figures)
            else:
                _table(out, part, figures)
    _annex(out, document, cited)
    held = io.BytesIO()
    out.save(held)
    return _timeless(held.getvalue())


def _running_head(out: Any, document: Document) -> None:
    header = document.header
    mark = "EXERCISE   " if header.exercise else ""
    said = f"{mark}case {header.case}   remit {header.remit}   act {header.act}"
    paragraph = out.sections[0].header.paragraphs[0]
    paragraph.text = said
    paragraph.runs[0].font.size = Pt(8)


def _statement(out: Any, part: Statement, figures: dict[str, Figure]) -> None:
    paragraph = out.add_paragraph()
    if part.basis == "assessment":
        tag = paragraph.add_run("Assessment. ")
        tag.bold, tag.font.color.rgb = True, _AMBER
    _say(paragraph, part.text, figures)
    for one in part.against:
        out.add_paragraph(f"Against: {one}", style="List Bullet")


def _table(out: Any, part: Table, figures: dict[str, Figure]) -> None:
    out.add_paragraph().add_run(part.title).bold = True
    table = out.add_table(rows=1, cols=len(part.header), style="Light Grid Accent 1")
    for cell, text in zip(table.rows[0].cells, part.header, strict=True):
        cell.text = text
    for row in part.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _say(cell.paragraphs[0], text, figures)
    if part.left_out:
        out.add_paragraph(part.left_out)


def _say(paragraph: Any, text: str, figures: dict[str, Figure]) -> None:
    for part in pieces(text, figures):
        if isinstance(part, Figure):
            paragraph.add_run(part.value).bold = True
            mark = paragraph.add_run(part.id)
            mark.font.superscript = True
        else:
            paragraph.add_run(part)


def _annex(out: Any, document: Document, cited: Cited) -> None:
    out.add_heading("Annex: the rows behind each figure", level=1)
    for figure in document.figures:
        paragraph = out.add_paragraph()
        paragraph.add_run(f"{figure.id}  {figure.value}  ").bold = True
        run = paragraph.add_run(ranges(figure.rows, cited))
        run.font.size = Pt(8)


def _timeless(held: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(held)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
