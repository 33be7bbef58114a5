"""Connected mentions: which mentions belong together, given which pairs do. Pure arithmetic.

>>> components(["a", "b", "c"], [("a", "b"), ("b", "hidden"), ("hidden", "c")])
{'a': 'a', 'b': 'a', 'c': 'c'}
"""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

__all__ = ["components"]


def components(mentions: Sequence[str], edges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The first mention, in order of id, of the component of each mention.

    A pair with an end that is not among `mentions` joins nothing: two visible mentions that
    meet only through a hidden one stay apart.
    """
    ordered = sorted(set(mentions))
    at = {mention: index for index, mention in enumerate(ordered)}
    pairs = [(at[a], at[b]) for a, b in edges if a in at and b in at]
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    shape = (len(ordered), len(ordered))
    joined = coo_matrix((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=shape)
    _, labels = connected_components(joined, directed=False) if ordered else (0, np.array([], int))
    first: dict[int, str] = {}
    for mention, label in zip(ordered, labels.tolist(), strict=True):
        first.setdefault(label, mention)
    return {mention: first[label] for mention, label in zip(ordered, labels.tolist(), strict=True)}
