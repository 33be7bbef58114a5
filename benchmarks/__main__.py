"""Runs every benchmark in turn: `python -m benchmarks [NAME…]`. Measures, asserts nothing.

A benchmark is a file in this folder that prints its figures when it is run.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))


def main(wanted: list[str]) -> int:
    """Run those named, or all; 0 when each ran to its end."""
    if unknown := sorted(set(wanted) - set(names())):
        print(f"no benchmark {unknown[0]}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted or names():
        print(f"\n{name}", flush=True)
        failed |= subprocess.run([sys.executable, FOLDER / f"{name}.py"], check=False).returncode
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
