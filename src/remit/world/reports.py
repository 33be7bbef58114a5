"""Crime reports and custody records: the crew's thefts among everything else that is reported."""

from datetime import datetime, timedelta

import numpy as np
from anyascii import anyascii

from remit.world import identifiers
from remit.world.acts import place_of
from remit.world.city import City
from remit.world.clerks import Clerk, Entry, phone_as_written
from remit.world.clock import moment
from remit.world.names import FORENAMES, SURNAMES
from remit.world.out import Output, Table
from remit.world.residents import postcode

__all__ = ["ALIASED", "alias", "crime_number", "reports"]

REPORT_COLUMNS = (
    "Crime number", "Recorded", "From", "To", "Offence", "Location", "Postcode", "Easting",
    "Northing", "Victim name", "Victim date of birth", "Victim phone", "Suspect description",
    "Stolen IMEI", "Stolen number",
)  # fmt: skip
CUSTODY_COLUMNS = (
    "Custody number", "PNC ID", "CRO number", "Surname", "Forename", "Date of birth", "Address",
    "Postcode", "Arrested", "Released", "Offence", "Phone", "VRM",
)  # fmt: skip

A_MONTH = 0.06
"""Reports by each resident in a month of the city's days; small cities have many passers-by."""

OFFENCES = (
    "Theft from motor vehicle", "Burglary dwelling", "Theft of pedal cycle", "Criminal damage",
    "Theft from shop", "Common assault", "Harassment", "Theft from person", "Fraud",
    "Public order",
)  # fmt: skip
DESCRIPTIONS = (
    "", "", "", "not seen", "unknown person in dark clothing", "two people on bicycles",
    "person in a grey hooded top", "nobody seen, noticed next morning", "person known to victim",
)  # fmt: skip
SEEN = (
    "two people on a moped, dark clothing, full-face helmets",
    "moped came from behind along the pavement, pillion took the phone",
    "2 on moped, 1 grabbed phone. Plate not seen",
    "black moped two up, partial plate {plate}",
    "rider and passenger, passenger reached out, made off towards the river",
)
ALIASED = 5
"""Position of the crew's member who uses a second name."""


def reports(city: City, out: Output, family: tuple[int, ...]) -> None:
    """Write crime reports and custody records."""
    with out.table("reports/crime-reports.csv", REPORT_COLUMNS) as table:
        _crime_reports(city, table, family)
    # The old custody system: Windows-1252, carriage returns, a footer line.
    with out.table("custody/custody.csv", CUSTODY_COLUMNS, encoding="cp1252", end="\r\n") as table:
        _custody(city, table)


def crime_number(city: City, theft: int) -> str:
    """Number of the report of the crew's theft of that number."""
    return f"LH/26/{30_000 + city.draws('crime numbers').one(900) + theft * 7}"


def alias(city: City) -> tuple[str, str]:
    """The second name of one of the crew, drawn as everybody's."""
    draws = city.draws("alias")
    return FORENAMES[draws.one(len(FORENAMES))], SURNAMES[draws.one(len(SURNAMES))]


_Report = tuple[datetime, tuple[object, ...], tuple[str, ...], int]


def _crime_reports(city: City, table: Table, family: tuple[int, ...]) -> None:
    found = [*_thefts(city), *_ordinary(city, family)]
    draws = city.draws("report rows")
    for _, row, wrong, person in sorted(found, key=lambda report: (report[0], str(report[1][0]))):
        table.row(row, *wrong, victim=person)
        if draws.one(250) == 0:
            table.row(row, *wrong, "the row above again", victim=person)


def _thefts(city: City) -> list[_Report]:
    crew, people = city.crew, city.people
    clerk = Clerk(people, city.draws("theft reports"), len(crew.thefts), care=1.5)
    middles = np.array([street.at(0.5) for street in city.streets])
    found: list[_Report] = []
    for n, theft in enumerate(crew.thefts):
        draws = city.draws("theft report", n)
        entry = clerk.write(theft.victim)
        at, east_north = moment(theft.at), place_of(city, theft)
        recorded = at + timedelta(minutes=40 + draws.one(600))
        near = int(((middles - np.array(east_north)) ** 2).sum(axis=1).argmin())
        station = city.stations[theft.station]
        plate = city.marks[theft.vehicle]
        said = SEEN[draws.one(len(SEEN))].format(plate=f"{plate[:3]}?{plate[4]}")
        knows = draws.one(10) < 8
        row = (
            crime_number(city, n),
            f"{recorded:%d/%m/%Y %H:%M}",
            f"{at - timedelta(minutes=draws.one(6)):%d/%m/%Y %H:%M}",
            f"{at + timedelta(minutes=draws.one(6)):%d/%m/%Y %H:%M}",
            "Theft from person",
            f"{city.streets[near].name}, outside {station.name} station",
            postcode(near, station.ward),
            f"{east_north[0]:.0f}",
            f"{east_north[1]:.0f}",
            entry.name,
            entry.birth(),
            phone_as_written(city.mobiles[int(city.have.sim[theft.victim])], draws.one(5)),
            said,
            city.imeis[theft.handset] if knows else "",
            phone_as_written(city.mobiles[int(city.have.sim[theft.victim])], draws.one(5)),
        )
        wrong = (*entry.wrong, "" if knows else "IMEI not known to the victim")
        found.append((recorded, row, wrong, theft.victim))
    return found


def _ordinary(city: City, family: tuple[int, ...]) -> list[_Report]:
    people, have = city.people, city.have
    draws = city.draws("ordinary reports")
    count = int(min(city.residents, 4_000 + city.residents / 10) * A_MONTH * city.days / 28)
    victims = draws.whole(count, len(people)).tolist()
    victims[: len(family)] = family
    clerk = Clerk(people, city.draws("ordinary reports", "clerk"), count, care=1.5)
    found: list[_Report] = []
    for n, victim in enumerate(victims):
        minute = draws.one(city.days * 1440)
        start = datetime(city.start.year, city.start.month, city.start.day) + timedelta(  # noqa: DTZ001
            minutes=minute
        )
        end = start + timedelta(minutes=draws.one(900))
        recorded = end + timedelta(minutes=20 + draws.one(2_000))
        offence, entry = OFFENCES[draws.one(len(OFFENCES))], clerk.write(victim)
        street = draws.one(len(city.streets))
        place = city.streets[street].at(draws.share(1)[0])
        giver = family[0] if victim in family else victim
        sim = int(have.sim[giver])
        phone = phone_as_written(city.mobiles[sim], draws.one(5)) if sim >= 0 else ""
        lost = offence == "Theft from person" and n % 2 == 0 and n < 180
        row = (
            f"LH/26/{50_000 + n * 3}",
            f"{recorded:%d/%m/%Y %H:%M}",
            f"{start:%d/%m/%Y %H:%M}",
            f"{end:%d/%m/%Y %H:%M}",
            offence if draws.one(30) else offence.upper(),
            city.streets[street].name,
            "",
            f"{place[0]:.0f}",
            f"{place[1]:.0f}",
            entry.name,
            entry.birth(),
            phone,
            DESCRIPTIONS[draws.one(len(DESCRIPTIONS))],
            city.imeis[have.handsets + 200 + n] if lost else "",
            phone if lost else "",
        )
        found.append((recorded, row, entry.wrong, victim))
    return found


def _custody(city: City, table: Table) -> None:
    people, crew = city.people, city.crew
    draws = city.draws("custody")
    count = int(min(city.residents, 4_000 + city.residents / 10) * 0.05)
    adults = np.flatnonzero(people.age >= 18)
    chosen = adults[draws.whole(count, len(adults))].tolist()
    clerk = Clerk(people, city.draws("custody", "clerk"), count + 3, care=1.5)
    begins = datetime(city.start.year, city.start.month, city.start.day)  # noqa: DTZ001
    stays: list[tuple[datetime, datetime, int, bool, str]] = []
    for person in chosen:
        at = begins + timedelta(minutes=draws.one((city.days + 300) * 1440) - 300 * 1440)
        until = at + timedelta(minutes=200 + draws.one(1_200))
        stays.append((at, until, person, False, OFFENCES[draws.one(len(OFFENCES))]))
    held, start, stop = crew.custody
    stays.append(
        (moment(start), moment(stop), crew.members[held].person, False, "Going equipped for theft")
    )
    other = crew.members[ALIASED].person
    early = begins - timedelta(days=70)
    late = begins - timedelta(days=20)
    hours = timedelta(hours=9)
    stays.append((early, early + hours, other, True, "Theft of motor vehicle"))
    stays.append((late, late + hours, other, False, "Handling stolen goods"))
    for n, (at, until, person, second, offence) in enumerate(sorted(stays)):
        entry = clerk.write(person)
        if second:
            entry = _under_alias(city, person)
        known = not second and person % 3 > 0
        year = at.year - 1 - person % 12
        serial = 900_000 + person % 99_999
        ids = (identifiers.pnc(year, 9_000_000 + person), identifiers.cro(year, serial))
        sim = int(city.have.sim[person])
        row = (
            f"LHC/{at:%y}/{n + 1:05}",
            *(ids if known else ("", "")),
            _single_byte(entry.surname),
            _single_byte(entry.forename),
            entry.birth(),
            *people.address(person),
            f"{at:%d/%m/%Y %H:%M}",
            f"{until:%d/%m/%Y %H:%M}",
            offence,
            phone_as_written(city.mobiles[sim], draws.one(5)) if sim >= 0 and n % 2 else "",
            "",
        )
        fits = _single_byte(entry.name) == entry.name
        marks = "" if fits else "letters that the file cannot hold"
        table.row(row, *entry.wrong, marks, detained=person)
    last = ("Total records", str(table.rows - 1), *[""] * (len(CUSTODY_COLUMNS) - 2))
    table.row(last, "a summary line, not a record")


def _under_alias(city: City, person: int) -> Entry:
    forename, surname = alias(city)
    born = city.people.birthday(person)
    swapped = born.replace(day=born.month, month=born.day) if born.day <= 12 else born
    # A leap day has no such day the year after.
    swapped = swapped.replace(day=min(swapped.day, 28))
    return Entry(
        forename,
        surname,
        swapped.replace(year=born.year + 1),
        ("another name given", "another birthday given"),
    )


def _single_byte(name: str) -> str:
    """The name in Windows-1252, which lacks letters with some marks."""
    return "".join(letter if _fits(letter) else anyascii(letter) for letter in name)


def _fits(letter: str) -> bool:
    return bool(letter.encode("cp1252", "ignore"))
