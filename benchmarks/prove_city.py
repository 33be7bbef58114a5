"""Proof that a borough of 300,000 is written in 10 minutes and 2 GB, and what bytes it gives.

    python -m benchmarks.prove_city [--out FILE] [--residents N] [--days N]

Writes one city in a process of its own into a folder that is removed afterwards, on the file system
of the temporary folder (some 2.5 GB). Prints seconds, peak memory, events, and one SHA-256 over the
names and hashes of all files, truth included, which another machine should find too. Exit status 1
where the bar does not hold.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

RESIDENTS, DAYS = 300_000, 56
EVENTS, SECONDS, PEAK_MIB = 20_000_000, 600, 2_000
"""The bar: at least so many events, in at most so long and so much memory."""

_WRITE = """
import json, resource, sys, time
from pathlib import Path
from remit.world import City, write
began = time.perf_counter()
write(City(seed=1, residents=int(sys.argv[2]), days=int(sys.argv[3])), Path(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({"seconds": round(time.perf_counter() - began, 1), "peak_mib": peak}))
"""


def main() -> int:
    """Write the city, print, and keep the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, metavar="FILE")
    options.add_argument("--residents", type=int, default=RESIDENTS)
    options.add_argument("--days", type=int, default=DAYS)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = written(Path(folder), asked.residents, asked.days)
    full = (asked.residents, asked.days) == (RESIDENTS, DAYS)
    holds = (
        full
        and figures["events"] >= EVENTS
        and figures["seconds"] <= SECONDS
        and figures["peak_mib"] <= PEAK_MIB
    )
    text = json.dumps({"holds": holds} | figures, indent=1)
    print(text, flush=True)
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    return 0 if holds else 1


def written(folder: Path, residents: int, days: int) -> dict[str, Any]:
    """Write one city below the folder: seconds, peak memory, rows, bytes and hash."""
    command = [sys.executable, "-c", _WRITE, str(folder), str(residents), str(days)]
    measured: dict[str, Any] = json.loads(subprocess.check_output(command, text=True))
    rows = json.loads((folder / "truth" / "truth.json").read_text(encoding="utf-8"))["rows"]
    kinds = {kind: _sum(rows, kind) for kind in ("anpr/", "calls/", "bank/payments")}
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "how": f"seed 1, {residents:,} residents, {days} days, one process",
        **measured,
        "events": sum(kinds.values()),
        "plate_reads": kinds["anpr/"],
        "calls": kinds["calls/"],
        "payments": kinds["bank/payments"],
        "files": len(files),
        "mib": sum(path.stat().st_size for path in files) >> 20,
        "sha256": _hash(folder, files),
    }


def _sum(rows: dict[str, int], start: str) -> int:
    return sum(count for name, count in rows.items() if name.startswith(start))


def _hash(folder: Path, files: list[Path]) -> str:
    """One hash over lines of name and SHA-256, in order of name."""
    whole = sha256()
    for path in files:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        whole.update(f"{digest}  {path.relative_to(folder).as_posix()}\n".encode())
    return whole.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
