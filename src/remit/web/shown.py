"""How things are shown: the frame around every page, and the filters its templates use."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from remit.authority.brake import Brake
from remit.authority.case import Case
from remit.ledger.cosigned import Cosigned, newest
from remit.ontology.model import ontology

if TYPE_CHECKING:
    from remit.web.desk import Desk

__all__ = ["Frame", "Place", "environment"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the left rail; `why_not` says why it is not open to this person here."""

    title: str
    address: str | None
    icon: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    exercise: bool
    expires: datetime | None
    brakes: tuple[Brake, ...]
    rail: tuple[Place, ...]
    below: tuple[Place, ...]
    size: int
    """Entries in the ledger."""
    head_at: datetime | None
    witnessed: str

    @classmethod
    def of(cls, desk: "Desk", case: Case | None) -> "Frame":
        """The frame for this person, in this case."""
        house = desk.house
        head = house.log.head()
        return cls(
            exercise=house.exercise,
            expires=house.workspace.expires,
            brakes=tuple(house.brakes.status()),
            rail=_rail(desk, case),
            below=_below(),
            size=head.size,
            head_at=head.at,
            witnessed=_witnessed(newest(house.engine), head.size, house.now()),
        )


def _witnessed(last: Cosigned | None, size: int, now: datetime) -> str:
    """Who cosigned last, how long ago, and what came since."""
    if last is None:
        return "no witness has cosigned it"
    more = size - last.size
    since = f", {more:,} entr{'y' if more == 1 else 'ies'} since" if more > 0 else ""
    return f"cosigned by {last.witness} {_ago(now - last.at)} ago{since}"


def _ago(age: timedelta) -> str:
    """A length of time in its largest unit.

    >>> _ago(timedelta(minutes=90)), _ago(timedelta(days=1)), _ago(timedelta(seconds=3))
    ('1 hour', '1 day', 'less than a minute')
    """
    for seconds, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = int(age.total_seconds()) // seconds
        if count > 0:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"


def _rail(desk: "Desk", case: Case | None) -> tuple[Place, ...]:
    if desk.overseer:
        why = "overseers see no case content"
        return (Place("Cases", None, "case", why), Place("Search", None, "search", why))
    if case is None:
        why = "choose a case first"
        return (
            Place("Cases", "/cases", "case"),
            *(Place(title, None, icon, why) for title, _, icon in _WORK),
        )
    granted = desk.granted()
    root = f"/cases/{case.id}"
    return (
        Place("Cases", "/cases", "case"),
        Place("Case", root, "document"),
        *(_work(root, case, granted, *one) for one in _WORK),
        *(Place(title, None, icon, _LATER) for title, icon in _NOT_YET),
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


def _below() -> tuple[Place, ...]:
    return (
        Place("Remits", "/remits", "seal"),
        Place("Handbrake", "/brakes", "brake"),
        Place("Ledger", "/ledger", "ledger"),
        Place("My acts", "/acts", "act"),
    )


_WORK = (
    ("Search", "search", "search"),
    ("Paths", "paths", "path"),
    ("Products", "products", "product"),
    ("Load", "load", "load"),
)

_CAPABILITY = {"search": "search", "paths": "path", "products": "product", "load": "load"}

_NOT_YET = (("Chart", "path"), ("Time and map", "place"))
_LATER = "no capability of this name is installed"


@cache
def environment() -> Environment:
    """The templates, escaping everything they show."""
    made = Environment(
        loader=PackageLoader("remit.web", "templates"),
        autoescape=True,
        finalize=_unturned,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["identifiers"] = _identifiers()
    made.filters |= {"number": _number, "when": _when, "plain": _plain, "share": _share}
    return made


def _identifiers() -> frozenset[str]:
    """Properties that hold identifiers, which stand in a letter where 0 and O differ."""
    return frozenset(
        name
        for kind in ontology().entities.values()
        for name, one in kind.properties.items()
        if one.type in _EXACT
    )


_EXACT = {"coordinate", "email", "identifier", "phone", "postcode", "vrm"}
"""Value types in which every character counts."""


def _unturned(value: Any) -> Any:
    """A text whose characters that turn the rest around are written out, not obeyed.

    >>> _unturned("gnp.\u202eexe")
    'gnp.[U+202E]exe'
    """
    return value.translate(_TURNING) if isinstance(value, str) else value


_TURNING = {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""Embeddings, overrides and isolates of the bidirectional algorithm; its marks are harmless."""


def _number(value: int) -> str:
    return f"{value:,}"


def _when(value: Any) -> str:
    """A time in UTC, to the minute."""
    if value is None:
        return "not yet"
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment.astimezone(UTC):%d %b %Y, %H:%M} UTC"


def _plain(value: str) -> str:
    """A name of the code as words."""
    return value.replace("_", " ").replace("-", " ")


def _share(value: float) -> str:
    return f"{value:.2f}"
