"""What the playbook finds of the planted investigation, in cities of several seeds.

    python -m benchmarks.prove_analyse [--residents N] [--seeds A-B] [--shuffled A-B] [--out FILE]

Each city is written, loaded whole into an exercise and analysed without a seed, as an analyst would
for the first time. Of the first 50 findings it is told how many of the planted things they name,
and how many people and things they name that had no part. With `--shuffled` the same is done with
the times of calls, reads and payments dealt out anew among the rows of their files, where nothing
is to be found. It goes on where it was cut off.
"""

import argparse
import csv
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from remit.desk.playbook import analyse
from remit.errors import RemitError
from remit.exercise import init
from remit.house import House
from remit.world import City, write

__all__: list[str] = []

FIRST = 50
BECAUSE = "measuring what the playbook finds in a made-up city"
TIMELESS = frozenset({"number-in-stolen-handsets"})
"""Kinds that rest on which number was in which handset, whenever: shuffling leaves that true."""

TIMES = {"calls": "Start", "anpr": "Captured", "bank": "When"}


def main(words: list[str]) -> int:
    """Measure what is asked for; 1 where a bar does not hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--residents", type=int, default=2_000)
    options.add_argument("--seeds", default="1-5")
    options.add_argument("--shuffled", default="1-5")
    options.add_argument("--out", type=Path)
    asked = options.parse_args(words)
    before = json.loads(asked.out.read_text()) if asked.out and asked.out.is_file() else {}
    runs: dict[str, Any] = before.get("runs", {})
    for seed, shuffled in [
        *((seed, False) for seed in span(asked.seeds)),
        *((seed, True) for seed in span(asked.shuffled)),
    ]:
        name = f"{asked.residents} residents, seed {seed}{', times shuffled' if shuffled else ''}"
        if name not in runs:
            runs[name] = one(seed, asked.residents, shuffled=shuffled)
            print(name, json.dumps(runs[name]), flush=True)
            if asked.out:
                asked.out.write_text(json.dumps(told(runs), indent=1) + "\n")
    figures = told(runs)
    print(json.dumps({k: v for k, v in figures.items() if k != "runs"}, indent=1))
    return 0 if figures["holds"] else 1


def span(text: str) -> Iterable[int]:
    """The seeds `3-5`, or none of an empty text."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1) if text else ()


def one(seed: int, residents: int, *, shuffled: bool) -> dict[str, Any]:
    """One city, loaded and analysed."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        written = write(City(seed=seed, residents=residents), base / "city")
        files = [path for path in written.files if not shuffled or bare(path)]
        if shuffled:
            deal_out(files, seed)
        made = init(base / "exercise")
        house = House.open(made.home, made.keys)
        try:
            return measured(house, made.case, files, base / "city" / "truth", shuffled)
        finally:
            house.close()


def bare(path: Path) -> bool:
    """Whether a file tells the crew's doings by its times alone, and those are dealt out anew.

    Case papers, downloads and statements tell of them over again, with their own times.
    """
    if path.parent.name == "bank":
        return path.name.startswith(("payments", "accounts"))
    return not {"case", "billing", "downloads", "records"} & set(path.parts)


def measured(
    house: House, case: str, files: Iterable[Path], truth: Path, shuffled: bool
) -> dict[str, Any]:
    """Load the files, analyse, and hold the findings against what was planted."""

    def use(who: str, verb: str, **params: Any) -> Any:
        actor = house.actors.get(who)
        return house.use(actor, verb, case=case, purpose="exercise", because=BECAUSE, **params)

    for path in files:
        try:
            use("data-engineer", "load.file", path=str(path), yes=True, zone="Europe/London")
        except RemitError:
            continue  # one is cut short on purpose
    began = time.monotonic()
    done = analyse(lambda verb, **params: use("analyst", verb, **params))
    seconds = round(time.monotonic() - began, 1)
    findings = done.answer["findings"][:FIRST]
    if shuffled:
        beyond = [
            one for one in findings if one["basis"] == "assessment" and one["kind"] not in TIMELESS
        ]
        return {"shuffled": True, "assessments": len(beyond), "kinds": kinds(beyond)}
    planted, innocent = against(findings, json.loads((truth / "truth.json").read_text()))
    return {"findings": len(findings), "seconds": seconds, **planted, **innocent,
            "kinds": kinds(findings)}  # fmt: skip


def kinds(findings: list[dict[str, Any]]) -> dict[str, int]:
    """How many of each kind."""
    found: dict[str, int] = {}
    for one in findings:
        found[one["kind"]] = found.get(one["kind"], 0) + 1
    return dict(sorted(found.items()))


def against(
    findings: list[dict[str, Any]], true: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """How much of what was planted is named, and what is named that had no part."""
    crew = true["crew"]
    wanted: dict[str, set[str]] = {
        "phones": {number for m in crew["members"] for number in m["numbers"]},
        "vehicles": {one["vrm"] for one in crew["plates"]},
        "accounts": {plain(" ".join(m["account"])) for m in crew["members"] if account(m)},
        "people": {m["name"].casefold() for m in crew["members"]},
    }
    handsets = {imei[:14] for m in crew["members"] for imei in m["imeis"]}
    handsets |= {one["imei"][:14] for one in true["thefts"]}
    shop = {plain(crew["shop"]["number"]), plain(crew["shop"]["test_number"])}
    part = {plain(one) for some in wanted.values() for one in some} | shop | handsets
    part |= {plain(" ".join(crew["shop"]["account"])), crew["shop"]["name"].casefold()}
    part |= {plain(m["own_number"]) for m in crew["members"]}
    part |= {plain(one["sold_to_number"]) for one in true["thefts"] if one["sold_to_number"]}
    part |= {(m["other_name"] or "").casefold() for m in crew["members"]}
    seen: dict[str, dict[str, str]] = {}
    for one in findings:
        for thing in one["entities"]:
            seen.setdefault(thing["entity"], thing)
    names = {plain(thing["label"]) for thing in seen.values()}
    planted: dict[str, Any] = {
        kind: [sum(plain(one) in names for one in some), len(some)] for kind, some in wanted.items()
    }
    pairs = {tuple(map(plain, m["numbers"])) for m in crew["members"] if m["numbers"]}
    told_pairs = {
        tuple(plain(thing["label"]) for thing in one["entities"][:2])
        for one in findings
        if one["kind"] == "successor-telephone"
    }
    planted["swap"] = [len(pairs & told_pairs), len(pairs)]
    initials = {initial(m["name"]) for m in crew["members"]}
    others = [
        thing
        for thing in seen.values()
        if not ({plain(thing["label"]), plain(thing["label"])[:14]} & part)
        and not (thing["kind"] == "person" and initial(thing["label"]) in initials)
    ]
    without = [one for one in findings if one["entities"] and one["entities"][0] in others]
    return planted, {
        "no_part": sorted({f"{one['kind']} {one['label']}" for one in others})[:20],
        "findings_about_no_part": len(without),
    }


def account(member: dict[str, Any]) -> bool:
    """Whether money of the crew goes through it: all but that of the shop's keeper."""
    return str(member["role"]) != "fence"


def initial(name: str) -> str:
    """First letter and last name: tables shorten first names."""
    words = name.casefold().split()
    return f"{words[0][0]} {words[-1]}" if words else ""


def plain(text: str) -> str:
    """A label as it is compared: digits of a number, letters in one case."""
    bare = "".join(letter for letter in text.casefold() if letter.isalnum())
    return f"0{bare[2:]}" if bare.startswith("44") and bare.isdigit() and len(bare) == 12 else bare


def deal_out(files: Iterable[Path], seed: int) -> None:
    """Deal the times of calls, of reads and of payments out anew among all rows of their files."""
    draw = random.Random(seed)
    for folder, column in TIMES.items():
        tables: dict[Path, list[list[str]]] = {}
        for path in files:
            if path.parent.name == folder and path.suffix == ".csv":
                with path.open(encoding="utf-8", newline="") as file:
                    rows = list(csv.reader(file))
                if column in rows[0]:
                    tables[path] = rows
        at = {path: rows[0].index(column) for path, rows in tables.items()}
        whole = [(row, at[path]) for path, rows in tables.items() for row in rows[1:]]
        whole = [(row, place) for row, place in whole if len(row) > place]
        times = [row[place] for row, place in whole]
        draw.shuffle(times)
        for (row, place), moment in zip(whole, times, strict=True):
            row[place] = moment
        for path, rows in tables.items():
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)


def told(runs: dict[str, Any]) -> dict[str, Any]:
    """The figures of all runs, and whether the bars hold."""
    real = [one for one in runs.values() if "shuffled" not in one]
    null = [one for one in runs.values() if "shuffled" in one]
    shares = {}
    for kind in ("people", "phones", "vehicles", "accounts", "swap"):
        found, of = (sum(one[kind][n] for one in real) for n in (0, 1))
        shares[kind] = [found, of]
    every = [sum(pair[n] for pair in shares.values()) for n in (0, 1)]
    findings = sum(one["findings"] for one in real)
    astray = sum(one["findings_about_no_part"] for one in real)
    reported = sum(one["assessments"] > 0 for one in null)
    return {
        "how": "python -m benchmarks.prove_analyse; whole cities, no seed, first 50 findings",
        "planted": {**shares, "all": every},
        "findings": findings,
        "findings_about_what_had_no_part": astray,
        "shuffled_runs": len(null),
        "shuffled_runs_that_report": reported,
        "holds": bool(real)
        and every[0] >= 0.9 * every[1]
        and astray <= 0.05 * findings
        and reported <= 0.05 * len(null),
        "runs": runs,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
