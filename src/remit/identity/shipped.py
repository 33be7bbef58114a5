"""What is shipped: profiles of how records of one person agree, and the thresholds.

`shipped/profiles.json` is written by `python -m benchmarks.train_identity` from labelled data;
`shipped/card.json` says from which, and how well it does. A profile holds shares by level and
nothing of any record.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from remit.store.agglomerate import Caps

__all__ = ["FORMAT", "Shipped", "shipped"]

FORMAT = "remit-identity-profiles-1"


@dataclass(frozen=True)
class Shipped:
    """Profiles and thresholds as they come with the program."""

    profiles: Mapping[str, Mapping[str, tuple[float, ...]]]
    """By name of the profile and kind of comparison: m by level."""
    caps: Caps
    hash: str
    """SHA-256 of the file."""


@cache
def shipped() -> Shipped:
    """The profiles of this release."""
    written = files("remit.identity").joinpath("shipped/profiles.json").read_bytes()
    said: dict[str, Any] = json.loads(written)
    profiles = {
        name: {kind: tuple(m) for kind, m in kinds.items()}
        for name, kinds in said["profiles"].items()
    }
    return Shipped(profiles, Caps(**said["caps"]), sha256(written).hexdigest())
