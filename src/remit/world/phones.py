"""What investigators get about a phone: bills as workbooks, and a download of one handset.

The bills have a sheet for each direction and kind, dates and times apart, numbers and handsets
that have lost their leading zeros. The download is an archive of contacts, messages and calls.
"""

import csv
import io
import json
from collections.abc import Sequence

from remit.world.city import City
from remit.world.clock import iso, moment
from remit.world.containers import Cell, archive, workbook
from remit.world.out import Output
from remit.world.planted import Call

__all__ = ["BILLED", "NICKNAMES", "SEIZED", "asked_for", "bill", "body", "phones"]

BILLED = ((0, 0), (0, 1), (1, 0), (7, 1))
"""Member and phase of each phone that is billed: the organiser's, a spotter's, the shop's."""

SEIZED = (4, 1)
"""Member and phase of the phone that was seized and read."""

NICKNAMES = ("Uncle", "Tink", "Dot", "Dash", "Splint", "Moth", "Bubs", "Shop", "M1", "M2")

ASKED = ("anything?", "u about", "ready when u are", "where u at", "call me", "same as yesterday")
SPOTTED = ("blue coat by the steps", "one out, phone in hand", "by the crossing, now", "2 min")
DONE = ("got it", "home", "nice one", "done, going round", "bare police, leave it")


def asked_for(city: City, *more: tuple[int, int]) -> frozenset[int]:
    """Numbers whose calls are needed here, and for `more`, by member and phase."""
    return frozenset(_phone(city, *which) for which in (*BILLED, SEIZED, *more))


def phones(city: City, calls: Sequence[Call], out: Output) -> None:
    """Write bills and download from the calls kept while the call files were written."""
    for which in BILLED:
        sim = _phone(city, *which)
        name = f"billing/billing-{city.numbers[sim].removeprefix('+44')}.xlsx"
        out.whole(name, bill(city, sim, calls)[0])
    out.whole("downloads/LHX-0417.zip", _download(city, calls))


def body(city: City, call: Call) -> str:
    """Text of a message between two of the crew, or with somebody else."""
    draws = city.draws("message", call.at, call.caller)
    spotters = {sim for member in city.crew.members[1:3] for sim in member.phones or ()}
    near = any(-120 <= call.at - theft.at <= 0 for theft in city.crew.thefts)
    after = any(0 < call.at - theft.at <= 400 for theft in city.crew.thefts)
    words = SPOTTED if near and call.caller in spotters else DONE if after else ASKED
    return words[draws.one(len(words))]


def _phone(city: City, member: int, phase: int) -> int:
    phones = city.crew.members[member].phones
    assert phones is not None
    return phones[phase]


def bill(city: City, sim: int, calls: Sequence[Call], *, astray: int = 0) -> tuple[bytes, int]:
    """A bill as a workbook, and the row of its first totals.

    `astray` is how many rows these totals state beyond those that there are.
    """
    sheets: dict[str, list[Sequence[Cell]]] = {}
    for title, out_of, sms in (
        ("Outgoing voice", True, False),
        ("Outgoing text", True, True),
        ("Incoming voice", False, False),
        ("Incoming text", False, True),
    ):
        rows: list[Sequence[Cell]] = [
            ("Billing enquiry", None, "Number", int(city.numbers[sim][3:])),
            (),
            ("Date", "Time", "Number", "Duration", "First cell", "IMEI"),
        ]
        found = [c for c in calls if (c.caller if out_of else c.called) == sim and c.sms == sms]
        for call in sorted(found):
            at = moment(call.at)
            other = city.numbers[call.called if out_of else call.caller]
            # As numbers, 08:05:07 becomes 80507 and 07700 900123 becomes 7700900123.
            clock = at.hour * 10_000 + at.minute * 100 + at.second
            own = (city.cells.names[call.cell], int(city.imeis[call.handset]))
            place = own if out_of else (None, None)
            rows.append((at.date(), clock, int(other[3:]), call.seconds, *place))
        beyond = astray if not sheets else 0
        seconds = sum(call.seconds for call in found)
        rows.append(("Total", len(found) + beyond, None, seconds))
        sheets[title] = rows
    return workbook(sheets), len(sheets["Outgoing voice"])


def _download(city: City, calls: Sequence[Call]) -> bytes:
    member, phase = SEIZED
    sim = _phone(city, member, phase)
    _, start, _ = city.crew.custody
    handsets = city.crew.members[member].handsets
    assert handsets is not None
    mine = sorted(c for c in calls if sim in (c.caller, c.called) and c.at < start)
    device = {
        "exhibit": "LHX/0417",
        "number": city.numbers[sim],
        "imei": city.imeis[handsets[phase]],
        "read": iso(start + 7_200),
    }
    messages = [
        {
            "id": n + 1,
            "time": iso(call.at),
            "from": city.numbers[call.caller],
            "to": city.numbers[call.called],
            "direction": "sent" if call.caller == sim else "received",
            "body": body(city, call),
            "deleted": city.draws("deleted", call.at).one(6) == 0,
        }
        for n, call in enumerate(call for call in mine if call.sms)
    ]
    entries = {
        "device.json": json.dumps(device, indent=1),
        "contacts.csv": _table(("Name", "Number"), _contacts(city, member, phase)),
        "calls.csv": _table(
            ("Time", "From", "To", "Seconds"),
            [
                (iso(c.at), city.numbers[c.caller], city.numbers[c.called], c.seconds)
                for c in mine
                if not c.sms
            ],
        ),
        "messages.json": json.dumps(messages, indent=1, ensure_ascii=False),
    }
    return archive({name: f"{text}\n".encode() for name, text in entries.items()})


def _contacts(city: City, own: int, phase: int) -> list[tuple[str, str]]:
    return [
        (NICKNAMES[n], city.numbers[member.phones[phase]])
        for n, member in enumerate(city.crew.members)
        if member.phones and n != own
    ]


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().rstrip("\n")
