"""What a table says of its own weights, without any truth: base rate, u, and which profile fits.

How often records of two people agree (u) and how often two records are of one person are
estimated on the table by expectation and maximisation (EM; Winkler 1988), over the few thousand
patterns of agreement that its pairs have rather than over the pairs. How often records of one
person agree (m) cannot be learned well from a table with few of them: it comes from profiles that
were learned on labelled data (`shipped.py`). The profile under which the table is likeliest is
taken as it is; where none is clearly likelier than the mean of all, the mean is moved half way to
what EM finds on the table. No threshold is learned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remit.identity.comparisons import Comparison

__all__ = ["MEAN", "Fitted", "Patterns", "fitted", "normal", "patterns", "smooth"]

Floats = npt.NDArray[np.float64]
Levels = Mapping[str, npt.NDArray[np.int16]]
Profile = Mapping[str, Sequence[float]]
"""m by kind of comparison, by level."""

MEAN = "mean"
"""The name of the mean of all profiles."""

_ROUNDS = 25
_STEPS = 3
_ADAPTED = 0.5
"""How far the mean moves to what the table says (measured on sets left out: the design note)."""

_FITS = 1.015
"""Gain over the mean's from which a profile fits. On the development sets, the profile of the same
source gained 2.7 % to 15 % on unseen people, one of another source at most 0.5 %."""

_LEAST = 0.5
"""Pairs of two people that every level is taken to have at least."""


@dataclass(frozen=True)
class Patterns:
    """The agreement patterns of a table's candidate pairs."""

    comparisons: Sequence[Comparison]
    size: int
    """Records."""
    levels: Mapping[str, npt.NDArray[np.int64]]
    """By comparison: the level of each pattern; -1 where nothing can be compared."""
    count: Floats
    """Pairs that have the pattern."""
    of: npt.NDArray[np.int64]
    """For each pair its pattern."""
    seen: Mapping[str, Floats]
    """By comparison and level: pairs of the whole table that have it, as far as is known."""
    itself: Mapping[str, Floats]
    """By comparison: how many records have a value of each rarity, by the level of the record
    beside itself, whatever its state."""

    @property
    def pairs(self) -> float:
        """All pairs that there are."""
        return self.size * (self.size - 1) / 2


@dataclass(frozen=True)
class Fitted:
    """What was found."""

    profile: str
    m: dict[str, Floats]
    u: dict[str, Floats]
    prior: float
    gain: float
    """Log-likelihood of the candidate pairs beyond that of two people each, in nats."""


def patterns(
    comparisons: Sequence[Comparison], size: int, found: Levels, random: Levels, itself: Levels
) -> Patterns:
    """Patterns of the candidates' levels; `random` are the levels of pairs drawn at random among
    all that are no candidates, and `itself` those of records beside themselves.

    What candidates have is counted; only of the others it is supposed that they are as those drawn.
    """
    pairs = size * (size - 1) / 2
    count = len(next(iter(found.values()), np.empty(0)))
    code = np.zeros(count, np.int64)
    seen: dict[str, Floats] = {}
    for one in comparisons:
        levels, drawn = found[one.name].astype(np.int64), random[one.name]
        _, code = np.unique(code * (one.size + 1) + levels + 1, return_inverse=True)
        others = np.bincount(drawn[drawn >= 0], minlength=one.size) / max(len(drawn), 1)
        met = np.bincount(levels[levels >= 0], minlength=one.size)
        seen[one.name] = met + others * (pairs - count)
    _, at, of, counts = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    levels_of = {one.name: found[one.name][at].astype(np.int64) for one in comparisons}
    own = {
        one.name: np.bincount(
            itself[one.name][itself[one.name] >= 0] // one.states,
            minlength=one.size // one.states,
        ).astype(float)
        for one in comparisons
    }
    return Patterns(comparisons, size, levels_of, counts.astype(float), of, seen, own)


def fitted(of: Patterns, profiles: Mapping[str, Profile], *, adapted: bool = True) -> Fitted:
    """The best of the profiles, and what the table says beside it; no more than the former where it
    is not to be `adapted`."""
    mean = _mean(of.comparisons, profiles)
    tried = {MEAN: mean, **{name: {**mean, **profile} for name, profile in profiles.items()}}
    found: dict[str, Fitted] = {}
    for name, profile in tried.items():
        m = {one.name: _as_rare(of, one, np.asarray(profile[one.kind])) for one in of.comparisons}
        found[name], _ = _expected(of, name, m)
    best = max(found.values(), key=lambda one: one.gain)
    if best.gain >= _FITS * found[MEAN].gain:
        return best
    return _adapted(of, found[MEAN]) if adapted else found[MEAN]


def normal(values: Floats, states: int) -> Floats:
    """Shares that add up to 1 among the levels of each state.

    >>> normal(np.array([1.0, 4.0, 1.0, 4.0]), 2).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    made = values.astype(float)
    for state in range(states):
        made[state::states] /= made[state::states].sum()
    return made


def smooth(counts: Floats, stride: int) -> Floats:
    """Counts with a quarter of each given to either neighbour on a scale of points.

    >>> smooth(np.array([0.0, 8.0, 0.0, 0.0, 4.0]), 1).tolist()
    [2.0, 4.0, 2.0, 1.0, 3.0]
    """
    if not stride:
        return counts
    made = counts / 2
    quarter = counts / 4
    made[stride:] += quarter[:-stride]
    made[:-stride] += quarter[stride:]
    made[:stride] += quarter[:stride]
    made[-stride:] += quarter[-stride:]
    return made


def _mean(
    comparisons: Sequence[Comparison], profiles: Mapping[str, Profile]
) -> dict[str, Sequence[float]]:
    made: dict[str, Sequence[float]] = {}
    for one in comparisons:
        known = [profile[one.kind] for profile in profiles.values() if one.kind in profile]
        made[one.kind] = np.mean(known or [_guess(one).tolist()], axis=0).tolist()
    return made


def _as_rare(of: Patterns, one: Comparison, m: Floats) -> Floats:
    """m with what is the same told apart by how rare the values of this table are."""
    if not one.same:
        return m
    made, same = m.copy(), np.array(one.same)
    shares = of.itself[one.name][same] + _LEAST
    for state in range(one.states):
        at = one.states * same + state
        made[at] = m[at].sum() * shares / shares.sum()
    return made


def _guess(one: Comparison) -> Floats:
    """Of a kind that no profile knows: records of one person agree, in any way, 6 times in 10."""
    shares = np.full(one.size, 0.6 / one.size)
    shares[: one.states] += 0.4
    return normal(shares, one.states)


def _expected(of: Patterns, name: str, m: dict[str, Floats]) -> tuple[Fitted, Floats]:
    """u and the base rate by EM with m as it is, and how many matches each pattern holds."""
    prior = 1 / of.size
    u = {c.name: normal(of.seen[c.name] + _LEAST, c.states) for c in of.comparisons}
    matches = odds = np.zeros(len(of.count))
    for _ in range(_ROUNDS):
        odds = np.full(len(of.count), np.log(prior / (1 - prior)))
        for one in of.comparisons:
            odds += np.append(np.log(m[one.name] / u[one.name]), 0.0)[of.levels[one.name]]
        matches = of.count / (1 + np.exp(-odds))
        prior = max(matches.sum(), 1.0) / of.pairs
        for one in of.comparisons:
            others = np.maximum(of.seen[one.name] - _counted(of, one, matches), 0.0)
            u[one.name] = normal(smooth(others, one.stride) + _LEAST, one.states)
    gain = float((np.logaddexp(0.0, odds) * of.count).sum())
    return Fitted(name, m, u, float(prior), gain), matches


def _adapted(of: Patterns, start: Fitted) -> Fitted:
    m = start.m
    for _ in range(_STEPS):
        _, matches = _expected(of, start.profile, m)
        m = {
            c.name: _ADAPTED * normal(_counted(of, c, matches) + 1e-9, c.states)
            + (1 - _ADAPTED) * start.m[c.name]
            for c in of.comparisons
        }
    return _expected(of, start.profile, m)[0]


def _counted(of: Patterns, one: Comparison, matches: Floats) -> Floats:
    levels = of.levels[one.name]
    there = levels >= 0
    counts = np.bincount(levels[there], weights=matches[there], minlength=one.size)
    return counts.astype(float)
