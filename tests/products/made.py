"""A profile over made-up crimes, built without a workspace: for forms and for bytes."""

from tests.places.strategies import events

from remit.places.change import compare
from remit.places.events import Event
from remit.places.months import Months
from remit.products.document import Document, Header, Row
from remit.products.problem_profile import Asked, Held, build
from remit.products.rows import Cited

__all__ = ["HEADER", "cited", "made", "profile"]

HEADER = Header(
    "case-1", "remit-product", "act-1", "exercise", "2026-11-23T12:00:00+00:00", exercise=True
)


def profile(
    now: list[Event],
    before: list[Event] = [],  # noqa: B006 - never changed
    asked: Asked | None = None,
    header: Header = HEADER,
) -> Document:
    """The profile of `now` against `before`."""
    asked = asked or Asked(Months.read("2024-01", "2024-03"))
    compared = compare(now, before, [*now, *before], asked.months.pairs())
    files = ({"id": "load-a", "source": "police-uk-street", "file": "a.csv", "records": 99},)
    return build(asked, Held(tuple(now), tuple(now), compared), header, files)


def made() -> Document:
    """A profile with something in every section: three months, three places, a year before."""
    now: list[Event] = []
    for number, month in enumerate(("2024-01", "2024-02", "2024-03")):
        now += events(30 + number, month, 2 + 100 * number, outcome="Under investigation")
        now += events(3, month, 60 + 100 * number, place="place-2", label="Ffordd y Dŵr & <Cwm>")
        now += events(2, month, 70 + 100 * number, place=None, lon=None, category="Drugs")
    months = enumerate(("2023-01", "2023-02", "2023-03"))
    before = [e for n, m in months for e in events(5, m, 500 + 10 * n)]
    return profile(now, before)


def cited(document: Document) -> Cited:
    """Every row of the document's figures, as a view would cite it."""
    rows: list[Row] = [row for figure in document.figures for row in figure.rows]
    return {
        (load, pos): {"source": "police-uk-street", "file": "a.csv", "row": pos, "load": load}
        for load, pos in rows
    }
