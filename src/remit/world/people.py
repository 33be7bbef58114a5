"""People and vehicles of the town, as one register keeps them: a plain table, a row a report.

The telephone numbers are from the ranges that Ofcom keeps for drama, the postcodes from an area
that was never given out, the registration marks carry an age identifier not yet in use. Some
people share a telephone or a vehicle, and some are written down in more than one way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from remit.world.chance import Chance
from remit.world.streets import Street

__all__ = ["CHAIN", "Person", "people"]

ORDINARY = 84
"""People who share nothing on purpose."""

FORENAMES = (
    "Aisha", "Amara", "Bronwen", "Callum", "Chidi", "Daniela", "Declan", "Esther", "Farah",
    "Gareth", "Hana", "Ibrahim", "Ioana", "Jasmine", "Kwame", "Leila", "Marek", "Naomi",
    "Oluwaseun", "Priya", "Quentin", "Rosa", "Siobhan", "Tomasz", "Usman", "Viktor",
    "Wei", "Yusuf", "Zara",
)  # fmt: skip
SURNAMES = (
    "Adeyemi", "Begum", "Chowdhury", "Davies", "Ellery", "Fitzroy", "Grabowski", "Hartnell",
    "Ionescu", "Jallow", "Kaminski", "Lindqvist", "Mensah", "Nakamura", "O'Shea", "Petrov",
    "Quaye", "Rahman", "Santos", "Thorne", "Umarov", "Vasquez", "Whitlock", "Yeboah", "Zielinski",
)  # fmt: skip
ROLES = ("suspect", "victim", "witness", "third party")
ROLE_WEIGHTS = (18, 42, 26, 14)

CHAIN = ("Aylin Demir", "Marcus Oakhurst", "Ines Carvalho", "Tobias Fenwright")
"""Each shares a telephone or a vehicle with the next: a path from the first to the last."""


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the register; empty text where nothing was written down."""

    name: str
    born: date
    role: str
    phone: str
    vehicle: str
    address: str
    postcode: str


def people(chance: Chance, streets: Sequence[Street]) -> tuple[Person, ...]:
    """Every row, in the order of the file."""
    ordinary = [_person(chance, streets, f"ordinary {n}") for n in range(ORDINARY)]
    rows = [*ordinary, *_chain(chance, streets), *_written_twice(ordinary)]
    return tuple(sorted(rows, key=lambda row: chance.share("order", row.name, row.role, row.phone)))


def _chain(chance: Chance, streets: Sequence[Street]) -> Iterator[Person]:
    """Demir and Oakhurst share a telephone, Oakhurst and Carvalho a vehicle, and so on."""
    first, second, third, fourth = (
        replace(_person(chance, streets, name), name=name) for name in CHAIN
    )
    phone, vehicle, other = (
        _phone(chance, "shared"),
        _vehicle(chance, "shared"),
        _phone(chance, "other"),
    )
    yield replace(first, role="victim", phone=phone)
    yield replace(second, role="suspect", phone=phone, vehicle=vehicle)
    yield replace(third, role="suspect", vehicle=vehicle, phone=other)
    yield replace(fourth, role="witness", phone=other)


def _written_twice(ordinary: Sequence[Person]) -> Iterator[Person]:
    """The same person again, as another clerk would write it."""
    for row in ordinary[::12]:
        forename, surname = row.name.split(" ", 1)
        yield replace(row, name=f"{surname.upper()}, {forename}", phone="", role="witness")
    for row in ordinary[5::20]:
        yield replace(row, name=row.name.replace("a", "e", 1), vehicle="")


def _person(chance: Chance, streets: Sequence[Street], who: str) -> Person:
    forename = chance.pick(FORENAMES, "forename", who)
    surname = chance.pick(SURNAMES, "surname", who)
    street = chance.pick(streets, "home", who)
    number = 1 + int(chance.share("number", who) * 90)
    return Person(
        name=f"{forename} {surname}",
        born=date(1951, 1, 1) + timedelta(days=int(chance.share("born", who) * 19_700)),
        role=chance.weighted(ROLES, ROLE_WEIGHTS, "role", who),
        phone=_phone(chance, who) if chance.share("has phone", who) < 0.85 else "",
        vehicle=_vehicle(chance, who) if chance.share("has vehicle", who) < 0.4 else "",
        address=f"{number} {street.name}, Larkhithe",
        postcode=f"LH{int(street.area.code[-2:])} {number % 9 + 1}{_letters(chance, street.name)}",
    )


def _phone(chance: Chance, who: str) -> str:
    number = int(chance.share("phone", who) * 1000)
    written = chance.pick(("07700 900{:03}", "+44 7700 900{:03}", "07700900{:03}"), "written", who)
    return written.format(number)


def _vehicle(chance: Chance, who: str) -> str:
    """A mark of the current form; no mark with the age identifier 49 is given out before 2049."""
    return f"LH49 {_letters(chance, who)}{chance.pick('ABDEFGHJLNPRSTUWXYZ', 'last letter', who)}"


def _letters(chance: Chance, key: str) -> str:
    return "".join(chance.pick("ABDEFGHJLNPRSTUWXYZ", "letter", n, key) for n in range(2))
