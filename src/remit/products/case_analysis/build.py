"""The case analysis's sections in their order."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from remit.products.case_analysis.told import Decision, Told, rows
from remit.products.document import (
    Basis,
    Document,
    Figures,
    Header,
    Section,
    Statement,
    Table,
    quoted,
)
from remit.products.yardstick import said

__all__ = ["LINES", "METHOD", "build"]

METHOD = "case analysis 1"

LINES = {
    "crimes": "Crimes",
    "phones": "Phones",
    "movements": "Movements",
    "money": "Money",
    "people": "People",
}
"""Lines of enquiry in the order of the sections."""

_CELLS = frozenset({"phones", "crimes", "movements"})
"""Lines whose findings may rest on cells of a network."""


def build(
    found: Told,
    header: Header,
    files: Sequence[dict[str, str | int]],
    title: str | None = None,
    check: Callable[[], None] = lambda: None,
) -> Document:
    """The product. The same analysis, decisions, header and files give the same document."""
    figures = Figures()
    sections = [_brief(found, figures)]
    order = {line: n for n, line in enumerate(LINES)}
    accepted = sorted(found.accepted, key=lambda one: order.get(one.finding["line"], len(order)))
    for line, some in groupby(accepted, key=lambda one: str(one.finding["line"])):
        check()
        parts = [part for one in some for part in _finding(one, figures)]
        sections.append(Section(LINES.get(line, line.capitalize()), tuple(parts)))
    sections += [_rejected(found), _looked_at(found), _limits(found), _sources(files)]
    return Document(
        kind="case-analysis",
        title=title or "Case analysis" + (f": {quoted(found.question)}" if found.question else ""),
        header=header,
        sections=tuple(sections),
        figures=figures.all(),
        method=METHOD,
        sources=tuple(files),
    )


def _brief(found: Told, figures: Figures) -> Section:
    every = [row for one in found.accepted for row in rows(one.finding["rows"])]
    behind = figures.add(len(set(every)), every)
    facts = sum(one.finding["basis"] == "fact" for one in found.accepted)
    accepted = len(found.accepted)
    parts: list[Statement | Table] = [
        Statement(
            f"{_count(accepted, 'finding')} of the analysis {found.analysis} "
            f"{_were(accepted)} accepted by a named analyst, {facts:,} of them "
            f"{'fact' if facts == 1 else 'facts'}; they rest on {behind} rows."
        ),
        Statement(
            f"{len(found.rejected):,} {_were(len(found.rejected))} rejected, with the reason "
            f"below, and {found.undecided:,} {_were(found.undecided)} not decided on: of these "
            "nothing is said here."
        ),
    ]
    if found.question:
        parts.insert(0, Statement(f"The question: “{quoted(found.question)}”"))
    return Section("In brief", tuple(parts))


def _finding(one: Decision, figures: Figures) -> list[Statement | Table]:
    finding = one.finding
    behind = rows(finding["rows"])
    basis: Basis = "fact" if finding["basis"] == "fact" else "assessment"
    counted = figures.add(len(set(behind)), behind)
    against = tuple(quoted(text) for text in finding["against"])
    parts: list[Statement | Table] = [
        Statement(f"{quoted(finding['statement'])} {_rests(counted)}", basis, against)
    ]
    decided, how = one.decided, said(one.decided.yardstick, one.decided.confidence)
    put = f" and assessed it as {how}" if how else ""
    when = f"{decided.made_at:%d %B %Y}"
    parts.append(
        Statement(f"{decided.made_by} accepted it on {when}{put}: “{quoted(decided.reason)}”")
    )
    parts += [
        Statement(f"{note.made_by} noted on {note.made_at:%d %B %Y}: “{quoted(note.reason)}”")
        for note in one.notes
    ]
    if basis == "assessment":
        expected = finding["expected_by_chance"]
        parts.append(
            Statement(
                f"It was reached by {finding['method']['name']} {finding['method']['version']}; "
                f"chance would give {expected:.1g} as strong, over all that was compared."
            )
        )
    evidence = [part for part in finding["evidence"] if part["rows"]]
    if evidence:
        parts.append(
            Table(
                "What the records say",
                ("Speaks", "Record", "Rows"),
                tuple(
                    (
                        part["speaks"],
                        quoted(part["text"]),
                        figures.add(len(rows(part["rows"])), rows(part["rows"])),
                    )
                    for part in evidence
                ),
            )
        )
    return parts


def _rests(counted: str) -> str:
    return f"Rows shown: {counted}."


def _rejected(found: Told) -> Section:
    title = "Considered and rejected"
    if not found.rejected:
        return Section(title, (Statement("No finding was rejected."),))
    lines = tuple(
        (
            quoted(one.finding["statement"]),
            one.decided.made_by,
            f"{one.decided.made_at:%d %b %Y}",
            f"“{quoted(one.decided.reason)}”",
        )
        for one in found.rejected
    )
    table = Table("Findings that were rejected", ("Finding", "By", "On", "Why"), lines)
    return Section(title, (table,))


def _looked_at(found: Told) -> Section:
    lines = tuple(
        (
            f"{one['name']} {one['version']}",
            "; ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in one["looked_at"].items()),
            f"{one['findings']:,}",
            f"{one['below']:,}",
        )
        for one in found.methods
    )
    header = ("Method", "Looked at", "Found", "No stronger than chance")
    parts: list[Statement | Table] = [Table("What was looked at", header, lines)]
    parts += [Statement(f"Did not run: {quoted(text)}.") for text in found.not_run]
    return Section("What was looked at", tuple(parts))


def _limits(found: Told) -> Section:
    said_of = [
        "The records say what was recorded. That there is no record of something does not mean "
        "that it did not happen.",
        "Who held a telephone, drove a vehicle or gave an order for a payment is in no record of "
        "these kinds; that somebody is recorded with one is said where it is.",
        "An assessment is told only where chance would give one as strong in at most one of 240 "
        "searches. At most one whole analysis in twenty of nothing tells anything at all.",
    ]
    if any(one.finding["line"] in _CELLS for one in found.accepted):
        said_of.append(
            "What rests on cells of a network is not for evidence without a named expert's "
            "signature: a cell covers an area, and its site is not where a telephone was."
        )
    return Section("Limits", tuple(Statement(text) for text in said_of))


def _sources(files: Sequence[dict[str, Any]]) -> Section:
    lines = tuple((str(one["file"]), str(one["source"]), f"{one['records']:,}") for one in files)
    return Section("Sources in view", (Table("Files", ("File", "Source", "Records"), lines),))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
