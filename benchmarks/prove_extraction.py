"""Proof that the extraction model beats a field with library gazetteers on reports of a new source.

    python -m benchmarks.prove_extraction [--data FOLDER] [--out FILE]

Each of four folders in turn is left out: the model and the baseline learn from the other three and
read the one neither has seen. Mentions are compared exact and overlapping (micro-F1, gold flat),
and the two models by a paired bootstrap over documents. Relations are judged in the same way, given
the annotated mentions and given those found. Exit status 1 where a bar does not hold: the lower
bound of both intervals above 0, and relations at 0.45 given the annotated mentions.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.extraction_baseline import Baseline
from benchmarks.extraction_data import FOLDERS, loaded
from benchmarks.extraction_madeup import made_up
from benchmarks.extraction_relating import relations
from benchmarks.extraction_scores import counted, difference, f1, scores
from benchmarks.extraction_training import ENTITIES, entities

from remit.extraction import rules
from remit.extraction.candidate import Candidate
from remit.extraction.extract import MODEL_TYPES, merged
from remit.extraction.labelling import Labeller
from remit.extraction.lexicon import lexicon
from remit.extraction.relating import suggested

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "reports"
RELATED = 0.45
DRAWS = 10_000


def main() -> int:
    """Run, print, and keep the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--out", type=Path, metavar="FILE")
    asked = options.parse_args()
    began = time.perf_counter()
    figures = compared(asked.data)
    held = holds(figures)
    figures["seconds"] = round(time.perf_counter() - began)
    text = json.dumps(
        {
            "how": "python -m benchmarks.prove_extraction",
            "on": f"two shared processor cores, {date.today()}",  # noqa: DTZ011
            "holds": held,
            "figures": figures,
        },
        indent=1,
    )
    print(text, flush=True)
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    return 0 if held else 1


def holds(figures: dict[str, Any]) -> bool:
    """Whether every bar is reached."""
    gain = figures["mentions"]["gain"]
    return (
        gain["exact"][1] > 0
        and gain["overlap"][1] > 0
        and figures["relations"]["annotated mentions"]["all"]["f1"] >= RELATED
    )


def compared(
    data: Path, draws: int = DRAWS, *, pairs: bool = True, **changed: float
) -> dict[str, Any]:
    """Leave each folder out in turn.

    `changed` scales the training of mentions down for a quick look, `pairs` leaves relations out.
    """
    every = {folder: loaded(data, folder) for folder in FOLDERS}
    lists = lexicon()
    settings = ENTITIES | changed
    rows: list[tuple[Any, ...]] = []
    related: dict[str, list[tuple[str, set[Any], set[Any]]]] = {
        "annotated mentions": [],
        "found mentions": [],
    }
    for left_out in FOLDERS:
        known = [each for folder in FOLDERS if folder != left_out for each in every[folder]]
        model = Labeller(entities(known, lists, "left out", **changed), lists)
        relating = relations(known, lists, "left out") if pairs else None
        baseline = Baseline(known)
        taught = Baseline(known, made_up(int(settings["made_up"]), int(settings["seed"]), lists))
        for each in every[left_out]:
            found = merged(each.text, rules.found(each.text), model)
            ours = _spans(found)
            theirs = baseline.found(each.text)
            alone = _spans(merged(each.text, [], model))
            other = taught.found(each.text)
            types = {
                kind: counted(_only(each.mentions, kind), _only(ours, kind)) for kind in MODEL_TYPES
            }
            rows.append(
                (each, counted(each.mentions, theirs), counted(each.mentions, ours),
                 counted(each.mentions, alone), counted(each.mentions, other), types)
            )  # fmt: skip
            gold = [
                Candidate(kind, each.text[begin:end], begin, end, 1.0, "annotated")
                for begin, end, kind in each.mentions
            ]
            for how, given in (("annotated mentions", gold), ("found mentions", found)):
                if relating is None:
                    continue
                said = {
                    ((s.source.begin, s.source.end), (s.target.begin, s.target.end), s.type)
                    for s in suggested(each.text, given, relating)
                }
                related[how].append((left_out, set(each.relations), said))
    return {
        "mentions": _mentions(rows, draws),
        "relations": {how: _related(said) for how, said in related.items()},
    }


def _mentions(rows: list[Any], draws: int) -> dict[str, Any]:
    theirs, ours, alone, taught = ([row[n] for row in rows] for n in (1, 2, 3, 4))
    return {
        "documents": len(rows),
        "annotated": int(sum(ours)[4]),
        "baseline": scores(sum(theirs)),
        "model": scores(sum(ours)),
        "model without rules": scores(sum(alone)),
        "baseline with the made-up reports": scores(sum(taught)),
        "gain over the baseline with the made-up reports": difference(taught, ours, draws),
        "gain": difference(theirs, ours, draws),
        "left out": {
            folder: {
                "documents": sum(row[0].folder == folder for row in rows),
                "annotated": int(sum(row[2] for row in rows if row[0].folder == folder)[4]),
                "baseline": scores(sum(row[1] for row in rows if row[0].folder == folder)),
                "model": scores(sum(row[2] for row in rows if row[0].folder == folder)),
            }
            for folder in FOLDERS
        },
        "types": {kind: _of_type(sum(row[5][kind] for row in rows)) for kind in MODEL_TYPES},
    }


def _of_type(counts: np.ndarray) -> dict[str, float]:
    found = scores(counts)
    return {"n": int(counts[4]), "exact_f1": found["exact_f1"], "overlap_f1": found["overlap_f1"]}


def _related(said: Sequence[tuple[str, set[Any], set[Any]]]) -> dict[str, Any]:
    kinds = sorted({kind for _, gold, _ in said for _, _, kind in gold})
    return {
        "all": _pairs([(gold, found) for _, gold, found in said]),
        "left out": {
            folder: _pairs([(gold, found) for name, gold, found in said if name == folder])
            for folder in FOLDERS
        },
        "types": {
            kind: _pairs(
                [
                    ({r for r in g if r[2] == kind}, {r for r in f if r[2] == kind})
                    for _, g, f in said
                ]
            )
            for kind in kinds
        },
    }


def _pairs(said: list[tuple[set[Any], set[Any]]]) -> dict[str, float]:
    hits = sum(len(gold & found) for gold, found in said)
    found, gold = sum(len(f) for _, f in said), sum(len(g) for g, _ in said)
    return {
        "n": gold,
        "precision": round(hits / max(found, 1), 4),
        "recall": round(hits / max(gold, 1), 4),
        "f1": round(f1(hits, found, gold), 4),
    }


def _spans(found: list[Candidate]) -> list[tuple[int, int, str]]:
    return [(c.begin, c.end, c.type) for c in found if c.type in MODEL_TYPES]


def _only(spans: Sequence[tuple[int, int, str]], kind: str) -> list[tuple[int, int, str]]:
    return [span for span in spans if span[2] == kind]


if __name__ == "__main__":
    sys.exit(main())
