"""Calls, messages and e-mails of a download.

The end that the download does not name is the device's own: its number where the report states
one, and the attribute `own_number` says that it is from there; the device alone where it does not.
"""

from remit.errors import BadInput
from remit.ontology.types import coordinate, duration
from remit.sources.phones.model import Model
from remit.sources.phones.parties import party
from remit.sources.phones.reading import Reading

__all__ = ["call", "chat", "mail", "message"]

_OUT = frozenset({"outgoing", "sent", "out"})
_IN = frozenset({"incoming", "received", "in", "missed"})
_FROM_REPORT = "from the report's metadata"


def call(reading: Reading) -> None:
    """A call of the device, answered or not."""
    model = reading.model
    ends = list(model.many("Parties"))
    froms = [one for one in ends if _role(one) == "from"]
    others = [one for one in ends if _role(one) != "from"]
    if not froms and not others and model.get("From", "To"):
        froms, others = [model.within("From")], [model.within("To")]
    said = reading.said("Direction", "Status", "Type", "VideoCall", "NetworkName", "CountryCode")
    if (lasted := model.get("Duration")) is not None:
        try:
            said["duration"] = duration.clean(lasted.partition(".")[0]) or lasted
        except BadInput:
            said["duration"] = lasted
            reading.row.unread[model.column("Duration")] += 1
    _between(reading, "call", froms, others, said)


def message(reading: Reading) -> None:
    """One message, with its text as a document of its own."""
    model = reading.model
    froms = [model.within("From")] if model.within("From").get("Identifier") else []
    others = list(model.many("To")) or _one(model.within("To"))
    if not froms and not others:
        ends = list(model.many("Parties"))
        froms = [one for one in ends if _role(one) == "from"]
        others = [one for one in ends if _role(one) != "from"]
    chat = list(Model("chat", model.values, model.columns, "(chat).").many("Participants"))
    known = {one.get("Identifier") for one in froms}
    if not others and froms and chat:
        others = [one for one in chat if one.get("Identifier") not in known]
    said = reading.said(
        "Status", "Folder", "Type", "Platform", "SMSC", "DateDelivered", "DateRead", "DateDeleted",
        "DeletionReason", "Direction",
        chat=model.get("ChatId", "(chat)"),
    )  # fmt: skip
    attached = [one.get("Filename", "Name") for one in model.many("Attachments")]
    if attached:
        said["attachments"] = ", ".join(name or "unnamed" for name in attached)
    text = reading.document("Subject", "Body")
    _between(reading, "message", froms, others, said, text)


def mail(reading: Reading) -> None:
    """One e-mail; copies count as recipients."""
    model = reading.model
    froms = [model.within("From")] if model.within("From").get("Identifier") else []
    others = [one for name in ("To", "Cc", "Bcc") for one in model.many(name)]
    said = reading.said("Status", "Folder", "Account", "Priority", type="e-mail")
    attached = [one.get("Filename", "Name") for one in model.many("Attachments")]
    if attached:
        said["attachments"] = ", ".join(name or "unnamed" for name in attached)
    _between(reading, "message", froms, others, said, reading.document("Subject", "Body"))


def chat(reading: Reading) -> None:
    """A thread: who takes part. Its messages are rows of their own."""
    model, row = reading.model, reading.row
    held = reading.device.put(row)
    things = [held]
    for one in model.many("Participants"):
        if (slot := party(row, "participant", one, reading.service)) is not None:
            things.append(slot)
            row.link("recorded-with", slot, held)
    begin = reading.clock.read(model, "StartTime")
    until = reading.clock.read(model, "LastActivity")
    said = reading.said("Name", chat=model.get("Id"))
    reading.event(
        "device-activity", begin or until, said, category="Chat", things=things,
        until=until if begin else None, reference=model.get("Id"),
    )  # fmt: skip


def _between(
    reading: Reading,
    kind: str,
    froms: list[Model],
    others: list[Model],
    said: dict[str, str],
    text: str | None = None,
) -> None:
    row, model = reading.row, reading.model
    held = reading.device.put(row)
    sent = [s for one in froms if (s := party(row, "from", one, reading.service))]
    got = [s for one in others if (s := party(row, "to", one, reading.service))]
    way = (model.get("Direction", "Folder", "Type") or "").casefold()
    if way not in _OUT | _IN:
        way = next((w for w in (model.get("Direction"), model.get("Type")) if w), "").casefold()
    own = None
    if not sent and (_owner(froms) or (not froms and way in _OUT)):
        own = reading.device.own(row)
        sent = [own] if own else []
    elif not got and (_owner(others) or (not others and way in _IN)):
        own = reading.device.own(row)
        got = [own] if own else []
    if own is not None:
        said["own_number"] = _FROM_REPORT
    for side, people in (("from_name", froms), ("to_name", others)):
        names = [name for one in people if (name := one.get("Name"))]
        if names:
            said[side] = ", ".join(names[:20])
    when = reading.clock.read(model, "TimeStamp")
    if when is None and kind == "call":
        raise BadInput("the call has no time")
    spot = _position(reading)
    pair = (sent[0], got[0]) if len(sent) == 1 and len(got) == 1 else None
    things = [*sent, *got, held, *([text] if text else [])]
    reading.event(kind, when, said, category=said.get("type"), things=things, between=pair,
                  point=spot, reference=model.get("Id"))  # fmt: skip


def _position(reading: Reading) -> coordinate.Point | None:
    """Where a message says it was written; what cannot be read rejects no message."""
    try:
        return reading.point()
    except BadInput:
        reading.row.unread[reading.model.column("Position.Latitude")] += 1
        return None


def _one(model: Model) -> list[Model]:
    return [model] if model.get("Identifier") else []


def _owner(people: list[Model]) -> bool:
    """Whether these are the owner of the device and nobody else, without an identifier."""
    mine = [(one.get("IsPhoneOwner") or "").casefold() == "true" for one in people]
    return len(mine) == 1 and mine[0] and people[0].get("Identifier") is None


def _role(one: Model) -> str:
    return (one.get("Role") or "").casefold()
