"""A building whose deliveries come through the verbs of `load`, by themselves or as of a feed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.authority.office import a_remit
from tests.store.building import WHY, Building

from remit.authority.act import Act
from remit.authority.capability import Verb, registered
from remit.authority.remit_document import Volume
from remit.sources import load, standing
from remit.store.catalogue import Load
from remit.store.view import View
from remit.store.writer import Writer

__all__ = ["READS", "REGISTER", "Yard", "cited", "reads", "register"]

REGISTER = "id,name,dob,phone,note"
"""A register of people, whose rows are about what their id says."""

READS = "read_id,vrm,time,camera,lon,lat"
"""Plate reads with an id, as a feed."""


class Yard(Building):
    """A building whose deliveries come through `load.file`."""

    def _hand(self, act: Act, verb: Verb) -> object:
        loads = verb.capability.id in ("load", "erase")
        return self.store.hand(act, verb) if loads else super()._hand(act, verb)

    def open_yard(self) -> str:
        """A case with live remits to load, read and erase; its id."""
        found = self.furnish(
            handling=frozenset({"P", "C"}),
            categories=frozenset({"suspect", "victim", "witness", "third-party", "uncategorised"}),
        )
        wide = a_remit(
            id="remit-load",
            capability="load",
            handling=frozenset({"P", "C"}),
            volume=Volume(None, None),
        )
        self.grant(wide)
        erase = a_remit(
            id="remit-a-erase",
            capability="erase",
            handling=frozenset({"P", "C"}),
            volume=Volume(None, None),
        )
        self.grant(erase)
        return found

    def do(self, case: str, verb: str, function: Any, *given: Any, **params: Any) -> Any:
        """One act of `load`; its result."""
        with self.act(f"load.{verb}", case) as act:
            return act.release(function(act.hand, *given, **params))

    def set(self, case: str, feed: str, folder: Path, **changes: Any) -> None:
        """Set a feed of a register that is delivered whole, whose files are never growing."""
        folder.mkdir(exist_ok=True)
        how: dict[str, Any] = {
            "source": "table",
            "every": "1d",
            "mode": "snapshot",
            "key": ["id"],
            "quiet": 0,
            "reason": "The register of the force, as it changes",
        }
        self.do(case, "feed-set", standing.set_, feed, folder=str(folder), **{**how, **changes})

    def take(self, case: str, feed: str, path: Path, **options: Any) -> dict[str, Any]:
        """Take a file as the next delivery of a feed."""
        given = {"choices": {}, **options}
        found: dict[str, Any] = self.do(case, "file", load.file, str(path), feed=feed, **given)
        return found

    def erase(self, case: str, verb: str, **params: Any) -> Any:
        """One act of erasure."""
        with self.gate.act(
            self["analyst-1"],
            verb,
            case=case,
            purpose="investigation",
            justification=WHY,
            remit="remit-a-erase",
        ) as act:
            return act.release(registered()[verb].function(act.hand, **params))

    def load_of(self, case: str, load_id: str) -> Load:
        """A load as it stands."""
        with self.act("load.file", case) as act:
            assert isinstance(act.hand, Writer)
            return next(one for one in act.hand.loads() if one.id == load_id)

    def furnish_another(self) -> str:
        """Another open case of the same people; its id."""
        return self.open_case().id

    def names(self, case: str) -> list[str]:
        """Every name in view, sorted."""
        with self.view(case) as view:
            sql = "SELECT value FROM claim WHERE property = 'name' ORDER BY value"
            return [str(one) for one in view.run(sql)["value"].to_pylist()]


def register(path: Path, *rows: str) -> Path:
    """A delivery of the register."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([REGISTER, *rows]) + "\n", encoding="utf-8")
    return path


def reads(path: Path, rows: Sequence[str], header: str = READS) -> Path:
    """A delivery of plate reads."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def cited(view: View, load: str, pos: int) -> bool:
    """Whether a row is in view."""
    sql = "SELECT count(*) AS n FROM record WHERE load = ? AND pos = ?"
    return bool(view.run(sql, [load, pos])["n"][0].as_py())
