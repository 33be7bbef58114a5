"""Which spans of a report name what: probabilities by a conditional random field, and a choice.

The field labels words as beginning (B), going on (I) or outside (O) of a mention. From the same
two passes (forward, backward) that give its probabilities comes the probability of every whole
span; the spans proposed are those whose probabilities above the threshold add up to most without
overlapping. Sources: Lafferty, McCallum, Pereira (2001); Culotta and McCallum (2004) for the
probability of a span; the choice minimises expected loss instead of taking the one best labelling.
"""

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from remit.extraction.features import NEAR, Report, seen
from remit.extraction.lexicon import Lexicon
from remit.extraction.model_file import Weights

__all__ = ["LONGEST", "Labeller", "Span", "chosen"]

LONGEST = 14
"""Words of the longest span."""

_LEAST = 0.01
"""Probability under which a span is not looked at."""

_NEVER = -30.0
"""Log weight of what cannot be: a mention that goes on before it began."""

_TOGETHER = 64
"""Sentences worked on at once."""


class Span(NamedTuple):
    """Words [first, last) of a report as a mention of a type, with its probability."""

    first: int
    last: int
    type: str
    probability: float


class Labeller:
    """A model ready to read reports."""

    def __init__(self, weights: Weights, lists: Lexicon) -> None:
        self.weights, self.lists = weights, lists
        self._row = {name: row for row, name in enumerate(weights.features)}
        self._seen: dict[tuple[str, int], NDArray[np.float32]] = {}
        labels = weights.labels
        self.types = tuple(sorted({label[2:] for label in labels if label != "O"}))
        follows = weights.follows.astype(np.float64).copy()
        for one, before in enumerate(labels):
            for other, after in enumerate(labels):
                if after[0] == "I" and before[2:] != after[2:]:
                    follows[one, other] = _NEVER
        self._after = np.exp(follows)
        self._inner = np.array([label[0] == "I" for label in labels])
        self._edges = {far: self._summed((f"{far}edge",)) for far in NEAR if far}

    def spans(self, report: Report) -> list[Span]:
        """Every span of the report worth a look, with its probability."""
        found: list[Span] = []
        order = sorted(report.sentences, key=lambda run: (run[1] - run[0], run))
        for at in range(0, len(order), _TOGETHER):
            found += self._several(report, order[at : at + _TOGETHER])
        return sorted(found)

    def _several(self, report: Report, runs: list[tuple[int, int]]) -> list[Span]:
        longest = max(last - first for first, last in runs)
        width = len(self.weights.labels)
        given = np.zeros((len(runs), longest, width))
        for place, (first, last) in enumerate(runs):
            given[place, : last - first] = self._given(report, first, last)
        given[:, 0, self._inner] += _NEVER
        lengths = np.array([last - first for first, last in runs])
        here = np.exp(given - given.max(axis=2, keepdims=True))
        forward, backward, scale = self._passes(here, lengths)
        found: list[Span] = []
        for place, (first, last) in enumerate(runs):
            count = last - first
            found += self._of_one(
                first, here[place, :count], forward[place], backward[place], scale[place], count
            )
        return found

    def _given(self, report: Report, first: int, last: int) -> NDArray[np.float64]:
        """Weight of each label for each word, from the features."""
        around = report.around(first, last)
        found = np.zeros((last - first, len(self.weights.labels)))
        rows = self._row
        for at in range(first, last):
            row = found[at - first]
            known = [rows[name] for name in around[at - first] if name in rows]
            if known:
                row += self.weights.table[known].sum(axis=0)
            for far in NEAR:
                there = at + far
                if first <= there < last:
                    row += self._word(report.forms[there], far)
                else:
                    row += self._edges[far]
        return found

    def _word(self, form: str, far: int) -> NDArray[np.float32]:
        """Weights of a word as seen from a distance; worked out once."""
        key = (form, far)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > 200_000:
                self._seen.clear()
            found = self._seen[key] = self._summed(seen(self.lists, form, far))
        return found

    def _summed(self, names: tuple[str, ...]) -> NDArray[np.float32]:
        known = [self._row[name] for name in names if name in self._row]
        total: NDArray[np.float32] = self.weights.table[known].sum(axis=0)
        return total

    def _passes(
        self, here: NDArray[np.float64], lengths: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Forward and backward values, each word scaled to sum to one, and the scales."""
        several, longest, width = here.shape
        forward = np.zeros_like(here)
        scale = np.ones((several, longest))
        forward[:, 0] = here[:, 0]
        for at in range(longest):
            if at:
                forward[:, at] = (forward[:, at - 1] @ self._after) * here[:, at]
            scale[:, at] = forward[:, at].sum(axis=1)
            forward[:, at] /= scale[:, at, None]
        backward = np.ones((several, longest, width))
        for at in range(longest - 2, -1, -1):
            step = (here[:, at + 1] * backward[:, at + 1]) @ self._after.T
            goes_on = (at + 1 < lengths)[:, None]
            backward[:, at] = np.where(goes_on, step / scale[:, at + 1, None], 1.0)
        return forward, backward, scale

    def _of_one(
        self,
        first: int,
        here: NDArray[np.float64],
        forward: NDArray[np.float64],
        backward: NDArray[np.float64],
        scale: NDArray[np.float64],
        count: int,
    ) -> list[Span]:
        found: list[Span] = []
        labels = {label: place for place, label in enumerate(self.weights.labels)}
        ahead = here * backward[:count] / scale[:count, None]
        for kind in self.types:
            begins, inside = labels.get(f"B-{kind}"), labels.get(f"I-{kind}")
            if begins is None:
                continue
            starts = forward[:count, begins] * backward[:count, begins]
            for at in np.nonzero(starts > _LEAST)[0].tolist():
                reach, label = float(forward[at, begins]), begins
                for end in range(at + 1, min(count, at + LONGEST) + 1):
                    stop = 1.0
                    if end < count:
                        leave = ahead[end] * self._after[label]
                        stop = float(leave.sum() - (leave[inside] if inside is not None else 0))
                    if reach * stop > _LEAST:
                        found.append(Span(first + at, first + end, kind, reach * stop))
                    if end == count or inside is None:
                        break
                    reach *= float(self._after[label, inside] * here[end, inside] / scale[end])
                    label = inside
                    if reach < _LEAST * 0.01:
                        break
        return found


def chosen(spans: list[Span], threshold: float) -> list[Span]:
    """The spans without overlap whose probabilities above the threshold add up to most."""
    likely = sorted((s for s in spans if s.probability > threshold), key=lambda s: (s.last, s))
    ends = [0]
    best: list[tuple[float, Span | None, int]] = [(0.0, None, 0)]
    for span in likely:
        before = bisect_right(ends, span.first) - 1
        value = best[before][0] + span.probability - threshold
        if value > best[-1][0]:
            ends.append(span.last)
            best.append((value, span, before))
    found: list[Span] = []
    at = len(best) - 1
    while at > 0:
        _, last, before = best[at]
        if last is not None:
            found.append(last)
        at = before
    return found[::-1]
