"""The organisations of a view as records to compare: one a mention, with what its row says of it.

What a row says is its own claims, and the numbers, accounts and addresses that it states to be
theirs. Mentions with one company number are one organisation already, by that number.
"""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from remit.identity.people import Asking, People
from remit.store.judgements import Stands

__all__ = ["organisations"]

_OWN: Mapping[str, str] = MappingProxyType(
    {
        "name": "organisation",
        "alias": "alias",
        "company_number": "registered",
        "phone": "identifier",
        "email": "identifier",
        "address": "address",
    }
)
"""Properties of an organisation that are compared, and what each means. A `reference` is of the
file that it stands in."""

_LINKED: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("phone", "number"): ("phone", "identifier"),
        ("email", "address"): ("email", "identifier"),
        ("account", "bank_account"): ("account", "identifier"),
        ("address", "address"): ("address", "address"),
        ("address", "postcode"): ("postcode", "postcode"),
        ("place", "postcode"): ("postcode", "postcode"),
    }
)
"""By kind and property of a thing that a row says is an organisation's: the column, and what it
means."""


def organisations(view: Asking) -> People:
    """The organisations in view of which more is said than nothing."""
    rows = view.run(_MENTIONS).to_pylist()
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in view.run(_CLAIMS, {"names": list(_OWN)}).to_pylist():
        said[row["mention"]][row["property"]].add(_text(row))
    view.check()
    for row in view.run(_THEIRS).to_pylist():
        linked = _LINKED.get((row["kind"], row["property"]))
        if linked is not None:
            said[row["mention"]][linked[0]].add(_text(row))
    view.check()
    stands = tuple(Stands(**row) for row in rows if row["mention"] in said)
    means = dict(_OWN) | dict(_LINKED.values())
    columns: dict[str, list[str | None]] = {}
    for column in means:
        values = [";".join(sorted(said[one.mention].get(column, ()))) or None for one in stands]
        if any(values):
            columns[column] = values
    return People(stands, columns, {name: means[name] for name in columns})


def _text(row: Mapping[str, Any]) -> str:
    """A value as it is compared; what divides several is no part of one."""
    return str(row["value"] or row["raw"]).replace(";", " ").replace("|", " ")


_MENTIONS = """
SELECT id AS mention, load, pos, handling FROM mention WHERE kind = 'organisation' ORDER BY id
"""

_CLAIMS = """
SELECT mention, property, raw, value FROM claim
WHERE kind = 'organisation' AND property IN (SELECT unnest($names))
ORDER BY mention, property, raw
"""

_THEIRS = """
SELECT link.a AS mention, claim.kind, claim.property, claim.raw, claim.value
FROM link
INNER JOIN mention AS firm ON firm.id = link.a AND firm.kind = 'organisation'
INNER JOIN claim ON claim.mention = link.b
WHERE link.kind <> 'recorded-with' AND claim.kind NOT IN ('person', 'organisation')
ORDER BY link.a, claim.kind, claim.property, claim.raw
"""
