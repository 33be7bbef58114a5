"""The things that one row names, each under the key by which it is the same thing elsewhere.

A telephone number, a mark, an IMEI, an IMSI, a network cell, an internet or e-mail address is its
own key. A bank account needs sort code and number together, or an IBAN: a number alone is some
account of every bank, so it stays by itself. What a column says is linked to the person of its own
group and to nobody else.
"""

from collections.abc import Callable
from typing import NamedTuple

from remit.errors import BadInput
from remit.ontology.types import bankaccount, iban, imei, is_blank, phone
from remit.sources.building import Building, Columns, slot_of
from remit.sources.words import KEEPERS
from remit.store.drafts import Claim

__all__ = ["THINGS", "put_things"]


class Thing(NamedTuple):
    kind: str
    prop: str
    link: str
    """What such a column states of its own group's person."""
    type: str
    key: Callable[[str], str | None] = str
    label: Callable[[str], str] = str


THINGS = {
    "vrm": Thing("vehicle", "vrm", "recorded-with", "vrm"),
    "phone": Thing("phone", "number", "uses-phone", "phone", label=phone.national),
    "email": Thing("email", "address", "uses-email", "email"),
    "imei": Thing("handset", "imei", "uses-handset", "imei", key=imei.key),
    "imsi": Thing("sim", "imsi", "uses-sim", "imsi"),
    "cell": Thing("cell-site", "cell", "recorded-with", "cell"),
    "ip": Thing("ip-address", "ip", "uses-ip-address", "ip"),
    "iban": Thing("account", "iban", "holds-account", "iban", lambda v: iban.domestic(v) or v),
    "card": Thing("payment-card", "card", "holds-card", "card", key=lambda _: None),
}
"""Meaning of a column, and the thing that it names."""


def put_things(row: Building, group: str, columns: Columns, owner: str | None) -> None:
    """Add the things of a group, each linked to its owner."""
    found: dict[str, list[str]] = {}
    for means, thing in THINGS.items():
        for column in columns.get(means, ()):
            claim = row.claim(thing.prop, thing.type, column)
            if claim is None or claim[2] is None:
                continue
            if means == "phone" and not claim[2].startswith("+"):
                continue  # a short code is shared: it identifies nobody
            slot = _put(row, group, thing, claim)
            kept = means == "vrm" and group.split(" ")[0] in KEEPERS
            row.link("keeper-of-vehicle" if kept else thing.link, owner, slot)
            found.setdefault(thing.kind, []).append(slot)
    _accounts(row, group, columns, owner)
    handsets, sims = found.get("handset", []), found.get("sim", [])
    if len(handsets) == len(sims) == 1:  # of two, the row does not say which was in which
        row.link("handset-with-sim", handsets[0], sims[0])


def _put(row: Building, group: str, thing: Thing, claim: Claim) -> str:
    value = claim[2] or ""
    claims = [claim]
    if thing.prop == "iban" and (same := iban.domestic(value)):
        claims.append(("bank_account", claim[1], same, claim[3]))
    slot = slot_of(group, thing.kind)
    return row.add(slot, thing.kind, thing.key(value), thing.label(value), None, tuple(claims))


def _accounts(row: Building, group: str, columns: Columns, owner: str | None) -> None:
    codes, numbers = columns.get("sort_code", ()), columns.get("account", ())
    paired = len(codes) == len(numbers) == 1 and not is_blank(row.raw.get(codes[0]))
    for column in numbers:
        claims = [_pair(row, codes[0], column)] if paired else []
        alone = row.claim("number", "identifier", column)
        if alone is None or alone[2] is None:
            continue
        whole = next((claim[2] for claim in claims if claim and claim[2]), None)
        if paired and whole is None:
            continue
        said = tuple(claim for claim in (*claims, alone) if claim)
        slot = slot_of(group, "account")
        row.link(
            "holds-account", owner, row.add(slot, "account", whole, whole or alone[2], None, said)
        )


def _pair(row: Building, code: str, number: str) -> Claim | None:
    """Sort code and account number of one row as one claim; its value None where refused."""
    first, second = row.raw.get(code), row.raw.get(number)
    if is_blank(second):
        return None
    try:
        value = bankaccount.pair(first, second)
    except BadInput:
        row.unread[number] += 1
        value = None
    return "bank_account", f"{first} {second}", value, f"{code}, {number}"
