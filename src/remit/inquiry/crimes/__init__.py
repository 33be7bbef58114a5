"""Crimes compared, and what was near them.

What a record says of several crimes is put side by side: which vehicles and phones were near, what
was stolen and seen in use again. It judges nobody: to be near is not to do.

Read `presence.py` first, then `near.py`.
"""

from remit.inquiry.crimes import presence, stolen  # noqa: F401 - they declare verbs of `crimes`
from remit.inquiry.crimes.capability import CRIMES

__all__ = ["CRIMES"]
