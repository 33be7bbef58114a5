"""Exact and overlapping micro-F1 of mentions, and a bootstrap over documents to compare two."""

from collections.abc import Iterable, Sequence

import numpy as np

__all__ = ["counted", "difference", "f1", "scores"]

Span = tuple[int, int, str]


def counted(gold: Iterable[Span], found: Iterable[Span]) -> np.ndarray:
    """Exact hits, found that overlap one of the same type, gold so overlapped, found, gold."""
    right, said = set(gold), set(found)
    return np.array(
        [
            len(right & said),
            _overlapping(said, right),
            _overlapping(right, said),
            len(said),
            len(right),
        ],
        float,
    )


def _overlapping(some: set[Span], others: set[Span]) -> int:
    return sum(
        any(kind == k and begin < e and end > b for b, e, k in others) for begin, end, kind in some
    )


def f1(hits: float, found: float, gold: float) -> float:
    """Harmonic mean of precision and recall; 0 where nothing is found or nothing is right."""
    return float(2 * hits / (found + gold)) if found + gold else 0.0


def scores(counts: np.ndarray) -> dict[str, float]:
    """Precision, recall and F1, exact and overlapping, of summed counts."""
    exact, of_found, of_gold, found, gold = counts.tolist()
    wide, reach = of_found / max(found, 1), of_gold / max(gold, 1)
    return {
        "precision": round(exact / max(found, 1), 4),
        "recall": round(exact / max(gold, 1), 4),
        "exact_f1": round(f1(exact, found, gold), 4),
        "overlap_precision": round(wide, 4),
        "overlap_recall": round(reach, 4),
        "overlap_f1": round(2 * wide * reach / max(wide + reach, 1e-12), 4),
    }


def difference(
    one: Sequence[np.ndarray], other: Sequence[np.ndarray], draws: int = 10_000, seed: int = 1
) -> dict[str, list[float]]:
    """F1 of the second less that of the first: mean and 95 % interval, documents drawn in pairs."""
    left, right = np.array(one), np.array(other)
    chance = np.random.default_rng(seed)
    exact, overlap = np.zeros(draws), np.zeros(draws)
    for draw in range(draws):
        rows = chance.integers(0, len(left), len(left))
        a, b = scores(left[rows].sum(axis=0)), scores(right[rows].sum(axis=0))
        exact[draw] = b["exact_f1"] - a["exact_f1"]
        overlap[draw] = b["overlap_f1"] - a["overlap_f1"]
    return {name: _interval(values) for name, values in (("exact", exact), ("overlap", overlap))}


def _interval(values: np.ndarray) -> list[float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return [round(float(x), 4) for x in (values.mean(), low, high)]
