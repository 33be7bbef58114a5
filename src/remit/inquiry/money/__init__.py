"""Money: what accounts take in and pay out, and what is passed on at once.

Accounts are consolidated over the statements and payment records in view. What moved is told, and
not why: a pattern is a lead to be checked, and no finding of an offence.

Read `payments.py` first, then `passing.py`.
"""

from remit.inquiry.money import passing  # noqa: F401 - it declares a verb of `money`
from remit.inquiry.money.capability import MONEY

__all__ = ["MONEY"]
