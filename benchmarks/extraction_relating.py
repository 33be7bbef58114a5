"""How the relations of `remit.extraction` are learned: a multinomial regression over pairs.

From the annotated reports, made-up sentences and made-up clauses. Some models are averaged, each
with made-up text of its own and without some kinds of features, drawn by its number: what one
learns by heart from a few reports the others do not see (the random subspaces of Ho, 1998). All
are linear in the same features, so their average is one model. Deterministic: one thread, seeds.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sparse
from benchmarks.extraction_clauses import made_up_clauses
from benchmarks.extraction_data import Document
from benchmarks.extraction_madeup import Related, made_up_relations
from scipy.optimize import minimize

from remit.extraction.features import Report
from remit.extraction.lexicon import Lexicon
from remit.extraction.model_file import Weights
from remit.extraction.pairs import Mention, features, pairs

__all__ = ["RELATIONS", "TYPES", "examples", "relations"]

RELATIONS = {
    "sentences": 4, "clauses": 450, "weight": 0.33, "unrelated": 0.5, "models": 8, "seen": 0.6,
    "spread": 0.3, "least": 3, "threshold": 0.2,
}  # fmt: skip
"""Rounds of the made-up sentences and how many made-up clauses, the weight of a made-up pair beside
a real one, the share of unrelated made-up pairs that is kept (with as much more weight), how many
models are averaged, the share of kinds of features that each sees, the variance of the weights, how
often a feature has to be seen, and the least probability proposed."""

TYPES = (
    "AlliesOf", "Apart", "BelongsTo", "CoLocated", "CommWith", "Dislikes", "FightingAgainst",
    "HasAttrOf", "InChargeOf", "IsSynonymOf", "Likes",
)  # fmt: skip
NONE = "-"
_ALWAYS = frozenset({"k", "o", "t1", "t2"})
"""Kinds of features that every model sees: what the two mentions are."""

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
    """Train the regression on annotated documents and made-up text."""
    settings = RELATIONS | changed
    real: list[Example] = []
    for each in documents:
        real += examples(each.text, each.mentions, each.relations, lists)
    names = (NONE, *TYPES)
    total: dict[str, np.ndarray] = {}
    models = int(settings["models"])
    for seed in range(models):
        made, weights = _invented(settings, seed, lists)
        hidden = _hidden(real, settings["seen"], seed)
        known, table = _learned(
            [*real, *made],
            np.concatenate([np.ones(len(real)), weights]),
            names,
            hidden,
            settings,
        )
        for feature, row in zip(known, table, strict=True):
            total[feature] = total.get(feature, 0.0) + row / models
    known = sorted(total)
    table = np.array([total[feature] for feature in known], np.float32)
    none = np.zeros((0, 0), np.float32)
    return Weights(name, names, tuple(known), table, none, float(settings["threshold"]))


def _invented(
    settings: dict[str, float], seed: int, lists: Lexicon
) -> tuple[list[Example], np.ndarray]:
    """Pairs of made-up text with their weights."""
    chance = random.Random(seed)
    found: list[Example] = []
    weights: list[float] = []
    for text, mentions, said in _made(settings, seed, lists):
        related = [(mentions[a][:2], mentions[b][:2], kind) for a, b, kind in said]
        for each in examples(text, mentions, related, lists):
            if each[1] != NONE:
                weights.append(settings["weight"])
            elif chance.random() < settings["unrelated"]:
                weights.append(settings["weight"] / settings["unrelated"])
            else:
                continue
            found.append(each)
    return found, np.array(weights)


def _made(settings: dict[str, float], seed: int, lists: Lexicon) -> list[Related]:
    sentences = made_up_relations(int(settings["sentences"]), seed, lists)
    return [*sentences, *made_up_clauses(int(settings["clauses"]), seed, lists)]


def _hidden(real: Sequence[Example], share: float, seed: int) -> frozenset[str]:
    """Kinds of features that a model does not see."""
    chance = random.Random(seed)
    kinds = sorted({_kind(feature) for each in real for feature in each[0] if "=" in feature})
    return frozenset(k for k in kinds if k not in _ALWAYS and chance.random() > share)


def _kind(feature: str) -> str:
    return feature.partition("=")[0]


def _learned(
    every: Sequence[Example],
    weights: np.ndarray,
    names: Sequence[str],
    hidden: frozenset[str],
    settings: dict[str, float],
) -> tuple[list[str], np.ndarray]:
    """The features of one model with their weights."""
    seen = [list(dict.fromkeys(each[0])) for each in every]
    times = Counter(feature for features_ in seen for feature in features_)
    known = sorted(
        feature
        for feature, count in times.items()
        if count >= settings["least"] and _kind(feature) not in hidden
    )
    row = {feature: n for n, feature in enumerate(known)}
    places = [sorted(row[f] for f in features_ if f in row) for features_ in seen]
    ends = np.cumsum([0, *map(len, places)])
    flat = np.array([place for each in places for place in each], np.int32)
    matrix = sparse.csr_matrix((np.ones(len(flat)), flat, ends), (len(every), len(known)))
    right = np.array([names.index(each[1]) for each in every])
    return known, _fitted(matrix, right, weights, len(names), settings["spread"])


def _fitted(
    matrix: sparse.csr_matrix, right: np.ndarray, counted: np.ndarray, width: int, spread: float
) -> np.ndarray:
    """Weights of a multinomial regression with a normal prior of variance `spread`; `counted` is
    how much each row counts."""
    count, size = matrix.shape
    ones = np.zeros((count, width))
    ones[np.arange(count), right] = 1
    turned = matrix.T.tocsr()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(size, width)
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores)
        sums = raised.sum(axis=1, keepdims=True)
        total = -((scores[np.arange(count), right] - np.log(sums[:, 0])) * counted).sum()
        slope = turned @ ((raised / sums - ones) * counted[:, None]) + weights / spread
        return total + 0.5 / spread * (weights**2).sum(), slope.ravel()

    start = np.zeros(size * width)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return found.x.reshape(size, width)
