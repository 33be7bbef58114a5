"""The acts that are open in this process: the only ones a capability function will serve.

An act enters here after its intent is durable and leaves with its outcome. A function
declared by `Capability.verb` looks its caller up here, so an object that merely looks like
an act opens nothing.
"""

from typing import Any, Protocol
from weakref import WeakSet

from remit.authority.conditions import explain
from remit.errors import Condition, Stopped

__all__ = ["LiveAct", "enter", "is_open", "known", "leave", "serve"]


class LiveAct(Protocol):
    """What the guard of a capability function asks of an act."""

    @property
    def id(self) -> str:
        """Id of the act."""

    @property
    def verb(self) -> str:
        """Id of the verb the act was admitted for."""

    @property
    def stopped(self) -> tuple[Condition, ...]:
        """What cut the act off; empty when nothing did."""

    def check(self) -> None:
        """Raise `Stopped` when the act is closed or was stopped."""


_OPEN: dict[str, LiveAct] = {}

_LEFT: WeakSet[LiveAct] = WeakSet()
"""Acts that are over and still held by whoever was using them."""


def enter(act: LiveAct) -> None:
    """Record that `act` was admitted and is open."""
    _OPEN[act.id] = act


def leave(act: LiveAct) -> None:
    """Record that `act` is over. Leaving twice is harmless."""
    if _OPEN.pop(act.id, None) is not None:
        _LEFT.add(act)


def is_open(act_id: str) -> bool:
    """Whether an act of that id is open in this process."""
    return act_id in _OPEN


def known(act: object) -> bool:
    """Whether this very object is an open act, and not one that merely looks like it."""
    return act is not None and _OPEN.get(getattr(act, "id", "")) is act


def serve(hand: object, verb: str) -> None:
    """Refuse unless `hand` carries an open act that was admitted for `verb`.

    Raises `Stopped` with condition `act.none` or `act.verb`, or whatever stopped the act.
    """
    shown: Any = getattr(hand, "act", None)
    if not known(shown):
        if shown in _LEFT and shown.stopped:  # between two looks: say what stopped it
            shown.check()
        raise Stopped([explain("act.none", verb=verb)])
    if shown.verb != verb:
        raise Stopped([explain("act.verb", verb=verb, admitted=shown.verb)], shown.id)
    shown.check()
