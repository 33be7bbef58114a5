"""What forms say of a thing and of a link besides id, label and ends, in their order."""

from collections.abc import Callable, Mapping
from typing import Literal

from remit.products.exchange.graph import Link, Node, rows_as_json

__all__ = ["OF_LINKS", "OF_NODES", "Kept", "Type"]

Type = Literal["string", "int"]
Kept = tuple[Type, Callable[..., str]]
"""The type of a column, and its text for a thing or link; empty where nothing is known."""


def _node(read: Callable[[Node], str]) -> Callable[[Node], str]:
    return read


def _link(read: Callable[[Link], str]) -> Callable[[Link], str]:
    return read


OF_NODES: Mapping[str, Kept] = {
    "kind": ("string", _node(lambda one: one.kind)),
    "roles": ("string", _node(lambda one: " ".join(one.roles))),
    "x": ("int", _node(lambda one: str(one.x))),
    "y": ("int", _node(lambda one: str(one.y))),
    "degree": ("int", _node(lambda one: str(one.degree))),
    "grading": ("string", _node(lambda one: one.grading or "")),
    "handling": ("string", _node(lambda one: " ".join(one.handling))),
    "rows": ("string", _node(lambda one: rows_as_json(one.rows))),
    "rows_in_all": ("int", _node(lambda one: str(one.rows_in_all))),
}

OF_LINKS: Mapping[str, Kept] = {
    "kind": ("string", _link(lambda one: one.kind)),
    "count": ("int", _link(lambda one: str(one.count))),
    "first": ("string", _link(lambda one: one.first or "")),
    "last": ("string", _link(lambda one: one.last or "")),
    "means": ("string", _link(lambda one: one.means)),
    "grading": ("string", _link(lambda one: one.grading or "")),
    "handling": ("string", _link(lambda one: " ".join(one.handling))),
    "rows": ("string", _link(lambda one: rows_as_json(one.rows))),
    "rows_in_all": ("int", _link(lambda one: str(one.rows_in_all))),
}
