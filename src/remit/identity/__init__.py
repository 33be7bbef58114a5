"""Who is who: which mentions are of the same person or thing, and why, so that it can be undone.

Mentions stay as they are. What records say of two of them is weighed, and every part of a score has
a name, a weight and its evidence in words: an assessment. Persons judge two mentions to be the
same, to be different, or that it cannot be told, and who is one follows from their judgements in
every view anew. What this room never does: use where a person comes from, let a name alone join two
people, join for good, or decide by itself.

Read `judging.py` first, then `names/compare.py`: how two names are compared.
"""

from remit.identity import judged, weighing  # noqa: F401 - declare verbs
from remit.identity.capability import ASSURE
from remit.identity.judging import RESOLVE
from remit.identity.names import assuring  # noqa: F401 - declares a verb

__all__ = ["ASSURE", "RESOLVE"]
