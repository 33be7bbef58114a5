"""Why two records weigh what they weigh: one line for each comparison, in words.

for step in waterfall(model, comparisons, titles, levels):
    step.feature, step.weight, step.words, step.columns
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from remit.identity.comparisons import Comparison
from remit.identity.model import Model

__all__ = ["Step", "waterfall"]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a match weight."""

    feature: str
    """The comparison; `base rate` for what any two records start from."""
    weight: float
    """Bits: each one doubles the odds that both are of one person."""
    words: str
    columns: str
    """The columns as received that it rests on, on both sides."""
    silent: bool = False
    """Whether one of both has no value, so that it says nothing."""


def waterfall(
    model: Model,
    comparisons: Sequence[Comparison],
    titles: Mapping[str, str],
    levels: Mapping[str, int],
    whose: str = "person",
) -> list[Step]:
    """The parts of the weight of two records, which add up to it: the base rate first.

    `whose` says of what kind of thing they are. A comparison that says nothing, since one of both
    has no value, is told with a weight of 0.
    """
    started = f"of all pairs of records, 1 in {round(1 / model.prior):,} is of one {whose}"
    steps = [Step("base rate", model.start, started, "")]
    for one in comparisons:
        level = levels[one.name]
        weight = model.weights[one.name][level] if level >= 0 else 0.0
        words = one.levels[level] if level >= 0 else "one of both has no value"
        steps.append(Step(one.name, weight, words, titles[one.name], silent=level < 0))
    return steps
