"""Extraction: what texts may name, proposed for a person to promote or to reject.

Rules find identifiers and times, each with its check. A candidate is never a fact: nothing is
linked because two names stand in one sentence, and nothing is searched before a person promoted
it.

Read `candidate.py` first, then `rules/`, then `reviewing.py`.
"""

from remit.extraction import reviewing  # noqa: F401 - declares verbs
from remit.extraction.capability import EXTRACT

__all__ = ["EXTRACT"]
