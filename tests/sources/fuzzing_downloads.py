"""Seeds and the one law for fuzzing phone downloads, tracks and charts: rows, or `BadInput`."""

from pathlib import Path

from remit.errors import BadInput, Misuse
from remit.sources.plan import preview
from remit.sources.readers import Fault
from remit.world.containers import archive
from remit.world.ufdr import Report, Time

__all__ = ["check", "seeds"]

_NOON = Time("2026-03-01T12:00:00.000+00:00")


def seeds() -> list[bytes]:
    """Valid small files of each format."""
    report = _report()
    return [report, archive({"report.xml": report}), _tables()]


def check(data: bytes, folder: Path) -> None:
    """Plan a file and map every row. Only `BadInput` and `Misuse` may come of it."""
    path = folder / "fuzzed"
    path.write_bytes(data)
    try:
        plan = preview(path, yes=True)
        mappers = {part.table.part: part.mapper() for part in plan.parts}
        last = 0
        for part, pos, row in plan.rows():
            assert pos > last
            last = pos
            if isinstance(row, Fault):
                continue
            try:
                mappers[part.table.part].row(pos, part.kept(row))
            except BadInput as wrong:
                assert wrong.reason  # noqa: PT017 - a refusal is one of the two right answers
    except (BadInput, Misuse):
        return


def _report() -> bytes:
    report = Report()
    report.device({"IMEI": "490154203237518", "MSISDN": "+447700900123"})
    report.file("a.png", "00" * 32, 1)
    party = {"Identifier": "+447700900456", "Role": "From"}
    report.model("Call", {"TimeStamp": _NOON, "Duration": "00:01:00", "Parties": [party]})
    message = {"From": party, "Body": "by the steps", "TimeStamp": _NOON}
    report.model("Chat", {"Id": "1", "Participants": [party], "Messages": [message]})
    where = {"Latitude": "51.5", "Longitude": "-0.1"}
    report.model("Location", {"TimeStamp": _NOON, "Position": where, "Origin": "Device"})
    report.model("Contact", {"Name": "Tink", "Entries": [{"Value": "+447700900456"}]})
    report.model("Password", {"Data": "secret"})
    return report.bytes()


def _tables() -> bytes:
    return archive(
        {
            "device.json": b'{"imei": "490154203237518", "number": "+447700900123"}',
            "contacts.csv": b"Name,Number\nTink,+447700900456\n",
            "calls.csv": b"Time,From,To,Seconds\n2026-03-01T12:00:00Z,+447700900123,999,5\n",
            "messages.json": b'[{"id": 1, "time": "2026-03-01T12:00:00Z", "body": "x"}]',
        }
    )
