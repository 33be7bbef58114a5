"""Proof that a line of 1 GB is refused with file and reason, in bounded memory.

    python -m benchmarks.prove_long_line [--out FILE]

Files of 1 GiB with one endless line (as header, as row, inside quotation marks, as JSON) are
planned each in a process of its own, whose peak memory is set beside that for a file of two lines.
Exit status 1 when one is not refused or takes 64 MiB more.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZE = 1 << 30
BOUND_MIB = 64
STARTS = {
    "header": b"",
    "row": b"a,b\n1,2\n",
    "quoted": b'a,b\n1,2\n3,"',
    "JSON line": b'{"a": 1}\n{"a": "',
    "JSON array": b'[{"a": 1}, {"a": "',
}

_PLAN = """
import resource, sys
from pathlib import Path
from remit.errors import BadInput
from remit.sources.previewing import preview
try:
    preview(Path(sys.argv[1]))
    said = "read"
except BadInput as refused:
    said = str(refused)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, said)
"""


def main() -> int:
    """Plan each file, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, metavar="FILE")
    asked = options.parse_args()
    figures: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "endless.csv"
        path.write_bytes(b"a,b\n1,2\n")
        plain = planned(path)["peak_mib"]
        for name, start in STARTS.items():
            with path.open("wb") as file:
                file.write(start)
                for _ in range(SIZE >> 20):
                    file.write(b"x" * (1 << 20))
            figures[name] = planned(path)
            print(name, figures[name], flush=True)
    holds = all(
        one["said"] != "read" and one["peak_mib"] - plain < BOUND_MIB for one in figures.values()
    )
    if asked.out:
        done = {"how": f"files of {SIZE:,} bytes", "holds": holds, "plain_mib": plain}
        text = json.dumps(done | {"files": figures}, indent=1) + "\n"
        asked.out.write_text(text, encoding="utf-8")
    return 0 if holds else 1


def planned(path: Path) -> dict[str, Any]:
    """What the plan of a file says, its peak memory in MiB and its seconds."""
    began = time.perf_counter()
    command = [sys.executable, "-c", _PLAN, str(path)]
    peak, _, said = subprocess.check_output(command, text=True).partition(" ")
    seconds = round(time.perf_counter() - began, 1)
    return {"said": said.strip(), "peak_mib": int(peak), "seconds": seconds}


if __name__ == "__main__":
    sys.exit(main())
