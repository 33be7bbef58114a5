"""HTML, Word and PDF carry the whole product, mark an exercise, lead to rows, and repeat."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader
from tests.products.made import HEADER, cited, made, profile

from remit.products.document import Document, Statement, Table, pieces
from remit.products.keeping import files_of

DOCUMENT = made()
FILES = files_of(DOCUMENT, cited(DOCUMENT))
ROOT = Path(__file__).resolve().parents[2]


def plain(document: Document) -> list[str]:
    """Titles, statements and cells, figures as their values."""
    figures = {figure.id: figure for figure in document.figures}
    texts: list[str] = [document.title]
    for section in document.sections:
        texts.append(section.title)
        for part in section.parts:
            if isinstance(part, Statement):
                texts += [part.text, *part.against]
            else:
                texts += [part.title, *part.header, *(cell for row in part.rows for cell in row)]
    return [
        "".join(p if isinstance(p, str) else f"{p.value}{p.id}" for p in pieces(text, figures))
        for text in texts
    ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def word_file() -> Any:
    return docx.Document(io.BytesIO(FILES["problem-profile.docx"]))


def test_word_has_headings_tables_and_every_word() -> None:
    word = word_file()
    titles = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert titles == [*(s.title for s in DOCUMENT.sections), "Annex: the rows behind each figure"]
    tables = [p for s in DOCUMENT.sections for p in s.parts if isinstance(p, Table)]
    assert len(word.tables) == len(tables)
    for drawn, table in zip(word.tables, tables, strict=True):
        assert [cell.text for cell in drawn.rows[0].cells] == list(table.header)
        assert len(drawn.rows) == len(table.rows) + 1
        assert drawn.rows[0]._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None
    whole = squeezed("".join(node.text or "" for node in word.element.iter(docx.oxml.ns.qn("w:t"))))
    assert [text for text in plain(DOCUMENT) if squeezed(text) not in whole] == []


def test_every_mark_in_word_leads_to_its_place_in_the_annex() -> None:
    body = word_file().element
    anchors = [
        a.get(docx.oxml.ns.qn("w:anchor")) for a in body.iter(docx.oxml.ns.qn("w:hyperlink"))
    ]
    marks = [
        b.get(docx.oxml.ns.qn("w:name")) for b in body.iter(docx.oxml.ns.qn("w:bookmarkStart"))
    ]
    assert marks == [figure.id for figure in DOCUMENT.figures]
    assert set(anchors) == set(marks)


def test_word_says_who_when_and_in_which_language() -> None:
    word = word_file()
    assert word.core_properties.title.startswith("EXERCISE: Problem profile")
    assert word.core_properties.language == "en-GB"
    assert "EXERCISE" in word.sections[0].header.paragraphs[0].text
    assert "act-1" in word.sections[0].header.paragraphs[0].text
    assert (
        'w:lang w:val="en-GB"'
        in zipfile.ZipFile(io.BytesIO(FILES["problem-profile.docx"]))
        .read("word/styles.xml")
        .decode()
    )


def test_pdf_has_text_title_language_outline_and_links() -> None:
    pdf = PdfReader(io.BytesIO(FILES["problem-profile.pdf"]))
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"EXERCISE: {DOCUMENT.title}"
    assert pdf.root_object["/Lang"] == "en-GB"
    titles = [*(s.title for s in DOCUMENT.sections), "Annex: the rows behind each figure"]
    assert [entry["/Title"] for entry in pdf.outline] == titles
    pages = [page.extract_text() for page in pdf.pages]
    assert all("EXERCISE" in page and "act-1" in page for page in pages)
    links = [a.get_object() for page in pdf.pages for a in page.get("/Annots", [])]
    assert len(links) >= len(DOCUMENT.figures)
    body = squeezed("".join(re.sub(r"(?m)^.*(act-1|page \d+)$", "", page) for page in pages))
    for text in (DOCUMENT.title, "Like for like", "Ffordd y Dwr & <Cwm>", "Method"):
        assert squeezed(text) in body


def test_the_page_needs_nothing_else_and_leads_to_rows() -> None:
    page = FILES["problem-profile.html"].decode()
    assert '<html lang="en-GB">' in page
    assert not re.search(r'(?:src|href)="(?!#|rows/F\d+\.csv")', page)
    assert "<script" not in page
    assert page.count('class="exercise"') == 2
    assert "&lt;Cwm&gt;" in page
    for figure in DOCUMENT.figures:
        assert f'href="rows/{figure.id}.csv"' in page
        assert f"rows/{figure.id}.csv" in FILES


def test_the_rows_of_each_figure_are_as_many_as_it_says() -> None:
    for figure in DOCUMENT.figures:
        lines = FILES[f"rows/{figure.id}.csv"].decode().splitlines()
        assert lines[0] == "source,file,row,load"
        assert len(lines) - 1 == int(figure.value.replace(",", ""))


def test_the_manifest_names_every_file_by_its_digest() -> None:
    manifest = json.loads(FILES["manifest.json"])
    given = {n: d for n, d in FILES.items() if n not in ("manifest.json", "document.json")}
    assert manifest["files"] == {n: hashlib.sha256(d).hexdigest() for n, d in given.items()}
    assert manifest["exercise"] is True
    assert manifest["method"] == "problem-profile 2"
    assert manifest["rests_on"] == ["load-a"]


def test_an_operational_product_is_not_marked_as_exercise() -> None:
    document = profile([], header=replace(HEADER, exercise=False))
    files = files_of(document, {})
    assert b"EXERCISE" not in files["problem-profile.html"]
    pages = PdfReader(io.BytesIO(files["problem-profile.pdf"])).pages
    assert not any("EXERCISE" in page.extract_text() for page in pages)
    word = docx.Document(io.BytesIO(files["problem-profile.docx"]))
    assert "EXERCISE" not in word.sections[0].header.paragraphs[0].text


_DIGESTS = """
import hashlib, json
from tests.products.made import cited, made
from remit.products.keeping import files_of
document = made()
files = files_of(document, cited(document))
print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in files.items()}))
"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "UTC"), ("4242", "Pacific/Auckland")])
def test_the_same_rows_are_the_same_bytes_in_another_process(seed: str, zone: str) -> None:
    env = {"PYTHONHASHSEED": seed, "TZ": zone, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", _DIGESTS], env=env, cwd=ROOT, capture_output=True, check=True
    )
    ours = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    assert json.loads(done.stdout) == ours
