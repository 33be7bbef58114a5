"""The left rail: every room by name; one that is not open says why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from remit.authority.actor import INDEPENDENT
from remit.authority.case import Case

if TYPE_CHECKING:
    from remit.web.desk import Desk

__all__ = ["Place", "below", "rail"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the left rail; `why_not` says why it is not open to this person here."""

    title: str
    address: str | None
    icon: str
    why_not: str = ""


def rail(desk: "Desk", case: Case | None) -> tuple[Place, ...]:
    """The rooms of the work, for this person in this case."""
    if desk.overseer:
        why = "overseers see no case content"
        return (Place("Cases", None, "case", why), Place("Search", None, "search", why))
    if INDEPENDENT in desk.actor.roles:
        why = "an independent reviewer sees nothing else of a case"
        return (_held(desk), Place("Cases", None, "case", why))
    if case is None:
        why = "choose a case first"
        return (
            Place("Cases", "/cases", "case"),
            *(Place(title, None, icon, why) for title, _, icon in _WORK),
            _held(desk),
        )
    granted = desk.granted()
    root = f"/cases/{case.id}"
    return (
        Place("Cases", "/cases", "case"),
        Place("Case", root, "document"),
        *(_work(root, case, granted, *one) for one in _WORK),
        _held(desk),
    )


def _work(
    root: str, case: Case, granted: frozenset[str], title: str, path: str, icon: str
) -> Place:
    """One kind of work in a case: open, or why it is not."""
    if case.state != "open":
        return Place(title, None, icon, f"the case is {case.state}")
    if _CAPABILITY[path] not in granted:
        return Place(title, None, icon, "no live remit admits your role to it")
    return Place(title, f"{root}/{path}", icon)


def _held(desk: "Desk") -> Place:
    """What is held back: open to whom a remit admits, who has no part in any case shown."""
    if "quarantine" in desk.granted():
        return Place("Held", "/held", "held")
    return Place("Held", None, "held", "an independent reviewer decides on what is held back")


def below() -> tuple[Place, ...]:
    """The rooms of oversight, open to everyone signed in."""
    return (
        Place("Remits", "/remits", "seal"),
        Place("Handbrake", "/brakes", "brake"),
        Place("Ledger", "/ledger", "ledger"),
        Place("My acts", "/acts", "act"),
    )


_WORK = (
    ("Search", "search", "search"),
    ("Chart", "chart", "chart"),
    ("Time and map", "time-and-map", "place"),
    ("Paths", "paths", "path"),
    ("Who is who", "identity/review", "person"),
    ("Findings", "analyses", "act"),
    ("Texts", "texts", "document"),
    ("Products", "products", "product"),
    ("Load", "load", "load"),
    ("Loads", "loads", "loads"),
)

_CAPABILITY = {
    "search": "search",
    "chart": "network",
    "time-and-map": "time-and-map",
    "paths": "path",
    "identity/review": "resolve",
    "analyses": "analyse",
    "texts": "extract",
    "products": "product",
    "load": "load",
    "loads": "load",
}
