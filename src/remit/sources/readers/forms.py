"""Forms of intelligence reports in documents: one row an item, under the fields of its report.

A document is such a form when it states a URN and a grade. Its lines read `Label: value`, or
stand in a table of two columns, or its items in a table with a header; the labels are the columns
of the profile. What is no field of the form goes along with the next item, so nothing is lost.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from remit.sources.profile import Profile, plain_header, profile
from remit.sources.readers.table import Fault, Fields, Row, Table
from remit.sources.readers.text import LABELLED

__all__ = ["BESIDE", "FORM", "PLACE", "form"]

FORM = "intelligence-form"
"""Format of such a table."""

PLACE, BESIDE = "(page)", "(beside the items)"
"""Columns besides those of the profile: the page of an item, and what is no field."""

_LOOKED_AT = 80
"""Rows of a document in which URN and grade must come."""

_ITEM = re.compile(
    r"\s*(?:item|paragraph|para)\s*(?:no\.?\s*)?(\d{1,4})\b[\s:.)–-]*(?:\[?\s*"
    r"([1-3A-E][\s/]?[A-E1-5][\s/]?[PC1-5])\s*\]?)?[\s:.]*",
    re.IGNORECASE,
)
_OWN = ("Item", "Source", "Intelligence", "Handling", "Grading", "Conditions", "Text", "Subjects")
"""Columns that belong to an item; all others to its report."""

_TELLING = ("Source", "Intelligence", "Handling", "Grading")


def form(table: Table) -> Table | None:
    """The items of a document that is a form; None for any other document."""
    labels = _labels(profile("intelligence-reports"))
    found: set[str] = set()
    for _, row in islice(table.rows(), _LOOKED_AT):
        if not isinstance(row, Fault):
            found |= {labels[label] for label in _said(row) if label in labels}
    graded = len(found & set(_TELLING)) >= 3 or "Grading" in found
    if "URN" not in found or not graded:
        return None
    header = (*profile("intelligence-reports").columns, PLACE, BESIDE)
    note = "a form of an intelligence report: each item is a row, numbered by where it begins"
    return replace(
        table, format=FORM, header=header, first=lambda: _rising(_items(table, labels)),
        notes=(*table.notes, note),
    )  # fmt: skip


def _labels(one: Profile) -> dict[str, str]:
    """Plain label → column of the profile."""
    return {
        plain_header(name): column
        for column, spec in one.columns.items()
        for name in (column, *spec.also)
    }


def _said(row: Fields) -> Iterator[str]:
    """Labels that a row of the document may hold, plain."""
    text = row.get("Text") or ""
    if row.get("Kind") == "table row":
        yield from (plain_header(cell) for cell in text.split(" | "))
        return
    for line in text.split("\n"):
        if _ITEM.fullmatch(line) and (_ITEM.fullmatch(line) or [""])[2]:
            yield "grading"
        elif match := LABELLED.fullmatch(line):
            yield plain_header(match["label"])


@dataclass
class _Form:
    """A form while it is read."""

    labels: Mapping[str, str]
    report: Fields = field(default_factory=dict)
    item: Fields = field(default_factory=dict)
    start: int = 0
    page: str | None = None
    beside: list[str] = field(default_factory=list)
    header: list[str | None] = field(default_factory=list)
    last: str = ""
    """Column that the line before filled, and that lines without a label go on."""
    made: list[Row] = field(default_factory=list)

    def begin(self, pos: int, page: str | None) -> None:
        self.end()
        self.start, self.page = pos, page

    def end(self) -> None:
        if self.item:
            beside = "\n".join(self.beside) or None
            row = {**self.report, **self.item, PLACE: self.page, BESIDE: beside}
            self.made.append((self.start, row))
        self.item, self.beside, self.last = {}, [], ""

    def take(self, pos: int, page: str | None, column: str, value: str) -> None:
        """A field, of the report or of the item at hand."""
        if column in _OWN:
            if column == "Item" or (column in self.item and column != "Text"):
                self.begin(pos, page)
            elif not self.item:
                self.start, self.page = pos, page
            before = self.item.get(column)
            self.item[column] = f"{before}\n{value}" if before else value
        else:
            if column in self.report and self.item:
                self.end()  # the next report of the same document
            self.report[column] = value
        self.last = column

    def line(self, pos: int, page: str | None, line: str) -> None:
        if match := _ITEM.fullmatch(line):
            self.begin(pos, page)
            self.item["Item"] = match[1]
            if match[2]:
                self.item["Grading"] = match[2]
            self.last = "Item"
            return
        labelled = LABELLED.fullmatch(line)
        column = self.labels.get(plain_header(labelled["label"])) if labelled else None
        if labelled and column:
            self.take(pos, page, column, (labelled["value"] or "").strip())
        elif self.last in ("Text", "Item", *_TELLING, "Conditions") and self.item:
            before = self.item.get("Text")
            self.item["Text"] = f"{before}\n{line}" if before else line
            self.last = "Text"
        else:
            self.beside.append(line)

    def cells(self, pos: int, page: str | None, cells: list[str]) -> None:
        known = [self.labels.get(plain_header(cell)) for cell in cells]
        if len([one for one in known if one]) >= 3 and "Text" in known:
            self.end()
            self.header = known
        elif self.header and len(cells) == len(self.header):
            self.begin(pos, page)
            for column, cell in zip(self.header, cells, strict=True):
                if column is None:
                    self.beside.append(cell)
                elif cell.strip():
                    self.item[column] = cell.strip()
        elif len(cells) % 2 == 0 and all(known[::2]):
            self.header = []
            for column, cell in zip(known[::2], cells[1::2], strict=True):
                self.take(pos, page, column or "", cell.strip())
        else:
            self.beside.append(" | ".join(cells))


def _rising(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, each after the one before: two items may begin in one paragraph."""
    last = 0
    for pos, row in rows:
        last = max(pos, last + 1)
        yield last, row


def _items(table: Table, labels: Mapping[str, str]) -> Iterator[Row]:
    state = _Form(labels)
    pos = 0
    for pos, row in table.rows():
        if isinstance(row, Fault):
            state.end()
            yield from state.made
            state.made.clear()
            yield pos, row
            continue
        text, page = row.get("Text") or "", row.get("Page")
        if row.get("Kind") in ("embedded object", "deleted text", "title"):
            state.beside.append(f"[{row.get('Kind')}] {text}")
        elif row.get("Kind") == "table row":
            state.cells(pos, page, text.split(" | "))
        else:
            for number, line in enumerate(text.split("\n")):
                if line.strip():  # a text counts lines, all others count paragraphs
                    at = pos + number if table.format == "text" else pos
                    state.line(at, page, line.strip())
        yield from state.made
        state.made.clear()
    state.end()
    yield from state.made
