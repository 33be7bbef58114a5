"""Every method there is, in the order in which they run.

A method is one file: what it asks (`Method`), a function over arrays that finds, and a verb that
reads a view and ends in `outcome`. To add one, write the file and name it here.
"""

from remit.inquiry.crimes import presence, stolen
from remit.inquiry.finding import Method
from remit.inquiry.money import passing
from remit.inquiry.movements import clones
from remit.inquiry.movements import verb as holders
from remit.inquiry.phones import successors

__all__ = ["METHODS", "MOST_METHODS"]

MOST_METHODS = 12
"""Among so many is the chance of a whole analysis shared: `finding.REPORTED`."""

METHODS: tuple[Method, ...] = (
    presence.METHOD,
    stolen.METHOD,
    clones.METHOD,
    passing.METHOD,
    successors.METHOD,
    holders.METHOD,
)
