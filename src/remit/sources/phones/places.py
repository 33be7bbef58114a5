"""Positions, cells and networks of a download, each with whose it is.

A position that an account brought along may be of another device. It is put on the map with its
origin and belongs to nobody; only one that says it is of this device is this device's.
"""

from remit.errors import BadInput
from remit.ontology.types import cell
from remit.sources.phones.parties import account_of
from remit.sources.phones.reading import Reading
from remit.store.drafts import Claim

__all__ = ["cell_tower", "is_own", "location", "network"]

_DEVICE = frozenset({"device", "this device", "thisdevice", "internal"})
_ORIGINS = ("Origin", "LocationOrigin")
_AFFILIATED = "DeviceLocationAffiliation"
_ACCURACY = ("GpsHorizontalAccuracy", "Precision", "HorizontalAccuracy")


def is_own(reading: Reading) -> bool:
    """Whether the position says that it is this device's, and nothing in it says otherwise."""
    stated = [reading.model.text(name) for name in (*_ORIGINS, _AFFILIATED)]
    words = {text.casefold() for text in stated if text}
    return bool(words) and words <= _DEVICE


def location(reading: Reading) -> None:
    """A position at a time. Raises `BadInput` for one that cannot be."""
    row, model = reading.row, reading.model
    held = reading.device.put(row)
    point = reading.point()
    origin = next((text for one in _ORIGINS if (text := model.text(one))), "not stated")
    said = reading.said(
        "Category", "Type", "AggregatedLocationsCount", "AccountLocationAffiliation",
        _AFFILIATED, origin=origin, accuracy=model.get(*_ACCURACY), speed=model.get("Speed"),
        course=model.get("Bearing", "Course"), altitude=model.get("Position.Elevation"),
        journey=model.get("(journey)"), certainty=model.get("Confidence"),
    )  # fmt: skip
    own = is_own(reading)
    things = [held] if own else []
    if not own and (account := model.get("Account")) is not None and reading.service:
        column = model.column("Account")
        slot = account_of(row, "account", reading.service, account, column)
        things += [slot] if slot else []
    place = None
    claims: list[Claim] = []
    for name in ("Name", "PositionAddress", "Position.PositionAddress"):
        if (claim := row.claim("name", "text", model.column(name))) is not None:
            claims.append(claim)
    if claims and point is not None:
        key = f"{point.lon:.6f}, {point.lat:.6f}"
        column = f"{model.column('Position.Longitude')}, {model.column('Position.Latitude')}"
        label = claims[0][2] or key
        claims.insert(0, ("point", key, str(point), column))
        place = row.add("place", "place", key, label, None, tuple(claims))
        things.append(place)
    if point is None and place is None:
        raise BadInput("the location has no position")
    when = reading.clock.read(model, "TimeStamp", "StartTime")
    until = reading.clock.read(model, "EndTime")
    if not own:
        row.link("recorded-with", held, place or held)
    reading.event("position", when, said, category=model.get("Category"), things=things,
                  until=until, place=place, point=point)  # fmt: skip


def cell_tower(reading: Reading) -> None:
    """A transmitter that the device noted. Its position is the mast's, not the device's."""
    row, model = reading.row, reading.model
    held = reading.device.put(row)
    parts = [model.get(name) for name in ("MCC", "MNC", "LAC", "CID")]
    things = [held]
    if all(parts):
        raw = "-".join(part or "" for part in parts)
        columns = ", ".join(model.column(name) for name in ("MCC", "MNC", "LAC", "CID"))
        try:
            value = cell.clean(raw)
        except BadInput:
            row.unread[model.column("CID")] += 1
            value = None
        claims: list[Claim] = [("cell", raw, value, columns)]
        try:
            point = reading.point()
        except BadInput:
            point = None
        if point is not None:
            column = f"{model.column('Position.Longitude')}, {model.column('Position.Latitude')}"
            claims.append(("point", f"{point.lon:.6f}, {point.lat:.6f}", str(point), column))
        things.append(row.add("cell", "cell-site", value, value or raw, None, tuple(claims)))
    when = reading.clock.read(model, "TimeStamp")
    reading.event("device-activity", when, reading.said(), category="Cell tower", things=things)


def network(reading: Reading) -> None:
    """A wireless network that the device knew."""
    row, model = reading.row, reading.model
    things = [reading.device.put(row)]
    claims = [
        claim
        for name, prop, kind in (("BSSId", "mac", "mac"), ("SSId", "description", "text"))
        if (claim := row.claim(prop, kind, model.column(name)))
    ]
    if claims:
        label = model.get("SSId", "BSSId")
        things.append(row.add("network", "device", None, label, None, tuple(claims)))
        row.link("recorded-with", things[0], things[1])
    when = reading.clock.read(model, "TimeStamp", "LastConnection", "LastAutoConnection")
    said = reading.said("SSId", "BSSId", "SecurityMode")
    reading.event("device-activity", when, said, category="Wireless network", things=things)
