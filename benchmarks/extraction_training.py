"""How the labeller of `remit.extraction` is trained; needs python-crfsuite, which is not shipped.

A conditional random field over the annotated reports and made-up ones. Deterministic: one thread,
no chance but the seed of what is made up.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from benchmarks.extraction_data import Document, labels
from benchmarks.extraction_madeup import made_up

from remit.extraction.features import NEAR, Report, seen
from remit.extraction.lexicon import Lexicon
from remit.extraction.model_file import Weights

__all__ = ["ENTITIES", "entities"]

ENTITIES = {"made_up": 350, "seed": 5, "c2": 0.3, "iterations": 100, "threshold": 0.3}
"""Made-up reports, their seed, the weight of the squares, rounds of L-BFGS, and the least
probability proposed: half of the F1 to be expected, where a choice by F1 lies (Lipton, Elkan,
Naryanaswamy 2014), not tuned on any folder."""


def entities(documents: Iterable[Document], lists: Lexicon, name: str, **changed: float) -> Weights:
    """Train the labeller on annotated documents and made-up reports."""
    import pycrfsuite

    settings = ENTITIES | changed
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(
        {"c1": 0.0, "c2": settings["c2"], "max_iterations": int(settings["iterations"])}
    )
    made = made_up(int(settings["made_up"]), int(settings["seed"]), lists)
    texts = [(each.text, each.mentions) for each in documents]
    for text, mentions in [*texts, *made]:
        report = Report(text, lists)
        tags = labels(report, list(mentions))
        for first, last in report.sentences:
            trainer.append(_seen(report, first, last), tags[first:last])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info, names = tagger.info(), sorted(tagger.labels())
        tagger.close()
    place = {label: n for n, label in enumerate(names)}
    known = sorted({feature for feature, _ in info.state_features})
    row = {feature: n for n, feature in enumerate(known)}
    table = np.zeros((len(known), len(names)), np.float32)
    for (feature, label), weight in info.state_features.items():
        table[row[feature], place[label]] = weight
    follows = np.zeros((len(names), len(names)), np.float32)
    for (before, after), weight in info.transitions.items():
        follows[place[before], place[after]] = weight
    return Weights(name, tuple(names), tuple(known), table, follows, float(settings["threshold"]))


def _seen(report: Report, first: int, last: int) -> list[list[str]]:
    """Every feature of every word of a sentence, as the labeller adds them up."""
    found = report.around(first, last)
    for at in range(first, last):
        for far in NEAR:
            if first <= at + far < last:
                found[at - first] += seen(report.lists, report.forms[at + far], far)
            else:
                found[at - first].append(f"{far}edge")
    return found
