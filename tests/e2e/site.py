"""A workspace with something in it, served to a real browser."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote_plus

import pytest
import uvicorn
from tests.city import city_files
from tests.desk.conftest import CALLS, PAYMENTS, THEFTS
from tests.house import BECAUSE, load, opened, use
from tests.web.visitor import Noon

from remit.cli.demo import AUTHORITY
from remit.desk.playbook import analyse
from remit.errors import Refused
from remit.house import House
from remit.ledger.note import Signer, sign_note
from remit.web.app import create_app

__all__ = ["Site", "because", "served"]

FIRST, LAST = "2026-06", "2026-09"

SIGHTINGS = """\
vrm,time,longitude,latitude
KT19 XYZ,2026-09-04T09:30:00Z,0.0880,51.4740
KT19 XYZ,2026-09-05T23:50:00Z,0.0885,51.4741
AB12 CDE,2026-09-05T23:55:00Z,0.0885,51.4741
KT19 XYZ,2026-09-10T12:00:00Z,0.0950,51.4790
AB12 CDE,2026-09-11T12:00:00Z,,
"""
"""Two vehicles of the people above, seen at five times; once nobody wrote down where."""


DOUBLES = """\
name,dob,phone
Wren Hollis,22/05/1988,07700 900321
W. Hollis,22/05/1988,07700 900321
Wrenna Hollis,12/05/1988,07700 900321
"""
"""Perhaps one person, perhaps three."""


AGAIN = """\
name,dob,phone,address,postcode
Aylin Demir,14/03/1991,07700 900123,4 Tanner Row,SW1A 1AA
Demir Aylin,14/03/1991,,4 Tanner Row,SW1A 1AA
Aylin Demirr,14/03/1991,07700 900123,,SW1A 1AA
Derya Demir,14/03/1991,07700 900123,4 Tanner Row,SW1A 1AA
Chidi Okafor,25/07/1979,07700 900456,1 Mill Lane,N1 9GU
Chidi Okafor,,,,
Ngozi Okafor,02/02/1982,07700 900456,1 Mill Lane,N1 9GU
Brendan O'Shea,03/11/1984,,9 Tanner Road,SW1A 1AB
B. O'Shea,,07700 900123,9 Tanner Row,SW1A 1AA
Marguerite Pemberley-Thistlewood,01/01/1950,,,
Marguerite Thistlewood,1950-01-01,,,
"""
"""People who are there already, twins and households of theirs, and a name alone."""


HELD = """\
sender,notes
Nobody,"My solicitor says not to answer them, and that the statement is a draft"
Nobody,See you at the pier
Nobody,This is off the record
"""
"""Of three messages two are held back."""


NOTE = """\
Marcus Webb, the leader of the Moss Side crew, was found in Spain. Mr Webb drives a black Audi A3.

The United Nations (UN) met Mr Webb in Leeds. The UN left at 21:30 on 3 March 2026.
"""
"""A text with names in chains and relations between them."""


class Site:
    """One exercise and its address: four months of the city, four people, one product."""

    def __init__(self, house: House, address: str, folder: Path) -> None:
        self.house = house
        self.address = address
        self._folder = folder
        self.case: str = house.the_case  # type: ignore[attr-defined]
        for path in city_files(folder / "city", months=4):
            use(house, "data-engineer", "load.file", path=str(path), yes=True)
        self.people = str(load(house, folder).result["load"])
        load(house, folder, SIGHTINGS, name="sightings.csv")
        self.held = str(load(house, folder, HELD, name="messages.csv").result["load"])
        load(house, folder, DOUBLES, name="doubles.csv")
        self._expected(folder / "deliveries")
        self.crew = self._crew(folder / "city-whole")
        made = use(house, "analyst", "product.problem-profile", from_=FIRST, to=LAST)
        self.product: str = made.result["product"]
        self.demir = self._entity("Aylin Demir 14/03/1991")
        self.okafor = self._entity("Chidi Okafor 25/07/1979")
        self.far = self._entity("Dilys Vaughan 31/01/1966")
        self.wren = self._judged()
        self.van, self.car = (self._vehicle(mark) for mark in ("KT19 XYZ", "AB12 CDE"))
        self.note = str(load(house, folder, NOTE, name="note.txt").result["load"])
        self.denied = self._refused()
        self.act = use(house, "analyst", "search.people", query="Demir").act
        self.file = folder / "callers.csv"
        self.file.write_text(
            "name,dob,vrm\nAna Lund,03/04/1990,LH49 ABC\nBo Ek,05/06/1991,LH50 XYZ\n"
        )
        self.wrong = folder / "people with gaps.csv"
        self.wrong.write_text(
            "name,dob\nOla Berg,14/03/1991\nPia Rask,30/13/1984\nIdun Vik,1/12/1970\n"
        )

    def link(self, who: str) -> str:
        """A one-time link that signs `who` in."""
        token = self.house.signin.link(self.house.actors.get(who), 30)
        return f"{self.address}/sign-in?token={token}"

    @contextmanager
    def braked(self, scope: str = "all") -> Iterator[None]:
        """The handbrake, on for a while."""
        house = self.house
        house.brakes.pull(house.actors.get("overseer-1"), scope, "a test of the handbrake")
        try:
            yield
        finally:
            self.release(scope)

    def release(self, scope: str) -> None:
        """Both overseers sign, with the keys that lie beside an exercise."""
        reason = "the test is over"
        text = self.house.brakes.statement(scope, reason)
        keys = [path.read_text() for path in self.house.keys_folder.glob("overseer-*.key")]
        notes = [sign_note(text, [Signer.read(key)]) for key in keys]
        self.house.brakes.release(scope, reason, notes)

    @cached_property
    def proposed(self) -> str:
        """A resolution of the people of the case and some more records of them."""
        load(self.house, self._folder, AGAIN, name="intake.csv")
        return str(use(self.house, "analyst", "resolve.propose").result["resolution"])

    @cached_property
    def analysed(self) -> str:
        """An analysis of the case with a finding that was accepted, and one that was rejected."""
        for name, text in (("thefts.csv", THEFTS), ("calls.csv", CALLS), ("paid.csv", PAYMENTS)):
            load(self.house, self._folder, text, name=name, zone="Europe/London")

        def run(verb: str, **params: Any) -> Any:
            return use(self.house, "analyst", verb, **params)

        told = analyse(run, question="Where do the phones go?").answer
        for one, state in zip(told["findings"], ("accepted", "rejected"), strict=False):
            asked = {"analysis": told["analysis"], "finding": one["finding"], "state": state}
            run("analyse.decide", reason="the rows were read one by one", **asked)
        return str(told["analysis"])

    @cached_property
    def weighed(self) -> tuple[str, str]:
        """Two people of whom a machine says much, and whom it may not join."""
        assert self.proposed
        pairs = use(self.house, "analyst", "resolve.queue").result["pairs"]
        most = max(pairs, key=lambda one: float(one["weight"]))
        return most["a"]["mention"], most["b"]["mention"]

    @cached_property
    def elsewhere(self) -> str:
        """Another case, where nobody has proposed anything."""
        actors, cases = self.house.actors, self.house.cases
        analyst, supervisor = actors.get("analyst"), actors.get("supervisor")
        made = cases.propose(analyst, "01/124/26", "Another enquiry", "exercise", "exercise")
        cases.open(supervisor, made.id)
        return made.id

    @contextmanager
    def adopted(self) -> Iterator[None]:
        """With the resolution adopted."""
        asked = {"resolution": self.proposed, "reason": "read pair by pair by a test"}
        made = use(self.house, "analyst", "resolve.adopt", **asked).result["adoption"]
        try:
            yield
        finally:
            gone = {"adoption": made, "reason": "the test is over"}
            use(self.house, "analyst", "resolve.drop", **gone)

    def _judged(self) -> list[str]:
        """Three people: the first two judged one, the third not to be the first."""
        told = ("Wren Hollis", "W. Hollis", "Wrenna Hollis")
        one, two, three = (self._entity(name) for name in told)
        for a, b, verdict in ((one, two, "same"), (one, three, "different"), (two, three, "same")):
            asked = {"a": a, "b": b, "verdict": verdict, "reason": f"judged {verdict} by a test"}
            use(self.house, "analyst", "resolve.judge", **asked)
        return [one, two, three]

    def _refused(self) -> str:
        actor, asked = self.house.actors.get("analyst"), {"purpose": "exercise", "query": "a"}
        with pytest.raises(Refused) as caught:
            self.house.use(actor, "search.people", case=self.case, **asked)
        return str(caught.value.act)

    def _crew(self, city: Path) -> list[str]:
        """Ids of the telephones of the crew hidden in the city, its calls loaded."""
        for path in sorted((city / "files" / "calls").glob("*.csv")):
            brought = {"path": str(path), "yes": True, **AUTHORITY}
            self.calls = str(
                use(self.house, "data-engineer", "load.file", **brought).result["load"]
            )
        told = json.loads((city / "truth" / "truth.json").read_text(encoding="utf-8"))
        numbers = [number for one in told["crew"]["members"] for number in one["numbers"]]
        found = (use(self.house, "analyst", "search.phones", query=n).result for n in numbers)
        return [str(one["hits"][0]["entity"]) for one in found if one["hits"]]

    def _expected(self, folder: Path) -> None:
        """A standing feed of which a delivery came once."""
        folder.mkdir()
        (folder / "day-1.csv").write_text(SIGHTINGS, encoding="utf-8")
        how = {"folder": str(folder), "source": "table", "every": "7d", "reason": BECAUSE}
        use(self.house, "data-engineer", "load.feed-set", feed="barrier", **how)

    def _vehicle(self, mark: str) -> str:
        found = use(self.house, "analyst", "search.vehicles", query=mark).result["hits"]
        return str(found[0]["entity"])

    def _entity(self, name: str) -> str:
        found = use(self.house, "analyst", "search.people", query=name).result["hits"]
        return str(found[0]["entity"])


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The site, served on this machine until the end."""
    with patch("remit.house.datetime", Noon), opened(folder / "exercise") as house:
        taken = socket.create_server(("127.0.0.1", 0))  # so that no other test takes it meanwhile
        port = taken.getsockname()[1]
        app = create_app(house)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([taken],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield Site(house, f"http://127.0.0.1:{port}", folder)
        finally:
            server.should_exit = True
            thread.join()
            taken.close()


def because(text: str = BECAUSE) -> str:
    """A reason, as it stands in an address."""
    return f"because={quote_plus(text)}"
