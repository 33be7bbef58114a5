"""Layouts of a download, each translated into the names that a UFDR gives its fields.

The archive of plain tables and the workbook are layouts of made-up cities: no public description
of them was found, and their profiles say so. A sheet of a type not listed here keeps its rows as
records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from remit.sources.phones.model import Model
from remit.sources.phones.profiles import ARCHIVE, REPORT
from remit.sources.readers import Fault, Fields, Limits, Table, phonearchive, xlsx
from remit.sources.readers.ufdr import DEVICE

__all__ = ["device", "kind_of", "merged", "model", "times_of", "told"]

DEVICE_SHEET = "Device Information"


@dataclass(frozen=True, slots=True)
class _Layout:
    kind: str
    fields: Mapping[str, str]
    """Field → column."""
    constant: Mapping[str, str]


def _layout(kind: str, fields: Mapping[str, str], **constant: str) -> _Layout:
    return _Layout(kind, fields, {key.replace("_", "."): text for key, text in constant.items()})


_EACH = {"(deleted)": "Deleted", "(confidence)": "Decoding confidence", "Source": "Source"}
_LAYOUTS = {
    "contacts.csv": _layout("Contact", {"Name": "Name", "Entries.1.Value": "Number"}),
    "calls.csv": _layout(
        "Call",
        {"TimeStamp": "Time", "Parties.1.Identifier": "From", "Parties.2.Identifier": "To",
         "Duration": "Seconds"},
        Parties_1_Role="From", Parties_2_Role="To",
    ),
    "messages.json": _layout(
        "InstantMessage",
        {"Id": "id", "TimeStamp": "time", "From.Identifier": "from", "To.1.Identifier": "to",
         "Direction": "direction", "Body": "body", "(deleted)": "deleted"},
    ),
    "Contacts": _layout("Contact", {**_EACH, "Name": "Name", "Entries.1.Value": "Entries"}),
    "Call Log": _layout(
        "Call",
        {**_EACH, "Direction": "Direction", "Parties.1.Identifier": "Party",
         "Parties.1.Name": "Name", "TimeStamp": "Time", "Duration": "Duration"},
    ),
    "Instant Messages": _layout(
        "InstantMessage",
        {**_EACH, "ChatId": "Chat #", "From.Identifier": "From", "To.1.Identifier": "To",
         "Body": "Body", "Status": "Status", "TimeStamp": "Time", "DateDelivered": "Delivered"},
    ),
    "Locations": _layout(
        "Location",
        {**_EACH, "Name": "Name", "Position.Latitude": "Latitude",
         "Position.Longitude": "Longitude", "Precision": "Precision", "Origin": "Origin",
         "TimeStamp": "Time"},
    ),
    "Searched Items": _layout("SearchedItem", {**_EACH, "Value": "Value", "TimeStamp": "Time"}),
    "Passwords": _layout("Password", {**_EACH, "Data": "Data", "Service": "Service"}),
}  # fmt: skip
_STATES = {"true": "Deleted", "yes": "Deleted", "false": "Intact", "no": "Intact"}


def model(part: str, raw: Mapping[str, str | None]) -> Model:
    """A row of one part of a download as a model."""
    if part == "":
        return Model(raw.get("(model)") or "", raw)
    if part == phonearchive.DEVICE:
        return Model(DEVICE, raw)
    if part == DEVICE_SHEET:
        name = raw.get("Name") or ""
        return Model(DEVICE, {name: raw.get("Value")}, {name: "Value"})
    how = _LAYOUTS.get(part)
    if how is None:
        return Model(part, raw)
    values: dict[str, str | None] = {
        field: raw.get(column) for field, column in how.fields.items() if raw.get(column)
    }
    if (deleted := values.get("(deleted)")) is not None:
        values["(deleted)"] = _STATES.get(deleted.casefold(), deleted)
    if how.fields.get("Duration") == "Seconds" and "Duration" in values:
        values["Duration"] = f"{values['Duration']} s"
    if not values.get("Parties.1.Role"):
        ways = {"outgoing": "To", "incoming": "From", "missed": "From"}
        way = (values.get("Direction") or "").casefold()
        if "Parties.1.Identifier" in values and way in ways:
            values["Parties.1.Role"] = ways[way]
    return Model(how.kind, values | dict(how.constant), how.fields)


def device(profile: str, part: str, path: Path) -> Fields:
    """What the download says of its device, for a table that does not say it itself."""
    return merged(profile, path) if part not in ("", phonearchive.DEVICE, DEVICE_SHEET) else {}


def merged(profile: str, path: Path) -> Fields:
    """What the parts of a download say of its device, as one row; empty for a UFDR."""
    if profile == ARCHIVE:
        return {"(model)": DEVICE, **phonearchive.device(path)}
    if profile != REPORT:
        return {}
    sheets = [table for table in xlsx.read(path, Limits()) if table.part == DEVICE_SHEET]
    if not sheets:
        return {}
    rows = (row for _, row in sheets[0].rows() if not isinstance(row, Fault))
    said: Fields = {row["Name"] or "": row.get("Value") for row in rows if row.get("Name")}
    return {"(model)": DEVICE, **said}


def times_of(part: str) -> tuple[str, ...]:
    """The columns of a part that hold times."""
    how = _LAYOUTS.get(part)
    names = ("TimeStamp", "DateDelivered")
    return tuple(how.fields[name] for name in names if name in how.fields) if how else ()


def kind_of(part: str, raw: Mapping[str, str | None]) -> str:
    """The type of model that a row of a part is."""
    if part == "":
        return raw.get("(model)") or ""
    return _LAYOUTS[part].kind if part in _LAYOUTS else part


def told(table: Table) -> str | None:
    """The profile of a sheet of a download's report: a title, then a header that begins with #."""
    if table.format != "xlsx" or len(table.above) != 1 or table.header[:1] != ("#",):
        return None
    return REPORT if "Deleted" in table.header or table.part == DEVICE_SHEET else None
