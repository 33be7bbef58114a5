"""How often two telephones are in contact: the model by which the same habit is told from chance.

The number of calls on an edge in T days is Poisson with a rate that is Gamma-distributed among
edges; the share that one side makes is Beta-distributed. Both are fitted to the data in view.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, gammaln

from remit.inquiry.phones.calls import Floats

__all__ = ["KEPT", "Rates", "fitted"]

KEPT = 0.85
"""Chance that a contact is kept over a change of telephone, before anything is seen."""

ALIKE = 0.9
"""Chance that a contact which is kept is called as often as before."""


@dataclass(frozen=True)
class Rates:
    """Shape and rate (days) of the Gamma distribution of calls a day; the Beta of its two ways."""

    shape: float
    scale: float
    ways: float
    together: float = 1.0
    """Calls that come together on average: so many say no more than one does."""

    def both(self, n: Floats, m: Floats, before: Floats, after: Floats) -> Floats:
        """Log-likelihood ratio (nats) of n calls in `before` days and m in `after` by one rate
        rather than by two."""
        a, b = self.shape, self.scale
        n, m = n / self.together, m / self.together
        one = gammaln(n + m + a) - gammaln(a) + a * np.log(b)
        one -= (n + m + a) * np.log(b + before + after)
        two = gammaln(n + a) + gammaln(m + a) - 2 * gammaln(a) + 2 * a * np.log(b)
        two -= (n + a) * np.log(b + before) + (m + a) * np.log(b + after)
        return np.asarray(one - two)

    def direction(self, n: Floats, m: Floats, made: Floats, made_after: Floats) -> Floats:
        """The same of the share that is made rather than received."""
        w = self.ways
        n, m = n / self.together, m / self.together
        made, made_after = made / self.together, made_after / self.together
        one = betaln(made + made_after + w, n + m - made - made_after + w) + betaln(w, w)
        two = betaln(made + w, n - made + w) + betaln(made_after + w, m - made_after + w)
        return np.asarray(one - two)

    def none(self, n: Floats, length: Floats, other: Floats) -> Floats:
        """Log-likelihood ratio (nats) of no call in `other` days after n in `length`, allowing
        that the contact was given up, rather than of another's contact."""
        stays = (self.scale + length) / (self.scale + length + other)
        many = n / self.together + self.shape
        return np.asarray(np.log(1 - KEPT + KEPT * stays**many))

    def shared(
        self,
        n: Floats,
        m: Floats,
        before: Floats,
        after: Floats,
        made: Floats,
        made_after: Floats,
        chance: Floats,
    ) -> Floats:
        """Log-likelihood ratio (nats) of one contact of both; `chance` is how likely any other
        telephone has it."""
        same = self.both(n, m, before, after) + self.direction(n, m, made, made_after)
        return np.asarray(
            np.log(ALIKE * np.exp(np.minimum(same, 60)) + 1 - ALIKE) - np.log(chance) + np.log(KEPT)
        )


def fitted(total: Floats, made: Floats, even: Floats, days: Floats) -> Rates:
    """The model of edges with so many calls, so many of them made, so many on every other day
    and on every other pair of days, in so many days."""
    if len(total) < 5:
        return Rates(0.7, 1.0, 2.0)
    many = total >= 6
    together = 1.0
    if many.sum() >= 10:
        apart = np.minimum((2 * even[:, many] - total[many]) ** 2 / total[many], 30.0)
        together = float(np.clip(apart.mean(axis=1).min(), 1.0, 6.0))
    total, made = total / together, made / together
    rate = total / days
    mean = float(np.average(rate, weights=days))
    noise = float(np.average(rate / days, weights=days))
    spread = max(float(np.average((rate - mean) ** 2, weights=days)) - noise, 1e-9)
    shape = float(np.clip(mean**2 / spread, 0.3, 4.0))
    often = total >= 4
    ways = 2.0
    if often.sum() >= 10:
        share, calls = made[often] / total[often], total[often]
        odd = float(np.mean((share - 0.5) ** 2 - 0.25 / calls) / np.mean(1 - 1 / calls))
        ways = float(np.clip((0.25 / max(odd, 1e-3) - 1) / 2, 0.3, 60.0))
    return Rates(shape, shape / max(mean, 1e-6), ways, together)
