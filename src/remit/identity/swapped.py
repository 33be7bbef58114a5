"""The counterfactual test: the same pair with the same error, the name another group's.

Two records of one person are compared as they are, and again with the names of somebody of another
group put in place of theirs, the slip of the pen that they differ in made again in the other name.
What the weight changes by is what the name alone does to a decision. Rarer names weigh more, so
some change is expected; a change that takes pairs across the threshold is what to look at.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, Levenshtein

from remit.identity.levelled import levels
from remit.identity.prepared import Values, prepare
from remit.identity.resolving import Resolved, weighed

__all__ = ["slipped", "swapped"]

Ints = npt.NDArray[np.int64]

PAIRS = 200
"""Pairs of each two groups."""

LEAST = 30
"""Pairs without which nothing is told."""

_SEED = 1979
_NAMES = frozenset({"name", "forename", "surname", "alias", "organisation"})

Cells = tuple[str | None, ...]


def swapped(
    columns: Mapping[str, Values],
    meant: Mapping[str, str],
    found: Resolved,
    truth: Ints,
    groups: Sequence[str | None],
) -> list[dict[str, Any]]:
    """For each group and each other one: the mean change of weight in bits, its 95 % interval, and
    which share of the pairs falls below the threshold to join, or rises above it."""
    named = [column for column, meaning in meant.items() if meaning in _NAMES]
    same = np.flatnonzero(truth[found.left] == truth[found.right])
    pairs = np.stack([found.left[same], found.right[same]], 1)
    random = np.random.default_rng(_SEED)
    members: dict[str, list[int]] = {}
    for record, group in enumerate(groups):
        if group:
            members.setdefault(group, []).append(record)
    told = []
    for group in sorted(members):
        mine = pairs[[groups[a] == group == groups[b] for a, b in pairs.tolist()]]
        for other in sorted(members):
            if other != group:
                donors = members[other]
                made = _pairs(columns, named, mine, donors, random)
                told.append(_told(columns, meant, found, group, other, made))
    return told


_Swap = tuple[int, int, Cells, Cells]


def _pairs(
    columns: Mapping[str, Values],
    named: Sequence[str],
    pairs: Ints,
    donors: Sequence[int],
    random: np.random.Generator,
) -> list[_Swap]:
    """Pairs drawn at random, each with the names that stand in for its own."""
    by_shape: dict[tuple[bool, ...], list[Cells]] = {}
    for donor in donors:
        names = tuple(columns[column][donor] for column in named)
        by_shape.setdefault(tuple(name is not None for name in names), []).append(names)
    made: list[_Swap] = []
    for a, b in pairs[random.permutation(len(pairs))].tolist():
        if len(made) == PAIRS:
            break
        mine = tuple(columns[column][a] for column in named)
        also = tuple(columns[column][b] for column in named)
        shape = tuple(x is not None or y is not None for x, y in zip(mine, also, strict=True))
        if shape not in by_shape:
            continue
        stand_in = by_shape[shape][int(random.integers(len(by_shape[shape])))]
        swaps = [slipped(x, y, z) for x, y, z in zip(mine, also, stand_in, strict=True)]
        given = [swap for swap in swaps if swap is not None]
        if len(given) == len(swaps):
            made.append((a, b, tuple(x for x, _ in given), tuple(y for _, y in given)))
    return made


def slipped(
    one: str | None, two: str | None, donor: str | None
) -> tuple[str | None, str | None] | None:
    """Two cells of another name that differ as `one` and `two` do; None where they differ in more
    than one letter.

    >>> slipped("MAY", "MAY", "ANN"), slipped("MAY", None, "ANN")
    (('ANN', 'ANN'), ('ANN', None))
    >>> slipped("SARAH", "SRAAH", "AISHA"), slipped("JOHN", "JON", "MUSA")
    (('AISHA', 'ASIHA'), ('MUSA', 'MUA'))
    """
    if one is None or two is None or donor is None:
        return donor if one is not None else None, donor if two is not None else None
    if one == two:
        return donor, donor
    if OSA.distance(one, two) != 1:
        return None
    if len(one) == len(two) and sorted(one) == sorted(two):
        at = next(i for i, (x, y) in enumerate(zip(one, two, strict=True)) if x != y)
        at = _moved(at, one, donor, 2)
        return (
            (donor, donor[:at] + donor[at + 1] + donor[at] + donor[at + 2 :]) if at >= 0 else None
        )
    tag, source, target = Levenshtein.editops(one, two).as_list()[0]
    return _again((str(tag), int(source), int(target)), one, two, donor)


def _again(edit: tuple[str, int, int], one: str, two: str, donor: str) -> tuple[str, str] | None:
    tag, source, target = edit
    at = _moved(source, one, donor, 1)
    if at < 0:
        return None
    put = "" if tag == "delete" else two[target]
    return donor, donor[:at] + put + donor[at + (tag != "insert") :]


def _moved(at: int, one: str, donor: str, room: int) -> int:
    """The place in another text that answers to `at` in this one."""
    last = len(donor) - room
    return min(round(at * last / max(1, len(one) - room)), last)


def _told(
    columns: Mapping[str, Values],
    meant: Mapping[str, str],
    found: Resolved,
    group: str,
    other: str,
    made: Sequence[_Swap],
) -> dict[str, Any]:
    if len(made) < LEAST:
        return {"group": group, "name_of": other, "pairs": len(made), "note": "insufficient data"}
    named = [column for column, meaning in meant.items() if meaning in _NAMES]
    records = [record for a, b, _, _ in made for record in (a, b)]
    cells = [names for _, _, x, y in made for names in (x, y)]
    given = {name: [values[record] for record in records] for name, values in columns.items()}
    put = {**given, **{name: [row[at] for row in cells] for at, name in enumerate(named)}}
    before, after = (_weights(table, meant, found) for table in (given, put))
    change = after - before
    spread = 1.959964 * change.std(ddof=1) / np.sqrt(len(change))
    join = found.model.caps.join
    return {
        "group": group,
        "name_of": other,
        "pairs": len(made),
        "change": round(float(change.mean()), 3),
        "change_interval": [round(float(change.mean() + sign * spread), 3) for sign in (-1, 1)],
        "falls_below": round(float(((before >= join) & (after < join)).mean()), 4),
        "rises_above": round(float(((before < join) & (after >= join)).mean()), 4),
    }


def _weights(
    columns: Mapping[str, Values], meant: Mapping[str, str], found: Resolved
) -> npt.NDArray[np.float64]:
    """Weights of records 0 and 1, 2 and 3, and so on, under the model as it stands."""
    ready = prepare(columns, meant, found.model.rarity)
    left = np.arange(0, len(ready), 2)
    levelled = levels(ready.table, ready.comparisons, left, left + 1)
    return weighed(found.model, levelled, len(left))
