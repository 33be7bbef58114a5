"""Retention classes: when what was loaded has to be looked at again.

Data Protection Act 2018 s.39(2) asks for periodic review. The classes are data
(`retention.yaml`), each with its source and the day it was checked.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from remit.errors import Misuse

__all__ = ["Retention", "retention", "retentions"]

MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class Retention:
    """One class: how long until review, and where that period comes from."""

    id: str
    title: str
    review_months: int
    source: str
    checked: date

    def review_due(self, since: date) -> date:
        """The day by which a person has to review what was loaded on `since`.

        >>> retention("group-3").review_due(date(2024, 2, 29))
        datetime.date(2030, 2, 28)
        """
        years, month = divmod(since.month - 1 + self.review_months, MONTHS_IN_YEAR)
        year, month = since.year + years, month + 1
        return date(year, month, min(since.day, calendar.monthrange(year, month)[1]))


@cache
def retentions() -> Mapping[str, Retention]:
    """Every retention class, by id."""
    text = files("remit.authority").joinpath("retention.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)["classes"]
    return MappingProxyType({row["id"]: Retention(**row) for row in rows})


def retention(class_id: str) -> Retention:
    """The retention class of that id. Raises `Misuse` when there is none."""
    try:
        return retentions()[class_id]
    except KeyError:
        known = ", ".join(retentions())
        raise Misuse(f"no retention class {class_id!r}; there are: {known}") from None
