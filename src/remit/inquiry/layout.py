"""Where things stand on a chart: the same things and connections, the same places.

Each group of connected things is laid out by stress majorisation (Gansner, Koren and North, Graph
Drawing 2004): drawn distances come as near as they can to distances in the graph. Things that would
cover each other are then moved apart, and the groups are packed in rows, largest first.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, shortest_path
from scipy.spatial import cKDTree

__all__ = ["APART", "layout"]

Points = npt.NDArray[np.float64]

APART = (112.0, 64.0)
"""Pixels between two things at least, sideways and downwards: room for a short label."""

_EDGE = 1.25
"""Length of a connection between things with few others, in units of `APART`."""

_ROUNDS, _PUSHES = 40, 60
_FEW, _ROOMY = 12, 2.0
"""A group of more than a few things gets this many places a thing before they are moved apart."""

_SHAPE = 1.6
"""Width of a packed chart by its height, about that of a screen."""


def layout(things: int, pairs: Sequence[tuple[int, int]]) -> npt.NDArray[np.int32]:
    """Places of `things`, numbered from 0 and joined by `pairs`: (things, 2), pixels x and y.

    The first place is the top left corner, from 0 on. The order of `pairs` does not matter.

    >>> layout(2, [(0, 1)]).tolist()
    [[0, 0], [140, 0]]
    """
    if things == 0:
        return np.zeros((0, 2), np.int32)
    joined = sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]})
    a, b = (np.array(ends, np.int64) for ends in zip(*joined, strict=True)) if joined else ([], [])
    graph = csr_array((np.ones(len(joined)), (a, b)), shape=(things, things))
    _, group = connected_components(graph, directed=False)
    order = np.argsort(group, kind="stable")
    begins = np.flatnonzero(np.diff(group[order], prepend=-1))
    members = [order[i:j] for i, j in pairwise([*begins.tolist(), things])]
    members.sort(key=lambda some: (-len(some), some[0]))
    drawn = [_spread(_stress((graph + graph.T)[some][:, some])) for some in members]
    placed = np.zeros((things, 2))
    for some, corner, places in zip(members, _packed(drawn), drawn, strict=True):
        placed[some] = places + corner
    return np.rint(placed * APART).astype(np.int32)


def _stress(graph: csr_array) -> Points:
    """One connected group, in units of `APART`; its longest way lies sideways."""
    size = graph.shape[0]
    if size == 1:
        return np.zeros((1, 2))
    rows, columns = graph.nonzero()
    degree = np.bincount(rows, minlength=size)
    length = np.maximum(_EDGE, 0.45 * np.sqrt(np.maximum(degree[rows], degree[columns])))
    far = shortest_path(csr_array((length, (rows, columns)), shape=graph.shape), directed=False)
    np.fill_diagonal(far, 1.0)
    weight = far**-2
    np.fill_diagonal(weight, 0.0)
    inner = np.diag(weight.sum(axis=1)) - weight
    solve = cho_factor(inner[1:, 1:])  # the first thing stays where it is
    places = _begin(far)
    for _ in range(_ROUNDS):
        apart = np.sqrt(np.maximum(_squared(places), 1e-12))
        pull = -weight * far / apart
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        moved = np.zeros_like(places)
        moved[1:] = cho_solve(solve, (pull @ places)[1:])
        places = moved
    return _turned(places)


def _begin(far: Points) -> Points:
    """Classical scaling of graph distances: a start without chance in it."""
    squared = far**2
    np.fill_diagonal(squared, 0.0)
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    axes: Points = vectors[:, :-3:-1] * np.sqrt(np.maximum(values[:-3:-1], 0.01))
    turn = np.arange(len(far)) * 2.399963  # the golden angle parts what would fall together
    axes += 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    return axes


def _squared(places: Points) -> Points:
    norm = (places**2).sum(axis=1)
    squared: Points = norm[:, None] + norm[None, :] - 2 * places @ places.T
    return squared


def _turned(places: Points) -> Points:
    """Turned so that it is wider than high, the first thing to the left and above the middle."""
    centred = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    sides: Points = turned * np.where(turned[0] > 0, -1.0, 1.0)
    return sides


def _spread(places: Points) -> Points:
    """Moved apart until no two lie within one unit, or the pushes are used up; from (0, 0)."""
    room = _ROOMY * len(places) / max(float(np.ptp(places, axis=0).prod()), 1e-9)
    if len(places) > _FEW and room > 1:
        places = places * np.sqrt(room)
    for _ in range(_PUSHES):
        close = cKDTree(places).query_pairs(0.999, output_type="ndarray")
        if not len(close):
            break
        close = close[np.lexsort((close[:, 1], close[:, 0]))]
        way = places[close[:, 0]] - places[close[:, 1]]
        apart = np.sqrt((way**2).sum(axis=1))
        same = apart < 1e-9
        way[same], apart[same] = (1.0, 0.0), 1.0
        push = way / apart[:, None] * ((1.0 - np.where(same, 0.0, apart)) * 0.52)[:, None]
        np.add.at(places, close[:, 0], push)
        np.subtract.at(places, close[:, 1], push)
    corner: Points = places - places.min(axis=0)
    return corner


def _packed(drawn: Sequence[Points]) -> list[Points]:
    """Top left corners of the groups, in rows of about one width."""
    sizes = [places.max(axis=0) + 1.5 for places in drawn]
    area = sum(float(w * h) for w, h in sizes)
    wide = max(max(float(w) for w, _ in sizes), float(np.sqrt(area * _SHAPE)))
    corners, x, y, high = [], 0.0, 0.0, 0.0
    for w, h in sizes:
        if x > 0 and x + w > wide + 1e-9:
            x, y, high = 0.0, y + high, 0.0
        corners.append(np.array([x, y]))
        x, high = x + float(w), max(high, float(h))
    return corners
