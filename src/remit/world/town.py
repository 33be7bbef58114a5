"""The town as a whole: one seed, its months, and everything drawn from them."""

from dataclasses import dataclass, field
from functools import cached_property

from remit.world.chance import Chance
from remit.world.crimes import Crime, crimes
from remit.world.people import Person, people
from remit.world.searches import Search, searches
from remit.world.streets import Street, streets

__all__ = ["FORCE", "Town"]

FORCE = "Larkhithe Constabulary"
"""The town's own force, as invented as the town."""


@dataclass(frozen=True)
class Town:
    """Larkhithe, drawn from `seed`, over `length` months up to `last_month` (YYYY-MM)."""

    seed: int = 1
    length: int = 18
    last_month: str = "2026-09"
    _chance: Chance = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_chance", Chance(self.seed))

    @property
    def chance(self) -> Chance:
        """The town's chance, for what is drawn while writing."""
        return self._chance

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The months, oldest first."""
        year, month = map(int, self.last_month.split("-"))
        last = year * 12 + month - 1
        return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(last - self.length + 1, last + 1))

    @cached_property
    def streets(self) -> tuple[Street, ...]:
        """The streets, area by area."""
        return streets(self._chance)

    @cached_property
    def crimes(self) -> tuple[Crime, ...]:
        """Every recorded crime, by month."""
        return tuple(crimes(self._chance, self.streets, self.months))

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The rows of the register of people and vehicles."""
        return people(self._chance, self.streets)

    def searches(self, month: str) -> tuple[Search, ...]:
        """The stops and searches of one month."""
        return tuple(searches(self._chance, self.streets, month))
