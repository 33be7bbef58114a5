"""How a kind of thing is drawn: its icon, its hue and its outline, the same on every page."""

from dataclasses import dataclass

__all__ = ["DRAWN", "EXACT", "ROLES", "Drawn", "drawn", "letters"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One way of drawing, for the kinds that are alike."""

    group: str
    """Name of the group: of its hue in the style sheet, and in a legend."""
    icon: str
    """A symbol of `icons.svg`."""
    shape: str
    """An outline that Cytoscape draws, and `marks.svg` nearly."""


DRAWN = (
    Drawn("person", "person", "ellipse"),
    Drawn("organisation", "organisation", "octagon"),
    Drawn("vehicle", "vehicle", "round-rectangle"),
    Drawn("phone", "phone", "rectangle"),
    Drawn("account", "account", "hexagon"),
    Drawn("place", "place", "diamond"),
    Drawn("document", "document", "cut-rectangle"),
    Drawn("object", "object", "barrel"),
)
"""Eight ways, so that hues stay apart for everyone; the outline says the same without a hue."""

_OTHERS = {
    "handset": "phone",
    "sim": "phone",
    "email": "phone",
    "ip-address": "phone",
    "online-account": "phone",
    "device": "phone",
    "payment-card": "account",
    "cash": "account",
    "address": "place",
    "area": "place",
    "camera": "place",
    "cell-site": "place",
}
_BY_GROUP = {one.group: one for one in DRAWN}
_ICONS = {
    "address": "address",
    "camera": "camera",
    "cell-site": "mast",
    "handset": "handset",
    "sim": "sim",
    "event": "event",
}

EXACT = frozenset({"vehicle", "phone", "account"})
"""Groups whose things are called by an identifier, where 0 and O, 1 and I must differ."""

ROLES = {"suspect": "S", "convicted": "C", "victim": "V", "witness": "W", "third-party": "T"}
"""Letters of the categories that a record claims for a person."""


def drawn(kind: str) -> Drawn:
    """How things of a kind are drawn.

    >>> drawn("handset").group, drawn("address").icon, drawn("drug").group
    ('phone', 'address', 'object')
    """
    found = _BY_GROUP.get(_OTHERS.get(kind, kind), _BY_GROUP["object"])
    return Drawn(found.group, _ICONS.get(kind, found.icon), found.shape)


def letters(roles: list[str]) -> str:
    """The letters of some roles, in the order of `ROLES`.

    >>> letters(["victim", "suspect"])
    'SV'
    """
    return "".join(letter for role, letter in ROLES.items() if role in roles)
