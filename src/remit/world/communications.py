"""Call and data records of the crew's phones in several layouts, with defects planted in them.

The layouts are made up: those that networks use are not public. Of each row the truth says what it
must become; a row of which it says nothing must be refused.
"""

from collections.abc import Sequence
from typing import Any

from remit.world.city import City
from remit.world.clock import HOUR, moment, shift, zulu
from remit.world.containers import Cell, workbook
from remit.world.delivery import Delivery
from remit.world.geography import BEAM
from remit.world.out import Output
from remit.world.phones import bill
from remit.world.planted import Call
from remit.world.sessions import Session, sessions

__all__ = ["FOLDER", "TAKEN", "communications"]

FOLDER = "case/communications"

_TYPED, _ZONED, _CELLS, _BOOK, _PLAIN, _BILLED = (2, 0), (2, 1), (3, 0), (4, 0), (5, 0), (1, 0)
_STARTED, _ENDED = (0, 0), (6, 0)
"""Member and phase of the phone that each file is about."""

TAKEN = (_TYPED, _ZONED, _CELLS, _BOOK, _PLAIN, _BILLED)
"""Those whose calls are needed."""

_BY_TYPE = (
    "Record ID", "Record type", "A number", "B number", "Start", "Start UTC", "Duration (s)",
    "IMEI", "IMSI", "First cell",
)  # fmt: skip
_WITH_CELLS = (
    "Record", "Number asked about", "Other party", "Direction", "Type", "Date", "Time", "Duration",
    "IMEI", "IMSI", "MCC", "MNC", "LAC or TAC", "Cell", "Last LAC or TAC", "Last cell",
    "Generation", "Site", "Postcode", "Sector", "Azimuth", "Beam width", "Easting", "Northing",
)  # fmt: skip
_CONNECTIONS = (
    "Subscriber number", "Made or received", "Service", "Other number", "Connection date",
    "Connection time", "Length",
)  # fmt: skip
_DATA_START = (
    "MSISDN", "Start (UTC)", "Start (local)", "Duration (s)", "Charging ID", "RAT", "APN",
    "Bytes up", "Bytes down", "Cell", "Azimuth", "Beam width", "Longitude", "Latitude", "IMEI",
    "IMSI", "IP address",
)  # fmt: skip
_DATA_END = (
    "Served MSISDN", "Opening date", "Opening time", "Closing date", "Closing time", "Charging ID",
    "Technology", "APN", "Uplink", "Downlink", "Cell", "Site", "Easting", "Northing", "Azimuth",
    "Beam width", "Served IMEI", "Served IMSI", "Served address",
)  # fmt: skip


def communications(city: City, calls: Sequence[Call], out: Output) -> dict[str, Any]:
    """Write the files; what is true of them by name."""
    phones = {which: _Phone(city, *which) for which in (*TAKEN, _STARTED, _ENDED)}
    made = [
        _by_type(city, phones[_TYPED], calls),
        _of_wrong_zone(city, phones[_ZONED], calls),
        _with_cells(city, phones[_CELLS], calls),
        _connections(phones[_PLAIN], calls),
        _data_start(city, phones[_STARTED]),
        _data_end(city, phones[_ENDED]),
    ]
    true = {}
    for one in made:
        name = f"{FOLDER}/{one.name}"
        out.whole(name, one.data())
        true[name] = one.true()
    book = _with_cells(city, phones[_BOOK], calls)
    name = f"{FOLDER}/{book.name.removesuffix('.csv')}.xlsx"
    out.whole(name, workbook({"Records": book.cells()}))
    true[name] = book.true()
    name = f"{FOLDER}/bill-{phones[_BILLED].bare}.xlsx"
    data, row = bill(city, phones[_BILLED].sim, calls, astray=2)
    out.whole(name, data)
    true[name] = {"defects": {"totals": [row]}}
    return true


class _Phone:
    """One of the crew's phones."""

    def __init__(self, city: City, member: int, phase: int) -> None:
        one = city.crew.members[member]
        assert one.phones is not None
        assert one.handsets is not None
        self.sim = one.phones[phase]
        self.number = city.numbers[self.sim]
        self.bare = self.number.removeprefix("+44")
        self.imei = city.imeis[one.handsets[phase]]
        self.imsi = f"00101{self.sim:010}"
        self.home = int(city.home_cells[one.person])
        self.numbers = city.numbers
        until = (city.first, city.crew.swap, city.end)
        self.span = until[phase], until[phase + 1]

    def calls(self, calls: Sequence[Call]) -> list[Call]:
        """Its calls and messages in order of time."""
        return sorted(call for call in calls if self.sim in (call.caller, call.called))

    def other(self, call: Call) -> str:
        return self.numbers[call.called if call.caller == self.sim else call.caller]

    def true(self, call: Call, **more: Any) -> dict[str, Any]:
        """What one row about a call must become."""
        return {
            "kind": "message" if call.sms else "call",
            "at": zulu(call.at),
            "until": zulu(call.at + call.seconds),
            "from": self.numbers[call.caller],
            "to": self.numbers[call.called],
            "means": "at",
            **more,
        }


def _by_type(city: City, phone: _Phone, calls: Sequence[Call]) -> Delivery:
    """Lost zeros, check digits sent as 0, records that come again, a type that nobody knows, and
    a time that no clock showed."""
    made = Delivery(f"records-{phone.bare}.csv", _BY_TYPE)
    for n, call in enumerate(phone.calls(calls)):
        row, true = _typed(city, phone, call, n)
        at = made.row(row, true)
        if len(row[3]) == 10:
            made.wrong("lost-zeros", at)
        if n % 9 == 4:
            at = made.row(("X" + row[0], "CFW", *row[2:]), None)
            if len(row[3]) == 10:
                made.wrong("lost-zeros", at)
    spring = moment(_change(city) - HOUR // 2)  # half past midnight, an hour before it is skipped
    row = (
        "C1",
        "MOC",
        phone.number,
        "Withheld",
        f"{spring:%d/%m/%Y} 01:17:00",
        "",
        "9",
        "",
        "",
        "",
    )
    made.wrong("clock-change", made.row(row, None))
    for again in made.lines[1:4]:
        at = made.row(again, None)
        made.wrong("repeated", at)
        if len(str(again[3])) == 10:
            made.wrong("lost-zeros", at)
    return made


def _of_wrong_zone(city: City, phone: _Phone, calls: Sequence[Call]) -> Delivery:
    """From the change of clocks on, what should be UTC is local time."""
    made = Delivery(f"records-{phone.bare}.csv", _BY_TYPE)
    for n, call in enumerate(phone.calls(calls)):
        row, true = _typed(city, phone, call, n)
        if shift(call.at):
            made.wrong("wrong-zone", made.row((*row[:5], row[4], *row[6:]), None))
        else:
            made.row(row, true)
        if len(row[3]) == 10:
            made.wrong("lost-zeros", len(made.lines) + 1)
    return made


def _typed(city: City, phone: _Phone, call: Call, n: int) -> tuple[tuple[str, ...], dict[str, Any]]:
    out_of = call.caller == phone.sim
    kind = ("SMS-MO" if out_of else "SMS-MT") if call.sms else ("MOC" if out_of else "MTC")
    called = phone.numbers[call.called]
    cell = city.cells.names[call.cell if out_of else phone.home]
    imei = phone.imei[:14] + ("0" if n % 4 == 1 else phone.imei[14])
    utc = zulu(call.at).replace("T", " ").removesuffix("Z")
    row = (
        f"R{n:05}", kind, phone.numbers[call.caller], called[3:] if n % 5 == 2 else called,
        f"{moment(call.at):%d/%m/%Y %H:%M:%S}", f"{utc[8:10]}/{utc[5:7]}/{utc[:4]} {utc[11:]}",
        str(call.seconds), imei, phone.imsi, cell,
    )  # fmt: skip
    return row, phone.true(call, imei=phone.imei[:14], imsi=phone.imsi, cell=cell)


def _with_cells(city: City, phone: _Phone, calls: Sequence[Call]) -> Delivery:
    """Numbers throughout: what begins with zeros has lost them."""
    made = Delivery(f"cells-{phone.bare}.csv", _WITH_CELLS)
    cells = city.cells
    for n, call in enumerate(phone.calls(calls)):
        out_of = call.caller == phone.sim
        first = call.cell if out_of else phone.home
        last = first // 3 * 3 + (first + 1) % 3
        mcc, mnc, lac, cell = cells.names[first].split("-")
        at = moment(call.at)
        east, north = cells.places[first].astype(int).tolist()
        row: tuple[Cell, ...] = (
            n + 1, int(phone.bare), int(phone.other(call)[3:]), "Out" if out_of else "In",
            "SMS" if call.sms else "VOICE", int(f"{at:%Y%m%d}"), int(f"{at:%H%M%S}"), call.seconds,
            int(phone.imei), phone.imsi, int(mcc), int(mnc), int(lac), int(cell), int(lac),
            int(cells.names[last].split("-")[3]), "4G", cells.sites[first], "LH1 1AA",
            first % 3 + 1, int(cells.azimuths[first]), BEAM, east, north,
        )  # fmt: skip
        where = cells.degrees[first].tolist()
        pos = made.row(row, phone.true(
            call, imei=phone.imei[:14], imsi=phone.imsi, cell=cells.names[first],
            last_cell=cells.names[last], point=where, azimuth=str(int(cells.azimuths[first])),
        ))  # fmt: skip
        made.wrong("lost-zeros", pos)
    return made


def _connections(phone: _Phone, calls: Sequence[Call]) -> Delivery:
    """Some dates are written month first."""
    made = Delivery(f"connections-{phone.bare}.csv", _CONNECTIONS)
    for n, call in enumerate(phone.calls(calls)):
        at, out_of = moment(call.at), call.caller == phone.sim
        swapped = n % 11 == 6 and at.day != at.month
        row = (
            phone.number, "Made" if out_of else "Received", "Text" if call.sms else "Voice",
            "0" + phone.other(call)[3:], f"{at:%m/%d/%Y}" if swapped else f"{at:%d/%m/%Y}",
            f"{at:%H:%M:%S}", f"00:{call.seconds // 60:02}:{call.seconds % 60:02}",
        )  # fmt: skip
        pos = made.row(row, None if swapped else phone.true(call))
        if swapped:
            made.wrong("swapped-date", pos)
    return made


def _data_start(city: City, phone: _Phone) -> Delivery:
    """In order of time, with three days on which nothing was sent."""
    made = Delivery(f"data-{phone.bare}.csv", _DATA_START)
    days = len(city.dates)
    silent = range(days // 2, days // 2 + 3)
    for one in sessions(city, phone.sim, phone.home, (city.first, city.end)):
        if one.day in silent:
            continue
        east = city.cells.degrees[one.cell]
        row = (
            "44" + phone.bare, zulu(one.at), f"{moment(one.at):%d/%m/%Y %H:%M:%S}",
            str(one.seconds), str(one.charging), one.rat, "internet", str(one.up), str(one.down),
            city.cells.names[one.cell], str(int(city.cells.azimuths[one.cell])), str(BEAM),
            f"{east[0]:.6f}", f"{east[1]:.6f}", phone.imei, phone.imsi, one.address,
        )  # fmt: skip
        made.row(row, _data(city, phone, one, "at_or_before_start"))
    made.wrong("gap")
    return made


def _data_end(city: City, phone: _Phone) -> Delivery:
    """The newest first, as some systems write them, and cut off in the last row."""
    made = Delivery(f"data-{phone.bare}.csv", _DATA_END, cut=40)
    for one in reversed(sessions(city, phone.sim, phone.home, phone.span)):
        first, last = moment(one.at), moment(one.at + one.seconds)
        east, north = city.cells.places[one.cell].astype(int).tolist()
        packed = f"{first:%H%M%S}".lstrip("0")
        row = (
            phone.number, f"{first:%d/%m/%Y}", packed, f"{last:%d/%m/%Y}", f"{last:%H%M%S}",
            str(one.charging), one.rat, "internet", str(one.up), str(one.down),
            city.cells.names[one.cell], city.cells.sites[one.cell], str(east), str(north),
            str(int(city.cells.azimuths[one.cell])), str(BEAM), phone.imei, phone.imsi, one.address,
        )  # fmt: skip
        pos = made.row(row, _data(city, phone, one, "at_or_before_end"))
        if len(packed) < 6:
            made.wrong("lost-zeros", pos)
    made.cut_last()
    return made


def _data(city: City, phone: _Phone, one: Session, means: str) -> dict[str, Any]:
    return {
        "kind": "data-session",
        "at": zulu(one.at),
        "until": zulu(one.at + one.seconds),
        "subject": phone.number,
        "means": "at" if one.opens else means,
        "imei": phone.imei[:14],
        "imsi": phone.imsi,
        "cell": city.cells.names[one.cell],
        "azimuth": str(int(city.cells.azimuths[one.cell])),
        "session": str(one.charging),
        "opens": one.opens,
        "ip": one.address,
    }


def _change(city: City) -> int:
    """The moment in the spring of the city's first year when clocks go forward."""
    at = city.first - city.first % HOUR - 40 * 24 * HOUR
    while shift(at) or not shift(at + HOUR):
        at += HOUR
    return at + HOUR
