"""A file as one text: what extraction reads of a file that is not loaded.

A plain text is given as it stands, character for character. Of any other file the texts of its
rows (paragraphs, messages, free-text columns) follow each other, with an empty line between.
"""

from datetime import date, datetime
from pathlib import Path

from remit.errors import BadInput
from remit.settings import settings
from remit.sources import privilege
from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.sources.readers import Fault, survey
from remit.store.drafts import RowDraft
from remit.store.transient import Passage, Text

__all__ = ["text_of"]

_LARGEST = 64 << 20
"""Bytes of a plain text that is read whole."""

_BETWEEN = "\n\n"

_PLAIN = frozenset({".txt", ".text", ".md", ".log"})
"""Endings of files that are one text, whatever tables may be seen in them."""


def text_of(path: Path) -> Text:
    """The text of a file. Raises `BadInput` where there is none in it, or it cannot be read.

    A text with signs of privileged, journalistic or source-identifying material is not given: it is
    for an independent person to decide on, before anything reads it.
    """
    found = _read(path)
    if (sign := privilege.rules(settings().privilege).sign(found.whole)) is not None:
        reason = (
            f"{sign.reason}: nothing is proposed from it. Load it: an independent person decides"
        )
        raise BadInput(reason, file=path.name)
    return found


def _read(path: Path) -> Text:
    plan = preview(path, yes=True, sample=0)
    if path.suffix.lower() in _PLAIN and plan.survey.encoding != "binary":
        return _whole(path, plan)
    found: list[tuple[int, str, str]] = []
    dated: datetime | date | None = None
    mappers = {part.table.part: part.mapper() for part in plan.parts}
    for part, pos, row in plan.rows():
        if isinstance(row, Fault):
            continue
        try:
            said = mappers[part.table.part].row(pos, part.kept(row))
        except BadInput:
            continue
        found += [(pos, document, text) for document, text in _texts(said, pos)]
        dated = dated or next((one.begin for one in said.events if one.begin), None)
    if not found:
        raise BadInput("there is no text in it", file=path.name)
    whole, passages = "", []
    for pos, document, text in found:
        whole += _BETWEEN if whole else ""
        passages.append(Passage(pos, len(whole), text, document))
        whole += text
    profile = plan.profile
    return Text(
        path.name, profile.id, profile.handling, whole, tuple(passages), dated, profile.zone
    )


def _whole(path: Path, plan: Plan) -> Text:
    if plan.survey.size > _LARGEST:
        raise BadInput(f"a text of more than {_LARGEST:,} bytes", file=path.name)
    with path.open(encoding=survey(path).encoding, errors="replace", newline="") as file:
        whole = file.read()
    profile = plan.profile
    passage = Passage(1, 0, whole)
    return Text(path.name, profile.id, profile.handling, whole, (passage,), zone=profile.zone)


def _texts(row: RowDraft, pos: int) -> list[tuple[str, str]]:
    """The documents of a row with what it says in words, as received."""
    return [
        (mention.key or f"row {pos}", claim[1])
        for mention in row.mentions
        for claim in mention.claims
        if mention.kind == "document" and claim[0] == "text"
    ]
