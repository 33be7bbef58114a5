"""Inquiry: asking what an act may see.

Search with reasons, one thing with all that is recorded of it, one row as received, the shortest
connection between two things, and telephones by their calls. Every answer names the rows it rests
on. It judges nobody: what is found is what the records say, and who is the same as whom is not
decided here.

Read `found.py` first, then `people.py`.
"""

from remit.inquiry import record  # noqa: F401 - declares a verb of `show`
from remit.inquiry.crimes import CRIMES
from remit.inquiry.money import MONEY
from remit.inquiry.movements import MOVEMENTS
from remit.inquiry.network import NETWORK
from remit.inquiry.path import PATH
from remit.inquiry.phones import PHONES
from remit.inquiry.searching import SEARCH
from remit.inquiry.show import SHOW
from remit.inquiry.time_and_map import TIME_AND_MAP

__all__ = [
    "CRIMES",
    "MONEY",
    "MOVEMENTS",
    "NETWORK",
    "PATH",
    "PHONES",
    "SEARCH",
    "SHOW",
    "TIME_AND_MAP",
]
