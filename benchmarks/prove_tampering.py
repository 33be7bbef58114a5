"""Proof: every random mutation of a published ledger is found by `verify`.

    python -m benchmarks.prove_tampering [--runs N] [--out FILE]

Figures are printed and written to FILE as JSON; run again with the same FILE, it goes on where
it stopped, and with none it begins anew and keeps nothing. Each run is one seed, checked against
the checkpoint saved before. Exit status 1 when a single mutation passed.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.ledger.ledgers import LOG, WITNESS, published
from tests.ledger.mutations import mutate

from remit.ledger.verify import verify

SIZE = 300
SAVE_EVERY = 2000

HOW = (
    f"a published and cosigned ledger of {SIZE} entries, one random mutation a run, seeds from 0; "
    "verify.py against the checkpoint saved before"
)


def main() -> int:
    """Run what is left of the proof; 1 where a mutation passed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=100_000)
    options.add_argument("--out", type=Path, metavar="FILE")
    given = options.parse_args()
    found: dict[str, Any] = {"runs": 0, "missed": [], "kinds": {}, "seconds": 0.0}
    if given.out and given.out.exists():
        found = json.loads(given.out.read_text(encoding="utf-8"))["figures"]
    with tempfile.TemporaryDirectory() as home:
        files = published(Path(home) / "log", SIZE)
    assert verify(files, files["checkpoint"]).ok
    start = time.monotonic() - found["seconds"]
    for seed in range(found["runs"], given.runs):
        mutation = mutate(files, [LOG, WITNESS], seed)
        if verify(mutation.files, files["checkpoint"]).ok:
            found["missed"].append({"seed": seed, "kind": mutation.kind, "where": mutation.where})
        found["kinds"][mutation.kind] = found["kinds"].get(mutation.kind, 0) + 1
        found["runs"], found["seconds"] = seed + 1, time.monotonic() - start
        if given.out and (seed + 1) % SAVE_EVERY == 0:
            _save(given.out, found)
    if given.out:
        _save(given.out, found)
    for kind, count in sorted(found["kinds"].items()):
        print(f"{kind:16} {count:,}")
    print(f"found            {found['runs'] - len(found['missed']):,} of {found['runs']:,}")
    return int(bool(found["missed"]))


def _save(path: Path, found: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    done = {"how": HOW, "holds": not found["missed"], "figures": found}
    part.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
