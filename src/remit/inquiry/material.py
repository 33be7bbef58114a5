"""What a method may search: all that was loaded for the case, and of the rest what seeds lead to.

What a force holds for everybody (every plate read, every call) is entered from named things alone:
to search it without a name would sweep in people who have nothing to do with the case. Only what
was loaded for the case, under its own authority, is searched for what stands out in it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from remit.errors import NotFound
from remit.inquiry.folded import asked
from remit.inquiry.found import Reader
from remit.inquiry.named import named, now

__all__ = ["MOST_SEEDS", "WITHIN", "Material", "material"]

MOST_SEEDS = 200
"""Things named at once; more would be a search of everything by another name."""

WITHIN = """(load IN (SELECT unnest($open)) OR (load IN (SELECT unnest($closed))
    AND (thing IN (SELECT unnest($seeds)) OR other IN (SELECT unnest($seeds)))))"""
"""The condition under which an event may be read; its values are `Material.values`."""


class Held(Reader, Protocol):
    """A view that tells which of its loads are the case's own."""

    def loads_of_case(self) -> frozenset[str]:
        """Ids of the loads in view that were loaded for the act's case."""


@dataclass(frozen=True, slots=True)
class Material:
    """The loads with events of some kinds, and the things named."""

    seeds: tuple[str, ...]
    """Ids, sorted."""
    open: tuple[str, ...]
    """Loads of the case: searched whole."""
    closed: tuple[str, ...]
    """Loads held for the whole force: entered from the seeds alone."""
    inputs: str
    """A hash of what these loads say: the same hash, the same data."""

    @property
    def values(self) -> dict[str, Any]:
        """What `WITHIN` asks for."""
        return {"open": self.open, "closed": self.closed, "seeds": self.seeds}

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to search."""
        return not self.open and not (self.closed and self.seeds)


def material(view: Held, seeds: Iterable[str] | None, kinds: Sequence[str] = ()) -> Material:
    """What may be searched of the events of `kinds`, or of every load where none is named.

    Raises `NotFound` where a seed is not in view.
    """
    wanted = sorted({now(view, asked(seed)) for seed in seeds or ()})[:MOST_SEEDS]
    if unknown := sorted(set(wanted) - set(named(view, wanted))):
        raise NotFound(f"nothing called {unknown[0][:60]} in what this act may see")
    if kinds:
        found = view.run(_LOADS, {"kinds": list(kinds)})["load"].to_pylist()
    else:
        found = view.run("SELECT id AS load FROM load ORDER BY id")["load"].to_pylist()
    own = view.loads_of_case()
    return Material(
        tuple(wanted),
        tuple(one for one in found if one in own),
        tuple(one for one in found if one not in own),
        _inputs(view, found),
    )


def _inputs(view: Reader, loads: list[str]) -> str:
    """A hash of which rows of the loads are in view: what is sealed never changes, so the same
    rows say the same. What is not in view changes nothing of it."""
    rows = view.run(_ROWS, {"loads": loads}).to_pylist()
    said = [[row["load"], row["n"], str(row["positions"])] for row in rows]
    return sha256(json.dumps(said).encode()).hexdigest()


_ROWS = """
SELECT load, count(*) AS n, sum(pos) AS positions FROM record
WHERE load IN (SELECT unnest($loads))
GROUP BY load
ORDER BY load
"""

_LOADS = """
SELECT DISTINCT load FROM event_by_time WHERE kind IN (SELECT unnest($kinds)) ORDER BY load
"""
