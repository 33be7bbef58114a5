"""What a promoted candidate becomes: the kind of thing, and the property that it says of it.

Nothing else is made of it. A time, a sum, a quantity or a nationality in a text names no thing
(the last is a protected attribute besides), so these are candidates to read and are not promoted.
"""

from typing import NamedTuple

from remit.errors import BadInput, Misuse
from remit.extraction.candidate import Candidate
from remit.ontology.types import TYPES, imei
from remit.store.drafts import Claim, MentionDraft

__all__ = ["PROMOTABLE", "mention"]


class _Becomes(NamedTuple):
    kind: str
    property: str
    type: str
    """Type of value of the property."""
    keyed: bool = True
    """Whether the value is what the thing is known by."""


PROMOTABLE = {
    "Person": _Becomes("person", "name", "name", keyed=False),
    "Organisation": _Becomes("organisation", "name", "text", keyed=False),
    "Location": _Becomes("place", "name", "text", keyed=False),
    "Vehicle": _Becomes("vehicle", "description", "text", keyed=False),
    "Weapon": _Becomes("weapon", "description", "text", keyed=False),
    "Phone": _Becomes("phone", "number", "phone"),
    "VRM": _Becomes("vehicle", "vrm", "vrm"),
    "Postcode": _Becomes("place", "postcode", "postcode"),
    "Email": _Becomes("email", "address", "email"),
    "NINO": _Becomes("person", "nino", "nino", keyed=False),
    "PNC": _Becomes("person", "pnc", "pnc", keyed=False),
    "CRO": _Becomes("person", "cro", "cro", keyed=False),
    "IMEI": _Becomes("handset", "imei", "imei"),
    "IMSI": _Becomes("sim", "imsi", "imsi"),
    "IP": _Becomes("ip-address", "ip", "ip"),
    "IBAN": _Becomes("account", "iban", "iban"),
    "Account": _Becomes("account", "bank_account", "bankaccount"),
}
"""Types of candidate that name a thing."""

COLUMN = "text"
"""Where a promoted value comes from."""


def mention(slot: str, one: Candidate) -> MentionDraft:
    """What a promoted candidate says. Raises `Misuse` for a type that names no thing.

    A value that its type cannot read is kept as it stands and joins nothing.
    """
    to = PROMOTABLE.get(one.type)
    if to is None:
        raise Misuse(f"a candidate of type {one.type} names no thing: it cannot be promoted")
    if isinstance(one.value, str) and to.type != "text":  # a name is what was written
        value: str | None = one.value
    else:
        value = _cleaned(to.type, one.text)
    claims: tuple[Claim, ...] = ((to.property, one.text, value, COLUMN),)
    key = None
    if to.keyed and value is not None:
        key = imei.key(value) if to.kind == "handset" else value
    label = " ".join(one.text.split())
    return MentionDraft(slot, to.kind, key, label, None, claims)


def _cleaned(kind: str, text: str) -> str | None:
    if kind not in TYPES:
        return None
    try:
        value = TYPES[kind].clean(text)
    except BadInput:
        return None
    return None if value is None else str(value)
