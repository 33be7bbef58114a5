"""Organisations of a table weighed and joined: pairs, levels, weights by the shipped model, rules.

    found = weigh_firms(columns, meanings)
    found.weight, found.rules     # of each pair: bits, and what holds it back
    found.entity                  # for each record the first record of its entity

The model is set by hand and shipped (`shipped/organisations.json`): nothing is learned of a table
but how many have a word, a number or an address, and how many organisations there are.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from remit.identity.comparisons import Comparison
from remit.identity.firm_levels import COMPARISONS, NUMBERS, levels_of
from remit.identity.firm_pairs import firm_pairs
from remit.identity.firm_rules import EITHER, either, firm_rule
from remit.identity.firms import Firms, Values
from remit.identity.model import Column, Model
from remit.store.agglomerate import CAPS
from remit.store.cluster import Clustered, cluster

__all__ = ["WeighedFirms", "weigh_firms"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_FORMAT = "remit-identity-organisations-1"

_AMONG = 2_000
"""Organisations that two are thought to be drawn from at least: those of a case are of a town."""

_LOOK = 4_096
"""Pairs between two looks at whether the act may go on."""


@dataclass(frozen=True)
class WeighedFirms:
    """Organisations with the pairs that were worth comparing."""

    firms: Firms
    left: Ints
    right: Ints
    levels: Mapping[str, npt.NDArray[np.int16]]
    weight: Floats
    """Of each pair, in bits."""
    rules: Sequence[str | None]
    """Of each pair, what holds it back."""
    model: Model
    whose = "organisation"
    """Of what kind of thing the records are."""

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What was compared, in order."""
        return tuple(COMPARISONS[name] for name in self.levels)

    @property
    def titles(self) -> Mapping[str, str]:
        """The columns as received behind each comparison."""
        return self.firms.titles

    @cached_property
    def clustered(self) -> Clustered:
        """What the weights would join, a pair that a rule holds back counting 0 bits at most."""
        barred = np.array([rule is not None for rule in self.rules], bool)
        registered = {
            at: min(one.registered)
            for at, one in enumerate(self.firms.one)
            if len(one.registered) == 1
        }
        return cluster(
            len(self.firms),
            self.left,
            self.right,
            np.where(barred, np.minimum(self.weight, 0.0), self.weight),
            strong=[registered],
            caps=self.model.caps,
        )

    @property
    def entity(self) -> Ints:
        """For each record the lowest number of a record of its entity."""
        return self.clustered.entity


def weigh_firms(
    columns: Mapping[str, Values],
    meanings: Mapping[str, str],
    *,
    measured: bool = False,
    check: Callable[[], None] = lambda: None,
) -> WeighedFirms:
    """Organisations of `columns`, weighed; `measured` of a table whose truth somebody knows."""
    numbers = [column for column, meaning in meanings.items() if meaning == "identifier"]
    spare = frozenset(numbers[NUMBERS:])
    firms = Firms.of(columns, {c: m for c, m in meanings.items() if c not in spare})
    check()
    left, right = firm_pairs(firms)
    check()
    of = levels_of(firms)
    levels = {name: np.full(len(left), -1, np.int16) for name in of}
    rules: list[str | None] = []
    for at, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if at % _LOOK == 0:
            check()
        one, other = firms.one[a], firms.one[b]
        said = {name: level(firms, one, other) for name, level in of.items()}
        for name, level in said.items():
            levels[name][at] = level
        rules.append(firm_rule(one, other, said, measured=measured))
    model = _model(firms, of)
    weight = np.full(len(left), model.start)
    for name, bits in sorted(model.weights.items()):
        weight += np.append(np.array(bits), 0.0)[levels[name]]
    enough = [at for at in np.flatnonzero(weight >= model.caps.join).tolist() if not rules[at]]
    pairs = [(int(left[at]), int(right[at])) for at in enough]
    for place in sorted(either(firms.one, pairs, [float(weight[at]) for at in enough])):
        rules[enough[place]] = EITHER
    return WeighedFirms(firms, left, right, levels, weight, rules, model)


@cache
def _shipped() -> tuple[Mapping[str, Any], str]:
    written = files("remit.identity").joinpath("shipped/organisations.json").read_bytes()
    said: dict[str, Any] = json.loads(written)
    if said["format"] != _FORMAT:
        raise ValueError(said["format"])
    return said, sha256(written).hexdigest()


def _model(firms: Firms, names: Mapping[str, object]) -> Model:
    said, fingerprint = _shipped()
    kinds = {name: COMPARISONS[name].kind for name in names}
    columns = {
        name: Column(kind, tuple(said["kinds"][kind]["m"]), tuple(said["kinds"][kind]["u"]), "hand")
        for name, kind in kinds.items()
    }
    about = {"profiles": fingerprint, "profile": "organisations", "records": len(firms)}
    prior = 1 / max(_AMONG, len(firms))
    caps = replace(CAPS, **said["caps"])
    return Model("organisations", columns, prior, caps, {}, about)
