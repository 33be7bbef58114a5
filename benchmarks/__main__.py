"""Runs every benchmark in turn: `python -m benchmarks [NAME…]`. Measures, asserts nothing.

A benchmark is a file in this folder that prints its figures when it is run. The files named
`prove_…` are proofs in full, run one at a time: `make prove BAR=tampering`; those named `train_…`
write the models that are shipped.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
RUNS = 'if __name__ == "__main__":'


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted(
        path.stem
        for path in FOLDER.glob("[a-z]*.py")
        if not path.name.startswith(("prove_", "train_"))
        and RUNS in path.read_text(encoding="utf-8")
    )


def main(wanted: list[str]) -> int:
    """Run those named, or all; 0 when each ran to its end."""
    if unknown := sorted(set(wanted) - set(names())):
        print(f"no benchmark {unknown[0]}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted or names():
        print(f"\n{name}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        failed |= subprocess.run(command, cwd=FOLDER.parent, check=False).returncode
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
