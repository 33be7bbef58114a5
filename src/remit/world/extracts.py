"""Extracts of records management: warrants, addresses and property in one workbook of many sheets,
incidents in the envelope of the Standard Data Model. What each row says is put down beside it.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from remit.world.city import City
from remit.world.clock import iso, moment, zulu
from remit.world.containers import Cell, workbook
from remit.world.out import Output
from remit.world.reports import crime_number

__all__ = ["extracts"]

_ENTRIES = 6
"""Warrants, and items of property."""

_INCIDENTS = 5
"""Incidents in the envelope."""


def extracts(city: City, out: Output) -> None:
    """Write them, and what is true of them."""
    truth = {"records/extracts.xlsx": _workbook(city, out)}
    truth["records/incidents.json"] = {"data": _incidents(city, out)}
    text = json.dumps(truth, indent=1, ensure_ascii=False) + "\n"
    (out.truth / "records.json").write_bytes(text.encode())


def _workbook(city: City, out: Output) -> dict[str, list[dict[str, Any]]]:
    people, crew = city.people, city.crew
    members = [member.person for member in crew.members][:_ENTRIES]
    day = moment(crew.thefts[-1].at).date()
    warrants: list[Sequence[Cell]] = [
        (
            "Warrant number", "Warrant type", "Issued", "Executed", "Subject surname",
            "Subject forename", "Subject date of birth", "Address", "Postcode", "Result",
        )
    ]  # fmt: skip
    homes: list[Sequence[Cell]] = [
        ("UPRN", "Address", "Postcode", "Occupier name", "Occupier date of birth", "Gender")
    ]
    items: list[Sequence[Cell]] = [
        ("Property reference", "Seized", "Description", "IMEI", "Serial number", "Crime number")
    ]
    truth: dict[str, list[dict[str, Any]]] = {"Warrants": [], "Addresses": [], "Property": []}
    for n, person in enumerate(members):
        forename, surname = people.name(person)
        born, (address, postcode) = people.birthday(person), people.address(person)
        issued, executed = day + timedelta(days=n), day + timedelta(days=n + 2)
        done: date | None = executed if n % 3 < 2 else None
        number = f"LHW/26/{n + 1:04}"
        warrants.append(
            (number, "Search warrant, PACE section 8", issued, done, surname, forename, born,
             address, postcode, "Phones found" if done else "Not executed")
        )  # fmt: skip
        truth["Warrants"].append(
            {"reference": number, "executed": f"{done}" if done else None,
             "name": f"{forename} {surname}", "born": f"{born}", "postcode": postcode}
        )  # fmt: skip
        uprn = 100_000_000_000 + int(people.home[person])
        homes.append(
            (uprn, address, postcode, f"{forename} {surname}", born, "F" if n % 2 else "M")
        )
        truth["Addresses"].append(
            {"uprn": f"{uprn}", "address": address, "name": f"{forename} {surname}"}
        )
        theft = crew.thefts[n % len(crew.thefts)]
        imei, seen = city.imeis[theft.handset], executed + timedelta(days=n)
        crime = crime_number(city, n % len(crew.thefts))
        item = f"LHP/{n + 1:03}"
        items.append((item, seen, "Mobile telephone, black", imei, f"SN{n:05}", crime))
        truth["Property"].append(
            {"item": item, "seized": f"{seen}", "imei": imei, "reference": crime}
        )
    sheets = {"Warrants": warrants, "Addresses": homes, "Property": items, "Notes": []}
    out.whole("records/extracts.xlsx", workbook(sheets))
    return truth


def _incidents(city: City, out: Output) -> list[dict[str, Any]]:
    data, included, truth = [], [], []
    for n, theft in enumerate(city.crew.thefts[:_INCIDENTS]):
        forename, surname = city.people.name(theft.victim)
        born, (address, postcode) = (
            city.people.birthday(theft.victim),
            city.people.address(theft.victim),
        )
        sim = int(city.have.sim[theft.victim])
        line, reference = city.numbers[sim], crime_number(city, n)
        station = city.stations[theft.station].name
        ids = {kind: _uuid(n, k) for k, kind in enumerate(("incident", "person", "tel", "home"))}
        start = {"dateFrom": iso(theft.at), "dateTo": None, "exactTimeKnown": True}
        data.append(
            {
                "id": ids["incident"],
                "type": "incident",
                "attributes": {
                    "incidentNumber": reference,
                    "incidentType": "Theft from person",
                    "incidentStartDateTime": start,
                    "description": f"Phone taken outside {station} station by two on a moped.",
                    "involvement": "IVLD_0004",
                },
                "relationships": {"victim": {"data": {"id": ids["person"], "type": "person"}}},
            }
        )
        included += [
            {
                "id": ids["person"],
                "type": "person",
                "attributes": {
                    "givenName": [forename],
                    "surname": surname,
                    "dateOfBirth": f"{born}",
                    "gender": "GNDR_0001",
                    "ethnicityGroup": "EGRP_0001",
                },
                "relationships": {
                    "personalTelephone": {"data": {"id": ids["tel"], "type": "telephone"}},
                    "currentAddress": {"data": {"id": ids["home"], "type": "location"}},
                },
            },
            {"id": ids["tel"], "type": "telephone", "attributes": {"number": line}},
            {
                "id": ids["home"],
                "type": "location",
                "attributes": {"addressLine1": address, "postcode": postcode},
            },
        ]
        truth.append(
            {"reference": reference, "at": zulu(theft.at), "victim": f"{forename} {surname}",
             "born": f"{born}", "phone": line, "postcode": postcode}
        )  # fmt: skip
    text = json.dumps({"data": data, "included": included}, indent=1, ensure_ascii=False)
    out.whole("records/incidents.json", (text + "\n").encode())
    return truth


def _uuid(number: int, kind: int) -> str:
    return f"00000000-0000-4000-8000-{number:08}{kind:04}"
