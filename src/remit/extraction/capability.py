"""The capability `extract`: what texts may name, proposed; a person promotes or rejects.

A candidate is no fact and joins nothing. What is proposed is worked out from the text when it is
asked, the same each time; only decisions are kept.
"""

from datetime import date
from pathlib import Path
from typing import Any, Protocol

from remit.authority.capability import Capability
from remit.errors import Misuse
from remit.extraction.candidate import Candidate
from remit.extraction.extract import extract
from remit.store.transient import Passage, Text

__all__ = ["EXTRACT", "as_told", "file"]

EXTRACT = Capability("extract", "Propose what texts name", "standard", "consultation")

SNIPPET = 60
"""Characters on either side of a candidate that are shown with it."""


class Transient(Protocol):
    """What extraction uses of the hand that reads a file."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""

    def read(self, path: Path) -> Text:
        """A file as text."""


@EXTRACT.verb("file", hand="transient")
def file(
    transient: Transient, path: str, *, rules_only: bool = False, dated: str | None = None
) -> dict[str, Any]:
    """What a file that is not loaded may name. Nothing of it is kept.

    `begin` and `end` count characters in the text as read. `dated` is the text's own date (ISO
    8601), against which `yesterday` is read; else the one that the file states.
    """
    text = transient.read(Path(path))
    when = dated or (text.dated.isoformat() if text.dated else None)
    found = []
    for passage in text.passages:
        transient.check()
        for one in extract(passage.text, dated=_day(when), rules_only=rules_only):
            found.append(_moved(text, passage, one))
    return {"file": text.file, "source": text.source, "candidates": found, "dated": when}


def as_told(one: Candidate, text: str, at: int = 0) -> dict[str, Any]:
    """A candidate as plain values, with the text around it; `at` is where its text begins."""
    value: Any = one.value
    if value is not None and not isinstance(value, str):
        value = {"begin": value.begin.isoformat(), "end": value.end.isoformat()}
    before, after = max(0, one.begin - SNIPPET), min(len(text), one.end + SNIPPET)
    return {
        "type": one.type,
        "text": one.text,
        "begin": at + one.begin,
        "end": at + one.end,
        "score": round(one.score, 4),
        "by": one.by,
        "value": value,
        "said": one.said,
        "snippet": text[before:after],
        "snippet_begin": one.begin - before,
    }


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Misuse(f"--dated takes a date such as 2026-01-31; not {text[:40]!r}") from None


def _moved(text: Text, passage: Passage, one: Candidate) -> dict[str, Any]:
    told = as_told(one, passage.text, passage.begin)
    return {"file": text.file, "row": passage.row, **told}
