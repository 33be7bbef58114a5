"""How the models of `remit.extraction` are trained; needs python-crfsuite, which is not shipped.

Entities: a conditional random field over the annotated reports and made-up ones. Relations: a
multinomial regression over pairs of annotated mentions in one sentence. Both are deterministic:
one thread, no chance but the seed of what is made up.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from benchmarks.extraction_data import Document, labels
from benchmarks.extraction_madeup import made_up, made_up_relations
from scipy.optimize import minimize

from remit.extraction.features import NEAR, Report, seen
from remit.extraction.lexicon import Lexicon
from remit.extraction.model_file import Weights
from remit.extraction.pairs import Mention, features, pairs

__all__ = ["ENTITIES", "RELATIONS", "entities", "examples", "relations"]

ENTITIES = {"made_up": 350, "seed": 5, "c2": 0.3, "iterations": 100, "threshold": 0.3}
"""Made-up reports, their seed, the weight of the squares, rounds of L-BFGS, and the least
probability proposed: half of the F1 to be expected, where a choice by F1 lies (Lipton, Elkan,
Naryanaswamy 2014), not tuned on any folder."""

RELATIONS = {"made_up": 2, "models": 3, "spread": 0.3, "least": 2, "threshold": 0.25}
"""Rounds of the made-up sentences, how many models with made-up sentences of their own are
averaged, the variance of the weights, how often a feature has to be seen, and the least
probability proposed: about half of the F1 to be expected."""

TYPES = (
    "AlliesOf", "Apart", "BelongsTo", "CoLocated", "CommWith", "Dislikes", "FightingAgainst",
    "HasAttrOf", "InChargeOf", "IsSynonymOf", "Likes",
)  # fmt: skip
NONE = "-"


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


Example = tuple[list[str], str, tuple[int, int], tuple[int, int]]
"""Features of a pair, its relation, and where source and target stand."""


def examples(
    text: str,
    mentions: Sequence[tuple[int, int, str]],
    related: Iterable[tuple[tuple[int, int], tuple[int, int], str]],
    lists: Lexicon,
) -> list[Example]:
    """Every ordered pair of mentions in one sentence."""
    report = Report(text, lists)
    placed: list[Mention] = []
    spans: list[tuple[int, int]] = []
    for begin, end, kind in sorted(mentions):
        inside = [n for n, word in enumerate(report.words) if word.begin < end and word.end > begin]
        if inside and not (placed and inside[0] < placed[-1].last):
            placed.append(Mention(inside[0], inside[-1] + 1, kind))
            spans.append((begin, end))
    gold = {(source, target): kind for source, target, kind in sorted(related)}
    return [
        (
            features(report, placed, a, b, n),
            gold.get((spans[a], spans[b]), NONE),
            spans[a],
            spans[b],
        )
        for a, b, n in pairs(report, placed)
    ]


def relations(
    documents: Iterable[Document], lists: Lexicon, name: str, **changed: float
) -> Weights:
    """Train the regression on annotated documents and made-up sentences."""
    settings = RELATIONS | changed
    real: list[Example] = []
    for each in documents:
        real += examples(each.text, each.mentions, each.relations, lists)
    names = (NONE, *TYPES)
    total: dict[str, np.ndarray] = {}
    models = int(settings["models"])
    for seed in range(models):
        every = real + _invented(int(settings["made_up"]), seed, lists)
        times = Counter(feature for each in every for feature in dict.fromkeys(each[0]))
        known = sorted(feature for feature, count in times.items() if count >= settings["least"])
        row = {feature: n for n, feature in enumerate(known)}
        cells = [
            (n, row[feature])
            for n, each in enumerate(every)
            for feature in dict.fromkeys(each[0])
            if feature in row
        ]
        matrix = sparse.csr_matrix(
            (np.ones(len(cells)), tuple(np.array(cells).T)), (len(every), len(known))
        )
        matrix.sort_indices()  # so that sums are made in one order
        right = np.array([names.index(each[1]) for each in every])
        table = _fitted(matrix, right, len(names), settings["spread"])
        for feature, weights in zip(known, table, strict=True):
            total[feature] = total.get(feature, 0.0) + weights / models
    known = sorted(total)
    table = np.array([total[feature] for feature in known], np.float32)
    none = np.zeros((0, 0), np.float32)
    return Weights(name, names, tuple(known), table, none, float(settings["threshold"]))


def _invented(rounds: int, seed: int, lists: Lexicon) -> list[Example]:
    """Pairs of the made-up sentences."""
    found: list[Example] = []
    for text, mentions, said in made_up_relations(rounds, seed, lists):
        related = [(mentions[a][:2], mentions[b][:2], kind) for a, b, kind in said]
        found += examples(text, mentions, related, lists)
    return found


def _fitted(matrix: sparse.csr_matrix, right: np.ndarray, width: int, spread: float) -> np.ndarray:
    """Weights of a multinomial regression with a normal prior of variance `spread`."""
    count, size = matrix.shape
    ones = np.zeros((count, width))
    ones[np.arange(count), right] = 1

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(size, width)
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores)
        sums = raised.sum(axis=1, keepdims=True)
        total = -(scores[np.arange(count), right] - np.log(sums[:, 0])).sum()
        slope = matrix.T @ (raised / sums - ones) + weights / spread
        return total + 0.5 / spread * (weights**2).sum(), slope.ravel()

    start = np.zeros(size * width)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return found.x.reshape(size, width)
