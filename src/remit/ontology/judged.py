"""Which kinds of thing are judged to be one or not, and how.

People and organisations are compared by all that is said of them, and a machine may propose. What
is known by a number is one by that number; two numbers that may be one misread are shown to a
person, and no machine joins them.

>>> kind_of_judged("organisation-00ff00ff00ff00ff00ff")
'organisation'
"""

from collections.abc import Mapping
from types import MappingProxyType

from remit.errors import Misuse

__all__ = ["JUDGED", "MISREAD", "PROPOSED", "kind_of_judged", "misread", "proposed"]

PROPOSED: Mapping[str, str] = MappingProxyType(
    {"person": "people", "organisation": "organisations"}
)
"""Kinds that a machine weighs and a person may adopt, each with its plural."""

MISREAD: Mapping[str, str] = MappingProxyType(
    {
        "vehicle": "vehicles",
        "phone": "telephone numbers",
        "handset": "handsets",
        "account": "accounts",
        "address": "addresses",
    }
)
"""Kinds of which two numbers may be one misread: persons alone join these, each with its plural."""

JUDGED: Mapping[str, str] = MappingProxyType({**PROPOSED, **MISREAD})
"""Kinds of which a person may judge two to be one, each with its plural."""


def kind_of_judged(name: str) -> str:
    """The kind that an id is of. Raises `Misuse` where no two of it are judged."""
    kind = name.strip().rpartition("-")[0]
    if kind not in JUDGED:
        listed = ", ".join(JUDGED.values())
        raise Misuse(f"of these, two are judged to be one or not: {listed}")
    return kind


def proposed(kind: str) -> str:
    """A kind that a machine weighs, by its name or plural. Raises `Misuse` for another."""
    said = kind.strip().lower()
    found = next((one for one, plural in PROPOSED.items() if said in (one, plural)), None)
    if found is None:
        raise Misuse(f"a machine weighs {' and '.join(PROPOSED.values())}, not {kind[:40]!r}")
    return found


def misread(kind: str) -> str:
    """A kind whose numbers are misread, by its name or plural. Raises `Misuse` for another."""
    said = kind.strip().lower()
    found = next((one for one, plural in MISREAD.items() if said in (one, plural)), None)
    if found is None:
        raise Misuse(f"numbers are misread of {', '.join(MISREAD.values())}, not of {kind[:40]!r}")
    return found
