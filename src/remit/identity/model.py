"""A model: how much each level of each comparison weighs, frozen, so that a score can be repeated.

    model = Model.read(bytes)
    model.weights["born"][11]   # bits for "the same day of birth"
    model.hash                  # what an edge, a page and the ledger name it by

A model is a file that a person can read and approve: no values of anybody stand in it, of names
only 64-bit marks of the ones that are not rare. A weight is the base-2 logarithm of how much more
often a level is seen among records of one person (m) than among records of two (u).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from math import log2
from typing import Any

from remit.errors import Damaged
from remit.identity.rarity import Rarity
from remit.store.agglomerate import Caps

__all__ = ["FORMAT", "Column", "Model"]

FORMAT = "remit-identity-1"


@dataclass(frozen=True)
class Column:
    """What is known of one comparison."""

    kind: str
    m: tuple[float, ...]
    """By level: how often among records of one person, where both have a value."""
    u: tuple[float, ...]
    """The same among records of two."""
    trusted: str = ""
    """The profile that `m` comes from."""


@dataclass(frozen=True)
class Model:
    """Frozen weights, thresholds and rarities."""

    name: str
    columns: Mapping[str, Column]
    prior: float
    """How likely two records drawn at random are of one person: the base rate."""
    caps: Caps
    rarity: Mapping[str, Rarity] = field(default_factory=dict)
    """By column of values: which are not rare."""
    about: Mapping[str, Any] = field(default_factory=dict)
    """Fingerprint of what it was trained on, figures, who approved it and when."""

    @cached_property
    def weights(self) -> dict[str, tuple[float, ...]]:
        """Bits for each level of each comparison."""
        return {
            name: tuple(log2(m / u) for m, u in zip(column.m, column.u, strict=True))
            for name, column in self.columns.items()
        }

    @cached_property
    def start(self) -> float:
        """Bits of the base rate: what two records start from."""
        return log2(self.prior / (1 - self.prior))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the file."""
        return sha256(self.written()).hexdigest()

    def named(self, name: str) -> "Model":
        """The same under another name."""
        return replace(self, name=name)

    def written(self) -> bytes:
        """The file. The same model gives the same bytes on every machine."""
        said = {
            "format": FORMAT,
            "name": self.name,
            "about": dict(self.about),
            "prior": self.prior,
            "caps": asdict(self.caps),
            "columns": {name: asdict(column) for name, column in self.columns.items()},
            "rarity": {name: one.frozen() for name, one in self.rarity.items()},
        }
        return json.dumps(said, sort_keys=True, indent=1).encode() + b"\n"

    @classmethod
    def read(cls, written: bytes) -> "Model":
        """A model from its file. Raises `Damaged` for anything else."""
        try:
            said = json.loads(written)
            if said["format"] != FORMAT:
                raise ValueError(said["format"])
            return cls(
                said["name"],
                {n: _column(one) for n, one in said["columns"].items()},
                said["prior"],
                Caps(**said["caps"]),
                {n: Rarity.thawed(one) for n, one in said["rarity"].items()},
                said["about"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(f"this is no model of identity: {error}") from error


def _column(said: Mapping[str, Any]) -> Column:
    return Column(said["kind"], tuple(said["m"]), tuple(said["u"]), said["trusted"])
