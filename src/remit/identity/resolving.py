"""From a table to entities: make ready, find pairs, weigh them, join what is safe to join.

    found = resolve(columns, meanings(header))
    found.entity       # for each record the first record of its entity
    found.model        # what the weights were

Base rate, rarity and chance agreement are those of the table itself, worked out without any
truth; how records of one person agree, and the thresholds, are shipped (`shipped.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remit.identity import fitting
from remit.identity.comparisons import Comparison
from remit.identity.engines import Engine
from remit.identity.engines.process import Process
from remit.identity.holding import capped, held
from remit.identity.keys import keys
from remit.identity.levelled import levels
from remit.identity.model import Column, Model
from remit.identity.pairs import Candidates, Rule, candidates, rule_of
from remit.identity.prepared import Prepared, Values, prepare
from remit.identity.shipped import Shipped, shipped
from remit.store.cluster import Clustered, Pairs, cluster

__all__ = ["Resolved", "again", "resolve", "weighed"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Levels = Mapping[str, npt.NDArray[np.int16]]

_DRAWN = 1_200_000
"""Pairs drawn at random to learn how often records of two people agree."""

_THEMSELVES = 50_000
"""Records compared with themselves to learn how rare values are."""

_SEED = 1988


@dataclass(frozen=True)
class Resolved:
    """Records with their entities, and everything that led to them."""

    ready: Prepared
    left: Ints
    right: Ints
    levels: Levels
    """Of each pair, by comparison."""
    weight: Floats
    """Of each pair, in bits."""
    model: Model
    rule: Rule
    """Which records that share a key are a pair."""
    clustered: Clustered

    whose = "person"
    """Of what kind of thing the records are."""

    @property
    def entity(self) -> Ints:
        """For each record the lowest number of a record of its entity."""
        return self.clustered.entity

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What was compared."""
        return self.ready.comparisons

    @property
    def titles(self) -> Mapping[str, str]:
        """The columns as received behind each comparison."""
        return self.ready.titles


def resolve(
    columns: Mapping[str, Values],
    meant: Mapping[str, str],
    *,
    by: Shipped | None = None,
    engine: Engine | None = None,
    adapted: bool = True,
    check: Callable[[], None] = lambda: None,
) -> Resolved:
    """Entities of a table. `check` is called between the steps and may stop them by raising.

    `adapted`: whether the mean of the profiles is moved to what the table says, where none fits.
    Every `engine` gives the same; without one, it is this process, which is the fastest.
    """
    by, engine = by or shipped(), engine or Process()
    ready = prepare(columns, meant)
    check()
    rule = rule_of(len(ready))
    pairs = engine.pairs(ready, rule)
    check()
    found = engine.levels(ready, pairs.left, pairs.right)
    check()
    model = fit(ready, pairs, found, by, engine, adapted=adapted)
    check()
    weight = weighed(model, found, len(pairs.left))
    rules = held(ready, found, pairs.left, pairs.right, measured=True)
    joined = cluster(len(ready), pairs.left, pairs.right, capped(weight, rules), caps=model.caps)
    return Resolved(ready, pairs.left, pairs.right, found, weight, model, rule, joined)


def again(
    columns: Mapping[str, Values],
    meant: Mapping[str, str],
    model: Model,
    rule: Rule,
    *,
    same: Pairs = (),
    apart: Pairs = (),
) -> Resolved:
    """Entities of a table by a model and a rule that are given: nothing is learned of the table.

    What `increment.py` keeps up to date is what this gives; `same` and `apart` are judgements.
    """
    ready = prepare(columns, meant, model.rarity)
    pairs = candidates(keys(ready), len(ready), rule)
    found = levels(ready.table, ready.comparisons, pairs.left, pairs.right)
    weight = weighed(model, found, len(pairs.left))
    joined = cluster(
        len(ready), pairs.left, pairs.right, weight, same=same, apart=apart, caps=model.caps
    )
    return Resolved(ready, pairs.left, pairs.right, found, weight, model, rule, joined)


def fit(
    ready: Prepared,
    pairs: Candidates,
    found: Levels,
    by: Shipped,
    engine: Engine | None = None,
    *,
    adapted: bool = True,
) -> Model:
    """The model of a table: shipped profiles, and what the table says without any truth."""
    engine = engine or Process()
    left, right = _others(len(ready), pairs)
    some = np.random.default_rng(_SEED).permutation(len(ready))[:_THEMSELVES]
    told = engine.levels(ready, np.r_[left, some], np.r_[right, some])
    drawn = {name: of[: len(left)] for name, of in told.items()}
    itself = {name: of[len(left) :] for name, of in told.items()}
    patterns = fitting.patterns(ready.comparisons, len(ready), found, drawn, itself)
    fitted = fitting.fitted(patterns, by.profiles, adapted=adapted)
    columns = {
        one.name: Column(
            one.kind,
            tuple(fitted.m[one.name].tolist()),
            tuple(fitted.u[one.name].tolist()),
            fitted.profile,
        )
        for one in ready.comparisons
    }
    about = {"profiles": by.hash, "profile": fitted.profile, "records": len(ready)}
    return Model("fitted", columns, fitted.prior, by.caps, ready.rarity, about)


def weighed(model: Model, found: Levels, count: int) -> Floats:
    """The match weight of each pair, in bits, the base rate included.

    Added up in the order of the names, so that a model read again gives it to the last digit.
    """
    weight = np.full(count, model.start)
    for name, bits in sorted(model.weights.items()):
        weight += np.append(np.array(bits), 0.0)[found[name]]
    return weight


def _others(size: int, pairs: Candidates) -> tuple[Ints, Ints]:
    """Pairs drawn at random of which none is a candidate."""
    left, right = _random(size)
    low, high = np.minimum(left, right), np.maximum(left, right)
    new = ~np.isin(low * size + high, pairs.left * size + pairs.right)
    return left[new], right[new]


def _random(size: int) -> tuple[Ints, Ints]:
    """Pairs of records drawn at random; all pairs where there are not so many."""
    if size * (size - 1) // 2 <= _DRAWN:
        return np.triu_indices(size, 1)
    random = np.random.default_rng(_SEED)
    a, b = random.integers(0, size, (2, _DRAWN))
    return a[a != b], b[a != b]
