"""`remit demo`: the main job on an exercise, from files to a signed-in page."""

import os
import shutil
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from remit.authority.actor import ROLES
from remit.cli.absent import exercise_part
from remit.cli.asking import Asking, Desk
from remit.cli.load import files_below, load_file
from remit.cli.people import SIGN_IN
from remit.cli.product import write_product
from remit.cli.serve import HOST, PORT, free_port, obey_interrupts, run
from remit.cli.talk import say
from remit.desk.playbook import analyse
from remit.errors import Damaged, Misuse
from remit.house import House
from remit.ledger.publish import publish
from remit.ledger.verify import verify
from remit.web.app import create_app

__all__ = ["demo"]

LINK_MINUTES = 12 * 60
"""How long a link of the demo works."""

UNREAD = {
    "downloads": ("-copy.",),
}
"""Files of the city that are damaged on purpose: folder, and what their names hold."""

PROFILED = 6
"""Months of the profile: the latest, so that the files hold the same months a year earlier."""

AUTHORITY = {
    "authority": "EX-2026-0001",
    "subject": ["any"],
    "from_": "2000-01-01",
    "to": "2099-12-31",
}
"""Under which the demo holds calls and payments: of a made-up city, in bulk, and it says so."""

BECAUSE = "Trying out the main job on a made-up city"


@click.command()
def demo() -> None:
    """The main job on an invented city, inside approved remits; then serve it.

    Makes an exercise in DEMO_HOME (demo), loads the city and every table in DEMO_DATA (data),
    searches, builds a problem profile, publishes the ledger and verifies it. Then it prints a
    link for each role and serves on DEMO_PORT (8470) until interrupted; DEMO_ONCE=1 ends before.
    """
    obey_interrupts()
    folder = Path(os.environ.get("DEMO_HOME") or "demo").resolve()
    port = _port(os.environ.get("DEMO_PORT"))
    standing = exercise_part("remit.exercise.standing")
    with _step("an exercise with people, a case and approved remits"):
        home, keys, moved = standing.found_or_made(folder)
    if moved:
        say(f"The exercise that was here had ended; it is kept in {folder / moved}.")
    house = House.open(home, keys)
    try:
        _main_job(house, folder, Path(os.environ.get("DEMO_DATA") or "data"))
        if os.environ.get("DEMO_ONCE") != "1":
            _serve(house, free_port(port))
    finally:
        house.close()


def _main_job(house: House, folder: Path, data: Path) -> None:
    case = next(case.id for case in house.cases.list() if case.state == "open")
    asking = Asking(case, "exercise", BECAUSE, None, None, as_json=False)
    desk = Desk(house, house.actors.get("analyst"), asking)
    world = exercise_part("remit.world")
    city = world.TOWN
    with _step(f"a made-up city of {city.residents:,} residents"):
        written = world.write(city, _empty(folder / "city")).files
    files = [path for path in written if _read(path)]
    if unread := len(written) - len(files):
        say(f"  {unread} of its files is a copy cut short on purpose, and is left out")
    if data.is_dir():
        with suppress(Misuse):  # nothing in it that could be loaded
            files += files_below([data])
    with _step(f"{len(files)} files, each row accepted or rejected with its reason"):
        _load(desk, files)
    with _step("a search"):
        desk.use("search.people", query="Aylin Demir")
    with _step("an analysis of the case, by every method that its data allow"):
        done = analyse(desk.use, progress=lambda step: None)
        say(f"  {len(done.answer['findings']):,} findings wait for a person under Findings")
    with _step("a problem profile"):
        write_product(
            desk,
            "problem-profile",
            folder / "products",
            from_=city.crime_months[-PROFILED],
            to=city.crime_months[-1],
        )
    with _step("the ledger, published and verified"):
        publish(house.log, folder / "published")
        report = verify(folder / "published")
        if not report.ok:
            raise Damaged("; ".join(report.problems))


def _load(desk: Desk, files: list[Path]) -> None:
    answers: dict[str, Any] = {"yes": True, "zone": "Europe/London", **AUTHORITY}
    lines = [load_file(desk, path, **answers) for path in files]
    for line in lines:
        if line["load"] is None:
            asked = "; ".join(question["question"] for question in line["questions"])
            say(f"  {line['file']}: left out. {line.get('error') or asked}")
    received, accepted = (sum(line[name] for line in lines) for name in ("received", "accepted"))
    say(f"  {received:,} rows received = {accepted:,} accepted + {received - accepted:,} rejected")


def _read(path: Path) -> bool:
    return not any(mark in path.name for mark in UNREAD.get(path.parent.name, ()))


def _empty(folder: Path) -> Path:
    """The folder, without what an earlier demo wrote there."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _serve(house: House, port: int) -> None:
    url = f"http://{HOST}:{port}"

    def link(person: str) -> str:
        token = house.signin.link(house.actors.get(person), LINK_MINUTES)
        return f"{url}{SIGN_IN}{token}"

    def ready() -> None:
        for role in sorted(ROLES):
            print(f"link {role} {link('overseer-1' if role == 'overseer' else role)}")
        print(f"ready {url}", flush=True)
        if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
            webbrowser.open(link("analyst"))

    run(create_app(house), port, ready)


def _port(text: str | None) -> int:
    if text and not text.isdecimal():
        raise Misuse(f"DEMO_PORT is a number; not {text}")
    return int(text) if text else PORT


@contextmanager
def _step(what: str) -> Iterator[None]:
    """Say what is made, and how long it took."""
    began = time.monotonic()
    yield
    say(f"{time.monotonic() - began:5.1f} s  {what}")
