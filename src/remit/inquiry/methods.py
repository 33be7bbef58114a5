"""Every method there is, in the order in which they run.

A method is one file: what it asks (`Method`), a function over arrays that finds, and a verb that
reads a view and ends in `outcome`. To add one, write the file and name it here.
"""

from remit.inquiry.crimes import presence
from remit.inquiry.finding import Method

__all__ = ["METHODS", "MOST_METHODS"]

MOST_METHODS = 20
"""Among so many is the chance of a whole analysis shared: `finding.REPORTED`."""

METHODS: tuple[Method, ...] = (presence.METHOD,)
