"""Makes an exercise: workspace, keys, people, one open case, a live remit for everything.

Everything goes the way it goes in earnest: the supervisor submits the remits, an overseer signs
each document, the case is proposed by one person and opened by another.
"""

import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from remit.authority.actor import Actor
from remit.errors import Misuse
from remit.exercise.first_remits import documents
from remit.house import House
from remit.ledger.note import Signer, sign_note
from remit.settings import settings
from remit.workspace import ServiceKeys, Workspace

__all__ = ["DAYS", "PEOPLE", "Exercise", "init", "refuse_beside_the_real_thing"]

DAYS = 14
"""How long an exercise lasts."""

PEOPLE = (
    Actor("analyst", "Exercise analyst", frozenset({"analyst"})),
    Actor("supervisor", "Exercise supervisor", frozenset({"supervisor"})),
    Actor("data-engineer", "Exercise data engineer", frozenset({"data-engineer"})),
    Actor("overseer-1", "Exercise overseer 1", frozenset({"overseer"})),
    Actor("overseer-2", "Exercise overseer 2", frozenset({"overseer"})),
    Actor("inspector", "Exercise inspector", frozenset({"inspector"})),
    Actor(
        "independent-reviewer", "Exercise independent reviewer", frozenset({"independent-reviewer"})
    ),
)
"""Who is enrolled in every exercise; the id is what `--as` takes."""

REFERENCE, TITLE = "EX/2026/0001", "Exercise: phone thefts in Larkhithe"


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise as it was made."""

    home: Path
    """The workspace."""
    keys: Path
    case: str
    expires: datetime

    @property
    def env(self) -> dict[str, str]:
        """Settings under which every command works on it."""
        return {"REMIT_HOME": str(self.home), "REMIT_KEYS": str(self.keys), "REMIT_CASE": self.case}


def init(folder: Path) -> Exercise:
    """Make an exercise in `folder`, as `workspace` and `keys`.

    Raises `Misuse` where there is one already, or where an operational workspace is configured.
    Nothing is left behind when it fails.
    """
    refuse_beside_the_real_thing()
    folder = folder.resolve()
    home, keys = folder / "workspace", folder / "keys"
    for part in (home, keys):
        if part.exists():
            raise Misuse(f"{part} is there already: name an empty folder")
    try:
        return _set_up(home, keys)
    except BaseException:
        for part in (home, keys):
            shutil.rmtree(part, ignore_errors=True)
        raise


def refuse_beside_the_real_thing() -> None:
    """Raise `Misuse` where REMIT_HOME names an operational workspace."""
    now = settings()
    try:
        configured = Workspace.read(now.workspace()[0])
    except Misuse:
        return
    if not configured.exercise:
        raise Misuse(f"{configured.home} is an operational workspace: no exercise runs on its host")


def _set_up(home: Path, keys: Path) -> Exercise:
    expires = datetime.now(UTC).replace(microsecond=0) + timedelta(days=DAYS)
    workspace = Workspace.make(home, "exercise", expires=expires)
    service = ServiceKeys.make(keys)
    overseers = [_overseer(workspace, keys, person.id) for person in PEOPLE if _oversees(person)]
    house = House.create(workspace, service, [signer.vkey for signer in overseers])
    try:
        for person in PEOPLE:
            house.actors.enrol(person)
        case = _open_case(house)
        _approve_remits(house, overseers[0], expires)
    finally:
        house.close()
    return Exercise(home, keys, case, expires)


def _oversees(person: Actor) -> bool:
    return "overseer" in person.roles


def _overseer(workspace: Workspace, keys: Path, name: str) -> Signer:
    """A new overseer's key, kept beside the service's: in an exercise, and only there."""
    signer = Signer(f"{workspace.origin}/{name}", secrets.token_bytes(32))
    path = keys / f"{name}.key"
    path.touch(mode=0o600)
    path.write_text(signer.write() + "\n", encoding="utf-8")
    return signer


def _open_case(house: House) -> str:
    """Proposed by the supervisor, opened by the analyst, staffed by the supervisor."""
    by_id = {person.id: person for person in PEOPLE}
    supervisor = by_id["supervisor"]
    case = house.cases.propose(supervisor, REFERENCE, TITLE, "exercise", "exercise")
    house.cases.open(by_id["analyst"], case.id)
    for member in ("analyst", "data-engineer", "inspector"):
        house.cases.assign(supervisor, case.id, by_id[member])
    return case.id


def _approve_remits(house: House, signer: Signer, expires: datetime) -> None:
    by_id = {person.id: person for person in PEOPLE}
    for text in documents(datetime.now(UTC), expires):
        remit = house.remits.submit(by_id["supervisor"], text)
        document = house.remits.get(remit.id).document
        house.remits.approve(by_id["overseer-1"], remit.id, sign_note(document, [signer]))
