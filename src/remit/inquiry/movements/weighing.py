"""What each use says for or against each mover, in bits.

A bit is a doubling of how much better the use is explained by the mover having carried what was
used than by chance. How often a holder is where it is used is learned from the data: from the
pairs that stand out already, beginning with a guess.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.inquiry.movements.compared import ELSEWHERE, THERE, UNKNOWN, Compared

__all__ = ["FIRST", "Habits", "bits", "learned", "standing_out"]

Small = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_MOST, _LEAST = 10.0, -6.0
"""Bits that one use says at most either way: beyond that the chance of a mistake in the records
counts."""

_NOTHING = -1.0
"""Bits, at least, of a use of which nothing is recorded near in time."""

_GUESSED = 10.0
"""Uses that the first guess counts for beside those seen."""

_FEWEST = 0.02


@dataclass(frozen=True, slots=True)
class Habits:
    """How a holder is recorded where it uses a thing, as shares of the uses: with nothing known,
    elsewhere, within the nearest ring, the next and so on. Of movers with a track the shares are
    of those uses at which it is known where they were."""

    track: tuple[float, ...]
    points: tuple[float, ...]

    def there(self, dense: bool) -> float:
        """Share of the uses at which it is known that a holder was there."""
        shares = self.track if dense else self.points
        return sum(shares[THERE:]) / (1 - shares[UNKNOWN])


FIRST = Habits((0.0, 0.12, 0.83, 0.05), (0.4, 0.1, 0.3, 0.2))
"""What is assumed before anything is learned."""


def bits(found: Compared, dense: Flags, habits: Habits) -> Small:
    """(uses, movers) bits for the mover having been where the thing was used."""
    said = np.zeros(found.answer.shape, np.float32)
    for movers, shares in ((dense, habits.track), (~dense, habits.points)):
        if movers.any():
            answer, chance = found.answer[:, movers], found.chance[:, movers]
            said[:, movers] = _bits(answer, chance, shares)
    return said


def _bits(answer: NDArray[np.int8], chance: Small, shares: tuple[float, ...]) -> Small:
    placed = chance < 0
    share = np.log2(np.maximum(np.array(shares, np.float32), 1e-4))
    gain = share[answer] - chance
    tracked = shares[UNKNOWN] == 0
    if tracked:
        away = share[ELSEWHERE] - np.log2(np.maximum(1 - np.exp2(chance), 0.03))
        nothing = 0.0
    else:
        seen = max(1.0, float(placed.sum()))
        usual = max(1e-3, float(((answer == ELSEWHERE) & placed).sum() / seen))
        silent = max(_FEWEST, float(((answer == UNKNOWN) & placed).sum() / seen))
        away = share[ELSEWHERE] - np.float32(np.log2(usual))
        quiet = np.log2(max(_FEWEST, shares[UNKNOWN]) / silent)
        nothing = float(min(0.0, max(_NOTHING, quiet)))
    said = np.where(answer == ELSEWHERE, np.minimum(away, 1.0), gain)
    said = np.where(answer == UNKNOWN, nothing, said)
    found: Small = np.where(placed, np.clip(said, _LEAST, _MOST), 0.0).astype(np.float32)
    return found


def standing_out(sums: Small, least: float, ahead: float) -> Ints:
    """(tokens,) the mover that stands out with each token, -1 where none does: `least` bits, and
    `ahead` of the next."""
    if sums.shape[1] == 0:
        return np.full(len(sums), -1)
    best = sums.argmax(1)
    top = sums[np.arange(len(sums)), best]
    rest = sums.copy()
    rest[np.arange(len(sums)), best] = -np.inf
    found: Ints = np.where((top >= least) & (top - rest.max(1) >= ahead), best, -1)
    return found


def learned(found: Compared, token: Ints, holder: Ints, dense: Flags, before: Habits) -> Habits:
    """Habits of the holders that stand out, drawn towards the first guess."""
    mover = holder[token]
    held = np.flatnonzero(mover >= 0)
    held = held[found.chance[held, mover[held]] < 0]
    answer, track = found.answer[held, mover[held]], dense[mover[held]]
    seen = answer[track & (answer != UNKNOWN)]
    return Habits(
        _shares(seen, FIRST.track) if len(seen) else before.track,
        _shares(answer[~track], FIRST.points) if (~track).any() else before.points,
    )


def _shares(answer: NDArray[np.int8], guess: tuple[float, ...]) -> tuple[float, ...]:
    many = np.bincount(answer, minlength=len(guess))[: len(guess)] + _GUESSED * np.array(guess)
    return tuple(float(one) for one in many / many.sum())
