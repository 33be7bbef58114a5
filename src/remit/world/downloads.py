"""The organiser's second phone, seized and read: a UFDR, with what is wrong with it planted.

Some messages were deleted. Of the positions some were brought along by an account and are not this
phone's. One message has its time in another zone. The same download came a second time, cut short.
`truth/downloads.json` says what each row is.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from remit.world.acts import place_of
from remit.world.city import City
from remit.world.clock import HOUR, zulu
from remit.world.containers import archive
from remit.world.land import wgs84
from remit.world.out import Output
from remit.world.phones import NICKNAMES, body
from remit.world.planted import Call
from remit.world.ufdr import DELETED, Kept, Report, Time, Value

__all__ = ["EXHIBIT", "FOLDER", "downloads"]

FOLDER = "case/downloads"
EXHIBIT = "LHX-0418"

MEMBER, PHASE = 0, 1
"""Whose phone it is: the organiser's, after everybody took a new one."""

_SECRET = "Larkh1the!"  # noqa: S105  # planted, so that a test can look for it
_CARD = "4111111111111111"
_PICTURE = b"\x89PNG\r\n\x1a\n not a picture"


def downloads(city: City, calls: Sequence[Call], out: Output) -> dict[str, Any]:
    """Write the download and its copy that was cut short; what is true of them."""
    report, rows, wrong = _report(city, calls)
    data = archive({"report.xml": report.bytes(), "files/Image/IMG_0001.png": _PICTURE})
    name, copy = f"{FOLDER}/{EXHIBIT}.ufdr", f"{FOLDER}/{EXHIBIT}-copy.ufdr"
    out.whole(name, data)
    out.whole(copy, data[: len(data) * 2 // 3])
    return {
        name: {"rows": rows, "defects": {"wrong-zone": wrong}, "secrets": [_SECRET, _CARD]},
        copy: {"refused": "cut short"},
    }


def _report(city: City, calls: Sequence[Call]) -> tuple[Report, dict[int, Any], list[int]]:
    member = city.crew.members[MEMBER]
    assert member.phones is not None
    assert member.handsets is not None
    sim, handset = member.phones[PHASE], member.handsets[PHASE]
    report = Report()
    rows: dict[int, Any] = {}
    said = {
        "DeviceInfoDetectedManufacturer": "Larch",
        "DeviceInfoDetectedModel": "L7",
        "IMEI": city.imeis[handset],
        "MSISDN": city.numbers[sim],
    }
    rows[report.device(said)] = {
        "model": "(device)",
        "imei": said["IMEI"],
        "number": said["MSISDN"],
    }
    digest = sha256(_PICTURE).hexdigest()
    rows[report.file("IMG_0001.png", digest, len(_PICTURE))] = {"model": "(file)", "sha256": digest}
    mine = sorted(c for c in calls if sim in (c.caller, c.called) and c.at >= city.crew.swap)
    wrong = _messages(city, sim, [c for c in mine if c.sms], report, rows)
    _calls(city, sim, [c for c in mine if not c.sms], report, rows)
    _contacts(city, report, rows)
    _places(city, report, rows)
    _secrets(report, rows)
    return report, rows, wrong


def _messages(
    city: City, sim: int, sent: Sequence[Call], report: Report, rows: dict[int, Any]
) -> list[int]:
    """The threads; the rows of messages whose time is in another zone."""
    wrong: list[int] = []
    threads: dict[int, list[Call]] = {}
    for call in sent:
        threads.setdefault(call.called if call.caller == sim else call.caller, []).append(call)
    for number, (other, calls) in enumerate(sorted(threads.items())):
        chat, first = f"chat-{number + 1}", report.rows
        messages: list[dict[str, Value]] = []
        for n, call in enumerate(calls):
            draws = city.draws("download", call.at, call.caller)
            deleted = "Deleted" if draws.one(5) == 0 else "Intact"
            at = call.at + (HOUR if number == 0 and n == 0 else 0)
            if at != call.at:
                wrong.append(first + n + 1)
            messages.append(
                {
                    "Body": body(city, call),
                    "TimeStamp": Time(_utc(at)),
                    "DateDelivered": Time(_utc(call.at + 3)),
                    "From": {"Identifier": city.numbers[call.caller]},
                    "Status": "Sent" if call.caller == sim else "Read",
                    DELETED: deleted,
                }
            )
            rows[first + n + 1] = {
                "model": "InstantMessage",
                "at": zulu(at),
                "from": city.numbers[call.caller],
                "to": city.numbers[call.called],
                "text": body(city, call),
                "deleted": deleted,
                "chat": chat,
            }
        ends: list[dict[str, Value]] = [
            {"Identifier": city.numbers[sim], "IsPhoneOwner": "True"},
            {"Identifier": city.numbers[other]},
        ]
        row = report.model(
            "Chat",
            {"Id": chat, "Source": "SMS", "StartTime": Time(_utc(calls[0].at)),
             "Participants": ends, "Messages": messages},
        )  # fmt: skip
        rows[row] = {"model": "Chat", "chat": chat}
    return wrong


def _calls(
    city: City, sim: int, made: Sequence[Call], report: Report, rows: dict[int, Any]
) -> None:
    """The log of calls: it names the other end, and not the telephone itself."""
    for call in made:
        out = call.caller == sim
        other = city.numbers[call.called if out else call.caller]
        lasted = f"{call.seconds // 3600:02}:{call.seconds // 60 % 60:02}:{call.seconds % 60:02}"
        row = report.model(
            "Call",
            {"Source": "Phone", "Direction": "Outgoing" if out else "Incoming",
             "TimeStamp": Time(_utc(call.at)), "Duration": lasted,
             "Parties": [{"Identifier": other, "Role": "To" if out else "From"}]},
        )  # fmt: skip
        rows[row] = {
            "model": "Call",
            "at": zulu(call.at),
            "from": city.numbers[call.caller],
            "to": city.numbers[call.called],
            "seconds": call.seconds,
        }


def _contacts(city: City, report: Report, rows: dict[int, Any]) -> None:
    for n, member in enumerate(city.crew.members):
        if not member.phones or n == MEMBER:
            continue
        number = city.numbers[member.phones[PHASE]]
        entries = [{"Category": "Mobile", "Domain": "Phone Number", "Value": number}]
        state = "Deleted" if n == 1 else "Intact"
        fields: dict[str, Value] = {"Name": NICKNAMES[n], "Source": "Phone", "Entries": entries}
        row = report.model("Contact", fields, Kept(state))
        said = {"name": NICKNAMES[n], "number": number, "deleted": state}
        rows[row] = {"model": "Contact", **said}


def _places(city: City, report: Report, rows: dict[int, Any]) -> None:
    """Positions near some thefts: every third was brought along by an account."""
    for n, theft in enumerate(city.crew.thefts[:12]):
        east, north = place_of(city, theft)
        lon, lat = wgs84(np.array([[east + 900, north - 700]]))[0].tolist()
        origin = "Account" if n % 3 == 2 else "Device"
        at = theft.at - 600
        row = report.model(
            "Location",
            {"TimeStamp": Time(_utc(at)), "Origin": origin, "GpsHorizontalAccuracy": "14",
             "Position": {"Latitude": f"{lat:.6f}", "Longitude": f"{lon:.6f}"}},
            Kept(confidence="Medium" if origin == "Account" else "High"),
        )  # fmt: skip
        said = {"lon": lon, "lat": lat, "at": zulu(at), "own": origin == "Device"}
        rows[row] = {"model": "Location", "origin": origin, **said}


def _secrets(report: Report, rows: dict[int, Any]) -> None:
    """A password and a card: kept as records, never in the clear. And a type nobody maps."""
    made = report.model("Password", {"Data": _SECRET, "Service": "mail.example", "Type": "Default"})
    rows[made] = {"model": "Password"}
    made = report.model("CreditCard", {"CreditCardNumber": _CARD, "NameOnCard": "A N Other"})
    rows[made] = {"model": "CreditCard", "card": f"{_CARD[:6]}******{_CARD[-4:]}"}
    made = report.model("Cookie", {"Domain": "shop.example", "Name": "basket"})
    rows[made] = {"model": "Cookie"}


def _utc(at: int) -> str:
    return zulu(at).removesuffix("Z") + ".000+00:00"
