"""Searching people by name among a million, through a view, beside plain scans of every name.

    python -m benchmarks.names [--people N] [--json FILE]

Names are invented from syllables; how often each comes follows Zipf's law, as names do, so that
many people share one. A query is the full name of somebody drawn from the people, with one random
edit: a letter inserted, deleted, replaced, or two changed round, blanks included. It counts as
found where that name is among the first 20 different names of the answer.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from benchmarks.bulk import brought, columns, numbered, pieces, told
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from remit.inquiry import people
from remit.inquiry.name_index import name_index
from remit.store.view import View

__all__: list[str] = []

FORENAMES, SURNAMES = 15_000, 120_000
ASKED, SCANNED = 400, 60
FIRST = 20
STARTS = (
    "b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "kh", "l", "m", "n", "p", "r",
    "s", "sh", "st", "t", "th", "v", "w", "y", "z", "",
)  # fmt: skip
MIDDLES = ("a", "e", "i", "o", "u", "ai", "ee", "oo", "ia")
SCAN = (
    "SELECT value FROM claim WHERE kind = 'person' AND property = 'name' "
    "AND length(value) BETWEEN ? AND ? AND jaro_winkler_similarity(value, ?) >= 0.8 "
    "GROUP BY value ORDER BY jaro_winkler_similarity(value, ?) DESC, value LIMIT 20"
)


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--json", type=Path, metavar="FILE")
    asked = options.parse_args()
    names = drawn(asked.people)
    with tempfile.TemporaryDirectory() as folder:
        building, case = brought(Path(folder) / "home", lambda load: tables(load, names))
        with building.view(case) as view:
            figures = measured(view, names)
        building.close()
    told(figures, asked.json)


def drawn(count: int) -> list[str]:
    """Full names, as often as they come."""
    chance = np.random.default_rng(3)
    first, last = invented(chance, FORENAMES, 2), invented(chance, SURNAMES, 3)
    one = np.minimum(chance.zipf(1.35, count) - 1, FORENAMES - 1)
    other = np.minimum(chance.zipf(1.2, count) - 1, SURNAMES - 1)
    far = chance.integers(0, [[FORENAMES], [SURNAMES]], (2, count))
    one = np.where(chance.random(count) < 0.35, far[0], one)
    other = np.where(chance.random(count) < 0.35, far[1], other)
    return [f"{first[a]} {last[b]}" for a, b in zip(one.tolist(), other.tolist(), strict=True)]


def invented(chance: np.random.Generator, count: int, most: int) -> list[str]:
    """`count` different words of one to `most` and a half syllables."""
    starts, middles = np.array(STARTS), np.array(MIDDLES)
    ends = np.array(["", "", "", "n", "r", "s", "l", "d", "m", "ck", "ng", "tt"])
    found: dict[str, None] = {}
    while len(found) < count:
        many = chance.integers(1, most + 1, count)
        sounds = [chance.choice(part, (count, most)) for part in (starts, middles, ends)]
        for row, syllables in enumerate(many.tolist()):
            word = "".join(str(p[row, n]) for n in range(syllables) for p in sounds)
            if len(word) > 1:
                found[word] = None
    return list(found)[:count]


def tables(load: str, names: list[str]) -> dict[str, Iterable[pa.Table]]:
    """Records, people and names, as a load holds them."""
    return {name: rows(load, name, names) for name in ("record", "mention", "claim")}


def rows(load: str, relation: str, names: list[str]) -> Iterator[pa.Table]:
    """The rows of one table, in its order."""
    said, ids = pa.array(names), numbered("person", 0, len(names))
    order = np.arange(len(names))
    if relation == "claim":
        order = np.argsort(np.array(names), kind="stable")
    for first, count in pieces(len(names)):
        here = pa.array(order[first : first + count])
        made = columns(load, relation, first + 3, count, **_given(relation, count, said, ids, here))
        place = made.schema.get_field_index("pos")
        yield made.set_column(place, "pos", pc.add(here, 3))


def _given(
    relation: str, count: int, said: pa.Array, ids: pa.Array, here: pa.Array
) -> dict[str, pa.Array]:
    if relation == "record":
        return {"raw": pa.repeat("{}", count)}
    if relation == "mention":
        said_of = {"slot": "who", "kind": "person", "role": "suspect", "basis": "fact"}
        given = {"id": ids.take(here), "label": said.take(here)}
        return given | {name: pa.repeat(value, count) for name, value in said_of.items()}
    given = {"mention": ids.take(here), "raw": said.take(here), "value": said.take(here)}
    return given | {"kind": pa.repeat("person", count), "property": pa.repeat("name", count)}


def edited(name: str, chance: np.random.Generator) -> str:
    """The name with one edit."""
    while True:
        at = int(chance.integers(0, len(name)))
        letter = "abcdefghijklmnopqrstuvwxyz"[int(chance.integers(0, 26))]
        made = {
            0: name[:at] + letter + name[at:],
            1: name[:at] + name[at + 1 :],
            2: name[:at] + letter + name[at + 1 :],
            3: name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
        }[int(chance.integers(0, 4))]
        if made.strip() and made != name:
            return made


def measured(view: View, names: list[str]) -> dict[str, float]:
    """What is measured, and its figure."""
    view.run("SELECT count(*) AS n FROM load")
    began = time.perf_counter()
    index = view.kept("names", name_index)
    figures = {
        "index built, s": time.perf_counter() - began,
        "people": float(len(index.people)),
        "different names": float(len(index.names)),
        "different words": float(len(index.words.every)),
    }
    chance = np.random.default_rng(4)
    meant = [names[int(at)] for at in chance.integers(0, len(names), ASKED)]
    typed = [edited(name, chance) for name in meant]

    def ask(text: str, mode: people.Mode | None = None) -> list[str]:
        page = people.find(view, people.read(text, mode), 0, 200)
        return list(dict.fromkeys(hit.label for hit in page.hits))[:FIRST]

    every = index.names.to_pylist()
    ways: dict[str, tuple[Callable[[str], list[str]], int]] = {
        "all modes, one edit": (ask, ASKED),
        "fuzzy alone, one edit": (lambda text: ask(text, "fuzzy"), ASKED),
        "every name by Jaro-Winkler in the engine": (lambda text: scan(view, text), SCANNED),
        "every name by Jaro-Winkler in memory": (lambda text: nearest(every, text), SCANNED),
    }
    for name, (way, times) in ways.items():
        way(typed[0])
        took, found = [], 0
        for text, wanted in zip(typed[:times], meant[:times], strict=True):
            began = time.perf_counter()
            answer = way(text)
            took.append((time.perf_counter() - began) * 1000)
            found += wanted in answer
        figures |= spread(name, took) | {f"{name}, recall at {FIRST}": found / times}
    swapped = [" ".join(reversed(name.split())) for name in meant]
    figures["order changed round and one edit, recall at 20"] = float(
        np.mean([n in ask(edited(s, chance)) for n, s in zip(meant, swapped, strict=True)])
    )
    others: dict[str, Callable[[str], object]] = {
        "as typed, literal": lambda text: ask(text, "literal"),
        "as typed, phonetic": lambda text: ask(text, "phonetic"),
        "one word of the name, all modes": lambda text: ask(text.split()[0]),
        "in quotes": lambda text: ask(f'"{text}"'),
    }
    for name, other in others.items():
        took = []
        for text in meant[:100]:
            began = time.perf_counter()
            other(text)
            took.append((time.perf_counter() - began) * 1000)
        figures |= spread(name, took)
    return figures


def scan(view: View, text: str) -> list[str]:
    """The likest of every name, by the engine."""
    size = len(text)
    return view.run(SCAN, [size - 2, size + 2, text, text])["value"].to_pylist()


def nearest(every: list[str], text: str) -> list[str]:
    """The likest of every name, held in memory."""
    alike = cdist([text], every, scorer=JaroWinkler.similarity, dtype=np.float32)[0]
    best = np.argpartition(-alike, FIRST)[:FIRST]
    return [every[int(at)] for at in best]


def spread(name: str, took: list[float]) -> dict[str, float]:
    """p50 and p95."""
    return {f"{name}, {p} ms": float(np.percentile(took, int(p[1:]))) for p in ("p50", "p95")}


if __name__ == "__main__":
    main()
