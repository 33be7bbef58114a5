"""Who asks, in which case, for what purpose and why: the options of every command with an act."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from remit.authority.actor import Actor
from remit.errors import Misuse, NotFound
from remit.house import Answer, House
from remit.settings import settings

__all__ = [
    "Asking",
    "Desk",
    "acting_options",
    "asking_options",
    "at_desk",
    "json_option",
    "open_house",
]

DEFAULT_ACTOR = "analyst"
"""Who acts in an exercise where neither `--as` nor REMIT_AS says."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
_as_option = click.option(
    "--as", "acting_as", metavar="WHO", help="Who acts; only in an exercise. [REMIT_AS]"
)
_act_options = (
    click.option("--case", metavar="CASE", help="The case. [REMIT_CASE]"),
    click.option("--purpose", metavar="TEXT", help="What for. [REMIT_PURPOSE]"),
    click.option("--because", metavar="TEXT", help="Why it is needed now. [REMIT_BECAUSE]"),
    click.option("--line", metavar="LINE", help="The line of enquiry whose reason is inherited."),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What the options say; settings stand in for what was left out."""

    case: str | None
    purpose: str | None
    because: str | None
    line: str | None
    acting_as: str | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """An open house with the person who acts and the terms on which."""

    house: House
    actor: Actor
    asking: Asking

    def use(self, verb: str, **params: Any) -> Answer:
        """Run one capability's function in one act."""
        asking = self.asking
        return self.house.use(
            self.actor,
            verb,
            case=asking.case,
            purpose=asking.purpose,
            because=asking.because,
            line=asking.line,
            **params,
        )


def asking_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a command that needs an act; the command gets one `asking` for them."""
    return _options(command, (*_act_options, _as_option, json_option), act=True)


def acting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of a command that decides or reads without an act: who, and how to print."""
    return _options(command, (_as_option, json_option), act=False)


@contextmanager
def open_house() -> Iterator[House]:
    """The house of the configured workspace, for what the service account itself may do."""
    now = settings()
    home, keys = now.workspace()
    house = House.open(home, keys, database=now.database)
    try:
        yield house
    finally:
        house.close()


@contextmanager
def at_desk(asking: Asking) -> Iterator[Desk]:
    """The house of the configured workspace, open, with the person who acts."""
    now = settings()
    with open_house() as house:
        yield Desk(house, _who(house, asking.acting_as or now.acting_as, now.session), asking)


def _options(
    command: Callable[..., Any], options: tuple[Any, ...], *, act: bool
) -> Callable[..., Any]:
    @wraps(command)
    def with_asking(acting_as: str | None, as_json: bool, **given: Any) -> Any:
        now = settings()
        said = {name: given.pop(name) if act else None for name in ("case", "purpose", "because")}
        asking = Asking(
            case=said["case"] or now.case,
            purpose=said["purpose"] or now.purpose,
            because=said["because"] or now.because,
            line=given.pop("line") if act else None,
            acting_as=acting_as,
            as_json=as_json,
        )
        return command(asking=asking, **given)

    for option in reversed(options):
        with_asking = option(with_asking)
    return with_asking


def _who(house: House, named: str | None, session: str | None) -> Actor:
    """An exercise takes anyone's word for who they are; an operational workspace nobody's."""
    if house.exercise:
        try:
            return house.actors.get(named or DEFAULT_ACTOR)
        except NotFound:
            known = ", ".join(actor.id for actor in house.actors.all())
            raise Misuse(f"nobody is enrolled as {named}; there are {known}") from None
    if named:
        raise Misuse("--as is for exercises; here a signed-in session says who acts")
    actor = house.signin.session(session) if session else None
    if actor is None:
        raise Misuse(
            "sign in first: `remit people link` gives a link, REMIT_SESSION takes the session"
        )
    return actor
