"""Proof against kill -9: no acknowledged loss, no partial load visible, the ledger verifies.

    python -m benchmarks.prove_kill --runs 100 --out FILE

Figures are printed and written to FILE as JSON; run again with the same FILE, it goes on where
it stopped. Exit status 1 when a single kill lost or half showed anything.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.store.killing import Figures, kill_once, prepare

__all__ = ["main"]

KILLS_PER_WORKSPACE = 10

HOW = (
    "kill -9 of a process that loads files of 1,500 rows in chunks of 300 and makes a product of "
    "each, at a random moment of its first 2.5 s of work; then a start-up, and everything compared"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the kills still missing, print the figures and save them in `--out`."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=100, metavar="N")
    options.add_argument("--out", type=Path, metavar="FILE")
    asked = options.parse_args(arguments)
    figures = Figures()
    if asked.out is not None and asked.out.exists():
        figures = Figures(**json.loads(asked.out.read_text(encoding="utf-8"))["figures"])
    while figures.kills < asked.runs:
        with tempfile.TemporaryDirectory() as folder:
            home, known = Path(folder) / "workspace", dict[str, str]()
            case = prepare(home)
            for _ in range(min(KILLS_PER_WORKSPACE, asked.runs - figures.kills)):
                kill_once(home, case, figures.kills, known, figures)
                print(f"kills: {figures.kills} of {asked.runs}", file=sys.stderr)
                if asked.out is not None:
                    _save(figures, asked.out)
    for name, value in asdict(figures).items():
        print(f"{name:28} {value}")
    return 0 if figures.holds else 1


def _save(figures: Figures, path: Path) -> None:
    part = path.with_suffix(".part")
    done = {"how": HOW, "holds": figures.holds, "figures": asdict(figures)}
    part.write_text(json.dumps(done, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
