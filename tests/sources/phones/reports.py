"""Small reports for the tests of phone downloads."""

from collections.abc import Mapping
from pathlib import Path

from remit.sources.plan import Plan
from remit.sources.previewing import preview
from remit.world.containers import archive
from remit.world.ufdr import Report

__all__ = ["DEVICE", "IMEI", "NUMBER", "planned", "write"]

IMEI, NUMBER = "490154203237518", "+447700900123"
DEVICE = {"DeviceInfoDetectedModel": "L7", "IMEI": IMEI, "MSISDN": NUMBER}


def write(folder: Path, report: Report | bytes, others: Mapping[str, bytes] | None = None) -> Path:
    """A report as a UFDR."""
    path = folder / "phone.ufdr"
    data = report if isinstance(report, bytes) else report.bytes()
    path.write_bytes(archive({"report.xml": data, **(others or {})}))
    return path


def planned(folder: Path, report: Report | bytes, **answers: object) -> Plan:
    """The plan of a report."""
    return preview(write(folder, report), **answers)  # type: ignore[arg-type]
