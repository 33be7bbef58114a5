"""Learn the shipped profiles from labelled tables: `python -m benchmarks.train_identity`.

Writes `src/remit/identity/shipped/profiles.json` and its card, the same bytes every time. A
profile is the share of each level among pairs of records of one person, counted on one labelled
set; nothing of any record is in it. Thresholds stand here and are the same for all.
"""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.identity_data import DATA, SETS, Labelled, labelled

from remit.identity.fitting import normal, smooth
from remit.identity.keys import keys
from remit.identity.levelled import levels
from remit.identity.pairs import candidates
from remit.identity.prepared import prepare
from remit.identity.shipped import FORMAT, Shipped
from remit.store.agglomerate import CAPS

__all__ = ["learned", "main", "profiles"]

TO = Path(__file__).resolve().parents[1] / "src" / "remit" / "identity" / "shipped"

_SEEN_AT_LEAST = 0.5
"""Pairs of one person that each level is taken to have, so that none is impossible (Jeffreys)."""


def main() -> None:
    """Train, and write the files."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--to", type=Path, default=TO)
    asked = options.parse_args()
    sets = [labelled(name, asked.data) for name in SETS]
    said = {
        "format": FORMAT,
        "caps": asdict(CAPS),
        "profiles": {one.name: learned(one) for one in sets},
    }
    written = json.dumps(said, indent=0, sort_keys=True) + "\n"
    asked.to.mkdir(exist_ok=True)
    (asked.to / "profiles.json").write_text(written, encoding="utf-8")
    card = {
        "what": "how records of one person agree, by kind of value, and the thresholds",
        "sha256": sha256(written.encode()).hexdigest(),
        "trained_on": {one.name: _fingerprint(one) for one in sets},
        "how": "python -m benchmarks.train_identity",
        "figures": "docs/proofs/identity.json",
        "approved_by": None,
        "never_used": "sex, origin, ethnicity, religion and what stands for them",
    }
    (asked.to / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def learned(one: Labelled) -> dict[str, list[float]]:
    """A profile: m by kind of comparison, the mean over the columns of that kind."""
    ready = prepare(one.columns, one.meanings)
    pairs = candidates(keys(ready), len(ready))
    same = one.truth[pairs.left] == one.truth[pairs.right]
    left, right = pairs.left[same], pairs.right[same]
    found = levels(ready.table, ready.comparisons, left, right)
    by_kind: dict[str, list[Any]] = {}
    for comparison in ready.comparisons:
        of = found[comparison.name]
        counts = np.bincount(of[of >= 0], minlength=comparison.size).astype(float)
        counts = smooth(counts, comparison.stride) + _SEEN_AT_LEAST
        by_kind.setdefault(comparison.kind, []).append(normal(counts, comparison.states))
    return {kind: [float(f"{m:.6g}") for m in np.mean(all_, 0)] for kind, all_ in by_kind.items()}


def profiles(sets: Mapping[str, Labelled]) -> Shipped:
    """Shipped profiles of other data: for measuring on people that were not trained on."""
    made = {name: {k: tuple(m) for k, m in learned(one).items()} for name, one in sets.items()}
    return Shipped(made, CAPS, "")


def _fingerprint(one: Labelled) -> dict[str, Any]:
    text = json.dumps([one.columns, one.truth.tolist()], sort_keys=True)
    people = int(one.truth.max()) + 1
    return {
        "records": len(one.truth),
        "people": people,
        "sha256": sha256(text.encode()).hexdigest(),
    }


if __name__ == "__main__":
    main()
