"""How many findings as strong chance would give, told by the data themselves.

A method is run on copies of the data in which what it looks for cannot be, all else being as it is:
crimes moved by whole days, a thing's times moved against the others'. What it scores there is
what chance gives. Beyond the copies' best scores the count is carried on as an exponential tail,
fitted to the highest of them and made longer by what the fit cannot know.

    expected(scores=[9.0], copies=[[1.0, 2.0, 3.0], [1.5, 2.5]], tested=50)
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["FEWEST_COPIES", "ORDERS", "TAIL", "expected", "tail_of_counts"]

FEWEST_COPIES = 5
"""Copies below which nothing can be said of chance: every score then counts as expected."""

TAIL = 50
"""Highest scores of the copies to which the tail is fitted, at most."""

ORDERS = 1 / np.log(10)
"""Mean excess of a score that is -log10 of a chance, where the chance is what it says."""

Floats = npt.NDArray[np.float64]


def expected(
    scores: Sequence[float],
    copies: Sequence[Sequence[float]],
    tested: int,
    shortest: float = ORDERS,
) -> Floats:
    """For each score, how many at least as high one copy has on average: (n,), never 0.

    Scores are in any unit in which the tail of chance is no heavier than exponential, such as
    bits or orders of magnitude. The tail is never taken for shorter than `shortest`: of a score
    that is the order of magnitude of a chance, that of the chance itself. Where next to nothing in
    the copies scored, the chance of each of the `tested` stands for them.

    >>> null = [[1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]] * 5
    >>> float(expected([2.5], null, 100)[0])
    2.0
    >>> bool(expected([40.0], null, 100)[0] < 1e-6), bool(expected([40.0], null[:2], 100)[0] >= 1)
    (True, True)
    >>> float(expected([4.0], [[]] * 9, 100)[0].round(6))
    0.01
    """
    asked = np.asarray(scores, dtype=np.float64)
    every = np.sort(np.array([score for one in copies for score in one], dtype=np.float64))
    if len(copies) < FEWEST_COPIES:
        return np.full(len(asked), float(max(1, len(asked))))
    counted = (len(every) - np.searchsorted(every, asked, side="left")) / len(copies)
    kept = min(TAIL, len(every) // 2)
    if kept < 2:
        alone: Floats = np.maximum(counted, tested * np.exp(-asked / shortest))
        return alone
    begins, top = every[-kept - 1], every[-kept:]
    # The mean excess of an exponential tail is known to one part in the root of the number.
    length = max(float((top - begins).mean()) * (1 + 2 / np.sqrt(kept)), shortest)
    beyond = kept / len(copies) * np.exp(-np.maximum(asked - begins, 0.0) / length)
    return np.where(asked > begins, np.maximum(counted, beyond), counted)


def tail_of_counts(
    chances: Floats, hits: npt.NDArray[np.int64], trials: npt.NDArray[np.int64]
) -> Floats:
    """-log10 of the chance of at least `hits` successes, trials having differing chances: (n,).

    `chances` is (n, most trials), 0 to 1 and 0 where there was no trial; `trials` is (n,). The
    bound of Chernoff for a sum of independent trials (Hoeffding 1963, theorem 1): never more than
    the truth allows, cheap and without end.

    >>> ten = np.array([10])
    >>> tail_of_counts(np.full((1, 10), 0.1), np.array([1]), ten).tolist()
    [0.0]
    >>> round(float(tail_of_counts(np.full((1, 10), 0.1), ten, ten)[0]), 2)
    10.0
    """
    if not chances.shape[1]:
        return np.zeros(len(hits))
    many = np.maximum(trials, 1)
    mean = np.clip(chances.sum(axis=1) / many, 1e-12, 1 - 1e-12)
    share = np.clip(hits / many, 0.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        one = np.where(share > 0, share * np.log(share / mean), 0.0)
        other = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - mean)), 0.0)
    found = many * (one + other) / np.log(10)
    return np.where(share > mean, found, 0.0)
