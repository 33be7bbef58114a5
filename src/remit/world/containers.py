"""Workbooks and archives whose bytes depend on nothing but what is put in.

A workbook is Office Open XML (ECMA-376) with texts kept in their cells; entries of an archive are
stored, not compressed, and carry one fixed time, because compressors differ between machines.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from xml.sax.saxutils import escape

__all__ = ["Cell", "archive", "workbook"]

Cell = str | int | float | date | time | None
"""A date is shown day first, a time with seconds, a fraction with two decimals."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_FORMS = "".join(
    f'<xf numFmtId="{form}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    for form in (0, 14, 21, 4)
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    f'<cellXfs count="4">{_FORMS}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
DATE, TIME, MONEY = 1, 2, 3
"""Positions among the styles above."""

_DAY_ZERO = date(1899, 12, 30)


def archive(entries: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these entries, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            file.writestr(entry, data)
    return out.getvalue()


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """An XLSX file of these sheets, row by row."""
    numbers = range(1, len(sheets) + 1)
    entries = {
        "[Content_Types].xml": _types(numbers),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
    }
    for n, rows in zip(numbers, sheets.values(), strict=True):
        lines = "".join(
            f'<row r="{row}">{"".join(_cells(row, cells))}</row>'
            for row, cells in enumerate(rows, start=1)
        )
        text = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'
        entries[f"xl/worksheets/sheet{n}.xml"] = text
    return archive({name: text.encode() for name, text in entries.items()})


def _cells(row: int, cells: Sequence[Cell]) -> Iterator[str]:
    for column, value in enumerate(cells):
        at = f'r="{chr(65 + column)}{row}"'
        if isinstance(value, str):
            text = escape(value)
            yield f'<c {at} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        elif isinstance(value, datetime):
            raise TypeError("a cell holds a date or a time")
        elif isinstance(value, date):
            yield f'<c {at} s="{DATE}"><v>{(value - _DAY_ZERO).days}</v></c>'
        elif isinstance(value, time):
            part = (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
            yield f'<c {at} s="{TIME}"><v>{part:.9f}</v></c>'
        elif isinstance(value, float):
            yield f'<c {at} s="{MONEY}"><v>{value:.2f}</v></c>'
        elif value is not None:
            yield f"<c {at}><v>{value}</v></c>"


def _book(sheets: Mapping[str, object]) -> str:
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    head = f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
    return f"{head}<sheets>{named}</sheets></workbook>"


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _types(numbers: Sequence[int]) -> str:
    parts = [("xl/workbook.xml", "sheet.main"), ("xl/styles.xml", "styles")]
    parts += [(f"xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers]
    lines = "".join(
        f'<Override PartName="/{name}" ContentType="{_SHEET}.{kind}+xml"/>' for name, kind in parts
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{relations}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{lines}</Types>'
