"""What is kept of a product: its forms, the rows of each figure, and a manifest."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from remit.products.document import Document, Statement, Table, pieces
from remit.products.html import page
from remit.products.rows import Cited, as_csv

__all__ = ["INSIDE", "files_of", "findings_of"]

INSIDE = "document.json"
"""The file from which pages show a product; it is not written out."""


def files_of(
    document: Document, cited: Cited, check: Callable[[], None] = lambda: None
) -> dict[str, bytes]:
    """Every file of a product, by name. The same document gives the same bytes.

    `check` is called between files: it raises when the act is over.
    """
    # their libraries take half a second to import, which most commands need not spend
    from remit.products.docx import word
    from remit.products.pdf import pdf

    name = document.kind
    files = {f"{name}.html": page(document), INSIDE: _document(document)}
    check()
    files[f"{name}.docx"] = word(document, cited)
    check()
    files[f"{name}.pdf"] = pdf(document, cited)
    for figure in document.figures:
        check()
        files[f"rows/{figure.id}.csv"] = as_csv(figure, cited)
    return {**files, "manifest.json": _manifest(document, files)}


def findings_of(document: Document) -> list[dict[str, Any]]:
    """The assessments in plain words, with what speaks against each."""
    figures = {figure.id: figure for figure in document.figures}

    def plain(text: str) -> str:
        parts = pieces(text, figures)
        return "".join(part if isinstance(part, str) else part.value for part in parts)

    return [
        {"statement": plain(one.text), "basis": one.basis, "against": list(one.against)}
        for one in document.findings()
    ]


def _document(document: Document) -> bytes:
    """The document as JSON, for reading on the screen."""
    whole = {
        "title": document.title,
        "kind": document.kind,
        "method": document.method,
        "header": asdict(document.header),
        "sections": [
            {"title": section.title, "parts": [_part(part) for part in section.parts]}
            for section in document.sections
        ],
        "figures": {f.id: {"value": f.value, "rows": len(f.rows)} for f in document.figures},
    }
    return json.dumps(whole).encode()


def _part(part: Statement | Table) -> dict[str, Any]:
    if isinstance(part, Statement):
        return {"statement": part.text, "basis": part.basis, "against": list(part.against)}
    return {
        "table": part.title,
        "header": list(part.header),
        "rows": [list(row) for row in part.rows],
        "left_out": part.left_out,
        "bars": list(part.bars),
        "spans": [list(span) for span in part.spans],
    }


def _manifest(document: Document, files: Mapping[str, bytes]) -> bytes:
    listed = {n: sha256(data).hexdigest() for n, data in files.items() if n != INSIDE}
    whole = {
        "kind": document.kind,
        "title": document.title,
        "method": document.method,
        **asdict(document.header),
        "rests_on": sorted({load for figure in document.figures for load, _ in figure.rows}),
        "sources": [dict(source) for source in document.sources],
        "findings": findings_of(document),
        "files": dict(sorted(listed.items())),
    }
    return (json.dumps(whole, indent=2) + "\n").encode()
