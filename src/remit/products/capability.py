"""The capability `product`: making analysis products, reading them, and writing them out."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from typing import Any, Protocol

from remit.authority.act import Act
from remit.authority.capability import Capability
from remit.errors import NotFound
from remit.places import events
from remit.places.events import Months
from remit.products import problem_profile as profile
from remit.products.document import Document, Header, Statement, pieces
from remit.products.docx import word
from remit.products.html import page
from remit.products.pdf import pdf
from remit.products.rows import Cited, as_csv

__all__ = ["FORMS", "PRODUCT", "export", "problem_profile", "read", "recent"]

PRODUCT = Capability(
    id="product",
    title="Make analysis products",
    risk="standard",
    operation="consultation",
    pages=("/products",),
)

FORMS = (".html", ".docx", ".pdf")
"""The forms every product has."""


class Maker(Protocol):
    """What a product uses of a View."""

    act: Act

    @property
    def exercise(self) -> bool:
        """Whether the workspace is for training and evaluation."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""

    def cite(self, rows: Any) -> list[dict[str, Any]]:
        """Rows as `{source, file, row, load}`."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""

    def save_product(
        self, kind: str, files: Mapping[str, bytes], loads: Sequence[str] | None = None
    ) -> str:
        """Seal the files of a product, and give its id."""

    def product(self, product_id: str) -> Mapping[str, bytes]:
        """The files of a product, by name."""

    def products(self) -> Sequence[Any]:
        """The products of this act's case, newest first."""


@PRODUCT.verb("problem-profile")
def problem_profile(
    view: Maker,
    from_: str,
    to: str,
    *,
    category: str | None = None,
    area: str | None = None,
    title: str | None = None,
) -> dict[str, Any]:
    """A problem profile of recorded crime from one month to another (YYYY-MM, both included).

    `category` keeps one type of crime, `area` areas whose code or name, or force, begins so.
    Volumes, hot places, change against a year earlier, gaps and limits, each figure with its
    rows. It is sealed in the workspace; writing it out is an act of its own.
    """
    asked = profile.Asked(Months.read(from_, to), category, area)
    now = events.read(view, asked.months, category=category, area=area)
    before = events.read(view, asked.months.year_before(), category=category, area=area)
    view.check()
    sources = view.run(_LOADS).to_pylist()
    document = profile.build(asked, now, before, _header(view), sources, title)
    return _keep(view, document)


@PRODUCT.verb("read")
def read(view: Maker, product: str) -> dict[str, Any]:
    """A product to read on the screen: its sections, figures and findings."""
    files = view.product(product)
    document: dict[str, Any] = json.loads(files["document.json"])
    return {"product": product, "files": sorted(files), **document}


@PRODUCT.verb("rows")
def rows(view: Maker, product: str, figure: str) -> dict[str, Any]:
    """The rows behind one figure of a product, as CSV text."""
    files = view.product(product)
    name = f"rows/{figure}.csv"
    if name not in files:
        raise NotFound(f"{product} has no figure {figure}")
    return {"product": product, "figure": figure, "csv": files[name].decode()}


@PRODUCT.verb("export", operation="disclosure")
def export(view: Maker, product: str) -> dict[str, Any]:
    """A product's files, to be written out of the workspace: a disclosure, with its own reason."""
    files = {n: data for n, data in view.product(product).items() if n != "document.json"}
    manifest = json.loads(files["manifest.json"])
    manifest["product"] = product
    manifest["exported_by_act"] = view.act.id
    files["manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
    return {"product": product, "files": files, "findings": manifest["findings"]}


@PRODUCT.verb("list")
def recent(view: Maker) -> dict[str, Any]:
    """The products of the case, newest first."""
    made = [
        {"product": p.id, "kind": p.kind, "act": p.act, "made_at": p.made_at.isoformat()}
        for p in view.products()
    ]
    return {"products": made}


def _header(view: Maker) -> Header:
    act = view.act
    made_at = act.opened_at.astimezone(UTC).isoformat(timespec="seconds")
    return Header(act.case or "none", act.remit, act.id, act.purpose, made_at, view.exercise)


def _keep(view: Maker, document: Document) -> dict[str, Any]:
    wanted = list(dict.fromkeys(row for figure in document.figures for row in figure.rows))
    cited: Cited = {(one["load"], one["row"]): one for one in view.cite(wanted)}
    name = document.kind
    files: dict[str, bytes] = {
        f"{name}.html": page(document),
        f"{name}.docx": word(document, cited),
        f"{name}.pdf": pdf(document, cited),
        "document.json": _document(document),
    }
    files |= {f"rows/{figure.id}.csv": as_csv(figure, cited) for figure in document.figures}
    view.check()
    findings = _findings(document)
    files["manifest.json"] = _manifest(document, files, findings)
    product = view.save_product(name, files)
    return {"product": product, "files": sorted(files), "findings": findings}


def _findings(document: Document) -> list[dict[str, Any]]:
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
    sections = [
        {
            "title": section.title,
            "parts": [
                {
                    "statement": part.text,
                    "basis": part.basis,
                    "against": list(part.against),
                }
                if isinstance(part, Statement)
                else {
                    "table": part.title,
                    "header": list(part.header),
                    "rows": [list(row) for row in part.rows],
                    "left_out": part.left_out,
                    "bars": list(part.bars),
                }
                for part in section.parts
            ],
        }
        for section in document.sections
    ]
    figures = {f.id: {"value": f.value, "rows": len(f.rows)} for f in document.figures}
    header = {field: getattr(document.header, field) for field in Header.__slots__}
    whole = {"title": document.title, "kind": document.kind, "header": header}
    return json.dumps({**whole, "sections": sections, "figures": figures}).encode()


def _manifest(
    document: Document, files: Mapping[str, bytes], findings: list[dict[str, Any]]
) -> bytes:
    header = document.header
    listed = {n: sha256(data).hexdigest() for n, data in files.items() if n != "document.json"}
    loads = sorted({load for figure in document.figures for load, _ in figure.rows})
    whole = {
        "kind": document.kind,
        "title": document.title,
        "act": header.act,
        "remit": header.remit,
        "case": header.case,
        "purpose": header.purpose,
        "made_at": header.made_at,
        "exercise": header.exercise,
        "rests_on": loads,
        "findings": findings,
        "files": dict(sorted(listed.items())),
    }
    return (json.dumps(whole, indent=2) + "\n").encode()


_LOADS = "SELECT id, source, file_name AS file, records FROM load ORDER BY file_name, id"
"""Every file in view, whether or not one of its rows was counted."""
