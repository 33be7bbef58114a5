"""How things are shown: the frame around every page, and the filters its templates use."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from remit.authority.brake import Brake
from remit.authority.case import Case
from remit.authority.remits import Held
from remit.ledger.cosigned import Cosigned, newest
from remit.ontology.judged import JUDGED, PROPOSED
from remit.ontology.model import ontology
from remit.web.kinds import drawn
from remit.web.rail import Place, below, rail
from remit.web.weights import bits, chance, feature, odds

if TYPE_CHECKING:
    from remit.web.desk import Desk

__all__ = ["Frame", "environment", "unturned"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    exercise: bool
    expires: datetime | None
    brakes: tuple[Brake, ...]
    remit: Held | None
    """What allowed that which is shown, and how it stands; None where nothing was."""
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
            remit=_remit(desk),
            rail=rail(desk, case),
            below=below(),
            size=head.size,
            head_at=head.at,
            witnessed=_witnessed(newest(house.engine), head.size, house.now()),
        )


def _remit(desk: "Desk") -> Held | None:
    if desk.act is None:
        return None
    act = desk.house.acts.get(desk.act, desk.actor)
    return desk.house.remits.get(act.remit, act.version) if act.remit else None


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


@cache
def environment() -> Environment:
    """The templates, escaping everything they show."""
    made = Environment(
        loader=PackageLoader("remit.web", "templates"),
        autoescape=True,
        finalize=unturned,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["identifiers"] = _identifiers()
    made.globals["drawn"] = drawn
    made.globals |= {"proposed": tuple(PROPOSED), "judged_kinds": tuple(JUDGED)}
    made.filters |= {"number": _number, "when": _when, "plain": _plain, "share": _share}
    made.filters |= {"bits": bits, "odds": odds, "feature": feature, "chance": chance}
    made.filters |= {"kind_one": _kind_one, "kind_many": _kind_many}
    made.filters["drawn_group"] = lambda kind: drawn(kind).group
    return made


def _kind_one(kind: str) -> str:
    """A kind of thing in words.

    >>> _kind_one("person"), _kind_one("phone")
    ('person', 'telephone number')
    """
    return ontology().entity(kind).label.lower()


def _kind_many(kind: str) -> str:
    """A kind of thing in words, several of it.

    >>> _kind_many("person"), _kind_many("organisation")
    ('people', 'organisations')
    """
    return ontology().entity(kind).plural.lower()


def _identifiers() -> frozenset[str]:
    """Properties that hold identifiers, which stand in a letter where 0 and O differ."""
    return frozenset(
        name
        for kind in ontology().entities.values()
        for name, one in kind.properties.items()
        if one.type not in _PROSE
    )


_PROSE = {"address", "birth", "date", "name", "text", "time", "time_meaning"}
"""Value types that read as words; in every other type each character counts."""


def unturned(value: Any) -> Any:
    """A text whose characters that turn the rest around are written out, not obeyed.

    Of a list or dict, every text in it: what a script draws is shown as well.

    >>> unturned("gnp.\u202eexe")
    'gnp.[U+202E]exe'
    """
    if isinstance(value, str):
        return value.translate(_TURNING)
    if isinstance(value, dict):
        return {unturned(name): unturned(one) for name, one in value.items()}
    return [unturned(one) for one in value] if isinstance(value, list) else value


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
