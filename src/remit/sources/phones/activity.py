"""What else a device or an application kept of its use: one event each, with its texts."""

from dataclasses import dataclass

from remit.sources.phones.parties import party
from remit.sources.phones.reading import Reading

__all__ = ["ACTIVITY", "Activity", "activity"]


@dataclass(frozen=True, slots=True)
class Activity:
    """How the models of one type are read."""

    label: str
    begin: tuple[str, ...]
    end: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    """Fields that are searched as the text of a document."""
    said: tuple[str, ...] = ()
    """Fields that the event shows."""
    people: tuple[str, ...] = ()
    """Fields that hold parties."""


ACTIVITY = {
    "DeviceConnectivity": Activity(
        "Connection of a device", ("StartTime", "TimeStamp"), ("EndTime",),
        said=("ConnectivityMethod", "ConnectivityNature", "DeviceType", "Name", "DeviceName"),
    ),
    "PoweringEvent": Activity("Power", ("TimeStamp",), said=("Element", "Event")),
    "TransferOfFunds": Activity(
        "Transfer of funds", ("TimeStamp",), texts=("Description",),
        said=("Amount", "Currency", "Direction", "Status", "Type"), people=("From", "To"),
    ),
    "SearchedItem": Activity(
        "Search", ("TimeStamp",), texts=("Value",), said=("SearchResults", "Type"),
    ),
    "VisitedPage": Activity(
        "Page visited", ("LastVisited", "TimeStamp"), texts=("Title", "Url"), said=("VisitCount",),
    ),
    "CalendarEntry": Activity(
        "Calendar entry", ("StartDate",), ("EndDate",),
        texts=("Subject", "Details", "Location"), said=("Category", "Status", "RepeatRule"),
        people=("Attendees",),
    ),
    "Note": Activity("Note", ("Modification", "Creation"), texts=("Title", "Subject", "Body")),
    "Recording": Activity(
        "Recording", ("TimeStamp",), texts=("Title", "Body"), said=("Duration", "Type", "Name"),
    ),
    "InstalledApplication": Activity(
        "Application installed", ("PurchaseDate", "InstallDate", "TimeStamp"),
        said=("Name", "Identifier", "Version", "DecodingStatus"),
    ),
    "ApplicationUsage": Activity(
        "Application used", ("LastLaunch", "Date", "StartTime"), ("EndTime",),
        said=("Name", "Identifier", "ActiveTime", "BackgroundTime", "LaunchCount"),
    ),
    "SocialMediaActivity": Activity(
        "Social media activity", ("TimeStamp",), texts=("Title", "Body", "Url"),
        said=("Type", "Status", "ChannelName"), people=("Author", "TaggedParties"),
    ),
    "PublicTransportationTicket": Activity(
        "Public transport ticket", ("DepartureTime", "TimeStamp", "DateOfIssue"), ("ArrivalTime",),
        said=("FromLocation", "ToLocation", "Name", "SerialNumber", "Type", "Price"),
    ),
    "MobileCard": Activity(
        "Card in a wallet", ("ActivationTime", "TimeStamp"), said=("Name", "Description", "Type"),
    ),
    "Journey": Activity("Journey", ("StartTime",), ("EndTime",), said=("Name",)),
}  # fmt: skip
"""Types of model by what they are called in a UFDR."""


def activity(reading: Reading) -> None:
    """One event of the device, as its type says."""
    model = reading.model
    how = ACTIVITY[model.kind]
    things = [reading.device.put(reading.row)]
    for name in how.people:
        one = model.within(name)
        ends = [one] if one.get("Identifier") else list(model.many(name))
        things += [s for end in ends if (s := party(reading.row, "party", end, reading.service))]
    if (text := reading.document(*how.texts)) is not None:
        things.append(text)
    when = reading.clock.read(model, *how.begin)
    until = reading.clock.read(model, *how.end) if how.end else None
    reading.event("device-activity", when, reading.said(*how.said), category=how.label,
                  things=things, until=until if when else None)  # fmt: skip
    if when is None and text is not None:
        reading.row.link("recorded-with", things[0], text)
