"""Sources: bytes in, records and mentions out, exactly as the file says.

A source is a versioned profile (`profiles/*.yaml`) over a reader (`readers/`). A load is
planned first (`plan.preview`: what each column becomes, and what has to be asked), then done
(`load.file`): every row received is accepted or rejected with its reason, none is repaired.

It refuses to guess: an order of day and month, a time zone, a swapped coordinate are asked.
It never judges who is who, never runs anything found in a file, opens no archive, and leaves
protected attributes in the record as received, out of claims, events and search.

Read `plan.py` first.
"""

from remit.sources import loads, standing  # noqa: F401 - they declare verbs
from remit.sources.load import LOAD
from remit.sources.plan import Plan
from remit.sources.previewing import preview

__all__ = ["LOAD", "Plan", "preview"]
