"""From the rows of a download to what they say: one function for each type of model."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from remit.errors import BadInput
from remit.sources.answers import Reading as TimeReading
from remit.sources.building import Building
from remit.sources.counting import UNREAD, counted
from remit.sources.defects import ROWS_NAMED, Defect
from remit.sources.phones import layouts, people, places, talk
from remit.sources.phones.activity import ACTIVITY, activity
from remit.sources.phones.clock import Clock
from remit.sources.phones.device import Device
from remit.sources.phones.reading import Reading
from remit.sources.readers.ufdr import CUT, DEVICE, FILE
from remit.store.drafts import RowDraft

__all__ = ["PhoneRows", "mapper"]

_READ: Mapping[str, Callable[[Reading], None]] = {
    "Call": talk.call,
    "InstantMessage": talk.message,
    "SMS": talk.message,
    "MMS": talk.message,
    "Chat": talk.chat,
    "Email": talk.mail,
    "EMail": talk.mail,
    "Contact": people.contact,
    "UserAccount": people.user_account,
    "SIMData": people.sim_data,
    "FinancialAccount": people.financial_account,
    "CreditCard": people.credit_card,
    "Location": places.location,
    "CellTower": places.cell_tower,
    "WirelessNetwork": places.network,
    **dict.fromkeys(ACTIVITY, activity),
}

_RECORDS = frozenset({FILE, "Password", "Party", "Coordinate"})
"""Types that are kept as records on purpose."""

_BEGIN = {
    "Chat": ("StartTime", "LastActivity"),
    "Location": ("TimeStamp", "StartTime"),
    "WirelessNetwork": ("TimeStamp", "LastConnection", "LastAutoConnection"),
    **{name: one.begin for name, one in ACTIVITY.items()},
}
_END = {
    "Chat": ("LastActivity",),
    "Location": ("EndTime",),
    **{name: one.end for name, one in ACTIVITY.items() if one.end},
}

_HOUR = timedelta(hours=1)
_NETWORK = timedelta(minutes=3)
"""Within which a network usually delivers."""


class PhoneRows:
    """Maps the rows of one download, or of one table of it."""

    def __init__(
        self,
        part: str,
        readings: Mapping[str, TimeReading],
        download: str,
        device: Mapping[str, str | None] | None = None,
    ) -> None:
        self._part = part
        self._clock = Clock(readings)
        self._device = Device(download)
        self._unread: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._states: Counter[str] = Counter()
        self._not_own = 0
        self._made, self._at = array("q"), array("q")
        self._faults: Counter[str] = Counter()
        self._faulty: dict[str, list[int]] = {"cut-short": [], "wrong-zone": []}
        self._about: set[str] = set()
        if device:
            row = Building(device, Counter())
            self._device.read(row, layouts.model("", device))
            self._stated(row)

    def row(self, pos: int, raw: Mapping[str, str | None]) -> RowDraft:
        """What one row says. Raises `BadInput`."""
        model = layouts.model(self._part, raw)
        row = Building(raw, self._unread)
        reading = Reading(row, model, self._device, self._clock)
        if model.kind == CUT:
            self._found("cut-short", pos)
            raise BadInput(model.get("(reason)") or "the report ends here")
        if model.kind == DEVICE:
            self._device.read(row, model)
            self._stated(row)
        elif (read := _READ.get(model.kind)) is not None:
            read(reading)
        elif model.kind not in _RECORDS:
            self._unknown[model.kind] += 1
        self._notice(pos, reading)
        return RowDraft(pos, raw, tuple(row.mentions.values()), tuple(reading.events),
                        tuple(row.links))  # fmt: skip

    def about(self) -> Collection[str]:
        """Identifiers of the device and its subscriptions, as the download states them."""
        return self._about

    def _stated(self, row: Building) -> None:
        self._about |= {one.key for one in row.mentions.values() if one.key is not None}

    def extent(self, raw: Mapping[str, str | None]) -> tuple[str, datetime | None, datetime | None]:
        """Type of a row, and its first and last moment: what an agreed scope is held against.

        Raises `BadInput` where its time cannot be read.
        """
        model = layouts.model(self._part, raw)
        begin = self._clock.read(model, *_BEGIN.get(model.kind, ("TimeStamp",)))
        end = self._clock.read(model, *_END.get(model.kind, ())) or begin
        return model.kind, begin.begin if begin else None, end.end if end else None

    def notes(self) -> list[str]:
        """What was noticed in the rows so far that rejects none of them."""
        found = [counted(n, UNREAD, column=column) for column, n in sorted(self._unread.items())]
        found += [
            counted(n, "model|models is|are {state}", state=state)
            for state, n in sorted(self._states.items())
        ]
        if self._not_own:
            found.append(
                f"{self._not_own:,} positions do not say that they are this device's: on the map "
                "with their origin, attributed to nobody"
            )
        if self._unknown:
            kinds = ", ".join(f"{kind} {n:,}" for kind, n in self._unknown.most_common(20))
            found.append(f"models of types that are kept as records: {kinds}")
        if not self._device.stated and not self._part:
            found.append("the report states no IMEI: the device is known by this download alone")
        return found

    def defects(self) -> list[Defect]:
        """What is wrong with the download as a whole."""
        texts = {
            "cut-short": "the report ends before its end: what came before is kept",
            "repeated": "{n:,} models come more than once, under the same id: kept as received",
            "wrong-zone": (
                "{n:,} messages were delivered whole hours before they were sent: one of the two "
                "times is in another zone; kept as written"
            ),
        }
        again, first = self._repeated()
        counts = {**{name: self._faults[name] for name in self._faulty}, "repeated": again}
        rows = {**self._faulty, "repeated": first}
        return [
            Defect(name, texts[name].format(n=n), tuple(rows[name]))
            for name, n in counts.items()
            if n
        ]

    def _found(self, fault: str, pos: int) -> None:
        """Count a fault; of the rows that have it the first are kept, however many they are."""
        self._faults[fault] += 1
        if len(self._faulty[fault]) < ROWS_NAMED:
            self._faulty[fault].append(pos)

    def _repeated(self) -> tuple[int, list[int]]:
        """Rows whose id came before, how many and the first: sixteen bytes a model are kept."""
        made = np.array(self._made)
        order = np.argsort(made, kind="stable")  # positions rise: the first of an id comes first
        made = made[order]
        again = np.sort(np.array(self._at)[order[1:][made[1:] == made[:-1]]])
        return len(again), again[:ROWS_NAMED].tolist()

    def _notice(self, pos: int, reading: Reading) -> None:
        model = reading.model
        state = (model.get("(deleted)") or "Intact").casefold()
        if state not in ("intact", "unknown"):
            self._states[state] += 1
        if model.kind == "Location" and not places.is_own(reading):
            self._not_own += 1
        if (made := model.get("(id)")) is not None:
            self._made.append(hash((model.kind, made)))
            self._at.append(pos)
        if (delivered := reading.clock.lenient(model, "DateDelivered")) is not None:
            sent = reading.clock.lenient(model, "TimeStamp")
            if sent is not None and _hours_before(delivered.begin, sent.begin):
                self._found("wrong-zone", pos)


def mapper(
    profile: str,
    part: str,
    readings: Mapping[str, TimeReading],
    path: Path,
    sha256: str,
) -> PhoneRows:
    """A fresh mapper for one table of a download; every table knows the device."""
    device = layouts.device(profile, part, path)
    return PhoneRows(part, readings, sha256[:12], device)


def _hours_before(delivered: datetime, sent: datetime) -> bool:
    """Whether a delivery lies whole hours, within minutes, before the sending.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> _hours_before(noon, noon + timedelta(minutes=58)), _hours_before(noon, noon)
    (True, False)
    """
    early = sent - delivered
    if early <= timedelta(minutes=30) or early > 14 * _HOUR:
        return False
    whole = -(-early // _HOUR) * _HOUR  # hours, rounded up: the network takes some time itself
    return whole - early <= _NETWORK
