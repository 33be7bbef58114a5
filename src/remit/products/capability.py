"""The capability `product`: making analysis products, reading them, and writing them out."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, Literal, Protocol

from remit.authority.act import Act
from remit.authority.capability import Capability
from remit.errors import Misuse, NotFound
from remit.inquiry.around import MOST_THINGS
from remit.places.months import Months
from remit.products import case_analysis
from remit.products import problem_profile as profile
from remit.products.document import Document, Header, quoted
from remit.products.exchange import FORMS as EXCHANGED
from remit.products.exchange import Form, gathered, written
from remit.products.exchange.gathering import View as Charted
from remit.products.keeping import INSIDE, files_of, findings_of
from remit.products.rows import Cited

__all__ = ["FORMS", "PRODUCT", "chart", "export", "problem_profile", "read", "recent"]

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

    def missing(self) -> Sequence[Any]:
        """Standing feeds in scope that have stopped."""

    def product(self, product_id: str) -> Mapping[str, bytes]:
        """The files of a product, by name."""

    def products(self) -> Sequence[Any]:
        """The products of this act's case, newest first."""

    @property
    def analyses(self) -> Any:
        """What methods found, and what was decided of it."""


@PRODUCT.verb("problem-profile", operation="combination")
def problem_profile(
    view: Maker,
    from_: str,
    to: str,
    *,
    category: str | None = None,
    area: str | None = None,
    kind: Literal["crime", "stop-search", "event"] = "crime",
    title: str | None = None,
) -> dict[str, Any]:
    """A problem profile of recorded crime from one month to another (YYYY-MM, both included).

    `category` keeps one type of crime, `area` areas whose code or name, or force, begins so;
    `kind` describes stops and searches, or events of other tables, instead of crime. Volumes,
    hot places and times, change against a year earlier, gaps and limits, each figure with its
    rows. It is sealed in the workspace; writing it out is an act of its own.
    """
    given = (quoted(text) or None if text else None for text in (category, area, title))
    asked = profile.Asked(Months.read(from_, to), kind, *given)
    held = profile.Held.read(view, asked)
    view.check()
    files = view.run(_LOADS).to_pylist()
    named = tuple({**one, "file": quoted(one["file"])} for one in files)
    lacks = tuple(
        quoted(one.text)
        for one in view.missing()
        if one.event == asked.kind and one.since < asked.months.end
    )
    return _keep(view, profile.build(asked, held, _header(view), named, view.check, lacks))


@PRODUCT.verb("case-analysis", operation="combination")
def case_analysis_(view: Maker, analysis: str, *, title: str | None = None) -> dict[str, Any]:
    """A case analysis: what was accepted of the findings of an analysis, by line of enquiry.

    Each finding with its rows, what speaks against it, who accepted it, why, and how likely they
    hold it; what was rejected and why; what was looked at and gave nothing. It is sealed in the
    workspace; writing it out is an act of its own. Raises `Misuse` where nothing was accepted.
    """
    found = case_analysis.told(view, analysis)
    view.check()
    files = view.run(_LOADS).to_pylist()
    named = tuple({**one, "file": quoted(one["file"])} for one in files)
    wanted = quoted(title) or None if title else None
    return _keep(view, case_analysis.build(found, _header(view), named, wanted, view.check))


@PRODUCT.verb("read")
def read(view: Maker, product: str) -> dict[str, Any]:
    """A product to read on the screen: its sections, figures and findings."""
    files = view.product(product)
    document: dict[str, Any] = json.loads(files[INSIDE])
    flag = next((_flag(one) for one in view.products() if one.id == product), None)
    return {"product": product, "files": sorted(files), **document, "flag": flag}


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
    files = {n: data for n, data in view.product(product).items() if n != INSIDE}
    manifest = json.loads(files["manifest.json"])
    manifest["product"] = product
    manifest["exported_by_act"] = view.act.id
    files["manifest.json"] = (json.dumps(manifest, indent=2) + "\n").encode()
    return {"product": product, "files": files, "findings": manifest["findings"]}


@PRODUCT.verb("chart", operation="disclosure")
def chart(
    view: Charted,
    entities: Sequence[str],
    *,
    grow: bool = False,
    of: Sequence[str] | None = None,
    limit: int = MOST_THINGS,
    form: Form = "graphml",
) -> dict[str, Any]:
    """Write a chart out for another program: a disclosure, with its own reason.

    It is the chart that `network.chart` draws of the same things: with `grow` their neighbours
    too, or those of the things in `of`, `limit` things at most. `form` is graphml, gexf, anx (i2),
    ftm (FollowTheMoney), csv or xlsx.
    Every thing and link carries its rows, grading and handling, each file the act and the remit.
    """
    if form not in EXCHANGED:
        raise Misuse(f"a chart is written out as {', '.join(EXCHANGED)}")
    graph = gathered(view, entities, grow=grow, of=of, limit=limit)
    view.check()
    return {
        "form": form,
        "files": written(graph, form),
        "things": len(graph.nodes),
        "links": len(graph.links),
        "things_left_out": graph.nodes_left_out,
        "connections_left_out": graph.links_left_out,
        "shown": len(graph.nodes) + len(graph.links),
    }


@PRODUCT.verb("list")
def recent(view: Maker) -> dict[str, Any]:
    """The products of the case, newest first."""
    made = [
        {
            "product": p.id,
            "kind": p.kind,
            "act": p.act,
            "made_at": p.made_at.isoformat(),
            "flag": _flag(p),
        }
        for p in view.products()
    ]
    return {"products": made}


def _flag(product: Any) -> dict[str, Any] | None:
    """That what it rests on has changed since; None where nothing has."""
    flag = product.flag
    if flag is None:
        return None
    said = [
        f"{n:,} {'row' if n == 1 else 'rows'} {what}"
        for n, what in (
            (flag.rows, "corrected or withdrawn upstream since"),
            (flag.people, "of people who were merged or split since"),
        )
        if n
    ]
    text = f"rests on {' and '.join(said)}, first on {flag.first:%d %b %Y}"
    told = {"rows": flag.rows, "people": flag.people, "first": flag.first.isoformat()}
    return {**told, "text": text}


def _header(view: Maker) -> Header:
    act = view.act
    made_at = act.opened_at.astimezone(UTC).isoformat(timespec="seconds")
    return Header(act.case or "none", act.remit, act.id, act.purpose, made_at, view.exercise)


def _keep(view: Maker, document: Document) -> dict[str, Any]:
    wanted = list(dict.fromkeys(row for figure in document.figures for row in figure.rows))
    cited: Cited = {(one["load"], one["row"]): one for one in view.cite(wanted)}
    view.check()
    files = files_of(document, cited, view.check)
    view.check()
    product = view.save_product(document.kind, files)
    return {"product": product, "files": sorted(files), "findings": findings_of(document)}


_LOADS = "SELECT id, source, file_name AS file, records FROM load ORDER BY file_name, id"
"""Every file in view, whether or not one of its rows was counted."""
