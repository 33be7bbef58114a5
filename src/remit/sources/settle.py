"""The proposals for the columns of one table, put side by side."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from remit.errors import BadInput
from remit.ontology.types import coordinate, is_blank
from remit.ontology.types import time as times
from remit.sources.answers import Answers, Question
from remit.sources.columns import ColumnPlan
from remit.sources.words import MEANINGS

__all__ = ["settle"]

_ONCE = frozenset(
    {"time", "until", "clock", "longitude", "latitude", "easting", "northing", "role"}
)
"""Meanings that one table can have only once."""

_COMPANY = re.compile(
    r"\b(?:ltd|limited|plc|llp|inc|company|council|trust|group|services|school)\b", re.IGNORECASE
)


def settle(
    columns: Sequence[ColumnPlan],
    sample: Mapping[str, Sequence[str]],
    answers: Answers,
    swapped: bool | None = None,
) -> tuple[tuple[ColumnPlan, ...], list[Question], bool | None]:
    """The columns as they will be read, what has to be asked, and whether lon and lat are swapped.

    Swapped is None where they look so and nobody has said; `swapped` is what was kept.
    """
    plans = [_content(plan, sample.get(plan.column, ())) for plan in columns]
    plans = _once(plans)
    questions: list[Question] = []
    for n, plan in enumerate(plans):
        if plan.certain:
            continue
        label = MEANINGS[plan.means].label
        ask = f"the header says {label}, but {plan.evidence[-1]}: what is it?"
        questions.append(Question(plan.column, ask, (plan.means, "record")))
        if answers.yes:
            plans[n] = replace(plan, means="record", evidence=(*plan.evidence, "so it is not read"))
    swapped = _swapped(plans, sample, answers, questions, swapped)
    return tuple(plans), questions, swapped


def _content(plan: ColumnPlan, values: Sequence[str]) -> ColumnPlan:
    """Corrections that only the values can make."""
    said = [value for value in values if not is_blank(value)]
    if plan.means == "clock" and said and all(_whole(value) for value in said[:50]):
        why = (*plan.evidence, "the values say the day too")
        return replace(plan, means="time", evidence=why)
    if plan.means == "name" and said:
        firms = sum(bool(_COMPANY.search(value)) for value in said) / len(said)
        if firms > 0.5:
            why = (*plan.evidence, f"{firms:.0%} of the values are names of organisations")
            return replace(plan, means="organisation", evidence=why)
    return plan


def _whole(value: str) -> bool:
    try:
        times.clean(value, zone="UTC", day_first=True)
    except BadInput:
        return False
    return True


def _once(plans: Sequence[ColumnPlan]) -> list[ColumnPlan]:
    found: list[ColumnPlan] = []
    first: dict[str, str] = {}
    there = {plan.means for plan in plans}
    for plan in plans:
        means = plan.means
        if means in first:
            why = (f"{first[means]!r} already says {MEANINGS[means].label}: kept in the record",)
            plan = replace(plan, means="record", evidence=why, certain=True)
        elif means in ("clock", "until") and "time" not in there:
            why = ("no column says the day it belongs to: kept in the record",)
            plan = replace(plan, means="record", evidence=why, certain=True)
        elif means in _ONCE:
            first[means] = plan.column
        found.append(plan)
    return found


def _swapped(
    plans: Sequence[ColumnPlan],
    sample: Mapping[str, Sequence[str]],
    answers: Answers,
    questions: list[Question],
    kept: bool | None,
) -> bool | None:
    """Whether the columns of longitude and latitude hold each other's values."""
    column = {plan.means: plan.column for plan in plans}
    if not {"longitude", "latitude"} <= set(column):
        return False
    lon, lat = column["longitude"], column["latitude"]
    said = f"{answers.choices.get(lon)}, {answers.choices.get(lat)}"
    if "swapped" in said or "as written" in said:
        return "swapped" in said
    right = wrong = 0
    for x, y in zip(sample.get(lon, ()), sample.get(lat, ()), strict=False):
        try:
            point = float(x), float(y)
        except ValueError:
            continue
        right += coordinate.UNITED_KINGDOM.holds(*point)
        wrong += coordinate.UNITED_KINGDOM.holds(*reversed(point))
    if wrong <= right:
        return False
    if kept is not None:
        return kept
    ask = f"{wrong:,} sampled points lie in the United Kingdom only with {lat!r} taken as longitude"
    questions.append(Question(lon, ask, ("swapped", "as written")))
    return None
