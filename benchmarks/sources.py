"""How fast a police.uk CSV is read and mapped: rows a second of processor time.

    python benchmarks/sources.py [ROWS]

The file is made here, with as many distinct places as the six forces' month of November 2022
has (two rows to a place), so that it needs no data from outside.
"""

import csv
import random
import sys
import tempfile
import time
from pathlib import Path

from remit.sources.previewing import preview

_COLUMNS = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
HEADER = _COLUMNS.split(",")


def make(path: Path, rows: int, seed: int = 1) -> None:
    chance = random.Random(seed)
    places = [_place(chance, n) for n in range(max(1, rows // 2))]
    with path.open("w", newline="") as text:
        out = csv.writer(text)
        out.writerow(HEADER)
        for _ in range(rows):
            crime = (f"{chance.getrandbits(256):064x}", "2022-11", "Larkhithe Police")
            place = chance.choice(places)
            out.writerow([*crime, crime[2], *place, "Burglary", "Under investigation", ""])


def _place(chance: random.Random, number: int) -> tuple[str, ...]:
    point = f"{chance.uniform(-3, 1):.6f}", f"{chance.uniform(51, 53):.6f}"
    area = f"E0{1_000_000 + number % 4_000}"
    return (*point, f"On or near Road {number}", area, f"Larkhithe {area[-3:]}A")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2022-11-larkhithe-street.csv"
        make(path, rows)
        begin = time.process_time()
        plan = preview(path, sample=0)
        planned = time.process_time()
        for _ in plan.table.rows():
            pass
        read = time.process_time()
        mapper = plan.mapper()
        for pos, row in plan.table.rows():
            mapper.row(pos, row)  # type: ignore[arg-type]
        mapped = time.process_time()
    print(f"preview {planned - begin:.2f} s")
    print(f"read alone {rows / (read - planned):,.0f} rows/s")
    print(f"read and mapped {rows / (mapped - read):,.0f} rows/s")


if __name__ == "__main__":
    main()
