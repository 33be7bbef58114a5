"""Train the models of `remit.extraction` on all four folders and write them with their card.

    python -m benchmarks.train_extraction DATA [--out FOLDER]

DATA is the folder of annotated reports (four sources). The same data gives the same bytes. The
figures of the card are those of `docs/proofs/extraction.json`; run `benchmarks.prove_extraction`
first where anything that is learned from has changed.
"""

import argparse
import json
import sys
import time
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.extraction_data import FOLDERS, loaded
from benchmarks.extraction_relating import RELATIONS, relations
from benchmarks.extraction_training import ENTITIES, entities

from remit.extraction.lexicon import lexicon
from remit.extraction.model_file import packed

NAME, RELATING = "remit-reports-1", "remit-relations-1"
MODELS = ("entities.model", "relations.model")
_HERE = Path(__file__).parent
_PROOF = _HERE.parent / "docs" / "proofs" / "extraction.json"
_OUT = _HERE.parent / "src" / "remit" / "extraction" / "model"
LEARNED_FROM = (
    "extraction_data.py", "extraction_grammar.yaml", "../src/remit/extraction/lists.yaml",
    "extraction_madeup.py", "extraction_relations.txt", "extraction_clauses.py",
    "extraction_clauses.txt", "extraction_training.py", "extraction_relating.py",
)  # fmt: skip
"""Files beside this one on which the models depend."""

SOURCES = [
    {
        "part": "centcom", "of": "re3d, Defence Science and Technology Laboratory",
        "text": "United States Central Command", "licence": "public domain",
    },
    {
        "part": "dfat", "of": "re3d, Defence Science and Technology Laboratory",
        "text": "Australian Department of Foreign Affairs and Trade", "licence": "CC BY 3.0 AU",
    },
    {
        "part": "eu-delegation", "of": "re3d, Defence Science and Technology Laboratory",
        "text": "Delegation of the European Union to Syria, European External Action Service",
        "licence": "reuse allowed with acknowledgement of the source (EEAS legal notice)",
    },
    {
        "part": "wikipedia", "of": "re3d, Defence Science and Technology Laboratory",
        "text": "Wikipedia contributors", "licence": "CC BY-SA 3.0",
    },
    {
        "part": "word lists and made-up sentences", "of": "this project",
        "text": "lists.yaml of the package; benchmarks/extraction_grammar.yaml, _relations.txt, "
        "_clauses.txt",
        "licence": "MIT",
    },
]  # fmt: skip
LIMITS = [
    "Learned from 42 public reports of 2015 and 2016 about Syria and Iraq, and from made-up "
    "sentences; no police report has been seen, and none is claimed for.",
    "Half of the exact spans proposed are wrong, and half of those annotated are missed: a person "
    "reviews every candidate.",
    "Types with fewer than thirty annotated mentions are reported with their n and prove nothing.",
    "The word lists are short and written by hand: names that are not in them are found by what "
    "stands around them.",
    "The lists and the grammar were written by hand from general knowledge; the grammar was "
    "enlarged after a look at errors on all four folders, so the folder left out was unseen by "
    "the training, but not by the author.",
    "Kinds of features, weights and least probabilities of the relations were chosen by training "
    "on two sources and reading the others, pooled over the pairs of sources that were tried; "
    "further made-up sentences were written after counts of errors by type of pair over all four, "
    "without a look at any text. The figures of relations are optimistic by an unknown amount.",
    "English only. Nothing is learned from what users load.",
]


def main() -> int:
    """Train, write, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path)
    options.add_argument("--out", type=Path, default=_OUT)
    options.add_argument(
        "--card-only", action="store_true", help="keep the models, write the figures of the proof"
    )
    asked = options.parse_args()
    began = time.perf_counter()
    if asked.card_only:
        files = {name: (asked.out / name).read_bytes() for name in MODELS}
    else:
        files = trained(asked.data)
    seconds = round(time.perf_counter() - began, 1)
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (asked.out / name).write_bytes(content)
    card = made_card(files, fingerprint(asked.data))
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    (asked.out / "card.json").write_text(text, encoding="utf-8")
    print(json.dumps({"seconds": seconds, "files": card["files"]}, indent=1))
    return 0


def trained(data: Path) -> dict[str, bytes]:
    """The files of both models, from all four folders."""
    documents = [each for folder in FOLDERS for each in loaded(data, folder)]
    lists = lexicon()
    made = (entities(documents, lists, NAME), relations(documents, lists, RELATING))
    return {name: packed(weights) for name, weights in zip(MODELS, made, strict=True)}


def fingerprint(data: Path) -> dict[str, Any]:
    """Hashes of everything the models are learned from."""
    hashes = {
        f"{folder}/{name}.json": sha256((data / folder / f"{name}.json").read_bytes()).hexdigest()
        for folder in FOLDERS
        for name in ("documents", "entities", "relations")
    }
    code = {name: sha256((_HERE / name).read_bytes()).hexdigest() for name in LEARNED_FROM}
    versions = {name: version(name) for name in ("python-crfsuite", "numpy", "scipy")}
    return {"data": hashes, "code": code, "trained with": versions}


def made_card(files: dict[str, bytes], learned: dict[str, Any]) -> dict[str, Any]:
    """The card of the models, with the figures that the proof found."""
    figures = json.loads(_PROOF.read_text(encoding="utf-8")) if _PROOF.exists() else {}
    return {
        "name": NAME, "relations": RELATING,
        "what": "Proposes mentions of persons, organisations, places, times and things in English "
        "reports, and relations between them, for a person to review. Never a fact.",
        "how": "A conditional random field over word, list and phrase features, and the average of "
        "multinomial regressions over pairs. No pretrained weights.",
        "settings": {"entities": ENTITIES, "relations": RELATIONS},
        "files": {
            name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in files.items()
        },
        "sources": SOURCES,
        "learned": learned,
        "figures": figures.get("figures", {}),
        "limits": LIMITS,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
