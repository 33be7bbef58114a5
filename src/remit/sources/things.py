"""The things that one row names, each under the key by which it is the same thing elsewhere.

A telephone number, a mark, an IMEI, an IMSI, a network cell, an internet or e-mail address is its
own key. A bank account needs sort code and number together, or an IBAN: a number alone is some
account of every bank, so it stays by itself. What a column says is linked to the person of its own
group and to nobody else.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import TYPES, bankaccount, iban, imei, is_blank, phone
from remit.sources.building import Building, Columns, slot_of
from remit.sources.words import KEEPERS
from remit.store.drafts import Claim

__all__ = ["THINGS", "Named", "lost_zeros", "named", "padded", "put_things", "zeros_lost"]


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
    "network-imei": Thing("handset", "imei", "uses-handset", "imei", key=imei.key),
    "imsi": Thing("sim", "imsi", "uses-sim", "imsi"),
    "cell": Thing("cell-site", "cell", "recorded-with", "cell"),
    "ip": Thing("ip-address", "ip", "uses-ip-address", "ip"),
    "iban": Thing("account", "iban", "holds-account", "iban", lambda v: iban.domestic(v) or v),
    "item": Thing("property-item", "reference", "had-item", "identifier", key=lambda _: None),
    "card": Thing("payment-card", "card", "holds-card", "card", key=lambda _: None),
}
"""Meaning of a column, and the thing that it names."""


class Named(NamedTuple):
    """A thing that cells name."""

    key: str
    label: str
    value: str


def named(
    kind: str, texts: Sequence[str | None], widths: Sequence[int | None] = ()
) -> Named | None:
    """The thing that the cells of one row name, by their type of value; None for none.

    `widths` are the digits that each cell has in its layout, where that is fixed. Raises
    `BadInput` for what is not of that type.

    >>> named("cell", ("234", "7", "", "12345678"), (None, 2, None, None)).key
    '234-07-12345678'
    """
    return _named(kind, tuple(texts), tuple(widths))


@lru_cache(maxsize=65_536)
def _named(
    kind: str, texts: tuple[str | None, ...], widths: tuple[int | None, ...]
) -> Named | None:
    if kind == "account":
        whole = bankaccount.pair(texts[0], texts[-1]) if len(texts) > 1 else None
        return None if whole is None else Named(whole, whole, whole)
    thing = THINGS[kind]
    pairs = zip_longest(texts, widths)
    cells = [padded(t.strip(), kind, width) for t, width in pairs if t and not is_blank(t)]
    value = _network_imei("-".join(cells)) if kind == "network-imei" else _clean(thing, cells)
    if value is None or (kind == "phone" and not value.startswith("+")):
        return None  # a short code is shared: it identifies nobody
    key = thing.key(value)
    return None if key is None else Named(key, thing.label(value), value)


def padded(text: str, kind: str, width: int | None) -> str:
    """A number with the zeros that it has lost in front of its digits put back.

    A telephone number has one such zero; a code shorter than that is a short code, and stays.

    >>> padded("7700900123", "phone", 11), padded("60999", "phone", 11), padded("7", "cell", 2)
    ('07700900123', '60999', '07')
    """
    if width is None or not (text.isascii() and text.isdecimal()) or len(text) >= width:
        return text
    if kind == "phone" and len(text) != width - 1:
        return text
    return text.zfill(width)


def zeros_lost(texts: pa.Array, kind: str | None, width: int | None) -> dict[str, np.ndarray]:
    """Which texts of a column `lost_zeros` calls put back, and which not put back."""
    count = len(texts)
    found = {state: np.zeros(count, bool) for state in ("put back", "not put back")}
    digits = pc.ascii_is_decimal(texts).to_numpy(zero_copy_only=False)
    long = pc.binary_length(texts).to_numpy(zero_copy_only=False)
    if width is not None:
        right = width - 1 if kind == "phone" else long
        found["put back"] |= digits & (long < width) & (long == right)
    elif kind == "phone":
        begins = pc.is_in(pc.utf8_slice_codeunits(texts, 0, 1), pa.array(["1", "2", "7"]))
        found["put back"] |= digits & (long == 10) & begins.to_numpy(zero_copy_only=False)
    if kind in ("imei", "network-imei"):
        found["not put back"] |= digits & (long < 14) & ~found["put back"]
    spaced = pc.and_(
        pc.invert(pa.array(digits)), pc.ascii_is_decimal(pc.utf8_trim_whitespace(texts))
    )
    for at in np.flatnonzero(spaced.to_numpy(zero_copy_only=False)).tolist():
        if state := lost_zeros(texts[at].as_py(), kind, width):
            found[state][at] = True
    return found


def lost_zeros(text: str, kind: str | None, width: int | None) -> str | None:
    """Whether a number has lost zeros in front: `put back`, `not put back`, or None for neither.

    >>> lost_zeros("80507", None, 6), lost_zeros("7700900123", "phone", None)
    ('put back', 'put back')
    >>> lost_zeros("4901542032375", "imei", None)
    'not put back'
    """
    text = text.strip()
    if not (text.isascii() and text.isdecimal()):
        return None
    if width is not None and padded(text, kind or "", width) != text:
        return "put back"
    if kind == "phone" and width is None and len(text) == 10 and text[0] in "127":
        return "put back"
    if kind in ("imei", "network-imei") and len(text) < 14:
        return "not put back"
    return None


def _clean(thing: "Thing", cells: Sequence[str]) -> str | None:
    value: str | None = TYPES[thing.type].clean("-".join(cells))
    return value


def _network_imei(text: str) -> str | None:
    return imei.clean(text, transmitted=True)


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
