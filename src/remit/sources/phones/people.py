"""Address books and accounts of a download.

An entry of an address book is the name that somebody saved for a number. It says neither that the
two know each other nor that the name is right, and the links say just that.
"""

from remit.errors import BadInput
from remit.ontology.types import card, iban
from remit.sources.phones.model import Model
from remit.sources.phones.parties import account_of, party
from remit.sources.phones.reading import Reading
from remit.store.drafts import Claim

__all__ = ["contact", "credit_card", "financial_account", "sim_data", "user_account"]

_HANDLED = frozenset({"user id", "username", "user name", "profile", "id", "account"})


def contact(reading: Reading) -> None:
    """An entry of the address book: the name saved, and what it is saved for."""
    row, model = reading.row, reading.model
    held = reading.device.put(row)
    person = None
    claims: list[Claim] = []
    if (name := model.get("Name")) is not None:
        if (claim := row.claim("name", "name", model.column("Name"))) is not None:
            claims.append(claim)
        label = " ".join(name.split())
        person = row.add("contact", "person", None, label, None, tuple(claims))
        row.link("contact-of", person, held)
    for one in _entries(model):
        slot = _entry(reading, one)
        if slot is None:
            continue
        if person is not None:
            row.link("saved-as", slot, person)
        row.link("contact-of", slot, held)


def user_account(reading: Reading) -> None:
    """An account that is set up on the device."""
    row, model = reading.row, reading.model
    held = reading.device.put(row)
    service = model.get("ServiceType", "ServiceIdentifier", "Source")
    slots: list[str] = []
    if (which := model.which("Username", "Name")) is not None:
        raw, column = model.get(which) or "", model.column(which)
        one = party(row, "account", model, service, which) if "@" in raw else None
        if one is None and service is not None:
            one = account_of(row, "account", service, raw, column)
        slots += [one] if one else []
    for entry in model.many("Entries"):
        slot = _entry(reading, entry)
        if slot is not None and slots and row.mentions[slots[0]].kind == "online-account":
            kind = row.mentions[slot].kind
            row.link("registered-with" if kind in ("email", "phone") else "recorded-with",
                     slots[0], slot)  # fmt: skip
        elif slot is not None:
            slots.append(slot)
    for slot in slots:
        row.link("account-on", slot, held)


def sim_data(reading: Reading) -> None:
    """One value kept on a SIM."""
    row, model = reading.row, reading.model
    held = reading.device.put(row)
    named = (model.get("Name") or "").casefold()
    column = model.column("Value")
    if "imsi" in named and (claim := row.claim("imsi", "imsi", column)) and claim[2]:
        row.link("recorded-with", held, row.add("sim", "sim", claim[2], claim[2], None, (claim,)))
    elif "iccid" in named and (claim := row.claim("iccid", "iccid", column)) and claim[2]:
        row.link("recorded-with", held, row.add("sim", "sim", None, claim[2], None, (claim,)))
    elif "msisdn" in named:
        slot = party(row, "sim-phone", model, None, "Value")
        row.link("recorded-with", slot, held)


def financial_account(reading: Reading) -> None:
    """An account that an application shows; a number alone joins nothing."""
    row, model = reading.row, reading.model
    held = reading.device.put(row)
    which = model.which("IBAN", "AccountNumber", "Number", "Id")
    if which is None:
        return
    raw, column = model.get(which) or "", model.column(which)
    claims: list[Claim] = []
    key = None
    try:
        whole = iban.clean(raw) if which != "Id" else None
    except BadInput:
        whole = None
    if whole:
        key = iban.domestic(whole) or whole
        claims.append(("iban", raw, whole, column))
    elif (claim := row.claim("number", "identifier", column)) is not None:
        claims.append(claim)
    for name, prop in (("Name", "holder"), ("ServiceIdentifier", "bank"), ("Source", "bank")):
        if (claim := row.claim(prop, "text", model.column(name))) is not None:
            claims.append(claim)
    label = key or raw
    slot = row.add("account", "account", key, label, None, tuple(claims))
    row.link("recorded-with", slot, held)


def credit_card(reading: Reading) -> None:
    """A payment card by what is left of its number."""
    row, model = reading.row, reading.model
    held = reading.device.put(row)
    which = model.which("CreditCardNumber", "CardNumber", "Number")
    claims: list[Claim] = []
    if which is not None:
        raw = model.get(which) or ""
        try:
            value = card.clean(raw)
        except BadInput:
            row.unread[model.column(which)] += 1
            value = None
        claims.append(("card", raw, value, model.column(which)))
    for name in ("NameOnCard", "Holder", "Name"):
        if (claim := row.claim("holder", "text", model.column(name))) is not None:
            claims.append(claim)
            break
    if claims:
        label = next((claim[2] for claim in claims if claim[2]), None)
        slot = row.add("card", "payment-card", None, label, None, tuple(claims))
        row.link("recorded-with", slot, held)


def _entries(model: Model) -> list[Model]:
    found = [*model.many("Entries"), *model.many("PhoneNumbers"), *model.many("EmailAddresses")]
    if not found and model.get("Identifier", "Value"):
        found = [model]
    return found


def _entry(reading: Reading, one: Model) -> str | None:
    """What one entry is saved for, by what it is said to be and by how it reads."""
    row = reading.row
    name = one.which("Value", "Identifier")
    if name is None:
        return None
    raw, column = one.get(name) or "", one.column(name)
    category = (one.get("Domain", "Category", "Type") or "").casefold()
    service = reading.service
    if "mail" in category or "phone" in category or "mobile" in category:
        service = None
    if category in _HANDLED or "user" in category:
        return account_of(row, "entry", service, raw, column) if service else None
    if "address" in category and "mail" not in category:
        return None
    if "web" in category or "url" in category:
        return None
    return party(row, "entry", one, service, name)
