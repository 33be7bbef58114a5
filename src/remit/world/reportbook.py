"""A spotter's first phone as a workbook: a sheet for each type of model, header in row 2."""

from collections.abc import Sequence
from typing import Any

from remit.world.city import City
from remit.world.clock import moment, shift, zulu
from remit.world.containers import Cell, workbook
from remit.world.out import Output
from remit.world.phones import NICKNAMES, body
from remit.world.planted import Call

__all__ = ["EXHIBIT", "reportbook"]

EXHIBIT = "LHX-0419"
MEMBER, PHASE = 1, 0

Rows = list[Sequence[Cell]]


def reportbook(city: City, calls: Sequence[Call], out: Output, folder: str) -> dict[str, Any]:
    """Write the workbook; what is true of it."""
    member = city.crew.members[MEMBER]
    assert member.phones is not None
    assert member.handsets is not None
    sim, imei = member.phones[PHASE], city.imeis[member.handsets[PHASE]]
    rows: dict[str, Any] = {}
    sheets: dict[str, Rows] = {
        "Device Information": [
            ("#", "Name", "Value"),
            (1, "IMEI", imei),
            (2, "MSISDN", city.numbers[sim]),
        ],
        "Contacts": _contacts(city, rows),
        "Call Log": _calls(city, sim, calls, rows),
        "Instant Messages": _messages(city, sim, calls, rows),
    }
    rows["Device Information:3"] = {"imei": imei}
    rows["Device Information:4"] = {"number": city.numbers[sim]}
    titled = {name: [(f"{name} ({len(lines) - 1})",), *lines] for name, lines in sheets.items()}
    path = f"{folder}/{EXHIBIT}.xlsx"
    out.whole(path, workbook(titled))
    return {path: {"rows": rows, "rejected": [], "defects": {}}}


def _contacts(city: City, rows: dict[str, Any]) -> Rows:
    lines: Rows = [("#", "Name", "Entries", "Source", "Deleted")]
    for n, member in enumerate(city.crew.members):
        if member.phones and n != MEMBER:
            number = city.numbers[member.phones[PHASE]]
            lines.append((len(lines), NICKNAMES[n], number, "Phone", None))
            rows[f"Contacts:{len(lines) + 1}"] = {"number": number, "name": NICKNAMES[n]}
    return lines


def _calls(city: City, sim: int, calls: Sequence[Call], rows: dict[str, Any]) -> Rows:
    lines: Rows = [("#", "Direction", "Party", "Name", "Time", "Duration", "Source", "Deleted")]
    for call in sorted(c for c in calls if sim in (c.caller, c.called) and not c.sms):
        out = call.caller == sim
        other = city.numbers[call.called if out else call.caller]
        lasted = f"{call.seconds // 3600:02}:{call.seconds // 60 % 60:02}:{call.seconds % 60:02}"
        way = "Outgoing" if out else "Incoming"
        deleted = "Yes" if city.draws("book", call.at).one(6) == 0 else None
        lines.append((len(lines), way, other, None, _shown(call.at), lasted, "Phone", deleted))
        rows[f"Call Log:{len(lines) + 1}"] = {
            "at": zulu(call.at),
            "from": city.numbers[call.caller],
            "to": city.numbers[call.called],
            "seconds": call.seconds,
            "deleted": "Deleted" if deleted else None,
        }
    return lines


def _messages(city: City, sim: int, calls: Sequence[Call], rows: dict[str, Any]) -> Rows:
    lines: Rows = [("#", "From", "To", "Body", "Time", "Source", "Deleted")]
    for call in sorted(c for c in calls if sim in (c.caller, c.called) and c.sms):
        one, other = city.numbers[call.caller], city.numbers[call.called]
        text = body(city, call)
        lines.append((len(lines), one, other, text, _shown(call.at), "SMS", None))
        rows[f"Instant Messages:{len(lines) + 1}"] = {
            "at": zulu(call.at),
            "from": one,
            "to": other,
            "text": text,
        }
    return lines


def _shown(at: int) -> str:
    """A time as the report prints it: day first, with the offset in brackets."""
    return f"{moment(at):%d/%m/%Y %H:%M:%S}(UTC+{shift(at) // 3600})"
