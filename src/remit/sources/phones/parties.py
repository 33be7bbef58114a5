"""Who is at an end of a call or message, by the identifier that the download gives.

A telephone number is one where it reads as one and the application uses numbers; what an
application calls its users otherwise is an account of that application. A name beside it is what an
address book or the application shows: it stays in the record and makes nobody.
"""

import re

from remit.errors import BadInput
from remit.ontology.types import email, phone
from remit.ontology.types import handle as online
from remit.sources.building import Building
from remit.sources.phones.model import Model

__all__ = ["account_of", "party"]

_BY_NUMBER = frozenset(
    {
        "", "phone", "native", "native messages", "native calls", "call log", "sms", "mms",
        "messages", "imessage", "facetime", "rcs", "telephone", "whatsapp", "whatsapp business",
        "signal", "viber",
    }
)  # fmt: skip
"""Applications, folded, whose users are known by their telephone numbers."""

_WHATSAPP = re.compile(r"(\d{7,15})@(?:s\.whatsapp\.net|c\.us)")
_GROUP = re.compile(r".*@(?:g\.us|broadcast)|status@.*")
_DIGITS = re.compile(r"\+?[\d\s().-]{5,}")


def party(
    row: Building, slot: str, one: Model, service: str | None, name: str = "Identifier"
) -> str | None:
    """Add the one whom a party names; its slot, or None where it names nobody.

    What cannot be read stays in the record and is counted.
    """
    raw = one.get(name)
    if raw is None or _GROUP.fullmatch(raw.strip()):
        return None
    column = one.column(name)
    text = raw.strip()
    if found := _WHATSAPP.fullmatch(text):
        return _number(row, slot, column, raw, f"+{found.group(1)}")
    if "@" in text:
        try:
            address = email.clean(text)
        except BadInput:
            address = None
        if address is not None:
            claim = ("address", raw, address, column)
            return row.add(slot, "email", address, address, None, (claim,))
    elif text.startswith("+") or (_DIGITS.fullmatch(text) and _numbers(service)):
        return _number(row, slot, column, raw, text)
    if service and not _numbers(service):
        return account_of(row, slot, service, raw, column)
    if phone.kind(text) != "withheld" if len(text) < 80 else True:
        row.unread[column] += 1
    return None


def account_of(row: Building, slot: str, service: str, raw: str, column: str) -> str | None:
    """Add the account of a user with a service; its slot, or None where it cannot be read."""
    named = " ".join(service.split())
    try:
        key = online.clean(f"{named}: {raw}")
    except BadInput:
        row.unread[column] += 1
        return None
    if key is None:
        return None
    handle = key.partition(": ")[2]
    claims = (
        ("account", raw, key, column),
        ("service", service, named, column),
        ("handle", raw, handle, column),
    )
    return row.add(slot, "online-account", key, f"{handle} ({named})", None, claims)


def _numbers(service: str | None) -> bool:
    return (service or "").strip().casefold() in _BY_NUMBER


def _number(row: Building, slot: str, column: str, raw: str, text: str) -> str | None:
    try:
        value = phone.clean(text)
    except BadInput:
        row.unread[column] += 1
        return None
    if value is None or not value.startswith("+"):
        return None  # a short code is shared: it identifies nobody
    claim = ("number", raw, value, column)
    return row.add(slot, "phone", value, phone.national(value), None, (claim,))
