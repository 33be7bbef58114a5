"""How two numbers may be one that was misread or mistyped: look-alikes, slips, lost digits. Pure.

Each kind of number has keys: two numbers that share one are looked at, and `likeness` says in words
how they are alike, or None. That two numbers are alike says nothing by itself: numbers are issued
in rows, and most that are alike are two.

>>> likeness("vehicle", "AB12CDE", "A812CDE")
'the same but for look-alikes: B and 8'
>>> likeness("phone", "+447700900123", "+447700901023")
'two neighbouring digits changed places'
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations

from remit.identity.reading import words
from remit.ontology.types import address as addresses
from remit.ontology.types.checks import luhn
from remit.ontology.types.vrm import confusion_key

__all__ = ["LIKE", "alike", "likeness"]

LIKE: Mapping[str, str] = {
    "vehicle": "vrm",
    "phone": "number",
    "handset": "imei",
    "account": "bank_account",
    "address": "address",
}
"""Kinds of thing of which two numbers may be one misread, and the property that has the number."""

_MOST = 40
"""Things of one key beyond which it is passed over: it tells nothing."""

_NATIONAL = 9
"""Last digits of two telephone numbers that are the same where only the country differs."""

_SPELT = 0.6
"""Share of letters of two addresses that agree, from which they may be one written otherwise."""


def alike(kind: str, values: Iterable[str]) -> list[tuple[str, str, str]]:
    """Pairs of some normalised numbers of one kind that may be one misread, each with how."""
    having: dict[str, list[str]] = defaultdict(list)
    for value in sorted(set(values)):
        for key in set(_keys(kind, value)):
            having[key].append(value)
    pairs = {
        pair
        for some in having.values()
        if 2 <= len(some) <= _MOST
        for pair in combinations(some, 2)
    }
    told = ((a, b, likeness(kind, a, b)) for a, b in sorted(pairs))
    return [(a, b, how) for a, b, how in told if how is not None]


def likeness(kind: str, a: str, b: str) -> str | None:
    """How two normalised numbers of a kind are alike, in words; None where they are not."""
    if a == b:
        return None
    if kind == "vehicle":
        return _marks(a, b)
    if kind == "phone":
        return _phones(a, b)
    if kind == "handset":
        return None if a[:14] == b[:14] else _handsets(a, b)
    if kind == "account":
        return _turned(a, b)
    return _addresses(a, b)


def _marks(a: str, b: str) -> str | None:
    if len(a) != len(b):
        return None
    differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if confusion_key(a) == confusion_key(b):
        return "the same but for look-alikes: " + ", ".join(f"{x} and {y}" for x, y in differ)
    if len(differ) == 1:
        return f"the same but for one character: {differ[0][0]} and {differ[0][1]}"
    return None


def _phones(a: str, b: str) -> str | None:
    if len(a) == len(b) and (turned := _turned(a, b)):
        return turned
    if a[-_NATIONAL:] == b[-_NATIONAL:]:
        return "the same but for the country or a zero in front"
    short, long = sorted((a, b), key=len)
    if len(long) == len(short) + 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(1, len(long))
    ):
        return "the same but for one digit that one of both has more"
    return None


def _handsets(a: str, b: str) -> str | None:
    """Two numbers with a right check digit are no slips of each other: it would be wrong."""
    if all(len(one) == 15 and one[14] == luhn(one[:14]) for one in (a, b)):
        return None
    differ = [(x, y) for x, y in zip(a[:14], b[:14], strict=True) if x != y]
    if len(differ) == 1:
        return f"the same but for one digit: {differ[0][0]} and {differ[0][1]}; one is not checked"
    turned = _turned(a[:14], b[:14])
    return f"{turned}; one is not checked" if turned else None


def _turned(a: str, b: str) -> str | None:
    if len(a) != len(b):
        return None
    at = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(at) == 2 and at[1] == at[0] + 1 and a[at[0]] == b[at[1]] and a[at[1]] == b[at[0]]:
        return "two neighbouring digits changed places"
    return None


def _addresses(a: str, b: str) -> str | None:
    """Two spellings with one postcode and one set of numbers."""
    one, other = _address(a), _address(b)
    if one is None or one[0] != (other or ("",))[0] or other is None or one[1] != other[1]:
        return None
    if SequenceMatcher(None, one[2], other[2]).ratio() < _SPELT:
        return None
    return "one postcode and house number, written otherwise"


def _address(value: str) -> tuple[str, tuple[str, ...], str] | None:
    """Postcode, numbers in order and the letters besides; None without postcode or number."""
    code = addresses.postcode_in(value)
    if code is None:
        return None
    bare = [word for word in words(value) if word not in words(code)]
    numbers = tuple(sorted(word for word in bare if word.isdigit()))
    return (code, numbers, " ".join(w for w in bare if not w.isdigit())) if numbers else None


def _keys(kind: str, value: str) -> Iterator[str]:
    if kind == "vehicle":
        yield f"like {confusion_key(value)}"
        yield from (f"{at} {value[:at]}_{value[at + 1 :]}" for at in range(len(value)))
    elif kind == "phone":
        yield f"last {value[-_NATIONAL:]}"
        yield from _without_one(value)
        yield from _pairs_turned(value)
    elif kind == "handset":
        yield from (f"{at} {value[:at]}_{value[at + 1 : 14]}" for at in range(14))
        yield from _pairs_turned(value[:14])
    elif kind == "account":
        yield from _pairs_turned(value)
    elif (found := _address(value)) is not None:
        yield f"{found[0]} {' '.join(found[1])}"


def _pairs_turned(value: str) -> Iterator[str]:
    """A key of two that differ in the order of two neighbours, by where they stand."""
    for at in range(len(value) - 1):
        if value[at] != value[at + 1]:
            both = "".join(sorted(value[at : at + 2]))
            yield f"turned {at} {value[:at]}{both}{value[at + 2 :]}"


def _without_one(value: str) -> Iterator[str]:
    """A key of two of which one has a digit more."""
    yield f"without {value}"
    yield from (f"without {value[:at]}{value[at + 1 :]}" for at in range(1, len(value)))
