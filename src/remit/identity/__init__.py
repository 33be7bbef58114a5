"""Who is who: which mentions are of the same person or thing, and why, so that it can be undone.

People and organisations are weighed and proposed; of what has a number (a vehicle, a telephone, a
handset, an account, an address) two numbers that may be one misread are shown, and persons alone
join them (`misreading.py`).

Mentions stay as they are. Two of them are compared feature by feature (`comparisons.py`), which
gives an edge: a match weight and the reasons for it in words, an assessment. Persons judge two
mentions to be the same, to be different, or that it cannot be told, and who is one follows from
their judgements in every view anew. What this room never does: use a protected characteristic, or
where a person comes from, as a feature; let a name alone join two people; join for good; decide by
itself.

Read `judging.py` first: what persons decide. Then `resolving.py`: from a table to entities;
`increment.py`: the same kept up to date; `seeking.py`: who is sought out of very many. How two
names alone are compared is in `names/compare.py`.
"""

from remit.identity import (  # noqa: F401 - declare verbs
    adopting,
    assuring,
    edging,
    judged,
    misreading,
    proposing,
    reviewing,
    sought,
    weighing,
)
from remit.identity.capability import ASSURE
from remit.identity.judging import RESOLVE
from remit.identity.names import assuring as names_assuring  # noqa: F401 - declares a verb

__all__ = ["ASSURE", "RESOLVE"]
