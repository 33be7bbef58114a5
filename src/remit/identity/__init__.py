"""Who is who: which mentions are of the same person, so that it can be undone.

Mentions stay as they are. Persons judge two of them to be the same, to be different, or that it
cannot be told; who is one follows from their judgements in every view anew. What this room never
does: join for good, or decide by itself.

Read `judging.py` first, then `judged.py` and `weighing.py`.
"""

from remit.identity import judged, weighing  # noqa: F401 - declare verbs
from remit.identity.judging import RESOLVE

__all__ = ["RESOLVE"]
