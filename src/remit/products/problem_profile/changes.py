"""Change: each type against the same months a year earlier, like for like."""

from remit.places.change import FEWEST_PAIRS, Change, Comparison
from remit.products.document import Figures, Section, Statement, Table
from remit.products.problem_profile import said
from remit.products.problem_profile.asked import Asked, Held, rows

__all__ = ["change"]


def change(asked: Asked, held: Held, figures: Figures) -> Section:
    """The table of change, or that there is nothing to compare with."""
    comparison = held.comparison
    if comparison is None:
        first, last = asked.months.pairs()[0][1], asked.months.pairs()[-1][1]
        return Section(
            "Change",
            (
                Statement(
                    f"No baseline: of no month of the period do the records in view hold the same "
                    f"month a year earlier ({first} to {last}). Nothing is said of change."
                ),
            ),
        )
    several = len(comparison.categories) > 1
    lines = [comparison.whole, *(comparison.categories if several else ())]
    return Section(
        "Change",
        (
            Statement(_compared(asked, comparison)),
            Table(
                "Against the same months a year earlier",
                ("Type", "Now", "Before", "Ratio of daily rates, 95 %", "Reading"),
                tuple(_line(one, figures) for one in lines),
            ),
            Statement(_read_so(comparison, len(comparison.categories))),
        ),
    )


def _line(one: Change, figures: Figures) -> tuple[str, ...]:
    return (
        one.name,
        figures.add(len(one.now), rows(one.now)),
        figures.add(len(one.before), rows(one.before)),
        said.ratio(one.middle, one.ratio),
        one.verdict,
    )


def _compared(asked: Asked, comparison: Comparison) -> str:
    used, wanted = comparison.cells
    (now, before), (now_last, before_last) = comparison.pairs[0], comparison.pairs[-1]
    text = f"Compared: {now} to {now_last} with {before} to {before_last}"
    if len(asked.months.names) > len(asked.months.pairs()):
        text += ", the last twelve months of the period, since a longer one would meet itself"
    text += ". A month of a force counts only where the records hold both years of it"
    text += f": {used} of {wanted} such pairs." if used < wanted else ": all do."
    if comparison.left_out:
        text += f" Left out: {said.listed(list(comparison.left_out))}."
    return text


def _read_so(comparison: Comparison, types: int) -> str:
    if not comparison.claims:
        return (
            f"Fewer than {FEWEST_PAIRS} pairs of months: how much the counts vary from month to "
            "month cannot be told, so the intervals allow for chance alone and nothing is claimed."
        )
    return (
        "The intervals allow for chance and for how much the split varies from month to month. "
        f"“More” and “fewer” are read only where an interval that shares its error among "
        f"{types} {said.name_of(types, 'type', 'types')} leaves out 1. A change in how events are "
        "reported or recorded is not allowed for."
    )
