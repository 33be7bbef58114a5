"""Recorded crime in the town: an even background, planted hot places and one planted change.

Nothing about a person, a person's origin included, depends on anything else here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from remit.world.chance import Chance
from remit.world.streets import Street

__all__ = ["CHANGE", "HOT", "TYPES", "Change", "Crime", "Hot", "crimes"]

TYPES: Mapping[str, float] = {
    "Anti-social behaviour": 52,
    "Bicycle theft": 8,
    "Burglary": 22,
    "Criminal damage and arson": 18,
    "Drugs": 11,
    "Other crime": 5,
    "Other theft": 24,
    "Possession of weapons": 3,
    "Public order": 16,
    "Robbery": 7,
    "Shoplifting": 20,
    "Theft from the person": 10,
    "Vehicle crime": 26,
    "Violence and sexual offences": 68,
}
"""Mean crimes a month in the whole town, by the published crime type."""

OUTCOMES = (
    "Under investigation",
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Local resolution",
    "Offender given a caution",
    "Awaiting court outcome",
)
OUTCOME_WEIGHTS = (20, 46, 20, 4, 3, 7)


@dataclass(frozen=True, slots=True)
class Hot:
    """A street with more of one crime type than chance would give it."""

    street: int
    """Position of the street among the town's streets."""
    crime_type: str
    extra: float
    """Mean crimes a month on top of the background, at the street's first snap point."""


@dataclass(frozen=True, slots=True)
class Change:
    """A crime type that rises in two neighbouring streets, from one month on."""

    streets: tuple[int, ...]
    crime_type: str
    last_months: int
    extra: float
    """Mean crimes a month and street on top of the background, in those months."""


HOT = (
    Hot(27, "Shoplifting", 14.0),
    Hot(28, "Theft from the person", 8.0),
    Hot(52, "Vehicle crime", 9.0),
)
CHANGE = Change((41, 43), "Burglary", 6, 9.0)


@dataclass(frozen=True, slots=True)
class Crime:
    """One recorded crime; `outcome` is None for anti-social behaviour."""

    id: str
    month: str
    crime_type: str
    street: Street
    point: tuple[float, float]
    outcome: str | None


def crimes(chance: Chance, streets: Sequence[Street], months: Sequence[str]) -> Iterator[Crime]:
    """Every crime of every month, in the order in which the files list them."""
    weights = [0.4 + 1.2 * chance.share("weight", street.name) for street in streets]
    for position, month in enumerate(months):
        found = [
            _crime(
                chance,
                month,
                crime_type,
                number,
                _where(chance, streets, weights, number, month, crime_type),
            )
            for crime_type, mean in TYPES.items()
            for number in range(chance.count(mean, "month", month, crime_type))
        ]
        for index, crime_type, extra in _planted(position, len(months)):
            street = streets[index]
            found += [
                _crime(chance, month, crime_type, f"{street.name} {n}", (street, street.points[0]))
                for n in range(chance.count(extra, "planted", month, street.name))
            ]
        yield from sorted(found, key=lambda crime: crime.id)


def _planted(position: int, months: int) -> Iterator[tuple[int, str, float]]:
    yield from ((hot.street, hot.crime_type, hot.extra) for hot in HOT)
    if position >= months - CHANGE.last_months:
        yield from ((street, CHANGE.crime_type, CHANGE.extra) for street in CHANGE.streets)


def _where(
    chance: Chance,
    streets: Sequence[Street],
    weights: Sequence[float],
    *key: object,
) -> tuple[Street, tuple[float, float]]:
    street = chance.weighted(streets, weights, "where", *key)
    return street, chance.pick(street.points, "point", *key)


def _crime(
    chance: Chance,
    month: str,
    crime_type: str,
    number: object,
    where: tuple[Street, tuple[float, float]],
) -> Crime:
    key = (month, crime_type, number)
    street, point = where
    ends = crime_type != "Anti-social behaviour"
    outcome = chance.weighted(OUTCOMES, OUTCOME_WEIGHTS, "outcome", *key) if ends else None
    return Crime(chance.hex("crime", *key), month, crime_type, street, point, outcome)
