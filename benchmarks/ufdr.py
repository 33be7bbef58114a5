"""Memory and speed of a phone download: a report of 1 GB, read, and loaded through the gate.

    python -m benchmarks.ufdr [--size BYTES] [--json FILE]

The report is written for the purpose: threads of messages, calls, contacts and positions, with
states and origins, in the proportions of a busy telephone. It is packed as a UFDR is. Reading goes
through every row and maps it; loading goes from the call until the sealed load is in view. Each
runs in a process of its own, whose peak of memory is told. Nothing in it stands for a person.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from benchmarks.told import told

from remit.world.ufdr import DELETED, Report, Time

__all__: list[str] = []

SIZE = 1_000_000_000
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = (
    "ready", "when", "you", "are", "by", "the", "crossing", "on", "platform", "two", "later",
    "today", "call", "me", "back", "same", "place", "as", "yesterday", "bring", "charger", "maybe",
    "tomorrow", "then", "train", "delayed", "again", "sorry", "see", "no", "worries",
)  # fmt: skip
THREAD = 200


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=SIZE)
    options.add_argument("--json", type=Path, metavar="FILE")
    options.add_argument("--part", choices=["read", "load"], help=argparse.SUPPRESS)
    options.add_argument("--ufdr", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.part:
        print(json.dumps({"read": read, "load": loaded}[asked.part](asked.ufdr)))
        return
    with tempfile.TemporaryDirectory() as folder:
        ufdr = Path(folder) / "phone.ufdr"
        size = written(ufdr, asked.size)
        figures = {"report.xml, bytes": float(size), "archive, bytes": float(ufdr.stat().st_size)}
        for part in ("read", "load"):
            for name, figure in apart(part, ufdr).items():
                figures[f"{part}, {name}"] = figure
    told(figures, asked.json)


def apart(part: str, ufdr: Path) -> dict[str, float]:
    """One part of the measurement, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.ufdr", "--part", part, "--ufdr", str(ufdr)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def written(ufdr: Path, size: int) -> int:
    """Write the archive; bytes of its report."""
    done = 0
    with (
        zipfile.ZipFile(ufdr, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("report.xml", "w", force_zip64=True) as out,
    ):
        for piece in pieces(size):
            done += out.write(piece)
    return done


def pieces(size: int) -> Iterator[bytes]:
    """The report, a stretch at a time."""
    chance, done = np.random.default_rng(1), 0
    first = Report()
    first.device({"IMEI": "490154203237518", "MSISDN": "+447700900123"})
    head, _, tail = first.bytes().partition(b"<decodedData>\n")
    yield head + b"<decodedData>\n"
    number = 0
    while done < size:
        report = stretch(chance, number)
        piece = report.bytes().partition(b"<decodedData>\n")[2].rpartition(b"</decodedData>")[0]
        piece = piece.replace(b' id="', f' id="{number:08x}-'.encode())
        done += len(piece)
        number += 1
        yield piece
    yield tail


def stretch(chance: np.random.Generator, number: int) -> Report:
    """One thread of messages, and what came around it."""
    report = Report()
    own, other = "+447700900123", f"+447700900{int(chance.integers(200, 1_000)):03}"
    at = FIRST + timedelta(minutes=7 * number)
    messages = [
        {
            "From": {"Identifier": (own, other)[int(chance.integers(2))], "Name": "Tink"},
            "TimeStamp": Time(_time(at + timedelta(seconds=n))),
            "DateDelivered": Time(_time(at + timedelta(seconds=n + 2))),
            "Body": " ".join(chance.choice(WORDS, int(chance.integers(2, 30)))),
            "Status": "Sent",
            "Platform": "Mobile",
            DELETED: "Deleted" if chance.integers(6) == 0 else "Intact",
        }
        for n in range(THREAD)
    ]
    ends = [{"Identifier": own, "IsPhoneOwner": "True"}, {"Identifier": other, "Name": "Tink"}]
    report.model(
        "Chat",
        {"Id": f"thread-{number}", "Source": "SMS", "Participants": ends, "Messages": messages},
    )
    for n in range(20):
        party = {"Identifier": other, "Role": "To", "Name": "Tink"}
        when = Time(_time(at + timedelta(minutes=n)))
        report.model(
            "Call",
            {"TimeStamp": when, "Duration": "00:01:12", "Direction": "Outgoing", "Source": "Phone",
             "Parties": [party]},
        )  # fmt: skip
        lon, lat = -0.2 + 0.4 * chance.random(), 51.4 + 0.2 * chance.random()
        where = {"Latitude": f"{lat:.6f}", "Longitude": f"{lon:.6f}"}
        origin = "Account" if n % 3 == 0 else "Device"
        report.model("Location", {"TimeStamp": when, "Position": where, "Origin": origin})
    report.model("Contact", {"Name": f"Contact {number}", "Entries": [{"Value": other}]})
    return report


def read(ufdr: Path) -> dict[str, float]:
    """Every row planned and mapped, none kept."""
    from remit.errors import BadInput
    from remit.sources.previewing import preview

    began = time.perf_counter()
    plan = preview(ufdr, sample=0)
    mapper, rows = plan.mapper(), 0
    for part, pos, row in plan.rows():
        try:
            mapper.row(pos, part.kept(row))  # type: ignore[arg-type]
        except BadInput:
            continue
        rows += 1
    took = time.perf_counter() - began
    return {"rows": rows, "s": took, "rows/s": rows / took, "memory at most, MiB": peak()}


def loaded(ufdr: Path) -> dict[str, float]:
    """The download through the gate and in view."""
    from benchmarks.feeding import yard
    from tests.sources.tables import BULK

    with tempfile.TemporaryDirectory() as folder, yard(Path(folder)) as (made, case):
        began = time.perf_counter()
        rows = made.load(case, ufdr, **BULK)["accepted"]
        took = time.perf_counter() - began
        return {"rows": rows, "s": took, "rows/s": rows / took, "memory at most, MiB": peak()}


def peak() -> float:
    """The most memory this process has taken, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


if __name__ == "__main__":
    main()
