"""FollowTheMoney JSON (followthemoney.tech): an entity a line, things first, then links.

A link is an `UnknownLink`, whose role is our kind: their model has no grading, handling, place on a
chart or count, so all of ours stands besides under `remit`, which their programs carry along. Kinds
that their model lacks are an `Asset` with the kind as its summary.
"""

from collections.abc import Mapping
from json import dumps
from typing import Any

from remit.errors import BadInput
from remit.ontology.types import phone
from remit.products.exchange.columns import OF_LINKS, OF_NODES, Kept
from remit.products.exchange.graph import Graph, Link, Node, in_utc

__all__ = ["write"]

_SCHEMATA: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "person": ("Person", ()),
    "organisation": ("Organization", ()),
    "vehicle": ("Vehicle", ("registrationNumber",)),
    "account": ("BankAccount", ("accountNumber",)),
    "phone": ("UserAccount", ("username",)),
    "email": ("UserAccount", ("username", "email")),
    "online-account": ("UserAccount", ("username",)),
    "ip-address": ("UserAccount", ("username", "ipAddress")),
    "document": ("Document", ("title",)),
    "address": ("Address", ("full",)),
    "place": ("Address", ("full",)),
    "area": ("Address", ("full",)),
    "camera": ("Address", ("full",)),
    "cell-site": ("Address", ("full",)),
}
"""Schema of a kind, and the properties besides the name that its label is."""

_LACKING = ("Asset", ())


def write(graph: Graph) -> bytes:
    """The chart as lines of JSON: the same chart, the same bytes."""
    facts = graph.facts()
    told = [*map(_thing, graph.nodes), *map(_link, graph.links)]
    lines = (dumps(one | {"export": facts}, ensure_ascii=False, sort_keys=True) for one in told)
    return "".join(f"{line}\n" for line in lines).encode(errors="replace")


def _thing(one: Node) -> dict[str, Any]:
    schema, named = _SCHEMATA.get(one.kind, _LACKING)
    said = {name: [one.label] for name in ("name", *named)}
    if one.kind == "phone" and (number := _number(one.label)):
        said["phone"] = [number]
    return {
        "id": one.id,
        "schema": schema,
        "properties": {**said, "summary": [one.kind], **_published(one)},
        "remit": {"label": one.label, **_all(one, OF_NODES)},
    }


def _number(label: str) -> str | None:
    """The number with its country's code, which is the only way their model takes it."""
    try:
        number = phone.clean(label)
    except BadInput:
        return None
    return number if number and number.startswith("+") else None


def _link(one: Link) -> dict[str, Any]:
    said = {"subject": [one.source], "object": [one.target], "role": [one.kind]}
    times = {"startDate": one.first, "endDate": one.last}
    said |= {name: [in_utc(at).isoformat()] for name, at in times.items() if at}
    if one.rows:
        said["recordId"] = [row.plain() for row in one.rows]
    return {
        "id": one.id,
        "schema": "UnknownLink",
        "properties": {**said, **_published(one)},
        "remit": _all(one, OF_LINKS),
    }


def _published(one: Node | Link) -> dict[str, list[str]]:
    sources = sorted({row.source for row in one.rows})
    return {"publisher": sources} if sources else {}


def _all(one: Node | Link, columns: Mapping[str, Kept]) -> dict[str, str]:
    return {name: read(one) for name, (_, read) in columns.items()}
