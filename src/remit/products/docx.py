"""A product as a Word document: headings, tables, and an annex to which each figure leads."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from remit.products.document import Document, Figure, Statement, Table, pieces
from remit.products.rows import Cited, ranges
from remit.products.timeless import timeless

__all__ = ["word"]

_INK, _AMBER = RGBColor(0x14, 0x18, 0x1D), RGBColor(0x7A, 0x4B, 0x00)


def word(document: Document, cited: Cited) -> bytes:
    """The document in Office Open XML (ECMA-376), A4."""
    out: Any = Word()
    _properties(out, document)
    _styles(out)
    _running(out, document)
    figures = {figure.id: figure for figure in document.figures}
    out.add_heading(document.title, level=0)
    header = document.header
    out.add_paragraph(
        f"Case {header.case}. Remit {header.remit}, purpose {header.purpose}. Act {header.act}, "
        f"{header.made_at}. Method {document.method}. Each number with a mark is a count; the mark "
        "leads to the rows behind it, in the annex."
    )
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


def _properties(out: Any, document: Document) -> None:
    about = out.core_properties
    exercise = document.header.exercise
    about.title = f"EXERCISE: {document.title}" if exercise else document.title
    about.author, about.language = "Remit", "en-GB"
    about.subject, about.comments = document.method, ""
    made = datetime.fromisoformat(document.header.made_at).astimezone(UTC).replace(tzinfo=None)
    about.created = about.modified = made


def _styles(out: Any) -> None:
    page = out.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14)):
        font = out.styles[name].font
        font.name, font.size, font.color.rgb = "IBM Plex Sans", Pt(size), _INK
        fonts = out.styles[name].element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for language in out.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _running(out: Any, document: Document) -> None:
    """Authority above and page number below, on every page."""
    header, page = document.header, out.sections[0]
    above = page.header.paragraphs[0]
    if header.exercise:
        above.add_run("EXERCISE: not for operational use   ").bold = True
    above.add_run(f"case {header.case}   remit {header.remit}   act {header.act}")
    below = page.footer.paragraphs[0]
    below.add_run("page ")
    _element(below.add_run()._r, "w:fldChar", {"w:fldCharType": "begin"})
    _element(below.add_run()._r, "w:instrText", {}, "PAGE")
    _element(below.add_run()._r, "w:fldChar", {"w:fldCharType": "end"})
    for run in (*above.runs, *below.runs):
        run.font.size = Pt(8)


def _statement(out: Any, part: Statement, figures: dict[str, Figure]) -> None:
    paragraph = out.add_paragraph()
    if part.basis == "assessment":
        tag = paragraph.add_run("Assessment. ")
        tag.bold, tag.font.color.rgb = True, _AMBER
    _say(paragraph, part.text, figures)
    for one in part.against:
        out.add_paragraph(f"Against: {one}", style="List Bullet")


def _table(out: Any, part: Table, figures: dict[str, Figure]) -> None:
    title = out.add_paragraph()
    title.add_run(part.title).bold = True
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.space_before = Pt(8)
    table = out.add_table(rows=1, cols=len(part.header))
    _rule(table)
    _element(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", {"w:val": "true"})
    for cell, text in zip(table.rows[0].cells, part.header, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in part.rows:
        made = table.add_row()
        _element(made._tr.get_or_add_trPr(), "w:cantSplit", {"w:val": "true"})
        for cell, text in zip(made.cells, row, strict=True):
            _say(cell.paragraphs[0], text, figures)
    for row_made in table.rows:
        for cell, count in zip(row_made.cells, part.counts, strict=True):
            if count:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            for run in cell.paragraphs[0].iter_inner_content():
                for one in getattr(run, "runs", [run]):
                    one.font.size = Pt(9)
    below = out.add_paragraph(part.left_out or "")
    below.paragraph_format.space_after = Pt(6)


def _rule(table: Any) -> None:
    """Thin lines between rows and none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        look = {"w:val": "single", "w:sz": "4", "w:color": "C9D0D6"}
        _element(borders, f"w:{side}", look)
    table._tbl.tblPr.append(borders)


def _say(paragraph: Any, text: str, figures: dict[str, Figure]) -> None:
    for part in pieces(text, figures):
        if isinstance(part, Figure):
            paragraph.add_run(part.value).bold = True
            link = _element(paragraph._p, "w:hyperlink", {"w:anchor": part.id, "w:history": "1"})
            mark = paragraph.add_run(part.id)
            mark.font.superscript = True
            link.append(mark._r)
        else:
            paragraph.add_run(part)


def _annex(out: Any, document: Document, cited: Cited) -> None:
    out.add_heading("Annex: the rows behind each figure", level=1)
    out.add_paragraph("Rows count from 1 in the file as received, header included.")
    for number, figure in enumerate(document.figures):
        paragraph = out.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        start = {"w:id": str(number), "w:name": figure.id}
        _element(paragraph._p, "w:bookmarkStart", start)
        paragraph.add_run(f"{figure.id}  {figure.value}  ").bold = True
        _element(paragraph._p, "w:bookmarkEnd", {"w:id": str(number)})
        paragraph.add_run(ranges(figure.rows, cited))
        for run in paragraph.runs:
            run.font.size = Pt(8)


def _element(parent: Any, name: str, attributes: dict[str, str], text: str | None = None) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    if text is not None:
        made.text = text
    parent.append(made)
    return made


def _timeless(held: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(held)) as old:
        return timeless({name: old.read(name) for name in sorted(old.namelist())})
