"""A workspace with a canary in every kind of place, and everything needed to ask for it.

A canary is a value that stands in the data and nowhere else: wherever one is answered, data was
reached. Questions are put so that they do not name what they look for.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from fastapi import FastAPI
from tests.house import BECAUSE
from tests.inquiry.phones.records import AUTHORITY, handed_over
from tests.sources.tables import STREET, street

from remit.authority.actor import Actor
from remit.exercise import init
from remit.house import House
from remit.ledger.note import Signer, sign_note
from remit.web.app import create_app

__all__ = ["CANARIES", "CRIMES", "Browser", "Place", "canaries_in", "placed"]

CRIMES = 1_237
"""Rows of recorded crime: a number that stands nowhere else, so that a count is known again."""

CANARIES = (
    "quillfeather",  # a name
    "brambleworth",  # the name of somebody connected
    "qx77zzq",  # a registration mark
    "900417",  # a phone
    "obsidian",  # a street
    "xylophone",  # a file's name
    "f00dcafe",  # a crime reference
    "wildebeest",  # a rejected row
    f"{CRIMES}",  # a count
)

PEOPLE = """\
name,dob,phone,vrm,address,postcode
Zephyrine Quillfeather,14/03/1991,07700 900417,QX77 ZZQ,4 Obsidian Row,SW1A 1AA
Ignatius Brambleworth,30/11/1984,07700 900417,QX77 ZZO,9 Obsidian Row,SW1A 1AA
Rejected Wildebeest,30/13/1984,07700 900418,AB12 CDE,9 Obsidian Row,SW1A 1AA
"""

AGAIN = """\
name,dob,phone
Zephyrine Quillfeather,14/03/1991,07700 900417
Cuthbert Quillfeather,,07700 900417
"""

NOTES = """\
notes
"My solicitor, Ms Quillfeather, says not to answer"
Seen at the pier
"Ms Quillfeather is my barrister, off the record"
"""

PAIRS = """\
left,right
Zephyrine Quillfeather,Quillfeather Zephyrin
"""

NOTE = """\
Statement of Zephyrine Quillfeather.

I saw Ignatius Brambleworth get out of QX77 ZZQ. He later rang me from 07700 900417.
"""

THEFT = """\
Crime number,From,To,Offence,Location,Postcode,Easting,Northing,Victim name,Stolen IMEI
OB/26/1,21/02/2026 10:00,21/02/2026 10:05,Theft from person,Obsidian Wharf,SW1A 1AA,530000,180000,\
Ignatius Brambleworth,490154203237518
"""

CALLS = """\
Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI
+447700900417,+447700900419,voice,2026-03-03T12:00:00Z,65,,,,490154203237518
"""

PAYMENTS = """\
From sort code,From account,To sort code,To account,When,Amount,Reference
00-00-01,10000001,00-00-02,20000002,2026-03-02T09:00:00+00:00,900.00,STOCK
00-00-02,20000002,00-00-03,30000003,2026-03-02T10:00:00+00:00,450.00,thanks
00-00-02,20000002,00-00-04,40000004,2026-03-02T11:00:00+00:00,440.00,thanks
00-00-01,10000001,00-00-02,20000002,2026-03-16T09:00:00+00:00,900.00,STOCK
00-00-02,20000002,00-00-03,30000003,2026-03-16T10:00:00+00:00,450.00,thanks
00-00-02,20000002,00-00-04,40000004,2026-03-16T11:00:00+00:00,440.00,thanks
"""

PHONES = ("+447700900417", "+447700900431")
"""A telephone that falls silent, and the one that takes up from it."""

_JOINED = re.compile(r"[\s,\u00a0\u202f]+")


def canaries_in(text: str, asked: str = "") -> list[str]:
    """The canaries a text holds, those left out that the question named itself."""
    plain, question = (_JOINED.sub("", one).casefold() for one in (text, asked))
    return [one for one in CANARIES if _holds(plain, one) and one not in question]


def _holds(plain: str, canary: str) -> bool:
    """A count stands by itself: not within an id, a time or a hash."""
    if not canary.isdecimal():
        return canary in plain
    return re.search(rf"(?<![0-9a-f]){canary}(?![0-9a-f])", plain) is not None


class Browser:
    """Asks the app as a browser would, from an address of its own. Follows nothing."""

    def __init__(self, app: FastAPI, address: str) -> None:
        self._app, self._address = app, address
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}

    def request(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request and its answer."""

        async def ask() -> httpx.Response:
            inside = httpx.ASGITransport(
                self._app, raise_app_exceptions=False, client=(self._address, 50000)
            )
            async with httpx.AsyncClient(
                transport=inside,
                base_url="http://localhost",
                cookies=self.cookies,
                headers=self.headers,
            ) as client:
                return await client.request(method, path, **sent)

        return asyncio.run(ask())


class Place:
    """The workspace, its app, and the ids of what lies in it."""

    def __init__(self, folder: Path) -> None:
        made = init(folder)
        self.folder, self.env, self.case = folder, made.env, made.case
        self.feeds = folder / "feeds"
        self.feeds.mkdir()
        self.house = House.open(made.home, made.keys)
        self.app: FastAPI = create_app(self.house)
        self.keys = made.keys
        self.in_order = True
        """Whether what is asked is allowed, so that it needs something to spend."""
        self._spares = 0
        self._addresses = 0
        self.house.actors.enrol(Actor("outsider", "A curious colleague", frozenset({"analyst"})))
        analyst = self.house.actors.get("analyst")
        self.line = self.house.lines.open(analyst, self.case, "Who is that?", BECAUSE).id
        self.load = self._load("xylophone-intake.csv", PEOPLE)
        self._load("xylophone-again.csv", AGAIN)
        self._load("xylophone-telephones.csv", handed_over(*PHONES), **AUTHORITY)
        self.held = self._load("xylophone-notes.csv", NOTES)
        self.text = self._load("xylophone-note.txt", NOTE)
        self._load("xylophone-thefts.csv", THEFT, zone="Europe/London")
        self._load("xylophone-calls.csv", CALLS)
        self._load("xylophone-payments.csv", PAYMENTS)
        (folder / "xylophone-pairs.csv").write_text(PAIRS, encoding="utf-8")
        rows = self.use("extract.candidates", load=self.text)["rows"]
        named = [one for row in rows for one in row["candidates"]]  # type: ignore[index]
        self.candidate = next(one["candidate"] for one in named if one["type"] == "Phone")  # type: ignore[index]
        self.token = self._upload_crimes()
        self._look_up()

    def client(self, who: str | None) -> Browser:
        """A browser, signed in as `who`; None for nobody."""
        self._addresses += 1  # of its own, since an address may ask only so often
        client = Browser(self.app, f"10.0.{self._addresses // 250}.{self._addresses % 250}")
        if who is not None:
            session = self.house.signin.redeem(self.house.signin.link(self.house.actors.get(who)))
            client.cookies["remit_session"] = session
            client.cookies["remit_line"] = f"{self.case}:{self.line}"
            client.headers["x-csrf-token"] = self.house.signin.csrf(session)
        return client

    def spare(self) -> str:
        """A small load of its own, to erase; its id. Where all is refused, the load there is."""
        if not self.in_order:
            return self.load
        self._spares += 1
        row = f"Somebody Else {self._spares},14/03/1991,07700 900{self._spares:03d},,,\n"
        return self._load(f"spare-{self._spares}.csv", PEOPLE.splitlines()[0] + "\n" + row)

    def kept(self) -> str:
        """A kept profile of its own, to forget. Where all is refused, one that there is not."""
        if not self.in_order:
            return "layout-0"
        self._spares += 1
        path = self.folder / f"kept-{self._spares}.csv"
        path.write_text(f"Who {self._spares}\nSomebody Else\n", encoding="utf-8")
        self.use("load.file", path=str(path), keep="a list")
        return self.house.store.kept.all()[0].layout

    def judged(self) -> str:
        """A judgement of its own, to withdraw, that joins nobody; none where all is refused."""
        if not self.in_order:
            return "judgement-0"
        asked = {"a": self.person, "b": self.other, "verdict": "cannot-tell", "reason": BECAUSE}
        return self.use("resolve.judge", **asked)["judgement"]

    def proposed(self) -> str:
        """A resolution of its own, to adopt; none where all is refused."""
        return self.use("resolve.propose")["resolution"] if self.in_order else "resolution-0"

    def adopted(self) -> str:
        """An adoption of its own, to drop; none where all is refused."""
        if not self.in_order:
            return "adoption-0"
        asked = {"resolution": self.proposed(), "reason": BECAUSE}
        return self.use("resolve.adopt", **asked)["adoption"]

    def feed(self) -> str:
        """A standing feed of its own, with a delivery ready; none where all is refused."""
        return self._standing(waits=False)

    def waiting(self) -> str:
        """A standing feed of its own with a delivery that waits for an answer."""
        return self._standing(waits=True)

    def _standing(self, *, waits: bool) -> str:
        if not self.in_order:
            return "feed-0"
        self._spares += 1
        name = f"feed-{self._spares}"
        folder = self.feeds / name
        folder.mkdir()
        how = {"source": "table", "every": "1d", "quiet": 0, "reason": BECAUSE}
        self.use("load.feed-set", feed=name, folder=str(folder), **how)
        for number, header in enumerate(("who", "whom") if waits else ("who",), 1):
            path = folder / f"xylophone-{number}.csv"
            path.write_text(f"{header} {name}\nSomebody Else\n", encoding="utf-8")
            if waits:
                self.use("load.file", path=str(path), feed=name, yes=True)
        return name

    def spare_held(self) -> str:
        """A small load of its own with a row that is held back; its id."""
        if not self.in_order:
            return self.held
        self._spares += 1
        return self._load(f"held-{self._spares}.csv", f"{NOTES}number {self._spares}\n")

    @contextmanager
    def braked(self) -> Iterator[None]:
        """With the handbrake on, for everything."""
        because = "Stopped while a test looks"
        self.house.brakes.pull(self.house.actors.get("overseer-1"), "all", because)
        try:
            yield
        finally:
            text = self.house.brakes.statement("all", because)
            names = ("overseer-1", "overseer-2")
            signers = [Signer.read((self.keys / f"{n}.key").read_text()) for n in names]
            notes = [sign_note(text, [signer]) for signer in signers]
            self.house.brakes.release("all", because, notes)

    @contextmanager
    def without_remits(self) -> Iterator[None]:
        """With every remit suspended."""
        overseer = self.house.actors.get("overseer-1")
        remits = [held.remit.id for held in self.house.remits.list() if held.state == "live"]
        for remit in remits:
            self.house.remits.suspend(overseer, remit, "Suspended while a test looks")
        try:
            yield
        finally:
            signer = Signer.read((self.keys / "overseer-1.key").read_text())
            for remit in remits:
                text = self.house.remits.resume_statement(remit)
                self.house.remits.resume(overseer, remit, sign_note(text, [signer]))

    @contextmanager
    def unassigned(self) -> Iterator[None]:
        """With the analyst no longer a member of the case."""
        supervisor, analyst = (self.house.actors.get(n) for n in ("supervisor", "analyst"))
        self.house.cases.unassign(supervisor, self.case, analyst)
        try:
            yield
        finally:
            self.house.cases.assign(supervisor, self.case, analyst)

    def _load(self, name: str, text: str, **said: Any) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        answer = self.use("load.file", path=str(path), yes=True, **said)
        loaded: str = answer["load"]
        return loaded

    def use(self, verb: str, who: str = "analyst", **params: object) -> dict[str, str]:
        """One act in the case; its result."""
        actor = self.house.actors.get(who)
        given = {"case": self.case, "purpose": "exercise", "because": BECAUSE}
        result: dict[str, str] = self.house.use(actor, verb, **given, **params).result  # type: ignore[arg-type]
        return result

    def _upload_crimes(self) -> str:
        """Recorded crime by way of the page; the token under which its load is shown."""
        lines = [
            street(
                Crime_ID=f"{n:064x}" if n else "f00dcafe" * 8,
                Month=f"2026-0{1 + n % 6}",
                Location="On or near Obsidian Mews",
            )
            for n in range(CRIMES)
        ]
        text = "\n".join([STREET, *lines]) + "\n"
        client = self.client("analyst")
        sent = {"file": ("2026-xylophone-street.csv", text.encode(), "text/csv")}
        token = str(
            client.request("POST", f"/cases/{self.case}/load", files=sent).headers["location"]
        )
        client.request("POST", token, data={"because": BECAUSE, "yes": "1"})
        for _ in range(600):
            if "is being loaded" not in client.request("GET", token).text:
                break
        return token.rpartition("/")[2]

    def _look_up(self) -> None:
        people = self.use("search.people", query="zephyr")["hits"]
        vehicles = self.use("search.vehicles", query="QX7*")["hits"]
        others = self.use("search.people", query="ignat")["hits"]
        self.other: str = others[0]["entity"]  # type: ignore[index]
        self.person, self.vehicle = people[0]["entity"], vehicles[0]["entity"]  # type: ignore[index]
        made = self.use("product.problem-profile", from_="2026-01", to="2026-06")
        self.product = made["product"]
        self.figure = "F1"
        self.use("resolve.propose")
        self.kept_run = self.use("crimes.stolen")["kept"]
        told = self.use("analyse.gather", kept=[self.kept_run])
        self.analysis: str = told["analysis"]
        self.finding: str = told["findings"][0]["finding"]  # type: ignore[index]
        asked = {"analysis": self.analysis, "finding": self.finding, "reason": BECAUSE}
        self.use("analyse.decide", state="accepted", **asked)
        self.remit = self.house.remits.list()[0].remit.id
        self.act = self.house.acts.of_actor(self.house.actors.get("analyst"), 1)[0].id


class _Noon(datetime):
    """A clock that stands at noon tomorrow: at night a line of enquiry is not reason enough."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        tomorrow = datetime.now(tz) + timedelta(days=1)
        return tomorrow.replace(hour=12, minute=0)


@contextmanager
def placed(folder: Path) -> Iterator[Place]:
    """A place, at noon, closed at the end."""
    with patch("remit.house.datetime", _Noon):
        place = Place(folder)
        try:
            yield place
        finally:
            place.house.close()
