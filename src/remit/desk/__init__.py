"""The desk: work that is put together out of the rooms' methods, and what persons make of it.

The playbook runs every method that a case's data allow, one act each, under each method's own
remit; what they found is put in one order, kept, and decided on by named persons. Nothing here
reads data past an act, and nothing enters a product until an analyst promotes it.

Read `playbook.py` first, then `gathering.py`.
"""

from remit.desk.analysing import ANALYSE

__all__ = ["ANALYSE"]
"""The capability `analyse`: declaring it here declares its verbs."""
