"""What is true of the city, in a folder of its own. Only tests and benchmarks read it.

`truth.json` holds what was planted; the tables hold who had which phone, vehicle and account when.
Times are UTC.
"""

import json
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np

from remit.world.belongings import FOREVER
from remit.world.city import City
from remit.world.clock import DAY, zulu
from remit.world.crew import SPARE
from remit.world.herrings import Herrings
from remit.world.out import Output, person_id
from remit.world.phones import NICKNAMES
from remit.world.recorded import Recorded
from remit.world.reports import ALIASED, alias, crime_number
from remit.world.statements import wanted

__all__ = ["tables", "truth"]


def tables(city: City, herrings: Herrings, out: Output) -> None:
    """People, phones, vehicles and accounts."""
    people, have = city.people, city.have
    with out.truth_table("people.csv", ("person", "name", "born", "address", "postcode")) as table:
        for person in range(len(people)):
            name = " ".join(people.name(person))
            address = people.address(person)
            table.row((person_id(person), name, f"{people.birthday(person)}", *address))
    with out.truth_table("phones.csv", ("number", "imei", "person", "from", "to")) as table:
        for row in _phones(city):
            table.row(row)
    with out.truth_table("vehicles.csv", ("vrm", "person", "from", "to")) as table:
        for vehicle, mark in enumerate(city.marks):
            new = int(have.new_keeper[vehicle])
            sold = zulu(city.first + int(have.keeper_change[vehicle]) * DAY) if new >= 0 else ""
            table.row((mark, person_id(int(have.keeper[vehicle])), "", sold))
            if new >= 0:
                table.row((mark, person_id(new), sold, ""))
    with out.truth_table("accounts.csv", ("sort code", "account", "owner")) as table:
        for person in np.flatnonzero(have.account >= 0).tolist():
            table.row((*city.accounts[int(have.account[person])], person_id(person)))
        for n, firm in enumerate(have.firms):
            table.row((*city.accounts[city.firm_account(n)], firm.name))


def _phones(city: City) -> list[tuple[str, str, str, str, str]]:
    """Number and handset by user and time: a row for each pair that was in use together."""
    have, found = city.have, []
    stolen = {theft.victim: (n, theft) for n, theft in enumerate(city.crew.thefts)}
    for person in np.flatnonzero(have.sim >= 0).tolist():
        number, swap = int(have.sim_change[person]), int(have.handset_change[person])
        new_handset = int(have.new_handset[person])
        if person in stolen:
            extra, theft = stolen[person]
            swap, new_handset = theft.at, have.handsets + 100 + extra
        edges = sorted({0, number, swap, FOREVER})
        for start, stop in pairwise(edges):
            sim = have.new_sim[person] if start >= number else have.sim[person]
            handset = new_handset if start >= swap else have.sim[person]
            found.append((int(sim), int(handset), person_id(person), start, stop))
    for member in city.crew.members:
        for phase in (0, 1) if member.phones and member.handsets else ():
            assert member.phones is not None
            assert member.handsets is not None
            span = (0, city.crew.swap) if phase == 0 else (city.crew.swap, FOREVER)
            pair = (member.phones[phase], member.handsets[phase])
            found.append((*pair, person_id(member.person), *span))
    return [
        (
            city.numbers[sim],
            city.imeis[handset],
            person,
            zulu(start) if start else "",
            zulu(stop) if stop < FOREVER else "",
        )
        for sim, handset, person, start, stop in found
    ]


def truth(
    city: City, herrings: Herrings, recorded: Recorded, rows: dict[str, int], faults: Counter[str]
) -> bytes:
    """The bytes of `truth.json`."""
    streets = [street.name for street in city.streets if not street.through]
    planted: dict[str, Any] = {
        "seed": city.seed,
        "residents": city.residents,
        "days": [str(city.dates[0]), str(city.dates[-1])],
        "months": city.crime_months,
        "hot": [
            {"street": streets[street], "crime_type": kind, "extra_a_month": extra}
            for street, kind, extra in recorded.hot
        ],
        "change": {
            "streets": [streets[street] for street in recorded.change[0]],
            "crime_type": recorded.change[1],
            "from": recorded.changed_from,
            "extra_a_month_and_street": recorded.change[2],
        },
        "path": [" ".join(city.people.name(person)) for person in city.chain],
        "path_people": [person_id(person) for person in city.chain],
        "crew": _crew(city),
        "thefts": _thefts(city, recorded),
        "statements": {name: [*city.accounts[account]] for name, account in wanted(city).items()},
        "lookalikes": _herrings(city, herrings),
        "rows": rows,
        "faults": dict(sorted(faults.items())),
    }
    return (json.dumps(planted, indent=1, ensure_ascii=False) + "\n").encode()


def _crew(city: City) -> dict[str, Any]:
    crew, have = city.crew, city.have
    held, start, stop = crew.custody
    return {
        "swap": zulu(crew.swap),
        "members": [
            {
                "person": person_id(member.person),
                "name": " ".join(city.people.name(member.person)),
                "role": member.role,
                "nickname": NICKNAMES[n],
                "other_name": " ".join(alias(city)) if n == ALIASED else None,
                "own_number": city.numbers[int(have.sim[member.person])],
                "numbers": [city.numbers[sim] for sim in member.phones or ()],
                "imeis": [city.imeis[handset] for handset in member.handsets or ()],
                "account": [*city.accounts[int(have.account[member.person])]],
            }
            for n, member in enumerate(crew.members)
        ],
        "plates": [
            {
                "moped": moped,
                "vrm": city.marks[vehicle],
                "cloned_from": person_id(int(have.keeper[vehicle])),
                "phase": phase,
            }
            for moped, pair in enumerate(crew.clones)
            for phase, vehicle in enumerate(pair)
        ],
        "shop": {
            "name": have.firms[crew.shop].name,
            "number": city.numbers[city.landline(crew.shop)],
            "account": [*city.accounts[city.firm_account(crew.shop)]],
            "test_number": city.numbers[crew.test_sim],
        },
        "custody": {
            "person": person_id(crew.members[held].person), "from": zulu(start), "to": zulu(stop),
        },
    }  # fmt: skip


def _thefts(city: City, recorded: Recorded) -> list[dict[str, Any]]:
    return [
        {
            "crime_number": crime_number(city, n),
            "crime_id": recorded.theft_id(n),
            "at": zulu(theft.at),
            "station": city.stations[theft.station].name,
            "victim": person_id(theft.victim),
            "imei": city.imeis[theft.handset],
            "number": city.numbers[int(city.have.sim[theft.victim])],
            "vrm": city.marks[theft.vehicle],
            "spotter": person_id(city.crew.members[theft.spotter].person),
            "riders": [person_id(city.crew.members[rider].person) for rider in theft.riders],
            "tested": zulu(theft.tested),
            "sold_to_number": city.numbers[theft.buyer] if theft.buyer is not None else None,
            "sold": zulu(theft.bought) if theft.buyer is not None else None,
        }
        for n, theft in enumerate(city.crew.thefts)
    ]


def _herrings(city: City, herrings: Herrings) -> dict[str, Any]:
    return {
        "couriers": [city.marks[vehicle] for vehicle in herrings.couriers],
        "honest_shop": {
            "name": city.have.firms[herrings.shop].name,
            "test_number": city.numbers[city.have.sims + SPARE - 2],
            "repaired": [person_id(person) for person in herrings.repaired],
        },
        "convoy": [city.marks[vehicle] for vehicle in herrings.convoy],
        "family_sharing_a_phone": [person_id(person) for person in herrings.family],
    }
