"""How entities agree with known truth: by pairs, by record, and how many mix people.

>>> truth, entity = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 2, 2, 4])
>>> told = clusters(truth, entity)
>>> told["cluster"]["precision"], told["cluster"]["recall"], told["mixed_clusters"]
(0.5, 0.25, 1)
"""

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["clusters", "mixed", "pairs_in", "scores"]

Ints = npt.NDArray[np.int64]
PLACES = 6


def scores(hit: float, said: float, true: float) -> dict[str, float | None]:
    """Precision, recall and F1 of `hit` of `said` where `true` there are; None without a base.

    >>> scores(8, 10, 16)
    {'precision': 0.8, 'recall': 0.5, 'f1': 0.615385}
    """
    return {
        "precision": round(hit / said, PLACES) if said else None,
        "recall": round(hit / true, PLACES) if true else None,
        "f1": round(2 * hit / (said + true), PLACES) if said + true else None,
    }


def pairs_in(of: Ints) -> int:
    """Pairs of records that have the same number."""
    counts = np.unique(of, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def mixed(truth: Ints, entity: Ints) -> npt.NDArray[np.bool_]:
    """For each record: whether its entity holds records of somebody else too."""
    entity = np.unique(entity, return_inverse=True)[1]
    low = np.full(int(entity.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    high = np.full(len(low), -1)
    np.minimum.at(low, entity, truth)
    np.maximum.at(high, entity, truth)
    found: npt.NDArray[np.bool_] = (low != high)[entity]
    return found


def clusters(truth: Ints, entity: Ints) -> dict[str, Any]:
    """Pairs within entities, B-cubed (Bagga and Baldwin 1998), and what is mixed."""
    both = truth.astype(np.int64) * (int(entity.max(initial=0)) + 1) + entity
    hit, said, true = pairs_in(both), pairs_in(entity), pairs_in(truth)
    sizes = [_sizes(one) for one in (both, entity, truth)]
    precise = float((sizes[0] / sizes[1]).mean()) if len(truth) else 0.0
    recalled = float((sizes[0] / sizes[2]).mean()) if len(truth) else 0.0
    b_cubed = {
        "precision": round(precise, PLACES),
        "recall": round(recalled, PLACES),
        "f1": round(2 * precise * recalled / (precise + recalled), PLACES) if len(truth) else None,
    }
    wrong = mixed(truth, entity)
    counts = np.unique(entity, return_counts=True)[1]
    return {
        "cluster": scores(hit, said, true),
        "b_cubed": b_cubed,
        "clusters": len(counts),
        "clusters_of_several": int((counts > 1).sum()),
        "mixed_clusters": len(np.unique(entity[wrong])),
        "largest_cluster": int(counts.max(initial=0)),
    }


def _sizes(of: Ints) -> Ints:
    _, inverse, counts = np.unique(of, return_inverse=True, return_counts=True)
    found: Ints = counts[inverse]
    return found
