"""Every way in, enumerated from the running program, and the asking of each."""

import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from fastapi.routing import APIRoute
from starlette.routing import Mount, Route
from tests.gate.lists import COMMANDS, COMMANDS_WITHOUT_DATA, PAGES, params_of, purpose_of
from tests.gate.place import Place, canaries_in
from tests.house import BECAUSE

from remit.authority.capability import registered
from remit.cli import main
from remit.cli.reference import commands as every_command
from remit.errors import RemitError

__all__ = [
    "API",
    "Answered",
    "ask_command",
    "ask_route",
    "ask_verb",
    "commands",
    "routes",
    "verbs",
]

API = "POST /api/cases/{case}/acts/"


@dataclass(frozen=True)
class Answered:
    """One way asked once."""

    way: str
    asked: str
    status: int
    """HTTP status or exit code; 0 for an answer within the process, 1 for a refusal there."""
    text: str

    @property
    def canaries(self) -> list[str]:
        """What it gave away."""
        return canaries_in(self.text, self.asked)


def routes(place: Place) -> list[str]:
    """Every route of the app, as `METHOD /path`."""
    return sorted(set(_routes(place.app.routes)))


def _routes(found: Iterable[Any]) -> Iterator[str]:
    for route in found:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner.routes)
        elif isinstance(route, Mount):
            yield f"GET {route.path}"
        elif isinstance(route, APIRoute | Route):
            yield from (f"{m} {route.path}" for m in route.methods or () if m != "HEAD")
        else:
            yield f"unknown {route!r}"


def commands() -> list[str]:
    """Every command, as its words."""
    return [" ".join(path[1:]) for path, _ in every_command()]


def verbs() -> list[str]:
    """Every verb declared."""
    return list(registered())


def ask_route(place: Place, who: str | None, way: str) -> Answered:
    """Ask a route as a browser does, signed in as `who`."""
    method, path = way.split(" ", 1)
    for name, value in vars(place).items():
        path = path.replace(f"{{{name}}}", str(value))
    path = path.replace("{entity}", place.person).replace("{row}", "2")
    client = place.client(who)
    if way.startswith(API):
        verb = way.removeprefix(API)
        asked = params_of(verb, place) | {"because": BECAUSE, "purpose": purpose_of(verb)}
        answer = client.request("POST", path, json=asked)
    else:
        asked = _fields(way, place)
        if method == "GET":
            answer = client.request("GET", path, params=asked)
        elif way == "POST /cases/{case}/load":
            answer = client.request("POST", path, files={"file": ("empty.csv", b"a,b\n1,2\n")})
        else:
            answer = client.request(method, path, data=asked)
    text = _readable(answer.content) + " ".join(answer.headers.values())
    return Answered(way, path + json.dumps(asked), answer.status_code, text)


def ask_command(place: Place, who: str, way: str) -> Answered | None:
    """Run a command as `who`; None for one that is not run."""
    known = {name: words for name, (words, _) in COMMANDS_WITHOUT_DATA.items()} | COMMANDS
    words = known.get(way, [])
    if words is None:
        return None
    (options,) = [{o.name for o in c.params} for p, c in every_command() if " ".join(p[1:]) == way]
    spare = place.spare() if "{spare}" in words else ""
    profile = place.kept() if "{profile}" in words else ""
    held = place.spare_held() if "{spare_held}" in words else ""
    feeds = {"feed": place.feed, "waiting": place.waiting, "judged": place.judged}
    feeds |= {"proposed": place.proposed, "adopted": place.adopted}
    made = {"spare": spare, "profile": profile, "spare_held": held}
    made |= {name: of() for name, of in feeds.items() if f"{{{name}}}" in words}
    filled = [w.format(**vars(place), **made) for w in words]
    if "because" in options:
        filled += ["--case", place.case, "--because", BECAUSE]
    if "acting_as" in options:
        filled += ["--as", who]
    if "as_json" in options:
        filled += ["--json"]
    code, text = _run([*way.split(), *filled], place)
    written = place.folder / "out"  # what it was told to write out is part of its answer
    if "out" in options and written.is_dir():
        text += " ".join(_readable(f.read_bytes()) for f in written.rglob("*") if f.is_file())
        shutil.rmtree(written)
    return Answered(way, " ".join(filled), code, text)


def ask_verb(place: Place, who: str, way: str) -> Answered:
    """Use a verb through the house, as pages and commands do."""
    params = params_of(way, place)
    try:
        answer = place.house.use(
            place.house.actors.get(who),
            way,
            case=place.case,
            purpose=purpose_of(way),
            because=BECAUSE,
            **params,
        )
    except RemitError as error:
        return Answered(way, json.dumps(params), 1, str(error))
    return Answered(way, json.dumps(params), 0, f"{answer.act} {answer.result}")


def _fields(way: str, place: Place) -> dict[str, str]:
    given = {"because": BECAUSE, **PAGES.get(way, {})}
    return {name: value.format(**vars(place)) for name, value in given.items()}


def _readable(content: bytes) -> str:
    """Text, with what is packed into a ZIP unpacked."""
    if content[:2] != b"PK":
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        return " ".join([*names, *(_readable(packed.read(name)) for name in names)])


def _run(words: Sequence[str], place: Place) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with patch.dict(os.environ, place.env), redirect_stdout(out), redirect_stderr(err):
        try:
            main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue() + err.getvalue()
