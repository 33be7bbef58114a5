"""A made-up city's people as an exercise knows them: its files loaded, proposed on and adopted.

    told = measured(known(City(seed=11)))

Everything goes the way it goes in earnest: each file through `load.file`, then `resolve.propose`,
`resolve.adopt`, and the entities of a view. Whose a mention is says `truth/identities.csv`, by file
and row; a mention of which it says nothing (firms, contacts in a phone, papers of the case) is
there to be confused with and is not counted.

A mention is `derivable` unless it has neither a date of birth nor a number and fits several
residents: the words of their names all stand in its name, and their address is its own where it
has one. A name alone that two residents bear, or a row of a register at the home of two of one
name: nobody can tell from such a row whose it is.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.house import BECAUSE, opened, use

from remit.house import House
from remit.identity.measuring import clusters, pairs_in, scores
from remit.identity.people import People, people
from remit.world import City, write

__all__ = ["Known", "known", "measured", "together"]

WITHOUT_PEOPLE = ("anpr/", "calls/", "crime/", "geography/", "bank/payments", "case/tracks/",
    "case/communications/")  # fmt: skip
"""Files that name nobody: events of things, and maps."""

DAMAGED = "-copy."
"""Mark of the copies that are cut short on purpose."""

ANSWERS = {
    "yes": True,
    "zone": "Europe/London",
    "authority": "EX-2026-0001",
    "subject": ["any"],
    "from_": "2000-01-01",
    "to": "2099-12-31",
}
"""What the demo answers when it loads the city."""

_NUMBERS = ("phone", "email", "pnc", "cro", "account", "vehicle", "sim", "handset")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Known:
    """Mentions of people in an exercise, and whose they are."""

    found: People
    files: tuple[str, ...]
    """The file of each mention."""
    truth: Ints
    """The person of each mention; -1 where the truth says nothing of it."""
    entity: Ints
    """For each mention the first mention of its entity."""
    derivable: npt.NDArray[np.bool_]


def known(city: City, only: Sequence[str] = ()) -> Known:
    """The people of a city, loaded, proposed on and adopted. `only`: files that are loaded, by how
    their names begin; all that name people where none is given."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        files = _files(city, folder / "city", only)
        with opened(folder / "exercise") as house:
            for path in files.values():
                use(house, "data-engineer", "load.file", path=str(path), **ANSWERS)
            return _known(house, folder / "city" / "truth", {p.name: n for n, p in files.items()})


def measured(one: Known) -> dict[str, Any]:
    """Figures of all mentions whose person is known, and of the derivable ones among them."""
    told: dict[str, Any] = {"people": len(one.found.stands)}
    for name, chosen in (("all", one.truth >= 0), ("derivable", (one.truth >= 0) & one.derivable)):
        told[name] = _figures(one.truth[chosen], one.entity[chosen])
    return told


def together(cities: Sequence[Mapping[str, Any]], which: str) -> dict[str, Any]:
    """Several cities as one: their pairs added up; the worst of them beside it."""
    of = [one[which] for one in cities]
    hit, said, true = (sum(one["pairs"][name] for one in of) for name in ("hit", "said", "true"))
    return {
        "cluster": scores(hit, said, true),
        "mixed_clusters": sum(one["mixed_clusters"] for one in of),
        "largest_cluster": max(one["largest_cluster"] for one in of),
        "least_f1": min(one["cluster"]["f1"] for one in of),
        "least_precision": min(one["cluster"]["precision"] for one in of),
    }


def _figures(truth: Ints, entity: Ints) -> dict[str, Any]:
    both = truth * (int(entity.max(initial=0)) + 1) + entity
    pairs = {"hit": pairs_in(both), "said": pairs_in(entity), "true": pairs_in(truth)}
    return {"mentions": len(truth), **clusters(truth, entity), "pairs": pairs}


def _files(city: City, folder: Path, only: Sequence[str]) -> dict[str, Path]:
    """The files that name people, by their names as the truth has them."""
    root = folder / "files"
    every = {path.relative_to(root).as_posix(): path for path in write(city, folder).files}
    return {
        name: path
        for name, path in every.items()
        if not name.startswith(WITHOUT_PEOPLE) and DAMAGED not in name
        if not only or name.startswith(tuple(only))
    }


def _known(house: House, truth: Path, names: Mapping[str, str]) -> Known:
    made = use(house, "analyst", "resolve.propose").result["resolution"]
    use(house, "analyst", "resolve.adopt", resolution=made, reason="measured")
    case: str = house.the_case  # type: ignore[attr-defined]
    analyst = house.actors.get("analyst")
    with house.act(
        analyst, "resolve.propose", case=case, purpose="exercise", because=BECAUSE
    ) as act:
        found, entities = people(act.hand), act.hand.entities()
        cited = act.hand.cite([(one.load, one.pos) for one in found.stands])
        act.release({})
    name_of = {one["load"]: names[one["file"]] for one in cited}
    files = tuple(name_of[one.load] for one in found.stands)
    rows = [(file, one.pos) for file, one in zip(files, found.stands, strict=True)]
    _, entity, first = _numbered([entities.stands_for(one.mention) for one in found.stands])
    return Known(found, files, _whose(rows, truth), first[entity], _derivable(found, truth))


def _numbered(texts: Sequence[str]) -> tuple[Any, Ints, Ints]:
    values, first, of = np.unique(np.array(texts), return_index=True, return_inverse=True)
    return values, of, first


def _whose(rows: Sequence[tuple[str, int]], truth: Path) -> Ints:
    """The person of each mention, where its row names one person and has one mention of people."""
    said: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in _table(truth / "identities.csv"):
        said[row["file"], int(row["row"])].add(row["person"])
    counted: dict[tuple[str, int], int] = defaultdict(int)
    for at in rows:
        counted[at] += 1
    number = {row["person"]: n for n, row in enumerate(_table(truth / "people.csv"))}
    return np.array(
        [number[next(iter(said[at]))] if len(said[at]) == counted[at] == 1 else -1 for at in rows],
        np.int64,
    )


def _derivable(found: People, truth: Path) -> npt.NDArray[np.bool_]:
    """Which mentions fit one resident at most, or say a date of birth or a number."""
    residents: dict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    for row in _table(truth / "people.csv"):
        words = frozenset(_words(row["name"]))
        for word in words:
            residents[word].append((words, " ".join(_words(row["address"]))))
    decided = ("date_of_birth", *(name for name in _NUMBERS if name in found.columns))
    told = []
    for at in range(len(found.stands)):
        if any(found.columns[name][at] for name in decided):
            told.append(True)
            continue
        mine = set(_words(found.columns["name"][at] or ""))
        home = " ".join(_words(found.columns["address"][at] or ""))
        fits = {
            (words, where, n)
            for word in mine
            for n, (words, where) in enumerate(residents[word])
            if words <= mine and home in ("", where) and min(words) == word
        }
        told.append(len(fits) < 2)
    return np.array(told, bool)


def _words(text: str) -> list[str]:
    plain = anyascii(text).casefold().replace("'", "")
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
