"""Registers: the electoral roll, vehicle keepers, phone subscribers, account holders.

Each is kept by a clerk of its own, so the same person is not everywhere written the same.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from anyascii import anyascii

from remit.world import identifiers
from remit.world.belongings import COLOURS, FOREVER, MODELS
from remit.world.city import City
from remit.world.clerks import Clerk, Entry, phone_as_written
from remit.world.clock import moment
from remit.world.crew import SPARE
from remit.world.out import Output, Table

__all__ = ["registers"]

PEOPLE_COLUMNS = ("Name", "Date of birth", "Role", "Phone", "VRM", "Address", "Postcode")
ELECTOR_COLUMNS = ("Elector number", "Surname", "Forenames", "Address", "Postcode", "Ward")
KEEPER_COLUMNS = (
    "VRM", "Make and model", "Colour", "Keeper surname", "Keeper forename", "Keeper born",
    "Address", "Postcode", "From", "To",
)  # fmt: skip
SUBSCRIBER_COLUMNS = (
    "Number", "IMSI", "Type", "Name", "Date of birth", "Address", "Postcode", "Connected",
    "Disconnected",
)  # fmt: skip
HOLDER_COLUMNS = (
    "Sort code", "Account", "Holder", "Date of birth", "NINO", "Email", "Address", "Postcode",
)  # fmt: skip

ROLES = ("suspect", "victim", "witness", "third party")
ROLE_WEIGHTS = (18, 42, 26, 14)
LISTED = 400
"""People on the small register of people and vehicles, at most."""


def registers(city: City, out: Output, family: tuple[int, ...]) -> None:
    """Write all of them; `family` are people who give the same number."""
    with out.table("people-and-vehicles.csv", PEOPLE_COLUMNS) as table:
        _people_and_vehicles(city, table, family)
    with out.table("people/electoral.csv", ELECTOR_COLUMNS) as table:
        _electoral(city, table)
    with out.table("keepers/keepers.csv", KEEPER_COLUMNS, end="\r\n") as table:
        _keepers(city, table)
    with out.table(
        "subscribers/subscribers.csv", SUBSCRIBER_COLUMNS, encoding="utf-8-sig", end="\r\n"
    ) as table:
        _subscribers(city, table)
    with out.table("bank/accounts.csv", HOLDER_COLUMNS) as table:
        _holders(city, table)


def _people_and_vehicles(city: City, table: Table, family: tuple[int, ...]) -> None:
    """A small register of people who came to notice, some in two rows."""
    people, have = city.people, city.have
    draws = city.draws("people and vehicles")
    taken = {*city.chain, *city.crew.people, *family}
    adults = np.flatnonzero((people.age >= 16) & ~np.isin(np.arange(len(people)), list(taken)))
    count = min(LISTED, city.residents // 6)
    chosen = adults[draws.order(len(adults))[:count]].tolist()
    roles = draws.picks(count, ROLE_WEIGHTS).tolist()
    vehicle_of = {int(keeper): n for n, keeper in enumerate(have.keeper.tolist())}
    rows: list[tuple[int, str, int, int | None]] = [
        (person, ROLES[role], int(have.sim[person]), vehicle_of.get(person))
        for person, role in zip(chosen, roles, strict=True)
    ]
    rows += [(person, "witness", -1, None) for person in chosen[::12]]
    rows += [(person, "third party", int(have.sim[family[0]]), None) for person in family]
    first, second, third, fourth = city.chain
    shared, other = int(have.sim[second]), int(have.sim[third])
    car = vehicle_of[third]
    rows += [(first, "victim", shared, None), (second, "suspect", shared, car)]
    rows += [(third, "suspect", other, car), (fourth, "witness", other, None)]
    clerk = Clerk(people, city.draws("people and vehicles", "clerk"), len(rows))
    again: set[int] = set()
    for n in draws.order(len(rows)).tolist():
        person, role, sim, vehicle = rows[n]
        entry = clerk.write(person)
        turned = person in again and person not in city.chain
        name = f"{entry.surname.upper()}, {entry.forename}" if turned else entry.name
        again.add(person)
        table.row(
            (
                name,
                entry.birth(),
                role,
                phone_as_written(city.numbers[sim], draws.one(5)) if sim >= 0 else "",
                _spaced(city.marks[vehicle]) if vehicle is not None else "",
                *people.address(person),
            ),
            *entry.wrong,
            "surname first, in capitals" if turned else "",
            person=person,
        )


def _spaced(mark: str) -> str:
    return f"{mark[:4]} {mark[4:]}"


def _electoral(city: City, table: Table) -> None:
    people = city.people
    adults = np.flatnonzero(people.age >= 18)
    clerk = Clerk(people, city.draws("electoral"), len(adults), care=0.5, births=False)
    for n, person in enumerate(adults.tolist()):
        entry = clerk.write(person)
        ward = int(people.ward[person])
        forenames = f"{entry.forename} {people.middle_name(person)}".strip()
        number = f"LH{ward + 1:02}/{n + 1}"
        row = (number, entry.surname, forenames, *people.address(person))
        table.row((*row, city.land.ward_names[ward]), *entry.wrong[:1], person=person)


def _keepers(city: City, table: Table) -> None:
    people, have = city.people, city.have
    clerk = Clerk(people, city.draws("keepers"), 2 * len(have.keeper))
    draws = city.draws("keepers", "since")
    since = draws.between(len(have.keeper), 20, 3_000).tolist()
    loud = draws.hits(len(have.keeper), 0.1).tolist()
    for vehicle, mark in enumerate(city.marks):
        begun = city.start - timedelta(days=since[vehicle])
        changed = city.start + timedelta(days=int(have.keeper_change[vehicle]))
        next_keeper = int(have.new_keeper[vehicle])
        spans = [(int(have.keeper[vehicle]), begun, changed if next_keeper >= 0 else None)]
        spans += [(next_keeper, changed, None)] if next_keeper >= 0 else []
        for person, start, stop in spans:
            entry = clerk.write(person)
            what = (mark, MODELS[have.model[vehicle]], COLOURS[have.colour[vehicle]].upper())
            names = (entry.surname, entry.forename)
            if loud[vehicle]:
                names = (entry.surname.upper(), entry.forename.upper())
            until = f"{stop:%d/%m/%Y}" if stop else ""
            row = (*what, *names, entry.birth(), *people.address(person))
            wrong = (*entry.wrong, "in capitals" if loud[vehicle] else "")
            table.row((*row, f"{start:%d/%m/%Y}", until), *wrong, person=person)


def _subscribers(city: City, table: Table) -> None:
    """Every subscription; one bought without a name has none."""
    people, have = city.people, city.have
    clerk = Clerk(people, city.draws("subscribers"), have.sims)
    since = city.draws("subscribers", "since").between(have.sims + SPARE, 30, 2_500).tolist()
    for sims, starts, ends in (
        (have.sim, None, have.sim_change),
        (have.new_sim, have.sim_change, np.full(len(people), FOREVER)),
    ):
        for person in np.flatnonzero(sims >= 0).tolist():
            sim = int(sims[person])
            begun = city.start - timedelta(days=since[sim])
            if starts is not None:
                begun = moment(int(starts[person])).date()
            gone = int(ends[person])
            until = f"{moment(gone):%Y-%m-%d}" if gone < FOREVER else ""
            if have.prepaid[sim]:
                row = (*_line(city, sim), "PREPAID", "", "", "", "", f"{begun}", until)
                table.row(row)
                continue
            entry = clerk.write(person)
            about = (entry.name, entry.birth("%Y-%m-%d"), *people.address(person))
            row = (*_line(city, sim), "CONTRACT", *about, f"{begun}", until)
            table.row(row, *entry.wrong, person=person)
    for sim, begun in sorted(_bought_unnamed(city)):
        table.row((*_line(city, sim), "PREPAID", "", "", "", "", f"{begun}", ""))


def _bought_unnamed(city: City) -> Iterator[tuple[int, date]]:
    """Subscriptions of the crew, of the shops and of those who bought handsets, and since when."""
    crew, earlier = city.crew, city.start - timedelta(days=40)
    yield crew.test_sim, earlier
    yield crew.test_sim - 1, earlier
    for member in crew.members:
        if member.phones:
            yield member.phones[0], earlier + timedelta(days=20)
            yield member.phones[1], moment(crew.swap).date() - timedelta(days=1)
    for theft in crew.thefts:
        if theft.buyer is not None:
            yield theft.buyer, moment(theft.bought).date()


def _line(city: City, sim: int) -> tuple[str, str]:
    """Number without its plus, as networks list it, and a subscriber identity of network 001-01."""
    return city.mobiles[sim][1:], f"00101{sim:010}"


def _holders(city: City, table: Table) -> None:
    people, have = city.people, city.have
    owners = np.flatnonzero(have.account >= 0)
    clerk = Clerk(people, city.draws("holders"), len(owners), care=0.6)
    for person in owners.tolist():
        entry: Entry = clerk.write(person)
        account = city.accounts[int(have.account[person])]
        bare = anyascii(".".join(people.name(person))).lower().replace(" ", "").replace("'", "")
        ids = (identifiers.nino(person), f"{bare}{person}@example.org")
        row = (*account, entry.name, entry.birth("%Y-%m-%d"), *ids, *people.address(person))
        table.row(row, *entry.wrong, person=person)
    for n, firm in enumerate(have.firms):
        table.row((*city.accounts[city.firm_account(n)], firm.name, "", "", "", "", ""))
