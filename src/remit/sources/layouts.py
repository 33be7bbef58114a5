"""Layouts: the columns of a delivery beside those of the last one, and what came of each.

>>> changes([["Crime ID", "Month", "Outcome"]], [["Crime ID", "Month", "Outcome type"]])
{'came': [], 'went': [], 'renamed': [{'was': 'Outcome', 'is': 'Outcome type'}]}
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from remit.sources.profile import plain_header

__all__ = ["Layout", "changes", "in_words"]

Layout = Sequence[Sequence[str]]
"""The columns of each table of a file, in order."""

_ALIKE = 0.6
"""How alike two names are, from 0 to 1, that are told as one renamed; a person decides."""


def changes(was: Layout, now: Layout) -> dict[str, Any] | None:
    """Columns that came, went or look renamed; None where there are none.

    The order of columns says nothing: they are read by name. Case, spaces and punctuation are
    of the name: who changes these may change more.
    """
    before, after = _names(was), _names(now)
    came, went = [c for c in after if c not in before], [c for c in before if c not in after]
    if not came and not went:
        return None
    renamed = []
    pairs = [(_alike(a, b), a, b) for a in went for b in came]
    for alike, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if alike >= _ALIKE and a in went and b in came:
            renamed.append({"was": a, "is": b})
            went.remove(a)
            came.remove(b)
    return {"came": came, "went": went, "renamed": renamed}


def in_words(changed: dict[str, Any]) -> str:
    """The same in one sentence.

    >>> in_words({"came": ["lane"], "went": [], "renamed": [{"was": "vrm", "is": "plate"}]})
    "'lane' came; 'vrm' looks renamed to 'plate'"
    """
    parts = [
        f"{', '.join(map(repr, changed[what]))} {what}"
        for what in ("came", "went")
        if changed[what]
    ]
    parts += [f"{one['was']!r} looks renamed to {one['is']!r}" for one in changed["renamed"]]
    return "; ".join(parts)


def _names(layout: Layout) -> list[str]:
    """Every column once; of several tables each with the number of its table."""
    if len(layout) == 1:
        return list(layout[0])
    return [f"{column} (table {n})" for n, table in enumerate(layout, 1) for column in table]


def _alike(a: str, b: str) -> float:
    one, other = plain_header(a), plain_header(b)
    return 1.0 if one == other else SequenceMatcher(None, one, other).ratio()
