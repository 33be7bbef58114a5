"""Movements: plate reads, tracks and cells as one picture of presence."""

from remit.inquiry.movements import clones  # noqa: F401 - declares a verb of `movements`
from remit.inquiry.movements.capability import MOVEMENTS

__all__ = ["MOVEMENTS"]
