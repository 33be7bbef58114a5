"""The people of a view as records to compare: one a mention, with what its row says of it.

What a row says is its own claims, and the numbers, vehicles, accounts and addresses that it states
to be theirs. Where a row names one person and one address, at which nothing is said to have
happened, that is compared too: registers of keepers and of custody have dates, so they do not say
that the address is anybody's home. Anything else that merely stands in the same row
(`recorded-with`) is not of them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from remit.store.judgements import Stands

__all__ = ["STRONG", "Asking", "People", "by_load", "people"]

_OWN: Mapping[str, str] = MappingProxyType(
    {
        "name": "name",
        "first_name": "forename",
        "last_name": "surname",
        "alias": "alias",
        "date_of_birth": "born",
        "address": "address",
        "postcode": "postcode",
        "phone": "identifier",
        "email": "identifier",
        "nino": "identifier",
        "pnc": "identifier",
        "cro": "identifier",
        "driver_number": "identifier",
        "passport": "identifier",
    }
)
"""Properties of a person that are compared, and what each means. A `reference` is of the file that
it stands in, and what is protected is never read."""

_LINKED: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("phone", "number"): ("phone", "identifier"),
        ("email", "address"): ("email", "identifier"),
        ("account", "bank_account"): ("account", "identifier"),
        ("account", "number"): ("account", "identifier"),
        ("vehicle", "vrm"): ("vehicle", "identifier"),
        ("sim", "imsi"): ("sim", "identifier"),
        ("handset", "imei"): ("handset", "identifier"),
        ("address", "address"): ("address", "address"),
        ("address", "postcode"): ("postcode", "postcode"),
    }
)
"""By kind and property of a thing that a row says is a person's: the column, and what it means."""

STRONG = ("pnc", "cro")
"""Identifiers that a person has one of: two that differ hold two mentions apart."""


class Asking(Protocol):
    """What reading people, or organisations, uses of a View."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""


@dataclass(frozen=True)
class People:
    """Mentions of people, or of organisations, in order of their ids, and values by column."""

    stands: tuple[Stands, ...]
    columns: Mapping[str, list[str | None]]
    """One value a mention; None where its row says none."""
    means: Mapping[str, str]
    """What each column means (`meanings.py`)."""
    listed: tuple[str | None, ...] = ()
    """For each mention the load that it stands in, where that is a list: where nothing is said to
    have happened. Who stands in it twice is told by a number or a date that both rows have."""


def people(view: Asking) -> People:
    """The people in view of whom more is said than nothing."""
    rows = view.run(_MENTIONS).to_pylist()
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    beside: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in view.run(_CLAIMS, {"names": list(_OWN)}).to_pylist():
        said[row["mention"]][row["property"]].add(_text(row))
    view.check()
    for row in view.run(_THEIRS).to_pylist():
        linked = _LINKED.get((row["kind"], row["property"]))
        if linked is not None:
            said[row["mention"]][linked[0]].add(_text(row))
    view.check()
    for row in view.run(_BESIDE).to_pylist():
        linked = _LINKED[row["kind"], row["property"]]
        beside[row["mention"]][linked[0]].add(_text(row))
    for mention, home in beside.items():
        if not said[mention].keys() & {"address", "postcode"}:
            said[mention].update(home)
    view.check()
    stands = tuple(Stands(**row) for row in rows if row["mention"] in said)
    means = dict(_OWN) | dict(_LINKED.values())
    columns: dict[str, list[str | None]] = {}
    for column, meaning in means.items():
        values = [_value(meaning, said[one.mention].get(column)) for one in stands]
        if any(values):
            columns[column] = values
    timed = {row["load"] for row in view.run(_TIMED).to_pylist()}
    listed = tuple(None if one.load in timed else one.load for one in stands)
    return People(stands, columns, {name: means[name] for name in columns}, listed)


def by_load(view: Asking, kind: str = "person") -> dict[str, int]:
    """Mentions of a kind in view, by load: what a resolution knew, and what came since."""
    rows = view.run(_BY_LOAD, {"kind": kind}).to_pylist()
    return {row["load"]: int(row["n"]) for row in rows}


def _text(row: Mapping[str, Any]) -> str:
    return str(row["value"] or row["raw"])


def _value(meaning: str, values: set[str] | None) -> str | None:
    """One text out of all that a row says: names together, of others the first in order."""
    if not values:
        return None
    ordered = sorted(values)
    if meaning in ("name", "forename", "surname"):
        return " ".join(ordered)
    return ";".join(ordered) if meaning == "alias" else ordered[0]


_MENTIONS = """
SELECT id AS mention, load, pos, handling FROM mention WHERE kind = 'person' ORDER BY id
"""

_BY_LOAD = """
SELECT load, count(*) AS n FROM mention WHERE kind = $kind GROUP BY load ORDER BY load
"""

_TIMED = """
SELECT DISTINCT event.load FROM event_by_time AS event
INNER JOIN (SELECT DISTINCT load FROM mention WHERE kind = 'person') AS peopled
ON peopled.load = event.load
"""

_CLAIMS = """
SELECT mention, property, raw, value FROM claim
WHERE kind = 'person' AND property IN (SELECT unnest($names)) ORDER BY mention, property, raw
"""

_THEIRS = """
SELECT theirs.mention, claim.kind, claim.property, claim.raw, claim.value
FROM claim
INNER JOIN (
    SELECT link.b AS thing, link.a AS mention FROM link
    WHERE link.kind <> 'recorded-with'
) AS theirs ON theirs.thing = claim.mention
WHERE claim.kind <> 'person'
ORDER BY theirs.mention, claim.kind, claim.property, claim.raw
"""

_BESIDE = """
WITH lone AS (
    SELECT load, pos FROM mention WHERE kind IN ('person', 'address')
    GROUP BY load, pos
    HAVING count(*) FILTER (kind = 'person') = 1 AND count(*) FILTER (kind = 'address') = 1
)
SELECT link.a AS mention, claim.kind, claim.property, claim.raw, claim.value
FROM link
INNER JOIN mention AS home ON home.id = link.b AND home.kind = 'address'
INNER JOIN lone ON lone.load = home.load AND lone.pos = home.pos
INNER JOIN claim ON claim.mention = home.id
WHERE link.kind = 'recorded-with' AND claim.property IN ('address', 'postcode') AND NOT EXISTS (
    SELECT 1 FROM event_by_time AS event
    WHERE event.load = home.load AND event.pos = home.pos AND event.place IN (home.id, home.thing)
)
ORDER BY link.a, claim.property, claim.raw
"""
