"""The capability `extract`: what texts may name, proposed; a person promotes or rejects.

A candidate is no fact and joins nothing. What is proposed is worked out from the text when it is
asked, the same each time; only decisions are kept.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from remit.authority.capability import Capability
from remit.errors import Misuse
from remit.extraction.candidate import Candidate
from remit.extraction.chaining import Named, Numbered, numbered
from remit.extraction.extract import extract
from remit.extraction.relating import SAID, Suggestion
from remit.extraction.relating import relations as suggestions
from remit.ontology.types.time import known_zone
from remit.store.transient import Text

__all__ = ["EXTRACT", "as_told", "chain_told", "file", "in_chains", "relation_told"]

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
    transient: Transient,
    path: str,
    *,
    rules_only: bool = False,
    dated: str | None = None,
    zone: str | None = None,
    relations: bool = False,
) -> dict[str, Any]:
    """What a file that is not loaded may name. Nothing of it is kept.

    `begin` and `end` count characters in the text as read; candidates with the same number as
    `chain` name one thing by the evidence of the text. `dated` is the text's own date (ISO 8601),
    against which `yesterday` is read; else the one that the file states. `zone` is the zone (IANA)
    of its times of day; else the one that its source knows. With `relations`, what single
    sentences may state of two candidates is given too, with the score of the model: an
    assessment, never a link.
    """
    if relations and rules_only:
        raise Misuse("relations are proposed by the model: ask for them without --rules-only")
    text = transient.read(Path(path))
    when = dated or (text.dated.isoformat() if text.dated else None)
    zone = known_zone(zone or text.zone)
    named = []
    for passage in text.passages:
        transient.check()
        found = extract(passage.text, dated=_day(when), zone=zone, rules_only=rules_only)
        named.append(Named(passage.document, passage.text, found))
    chains = numbered(named)
    of = in_chains(chains)
    told, stated = [], []
    for n, (passage, one) in enumerate(zip(text.passages, named, strict=True)):
        place = {"file": text.file, "row": passage.row}
        for each in one.candidates:
            here = as_told(each, passage.text, passage.begin)
            told.append({**place, **here, "chain": of.get((n, each))})
        if relations:
            transient.check()
            stated += [
                {**place, **relation_told(each, passage.begin)}
                for each in suggestions(passage.text, one.candidates)
            ]
    return {
        "file": text.file,
        "source": text.source,
        "candidates": told,
        "chains": [chain_told(each) for each in chains],
        "relations": stated if relations else None,
        "dated": when,
        "zone": zone,
    }


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


def in_chains(chains: Sequence[Numbered]) -> dict[tuple[int, Candidate], int]:
    """The number of the chain of a candidate, by passage and candidate."""
    return {member: chain.number for chain in chains for member in chain.members}


def chain_told(chain: Numbered) -> dict[str, Any]:
    """A chain as plain values: what it is called, and why each was joined."""
    texts = [each.text for _, each in chain.members]
    return {
        "chain": chain.number,
        "type": chain.type,
        "texts": list(dict.fromkeys(" ".join(text.split()) for text in texts)),
        "members": len(texts),
        "why": list(dict.fromkeys(chain.why)),
    }


def relation_told(one: Suggestion, at: int = 0) -> dict[str, Any]:
    """A suggested relation as plain values, with the sentence that it rests on."""
    return {
        "relation": one.type,
        "said": SAID.get(one.type, one.type),
        "source": _end(one.source, at),
        "target": _end(one.target, at),
        "score": round(one.score, 4),
        "by": one.by,
        "begin": at + one.begin,
        "end": at + one.end,
        "sentence": one.sentence,
        "basis": "assessment",
    }


def _end(one: Candidate, at: int) -> dict[str, Any]:
    return {"type": one.type, "text": one.text, "begin": at + one.begin, "end": at + one.end}


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Misuse(f"--dated takes a date such as 2026-01-31; not {text[:40]!r}") from None
