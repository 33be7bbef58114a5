"""What live remits admit each role to, for the rail: a hint on the page, never a decision.

The gate reads the remits itself, in each act. Here they are read anew only when one has moved.
"""

from datetime import datetime

from remit.authority.actor import Actor
from remit.house import House

__all__ = ["Granted"]


class Granted:
    """The capabilities that live remits name, with their roles."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._generation = -1
        self._live: tuple[tuple[str, frozenset[str], datetime], ...] = ()

    def to(self, actor: Actor) -> frozenset[str]:
        """Capabilities of which a live remit names a role of this person."""
        generation, now = self._house.generation(), self._house.now()
        if generation != self._generation:
            held = [one.remit for one in self._house.remits.list() if one.state == "live"]
            self._live = tuple((r.capability, r.roles, r.valid_to) for r in held)
            self._generation = generation
        return frozenset(
            capability
            for capability, roles, until in self._live
            if roles & actor.roles and now < until
        )
