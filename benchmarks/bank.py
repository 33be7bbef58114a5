"""Speed of bank statements: two layouts, loaded from CSV with the balance checked row by row.

    python -m benchmarks.bank [--rows N] [--json FILE]

Timed from the call until the sealed load is in view: survey, the look through the whole file (order
of days, the chain of balances, repeats), validation, sealing, archive and ledger. Each load runs in
a process of its own, whose peak of memory is told. Accounts and names are made up.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from benchmarks.feed import peak
from benchmarks.told import told

__all__: list[str] = []

ACCOUNTS, DAYS = 40, 365
FIRST = date(2025, 1, 1)
WORDS = [f"MADE-UP TRADER {n:04}" for n in range(5_000)]


def main() -> None:
    """Write a file of each layout, load it, tell rows a second and memory."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000, metavar="N")
    options.add_argument("--json", type=Path, metavar="FILE")
    options.add_argument("--csv", type=Path, metavar="FILE")
    asked = options.parse_args()
    if asked.csv is not None:
        print(json.dumps(loaded(asked.csv)))
        return
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("bank-hsbcnet", by_place), ("bank-statement", with_balance)):
            csv = Path(folder) / f"{name}.csv"
            write(csv, asked.rows)
            command = [sys.executable, "-m", "benchmarks.bank", "--csv", str(csv)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            said = json.loads(done.stdout.splitlines()[-1])
            assert said["accepted"] == asked.rows, said
            figures[f"{name}, rows/s"] = asked.rows / said["s"]
            figures[f"{name}, memory at most, MiB"] = said["MiB"]
    told(figures, asked.json)


def loaded(csv: Path) -> dict[str, float]:
    """The file through the gate and in view."""
    from benchmarks.feeding import yard
    from tests.sources.tables import BULK

    with tempfile.TemporaryDirectory() as folder, yard(Path(folder)) as (made, case):
        began = time.perf_counter()
        done = made.load(case, csv, **BULK)
        return {
            "s": time.perf_counter() - began,
            "MiB": peak(),
            "accepted": done["accepted"],
        }


def by_place(csv: Path, rows: int) -> None:
    """Lines without a header: account, day, currency, amount, words, kind."""
    chance = np.random.default_rng(7)
    days = [f"{FIRST + timedelta(n):%d/%m/%Y}" for n in range(DAYS)]
    at = np.sort(chance.integers(0, DAYS, rows)).tolist()
    account = chance.integers(0, ACCOUNTS, rows).tolist()
    pence = chance.integers(-50_000, 50_000, rows)
    pence[pence == 0] = 1
    word = chance.integers(0, len(WORDS), rows).tolist()
    with csv.open("w", encoding="utf-8", newline="") as file:
        file.writelines(
            f"00{1000 + a:04}-1000{a:04},{days[d]},GBP,{p / 100:.2f},{WORDS[w]},"
            f"{'FPI' if p > 0 else 'FPO'}\r\n"
            for d, a, p, w in zip(at, account, pence.tolist(), word, strict=True)
        )


def with_balance(csv: Path, rows: int) -> None:
    """One account below its title, with money out, money in and the balance after."""
    chance = np.random.default_rng(8)
    days = [f"{FIRST + timedelta(n):%d %b %Y}" for n in range(DAYS)]
    at = np.sort(chance.integers(0, DAYS, rows)).tolist()
    pence = chance.integers(-50_000, 50_001, rows)
    pence[pence == 0] = 1
    balance = np.cumsum(pence) + 10**9
    word = chance.integers(0, len(WORDS), rows).tolist()
    with csv.open("w", encoding="utf-8", newline="") as file:
        file.write("A Bank\r\nSort code,00-12-34,Account number,10000001\r\n\r\n")
        file.write("Date,Type,Description,Paid out,Paid in,Balance\r\n")
        for d, p, b, w in zip(at, pence.tolist(), balance.tolist(), word, strict=True):
            out, in_ = (f"{-p / 100:.2f}", "") if p < 0 else ("", f"{p / 100:.2f}")
            kind = "FPI" if p > 0 else "FPO"
            file.write(f"{days[d]},{kind},{WORDS[w]},{out},{in_},{b / 100:.2f}\r\n")


if __name__ == "__main__":
    main()
