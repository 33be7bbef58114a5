"""Speed of communications data: calls and data sessions in made-up layouts, loaded from CSV.

    python -m benchmarks.communications [--rows N] [--runs N] [--json FILE]

Timed from the call until the sealed load is in view: survey, the look through the whole file (order
of sessions, repeated records, dates that changed places, lost zeros), validation, sealing, archive
and ledger. Each load runs in a process of its own, whose peak of memory is told. Numbers are of the
range kept for drama; nothing in the files stands for a real telephone.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow
from benchmarks.feed import peak
from benchmarks.told import told

__all__: list[str] = []

NUMBERS, CELLS, SUBJECTS, DAYS = 1_000, 2_000, 40, 90
FIRST = np.datetime64("2026-01-01", "s")
LAYOUTS = ("comms-by-type", "comms-with-cells", "comms-connections", "comms-data-start",
           "comms-data-end", "calls")  # fmt: skip


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--layout", choices=LAYOUTS, action="append")
    options.add_argument("--json", type=Path, metavar="FILE")
    options.add_argument("--csv", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.csv:
        print(json.dumps(loaded(asked.csv)))
        return
    figures: dict[str, float] = {"rows": float(asked.rows)}
    with tempfile.TemporaryDirectory() as folder:
        for layout in asked.layout or LAYOUTS:
            csv = Path(folder) / f"{layout}.csv"
            written(csv, layout, asked.rows)
            os.sync()  # or the disk is still writing the file while it is loaded
            runs = [apart(csv) for _ in range(asked.runs)]
            assert {run["accepted"] for run in runs} == {asked.rows}, runs
            figures |= {
                f"{layout}, file, MiB": csv.stat().st_size / 2**20,
                f"{layout}, rows/s": asked.rows / float(np.median([run["s"] for run in runs])),
                f"{layout}, memory at most, MiB": max(run["MiB"] for run in runs),
            }
            csv.unlink()
    told(figures, asked.json)


def apart(csv: Path) -> dict[str, float]:
    """One load, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.communications", "--csv", str(csv)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def loaded(csv: Path) -> dict[str, float]:
    """The file through the gate and in view."""
    from benchmarks.feeding import yard
    from tests.sources.tables import BULK

    with tempfile.TemporaryDirectory() as folder, yard(Path(folder)) as (made, case):
        began = time.perf_counter()
        done = made.load(case, csv, **BULK)
        took = time.perf_counter() - began
        return {"s": took, "MiB": peak(), "accepted": done["accepted"]}


def written(csv: Path, layout: str, rows: int) -> None:
    """Write a file of one layout: rows in order of time, of forty numbers asked about."""
    chance = np.random.default_rng(7)
    second = np.sort(chance.integers(0, DAYS * 86_400, rows))
    utc = pa.array(FIRST + second)
    local = utc  # winter: the first ninety days of the year are all but two in GMT
    local = pc.if_else(pc.greater_equal(utc, np.datetime64("2026-03-29T01:00:00", "s")),
                       pa.array(FIRST + second + 3600), utc)  # fmt: skip

    def of(texts: list[str], number: np.ndarray) -> pa.Array:
        return pa.array(texts).take(pa.array(number))

    def digits(most: int) -> pa.Array:
        return pa.array(chance.integers(0, most, rows)).cast(pa.string())

    subject = chance.integers(0, SUBJECTS, rows)
    other = chance.integers(SUBJECTS, NUMBERS, rows)
    cell = chance.integers(0, CELLS, rows)
    handsets = [_imei(n) for n in range(SUBJECTS)]
    sims = [f"23410{n:010}" for n in range(SUBJECTS)]
    national = [f"07700900{n:03}" for n in range(NUMBERS)]
    cells = [f"234-10-{1000 + n // 100}-{20_000 + n}" for n in range(CELLS)]
    imei, imsi = of(handsets, subject), of(sims, subject)
    one, two = of(national, subject), of(national, other)
    day, clock = pc.strftime(local, format="%d/%m/%Y"), pc.strftime(local, format="%H:%M:%S")
    packed = pa.array(pc.strftime(local, format="%H%M%S")).cast(pa.int64()).cast(pa.string())
    seconds = digits(900)
    east = of([f"{530_000 + n * 7}" for n in range(CELLS)], cell)
    north = of([f"{180_000 + n * 5}" for n in range(CELLS)], cell)
    turn, beam = of([f"{n * 13 % 360}" for n in range(CELLS)], cell), pa.array(["120"] * rows)
    session = pa.array(np.arange(rows) // 5).cast(pa.string())
    rat = of(["3G", "4G", "5G"], (np.arange(rows) // 5) % 3)
    site = of([f"LHS{n // 3:04}" for n in range(CELLS)], cell)
    record = pa.array(np.arange(rows)).cast(pa.string())
    address = of([f"10.0.{n // 250}.{n % 250}" for n in range(NUMBERS)], other)
    columns: dict[str, dict[str, pa.Array]] = {
        "comms-by-type": {
            "Record ID": record, "Record type": of(["MOC", "MTC", "SMS-MO"], other % 3),
            "A number": one, "B number": two, "Start": pc.binary_join_element_wise(day, clock, " "),
            "Duration (s)": seconds, "IMEI": imei, "IMSI": imsi, "First cell": of(cells, cell),
            "Last cell": of(cells, (cell + 1) % CELLS),
        },
        "comms-with-cells": {
            "Record": record, "Number asked about": one, "Other party": two,
            "Direction": of(["Out", "In"], other % 2), "Type": of(["VOICE", "SMS"], other % 2),
            "Date": pc.strftime(local, format="%Y%m%d"), "Time": packed, "Duration": seconds,
            "IMEI": imei, "IMSI": imsi, "MCC": pa.array(["234"] * rows),
            "MNC": pa.array(["10"] * rows), "LAC or TAC": of([c[7:11] for c in cells], cell),
            "Cell": of([c[12:] for c in cells], cell),
            "Last LAC or TAC": of([c[7:11] for c in cells], cell),
            "Last cell": of([c[12:] for c in cells], cell), "Generation": rat, "Site": site,
            "Postcode": of([f"E{n % 18 + 1} {n % 9 + 1}AA" for n in range(CELLS)], cell),
            "Sector": of(["1", "2", "3"], cell % 3), "Azimuth": turn, "Beam width": beam,
            "Easting": east, "Northing": north,
        },
        "comms-connections": {
            "Subscriber number": one, "Made or received": of(["Made", "Received"], other % 2),
            "Service": of(["Voice", "Text"], other % 2), "Other number": two,
            "Connection date": day, "Connection time": clock, "Length": seconds,
        },
        "comms-data-start": {
            "MSISDN": one, "Start (UTC)": pc.strftime(utc, format="%Y-%m-%dT%H:%M:%SZ"),
            "Duration (s)": seconds, "Charging ID": session, "RAT": rat,
            "APN": of(["internet", "mms"], other % 2), "Bytes up": digits(5_000_000),
            "Bytes down": digits(50_000_000), "Cell": of(cells, cell), "Azimuth": turn,
            "Beam width": beam,
            "Longitude": of([f"{-0.2 + n / 10_000:.6f}" for n in range(CELLS)], cell),
            "Latitude": of([f"{51.4 + n / 10_000:.6f}" for n in range(CELLS)], cell),
            "IMEI": imei, "IMSI": imsi, "IP address": address,
        },
        "comms-data-end": {
            "Served MSISDN": one, "Opening date": day, "Opening time": packed,
            "Closing date": pa.array([""] * rows), "Closing time": pa.array([""] * rows),
            "Charging ID": session, "Technology": rat, "APN": of(["internet", "mms"], other % 2),
            "Uplink": digits(5_000_000), "Downlink": digits(50_000_000), "Cell": of(cells, cell),
            "Site": site, "Easting": east, "Northing": north, "Azimuth": turn, "Beam width": beam,
            "Served IMEI": imei, "Served IMSI": imsi, "Served address": address,
        },
        "calls": {
            "Caller": one, "Called": two, "Type": of(["VOICE", "SMS"], other % 2),
            "Start": pc.strftime(utc, format="%Y-%m-%dT%H:%M:%SZ"), "Duration": seconds,
            "Cell": of(cells, cell),
            "Cell longitude": of([f"{-0.2 + n / 10_000:.6f}" for n in range(CELLS)], cell),
            "Cell latitude": of([f"{51.4 + n / 10_000:.6f}" for n in range(CELLS)], cell),
            "IMEI": imei,
        },
    }  # fmt: skip
    table = pa.table(columns[layout])
    with csv.open("wb") as file:
        file.write((",".join(table.column_names) + "\n").encode())
        plain = arrow.WriteOptions(include_header=False, quoting_style="none")
        arrow.write_csv(table, file, plain)


def _imei(number: int) -> str:
    """A handset's number with its check digit."""
    first = f"49{number:012}"
    doubled = [int(d) * (2 if n % 2 else 1) for n, d in enumerate(first)]
    total = sum(d // 10 + d % 10 for d in doubled)
    return f"{first}{-total % 10}"


if __name__ == "__main__":
    main()
