"""The weight of two records worked out in this process: what Splink would say, without its SQL.

    score = Scorer(model, ready.comparisons)
    score.weight(rows[0], rows[1])     # bits

A look-up cannot wait for SQL to be built and planned. Each kind of comparison is a function here
that gives the same level as its SQL; a test compares both, and the weights with Splink's.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein

from remit.identity import comparisons as compared
from remit.identity import named
from remit.identity.comparisons import Comparison
from remit.identity.model import Model

__all__ = ["Row", "Scorer", "rows"]

Row = Mapping[str, Any]
"""One record as `prepared.py` makes it; marks are sets."""

_Level = Callable[[str, Row, Row], int]


def rows(table: pa.Table) -> list[dict[str, Any]]:
    """Records of a table that is ready, as the scorer reads them."""
    found: list[dict[str, Any]] = table.to_pylist()
    marks = [name for name in table.column_names if name.endswith(("_marks", "_once", "_doors"))]
    for row in found:
        for name in marks:
            row[name] = frozenset(row[name])
    return found


class Scorer:
    """A model beside the comparisons that it weighs."""

    def __init__(self, model: Model, comparisons: Sequence[Comparison]) -> None:
        self.model = model
        self._compare = [
            (one.name, _KINDS[one.kind], (*model.weights[one.name], 0.0))
            for one in sorted(comparisons, key=lambda one: one.name)
            if one.name in model.weights  # a model of before may not know a kind
        ]
        self._code = next((one.name for one in comparisons if one.kind == "code"), None)

    def levels(self, a: Row, b: Row) -> dict[str, int]:
        """The level of each comparison; -1 where nothing can be compared."""
        state = _state(self._code, a, b)
        return {name: _placed(level(name, a, b), level, state) for name, level, _ in self._compare}

    def weight(self, a: Row, b: Row) -> float:
        """The match weight in bits, the base rate included: to the last digit that of a batch."""
        state = _state(self._code, a, b)
        weight = self.model.start
        for name, level, bits in self._compare:
            weight += bits[_placed(level(name, a, b), level, state)]
        return weight


def _state(code: str | None, a: Row, b: Row) -> int:
    if code is None or a[code] is None or b[code] is None:
        return 0
    return 2 if a[code] == b[code] else int(a[f"{code}_out"] == b[f"{code}_out"])


def _placed(level: int, by: _Level, state: int) -> int:
    """A level within the state of the postal code, where the kind has such."""
    return 3 * level + state if level >= 0 and by in _STATED else level


def _names(name: str, a: Row, b: Row) -> int:
    if not a[f"{name}_n"] or not b[f"{name}_n"]:
        return -1
    shared = len(a[f"{name}_marks"] & b[f"{name}_marks"])
    left = min(a[f"{name}_n"], b[f"{name}_n"]) - len(a[f"{name}_once"] & b[f"{name}_once"])
    first, last = a["fore_mark"] == b["fore_mark"], a["sur_mark"] == b["sur_mark"]
    rest, more = named.ALL if first and last else named.TURNED, 0
    if left:
        rest, more = _left(a, b, left, first, last)
    return 11 * min(shared + more, named.MOST) + rest


def _left(a: Row, b: Row, left: int, first: bool, last: bool) -> tuple[int, int]:
    for x, y, beside in named.ENDS:
        one, two = a[x], b[y]
        if a[f"{x}_mark"] == b[f"{y}_mark"] or not (a[f"{x}_odd"] or b[f"{y}_odd"]):
            continue
        if JaroWinkler.similarity(one, two) >= named.NEAR:
            more = min(a[f"{x}_k"], b[f"{y}_k"]) // 2
            slip = DamerauLevenshtein.distance(one, two) == 1
            if beside and a[f"{beside}_mark"] == b[f"{beside}_mark"]:
                return named.SLIP if slip else named.SIMILAR, more
            if slip:
                return named.ALONE, more
    if left > 1:
        return named.SEVERAL, 0
    if first:
        return named.MIDDLE if last else named.LAST, 0
    if last:
        return named.KIN if a["fore_known"] and b["fore_known"] else named.FIRST, 0
    return named.ONE, 0


def _born(name: str, a: Row, b: Row) -> int:
    one, two = a[name], b[name]
    if one is None or two is None:
        return -1
    (y, m, d), (year, month, day) = ([row[f"{name}_{part}"] for part in "ymd"] for row in (a, b))
    if one == two:
        return 10 if m == d == 1 else 11
    if y == year and m == day and d == month:
        return 9
    differ = sum(x != z for x, z in zip(one, two, strict=True))
    if differ == 1:
        return 12 if m == d == month == day == 1 else 8
    if differ == 2 and a[f"{name}_sorted"] == b[f"{name}_sorted"]:
        return 7
    if y == year:
        return 6 if m == d == 1 or month == day == 1 else 5 if m == month else 4
    if differ == 2:
        return 3
    return 2 if (m, d) == (month, day) else int(abs(y - year) <= 1)


def _code(name: str, a: Row, b: Row) -> int:
    one, two = a[name], b[name]
    if one is None or two is None:
        return -1
    if one == two:
        return 5 if a[f"{name}_k"] >= compared.RARE else 4
    if a[f"{name}_out"] == b[f"{name}_out"]:
        return 3 if Levenshtein.distance(one, two, score_cutoff=1) == 1 else 2
    return int(a[f"{name}_area"] == b[f"{name}_area"])


def _identifier(name: str, a: Row, b: Row) -> int:
    one, two = a[name], b[name]
    if one is None or two is None:
        return -1
    if one == two:
        return 4 if a[f"{name}_k"] >= compared.RARE else 3
    if len(one) < 6:
        return 0
    if a[f"{name}_sorted"] == b[f"{name}_sorted"]:
        return 1
    return 2 if Levenshtein.distance(one, two, score_cutoff=1) == 1 else 0


def _words(name: str, a: Row, b: Row) -> int:
    one, two = a[name], b[name]
    if one is None or two is None:
        return -1
    if one == two:
        return 2 + int(a[f"{name}_k"])
    near = one in two or two in one or JaroWinkler.similarity(one, two) >= compared.ALIKE
    return int(near)


def _place(name: str, a: Row, b: Row) -> int:
    return _words(name, a, b)


def _address(name: str, a: Row, b: Row) -> int:
    if not a[f"{name}_n"] or not b[f"{name}_n"]:
        return -1
    return min(len(a[f"{name}_marks"] & b[f"{name}_marks"]), compared.LINES)


def _house(_: str, a: Row, b: Row) -> int:
    one, two = a["address_doors"], b["address_doors"]
    if not one or not two:
        return -1
    codes = a.get("code"), b.get("code")
    shared = len(a["address_marks"] & b["address_marks"])
    if (codes[0] != codes[1]) if all(codes) else shared < compared.STREET:
        return -1
    if not (one <= two or two <= one):
        return 0
    return 2 if one == two else 1


_KINDS: Mapping[str, _Level] = {
    "names": _names,
    "born": _born,
    "code": _code,
    "identifier": _identifier,
    "place": _place,
    "text": _words,
    "address": _address,
    "house": _house,
}
_STATED = frozenset({_place, _address})
