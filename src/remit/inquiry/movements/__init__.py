"""Movements: plate reads, tracks, cells, payments and sightings as one picture of presence.

Who holds which card, device or vehicle is worked out from being where it was used, again and again,
and told with how often chance would give as much. What is worked out is an assessment about
things: a card and a car, never about who a person is beyond what the records link. No read is not
an absence, a mast is not a phone's place, and a companion looks like a holder: each answer says so.

Read `presence.py` first, then `holders.py`; `verb.py` is what is asked.
"""

from remit.inquiry.movements import clones, verb  # noqa: F401 - declare verbs of `movements`
from remit.inquiry.movements.capability import MOVEMENTS

__all__ = ["MOVEMENTS"]
