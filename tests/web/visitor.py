"""A site for tests: an exercise with people in it, its app, and visitors who browse it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
from fastapi import FastAPI
from tests.gate.place import Browser
from tests.house import BECAUSE, exercise, load

from remit.ledger.note import Signer, sign_note
from remit.web.app import create_app

__all__ = ["ROLES", "Noon", "Site", "Visitor", "opened_site"]

ROLES = ("analyst", "supervisor", "data-engineer", "overseer-1", "inspector")


class Visitor(Browser):
    """A browser that keeps the cookies it is given, and sends forms from our own pages."""

    csrf = ""

    def request(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request; what the answer sets or deletes is kept."""
        answer = super().request(method, path, **sent)
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0].strip('"')
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def get(self, path: str, **sent: Any) -> httpx.Response:
        """A page."""
        return self.request("GET", path, **sent)

    def post(self, path: str, form: dict[str, str] | None = None, **sent: Any) -> httpx.Response:
        """A form with its token."""
        return self.request("POST", path, data={"csrf": self.csrf, **(form or {})}, **sent)


class Site:
    """One exercise, its app, and who visits it. `load` is its first load: four people."""

    def __init__(self, folder: Path, **how: Any) -> None:
        self.folder = folder
        self.house = exercise(folder)
        self.case: str = self.house.the_case  # type: ignore[attr-defined]
        self.app: FastAPI = create_app(self.house, **how)
        self.load: str = load(self.house, folder).result["load"]
        self._visitors = 0

    def visitor(self, who: str | None = None) -> Visitor:
        """Someone at an address of their own, signed in as `who`; None for nobody."""
        self._visitors += 1
        visitor = Visitor(self.app, f"10.1.{self._visitors // 250}.{self._visitors % 250}")
        if who is not None:
            link = self.house.signin.link(self.house.actors.get(who))
            visitor.get("/sign-in", params={"token": link})
            visitor.csrf = self.house.signin.csrf(visitor.cookies["remit_session"])
        return visitor

    def ask(self, visitor: Visitor, verb: str, **params: object) -> httpx.Response:
        """A verb over the API, in the case."""
        asked = json.dumps({"because": BECAUSE, **params})  # in ASCII: half a character too
        headers = {"x-csrf-token": visitor.csrf, "content-type": "application/json"}
        address = f"/api/cases/{self.case}/acts/{verb}"
        return visitor.request("POST", address, content=asked, headers=headers)

    @contextmanager
    def braked(self, scope: str = "all") -> Iterator[None]:
        """With the handbrake on."""
        because = "Stopped while a test looks"
        self.house.brakes.pull(self.house.actors.get("overseer-1"), scope, because)
        try:
            yield
        finally:
            text = self.house.brakes.statement(scope, because)
            keys = [self.house.keys_folder / f"overseer-{n}.key" for n in (1, 2)]
            notes = [sign_note(text, [Signer.read(key.read_text())]) for key in keys]
            self.house.brakes.release(scope, because, notes)


class Noon(datetime):
    """A clock that stands at noon tomorrow: at night a line of enquiry is not reason enough."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return (datetime.now(tz) + timedelta(days=1)).replace(hour=12, minute=0)


@contextmanager
def opened_site(folder: Path, **how: Any) -> Iterator[Site]:
    """A site, at noon, closed at the end."""
    with patch("remit.house.datetime", Noon):
        site = Site(folder, **how)
        try:
            yield site
        finally:
            site.house.close()
