"""Intelligence reports graded 3x5x2, and witness statements: free text with people in it.

One line of the file is one item of a report, with its own grades: source 1 to 3, intelligence A to
E, handling P or C. Most items are about other things and other people, and one is wrong.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from remit.world.city import City
from remit.world.clerks import phone_as_written
from remit.world.clock import DAY, moment
from remit.world.herrings import Herrings
from remit.world.out import Output, person_id
from remit.world.phones import NICKNAMES
from remit.world.reports import ALIASED, alias, crime_number

__all__ = ["intelligence", "witnesses"]

OTHERS = (
    "{name} of {address} is said to keep a dog that is not walked.",
    "Caller states {name} sells untaxed tobacco from {address}.",
    "{name} is using mobile {phone}.",
    "Vehicle {vrm} left running outside {station} station most evenings. Keeper not known.",
    "{name} was seen with {other} near {station} station.",
    "Bicycles are being sold cheap near {station} station by a male known as {nick}.",
    "Neighbour dispute at {address}. {name} says {other} damaged a fence.",
)
OTHER_NICKS = ("Chips", "Paddle", "Tall Boy", "Wren", "Fizz")
WITNESSES = 4


@dataclass(frozen=True, slots=True)
class _Item:
    day: int
    grades: tuple[str, str, str]
    text: str
    about: tuple[int, ...]


def intelligence(city: City, herrings: Herrings, out: Output) -> None:
    """Write the reports, one item a line, oldest first."""
    items = sorted([*_crew(city), *_false(city, herrings), *_others(city)], key=lambda i: i.day)
    name, lines = "intelligence/reports.jsonl", []
    for n, item in enumerate(items):
        reported = moment(city.first + item.day * DAY + 9 * 3600 + n * 61 % 30_000)
        source, grade, handling = item.grades
        row = {
            "URN": f"LHI/26/{n // 2 + 1:04}",
            "Item": n % 2 + 1,
            "Reported": f"{reported:%d/%m/%Y %H:%M}",
            "Source": source,
            "Intelligence": grade,
            "Handling": handling,
            "Conditions": "A1 S2" if handling == "C" else "",
            "Marking": "OFFICIAL-SENSITIVE",
            "Review": f"{reported + timedelta(days=365):%d/%m/%Y}",
            "Text": item.text,
        }
        lines.append(json.dumps(row, ensure_ascii=False))
        for person in item.about:
            out.identities.row((name, n + 1, "named", person_id(person)))
    out.whole(name, ("\n".join(lines) + "\n").encode())


def _crew(city: City) -> Iterator[_Item]:
    """What reaches the police about the crew: bits, by different routes, unevenly sure."""
    crew, people, have = city.crew, city.people, city.have
    names = [" ".join(people.name(member.person)) for member in crew.members]
    half = city.days // 2
    phones = [
        [phone_as_written(city.numbers[sim], n) for sim in member.phones or ()]
        for n, member in enumerate(crew.members)
    ]
    plates = [[_spaced(city.marks[v]) for v in pair] for pair in crew.clones]
    shop = have.firms[crew.shop].name
    station = city.stations[crew.thefts[0].station].name
    other = " ".join(alias(city))
    dash, splint, uncle = NICKNAMES[3], NICKNAMES[4], NICKNAMES[0]
    said: list[tuple[int, str, str, tuple[int, ...]]] = [
        (3, "2CP", f"A male known as {dash} rides a moped showing {plates[0][0]} and takes phones "
         f"near {station} station.", ()),
        (5, "1AP", f"Stop of {names[1]} outside {station} station, nothing found. Gave number "
         f"{phones[1][0]}.", (1,)),
        (half - 3, "2BC", f"Stolen phones are taken to {shop}. The person behind the counter is "
         f"{names[7]}.", (7,)),
        (half - 2, "3DP", f"{uncle} runs it. He is called {names[0]}.", (0,)),
        (half + 1, "2CP", f"They have all changed phones. {splint} is on {phones[4][1]} now.", ()),
        (half + 2, "1BC", f"{names[ALIASED]} also goes by {other} and rides a moped showing "
         f"{plates[1][1]}.", (ALIASED, ALIASED)),
        (city.days - 4, "2CC", f"{names[8]} lets money go through the account for forty pounds a "
         "time.", (8,)),
    ]  # fmt: skip
    for day, grades, text, about in said:
        people_named = tuple(crew.members[n].person for n in about)
        yield _Item(day, (grades[0], grades[1], grades[2]), text, people_named)


def _false(city: City, herrings: Herrings) -> Iterator[_Item]:
    """An honest courier taken for one of the crew."""
    if herrings.couriers:
        vehicle = herrings.couriers[0]
        keeper = int(city.have.keeper[vehicle])
        text = (
            f"The phone thieves use moped {_spaced(city.marks[vehicle])}, ridden by "
            f"{' '.join(city.people.name(keeper))}."
        )
        yield _Item(city.days // 2, ("3", "E", "P"), text, (keeper,))


def _others(city: City) -> Iterator[_Item]:
    people, draws = city.people, city.draws("intelligence")
    count = min(600, 20 + city.residents // 100)
    vehicle = draws.whole(count, len(city.marks)).tolist()
    for n in range(count):
        one, other = draws.one(len(people)), draws.one(len(people))
        sim = int(city.have.sim[one])
        text = OTHERS[draws.one(len(OTHERS))]
        said = text.format(
            name=" ".join(people.name(one)),
            other=" ".join(people.name(other)),
            address=people.address(one)[0],
            phone=phone_as_written(city.numbers[sim], n) if sim >= 0 else "not known",
            vrm=_spaced(city.marks[vehicle[n]]),
            station=city.stations[draws.one(len(city.stations))].name,
            nick=OTHER_NICKS[draws.one(len(OTHER_NICKS))],
        )
        about = [p for p, word in ((one, "{name}"), (other, "{other}")) if word in text]
        grades = ("123"[draws.one(3)], "ABCD"[draws.one(4)], "PPPC"[draws.one(4)])
        yield _Item(draws.one(city.days), grades, said, tuple(about))


STATEMENT = """WITNESS STATEMENT

Crime number: {crime}
Statement of: {name}
Age if under 18: {age}
Date: {day:%d %B %Y}

On {at:%A %d %B %Y} at about {at:%H:%M} hours I was outside {station} station “looking at a
map” on my phone. Somebody standing by the wall was on the phone and looked at me. A minute
or two later a moped came along the pavement with two people on it. The one at the back took
my phone. My number is {number}. I would not know them again. I have not had the phone back;
it cost me £429.

Signed: {initial} {surname}
"""


def witnesses(city: City, out: Output) -> None:
    """Statements of some victims, as plain text; every other one in Windows-1252 if it fits."""
    thefts = city.crew.thefts
    for n, number in enumerate(range(0, len(thefts), max(1, len(thefts) // WITNESSES))):
        theft = thefts[number]
        forename, surname = city.people.name(theft.victim)
        at, age = moment(theft.at), int(city.people.age[theft.victim])
        text = STATEMENT.format(
            crime=crime_number(city, number),
            name=f"{forename} {surname}",
            age=age if age < 18 else "",
            day=at + timedelta(days=1),
            at=at,
            station=city.stations[theft.station].name,
            number=city.numbers[int(city.have.sim[theft.victim])],
            initial=forename[0],
            surname=surname,
        )
        fits = text.encode("cp1252", "ignore").decode("cp1252") == text
        name = f"statements/LHX-S{n + 1}.txt"
        out.whole(name, text.encode("cp1252" if n % 2 == 0 and fits else "utf-8"))
        out.identities.row((name, 4, "witness", person_id(theft.victim)))


def _spaced(mark: str) -> str:
    return f"{mark[:4]} {mark[4:]}"
