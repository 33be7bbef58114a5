"""The memory that the load of a download takes, told by a process of its own.

    python -m tests.sources.phones.peak BYTES

A report of so many bytes is loaded through the gate after a small one, with drafts, runs and row
groups of a sixteenth of their size: what grows with a load shows in one that takes seconds. Printed
is what it took at most besides what was there before it, in MiB.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.authority.office import a_remit
from tests.sources.phones.reports import DEVICE
from tests.sources.test_load import Yard

from remit.authority.remit_document import Volume
from remit.store import draft, runs, sealing
from remit.world.containers import archive
from remit.world.ufdr import Report, Time

__all__: list[str] = []

_LESS = 16
_FEW = 300_000
"""Bytes of the small report."""

_BEGIN, _END = b"<decodedData>\n", b"</decodedData>"
_PROCESS = Path("/proc/self")


def main(size: int) -> None:
    """Load both, and print the growth."""
    for module, name in (
        (draft, "SIZE_PER_CHUNK"),
        (runs, "AT_ONCE"),
        (runs, "BLOCK"),
        (runs, "MERGED"),
        (sealing, "_BYTES_PER_GROUP"),
    ):
        setattr(module, name, getattr(module, name) // _LESS)
    with tempfile.TemporaryDirectory() as folder:
        yard, handling = Yard(Path(folder) / "w"), frozenset({"P", "C"})
        case = yard.furnish(handling=handling)
        yard.grant(
            a_remit(
                id="remit-load", capability="load", handling=handling, volume=Volume(None, None)
            )
        )
        small, large = (_written(Path(folder), one) for one in (_FEW, size))
        assert yard.load(case, small)["accepted"] > 0
        (_PROCESS / "clear_refs").write_text("5", encoding="ascii")  # the peak begins again
        before = _told("VmRSS")
        assert yard.load(case, large)["accepted"] > 0
        print(_told("VmHWM") - before)
        yard.close()


def _written(folder: Path, size: int) -> Path:
    path = folder / f"{size}.ufdr"
    path.write_bytes(archive({"report.xml": b"".join(_pieces(size))}))
    return path


def _pieces(size: int) -> Iterator[bytes]:
    """One thread after the other, alike but for their ids and days."""
    report = Report()
    report.device(DEVICE)
    messages = [
        {
            "From": {"Identifier": f"+447700900{200 + n}", "Name": "Tink"},
            "TimeStamp": Time(f"2026-01-01T{n % 24:02}:{n % 60:02}:00.000+00:00"),
            "Body": f"see you by the crossing on platform {n}",
            "Status": "Sent",
        }
        for n in range(200)
    ]
    ends = [{"Identifier": DEVICE["MSISDN"], "IsPhoneOwner": "True"}]
    report.model("Chat", {"Id": "thread", "Participants": ends, "Messages": messages})
    head, _, rest = report.bytes().partition(_BEGIN)
    thread, _, tail = rest.rpartition(_END)
    yield head + _BEGIN
    for number in range(size // len(thread) + 1):
        day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}T".encode()
        yield thread.replace(b' id="', f' id="{number}-'.encode()).replace(b"2026-01-01T", day)
    yield _END + tail


def _told(name: str) -> int:
    lines = (_PROCESS / "status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
