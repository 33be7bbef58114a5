"""Extraction: what texts may name, proposed for a person to promote or to reject.

Rules find identifiers and times, each with its check; a small model of our own, whose card lies
beside it, proposes persons, organisations, places and things. A candidate is never a fact: nothing
is linked because two names stand in one sentence, a relation is a suggestion shown with its
sentence, and nothing is searched before a person promoted it. What can be read in two ways has no
value and says why.

Read `candidate.py` first, then `extract.py`, `rules/` and `labelling.py`, then `reviewing.py`.
"""

from remit.extraction import reviewing  # noqa: F401 - declares verbs
from remit.extraction.capability import EXTRACT

__all__ = ["EXTRACT"]
