"""Rows as the published files have them, untidiness included.

Real columns, in the real order: data.police.uk, "About the data" (columns in the CSVs).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.world.crimes import Crime
from remit.world.people import Person
from remit.world.searches import Search
from remit.world.town import FORCE, Town

__all__ = [
    "OUTCOME_COLUMNS",
    "PEOPLE_COLUMNS",
    "SEARCH_COLUMNS",
    "STREET_COLUMNS",
    "Fault",
    "outcome_rows",
    "people_rows",
    "search_rows",
    "street_rows",
]

_CRIME = ("Crime ID", "Month", "Reported by", "Falls within")
_PLACE = ("Longitude", "Latitude", "Location", "LSOA code", "LSOA name")
STREET_COLUMNS = (*_CRIME, *_PLACE, "Crime type", "Last outcome category", "Context")
OUTCOME_COLUMNS = (*_CRIME, *_PLACE, "Outcome type")
SEARCH_COLUMNS = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude",
    "Gender", "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation",
    "Object of search", "Outcome", "Outcome linked to object of search",
    "Removal of more than just outer clothing",
)  # fmt: skip
PEOPLE_COLUMNS = ("Name", "Date of birth", "Role", "Phone", "VRM", "Address", "Postcode")

WITHOUT_PLACE = 0.027
"""Share of rows without coordinates: as in the six forces' files of November 2022."""

REPEATED = 0.003
"""Share of rows that stand in the file twice."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something untidy that was planted: the row in its file, header included, and what."""

    row: int
    what: str


def street_rows(town: Town, month: str) -> tuple[list[Row], list[Fault]]:
    """One month of street crime, and what is untidy in it."""
    rows: list[Row] = []
    faults: list[Fault] = []
    found = [crime for crime in town.crimes if crime.month == month]
    for crime in found:
        placed = town.chance.share("placed", crime.id) >= WITHOUT_PLACE
        row = (*_crime(crime), *_place(crime, placed), crime.crime_type, crime.outcome or "", "")
        rows.append(row)
        if not placed:
            faults.append(Fault(len(rows) + 1, "no coordinates"))
        if crime.outcome and town.chance.share("repeated", crime.id) < REPEATED:
            rows.append(row)
            faults.append(Fault(len(rows) + 1, "the row before, again"))
    for what, broken in _broken(rows[0]):
        if town.chance.share("broken", month, what) < 0.34:
            rows.append(broken)
            faults.append(Fault(len(rows) + 1, what))
    return rows, faults


def outcome_rows(town: Town, month: str) -> list[Row]:
    """One month of outcomes: for crimes whose outcome is settled."""
    return [
        (*_crime(crime), *_place(crime, placed=True), crime.outcome)
        for crime in town.crimes
        if crime.month == month and crime.outcome and crime.outcome != "Under investigation"
    ]


def search_rows(town: Town, month: str) -> list[Row]:
    """One month of stop and search."""
    return [_search(search) for search in town.searches(month)]


def people_rows(people: Sequence[Person]) -> Iterator[Row]:
    """The register; dates as a clerk in England writes them, day first."""
    for person in people:
        yield (
            person.name,
            person.born.strftime("%d/%m/%Y"),
            person.role,
            person.phone,
            person.vehicle,
            person.address,
            person.postcode,
        )


def _crime(crime: Crime) -> Row:
    return (crime.id if crime.outcome else "", crime.month, FORCE, FORCE)


def _place(crime: Crime, placed: bool) -> Row:
    if not placed:
        return ("", "", "No Location", "", "")
    lon, lat = crime.point
    area = crime.street.area
    return (f"{lon:.6f}", f"{lat:.6f}", f"On or near {crime.street.name}", area.code, area.name)


def _broken(row: Row) -> Iterator[tuple[str, Row]]:
    """Rows that no reader should take, made from a good one."""
    columns = dict(zip(STREET_COLUMNS, row, strict=True))
    for what, wrong in (
        ("a month that does not exist", {"Month": "2026-13"}),
        ("a latitude that is no number", {"Latitude": "unknown", "Longitude": "unknown"}),
        ("no crime type", {"Crime type": ""}),
    ):
        yield what, tuple((columns | {"Crime ID": ""} | wrong).values())


def _search(search: Search) -> Row:
    lon, lat = search.point or ("", "")
    return (
        "Person search",
        search.at,
        "",
        "",
        f"{lat:.6f}" if search.point else "",
        f"{lon:.6f}" if search.point else "",
        search.gender,
        search.age_range,
        search.self_defined,
        search.officer_defined,
        search.legislation,
        search.object,
        search.outcome,
        search.linked,
        "False",
    )
