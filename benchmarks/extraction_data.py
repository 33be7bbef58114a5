"""The annotated reports kept beside the checkout, as the model is trained and judged on them.

Gold: annotations of confidence 0.5 and more; of nested mentions the longest. Four folders, one per
source; a model is judged on a folder it has never seen.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from remit.extraction.features import Report
from remit.extraction.lexicon import Lexicon

__all__ = ["FOLDERS", "Document", "labels", "loaded", "standing"]

FOLDERS = ("centcom", "dfat", "eu-delegation", "wikipedia")
LEAST = 0.5
"""Confidence. Those at 0 were proposed by a machine and rejected by the annotators."""

Span = tuple[int, int, str]
"""Begin and end in characters, and type."""


@dataclass(frozen=True)
class Document:
    """One report with its mentions and relations."""

    folder: str
    id: str
    text: str
    mentions: tuple[Span, ...]
    """Flat, in order of place."""
    relations: frozenset[tuple[tuple[int, int], tuple[int, int], str]] = field(
        default_factory=frozenset
    )
    """Source, target (begin and end), type. Over all mentions, nested ones too."""


def loaded(root: Path, folder: str) -> list[Document]:
    """The documents of one folder, by id."""
    spans: dict[str, set[Span]] = {}
    for each in _lines(root / folder / "entities.json"):
        if each["confidence"] >= LEAST:
            span = (each["begin"], each["end"], each["type"])
            spans.setdefault(each["documentId"], set()).add(span)
    related: dict[str, set[tuple[tuple[int, int], tuple[int, int], str]]] = {}
    for each in _lines(root / folder / "relations.json"):
        if each["confidence"] >= LEAST:
            source = (each["sourceBegin"], each["sourceEnd"])
            target = (each["targetBegin"], each["targetEnd"])
            related.setdefault(each["documentId"], set()).add((source, target, each["type"]))
    texts = {each["_id"]: each["text"] for each in _lines(root / folder / "documents.json")}
    return [
        Document(
            folder, key, texts[key], _flat(spans.get(key, set())), frozenset(related.get(key, ()))
        )
        for key in sorted(texts)
    ]


def labels(report: Report, mentions: tuple[Span, ...] | list[Span]) -> list[str]:
    """B, I or O of every word of a report."""
    found = ["O"] * len(report.words)
    for begin, end, kind in mentions:
        inside = [n for n, word in enumerate(report.words) if word.begin < end and word.end > begin]
        for place, n in enumerate(inside):
            found[n] = f"{'I' if place else 'B'}-{kind}"
    return found


def standing(text: str, lists: Lexicon) -> Report:
    """The text in words, with its features."""
    return Report(text, lists)


def _flat(spans: set[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    return tuple(sorted(kept))


def _lines(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())
