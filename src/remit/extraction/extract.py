"""Candidates of a text: identifiers and times by rule, each with its check."""

from datetime import date

from remit.extraction import rules
from remit.extraction.candidate import Candidate

__all__ = ["extract"]


def extract(
    text: str,
    *,
    dated: date | None = None,
    zone: str | None = None,
    rules_only: bool = False,
) -> list[Candidate]:
    """What a text may name, in order of place. `dated` is the text's own date."""
    return rules.found(text, dated=dated, zone=zone)
