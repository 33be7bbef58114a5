"""Telephones by their calls: what the records of communications say, and no more.

A record says that two numbers were in contact, not who held either. What is worked out here is
between numbers; who used one is for a person to judge, on evidence for and against. It ranks
nobody, reads no content, and says of every assessment how often chance would give as much.

Read `taken_up.py` first, then `pairs.py` and `chance.py`.
"""

from remit.inquiry.phones import successors  # noqa: F401 - declares a verb of `phones`
from remit.inquiry.phones.capability import PHONES

__all__ = ["PHONES"]
