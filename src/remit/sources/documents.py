"""Paragraphs of documents: each is a mention of its document, with the text to search and to cite.

What a text says is for extraction and a person's review. Only a line of a form that names what
it holds is read: whose statement it is, its reference, its date. A line that holds a protected
attribute stays in the record as received.
"""

from collections.abc import Mapping
from typing import NamedTuple

from remit.errors import BadInput
from remit.ontology.types import TYPES
from remit.sources.columns import ColumnPlan, is_protected
from remit.sources.readers.text import LABELLED
from remit.store.drafts import Claim, LinkDraft, MentionDraft, RowDraft

__all__ = ["DOCUMENTS", "DocumentRows", "columns", "said_of", "text_claim"]

DOCUMENTS = "documents"
"""Id of the profile."""

_LABEL = 80
"""Characters of a text that stand for it."""


class _Line(NamedTuple):
    means: str
    role: str | None = None


_LINES = {
    "statement of": _Line("person", "witness"),
    "witness": _Line("person", "witness"),
    "name of witness": _Line("person", "witness"),
    "name of victim": _Line("person", "victim"),
    "victim": _Line("person", "victim"),
    "suspect": _Line("person", "suspect"),
    "interview of": _Line("person", "suspect"),
    "person interviewed": _Line("person", "suspect"),
    "crime number": _Line("reference"),
    "crime reference": _Line("reference"),
    "occurrence number": _Line("reference"),
    "urn": _Line("reference"),
    "reference": _Line("reference"),
    "exhibit": _Line("reference"),
    "exhibit reference": _Line("reference"),
    "date": _Line("date"),
    "dated": _Line("date"),
    "date of statement": _Line("date"),
    "date of report": _Line("date"),
}
"""Labels of the lines of a form in lower case, and what such a line holds."""

_TEXTLESS = ("embedded object", "message", "page")
"""Kinds of row that hold no text of the document."""


def columns(header: tuple[str, ...]) -> tuple[ColumnPlan, ...]:
    """What the columns of a document are."""
    why = "each row is a paragraph of the document"
    read = {"Text": "text", "Title": "title", "Dated": "date", "Page": "page"}
    return tuple(ColumnPlan(c, read.get(c, "record"), evidence=(why,)) for c in header)


class DocumentRows:
    """Maps the rows of one document."""

    def __init__(self, sha256: str) -> None:
        self._key = f"sha256 {sha256[:32]}"
        self._recognised = 0
        self._struck = 0

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """One paragraph."""
        self._recognised += raw.get("Kind") == "recognised text"
        self._struck += raw.get("Kind") == "deleted text"
        claims, people = said_of(raw)
        label = label_of(raw)
        document = MentionDraft("document", "document", self._key, label, None, tuple(claims))
        links = tuple(LinkDraft("subject-of", one.slot, "document") for one in people)
        return RowDraft(pos, raw, (document, *people), (), links)

    def notes(self) -> list[str]:
        """What of the text was not typed as it stands."""
        found = []
        if self._recognised:
            count = f"{self._recognised:,} paragraphs"
            found.append(f"{count} were recognised in pictures: letters may be wrong")
        if self._struck:
            found.append(f"{self._struck:,} passages were struck out and are marked so")
        return found


def label_of(raw: Mapping[str, str | None]) -> str:
    """What stands for a paragraph in a list."""
    text = " ".join((raw.get("Text") or raw.get("Title") or raw.get("Kind") or "").split())
    struck = "[struck out] " if raw.get("Kind") == "deleted text" else ""
    return f"{struck}{text}"[:_LABEL]


def said_of(raw: Mapping[str, str | None]) -> tuple[list[Claim], list[MentionDraft]]:
    """Claims about the document, and the people whom a line of a form names."""
    claims: list[Claim] = []
    people: list[MentionDraft] = []
    match = LABELLED.fullmatch(raw.get("Text") or "")
    label = " ".join((match["label"] if match else "").casefold().split())
    value = ((match["value"] if match else None) or "").strip()
    if not is_protected(label):
        claims += text_claim(raw)
    for column, prop in (("Title", "title"), ("Dated", "date"), ("Author", "author")):
        if text := raw.get(column):
            claims.append((prop, text, " ".join(text.split()), column))
    if page := raw.get("Page"):
        claims.append(("page", page, page, "Page"))
    line = _LINES.get(label)
    if line is None or not value:
        return claims, people
    if line.means == "person":
        try:
            name = TYPES["name"].clean(value)
        except BadInput:
            name = None
        if name is not None:
            said: Claim = ("name", value, str(name), "Text")
            people.append(MentionDraft("person", "person", None, value, line.role, (said,)))
    else:
        claims.append((line.means, value, " ".join(value.split()), "Text"))
    return claims, people


def text_claim(raw: Mapping[str, str | None]) -> list[Claim]:
    """The text of a row as a claim; none for rows that only name something."""
    text = raw.get("Text")
    if not text or raw.get("Kind") in _TEXTLESS:
        return []
    return [("text", text, " ".join(text.split()), "Text")]
