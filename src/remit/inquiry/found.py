"""What a search gives: hits with their reasons and rows, and what was left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from remit.errors import Misuse

__all__ = ["MOST_ROWS", "Hit", "Reader", "found"]

MOST_ROWS = 50
"""Rows named with one hit; the thing's own page names the rest."""


class Reader(Protocol):
    """What inquiry uses of a View."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""

    def cite(self, rows: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
        """`(load, pos)` pairs as `{source, file, row, load}`."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""


@dataclass
class Hit:
    """One thing that matched, gathered over the rows it stands in."""

    entity: str
    kind: str
    label: str
    score: float
    """0 to 1: how well it matched, never how likely anything is."""
    why: list[dict[str, Any]]
    """`{rule, value}`, in plain words, best reason first."""
    rows: list[tuple[str, int]] = field(default_factory=list)

    def also(self, load: str, pos: int, score: float, why: Mapping[str, Any]) -> None:
        """Another row in which the same thing matched."""
        if (load, pos) not in self.rows:
            self.rows.append((load, pos))
        if dict(why) not in self.why:
            self.why.append(dict(why))
        self.score = max(self.score, score)


def found(
    view: Reader, hits: Iterable[Hit], *, limit: int, after: str | None, ranked_by: str
) -> dict[str, Any]:
    """The page of `hits` after the cursor, best first, ties by id.

    Keys: `hits`, `shown` (on this page), `total_visible` (in all), `ranked_by`, `next` (the
    cursor of the page after this one; None on the last). Raises `Misuse` on a bad cursor.
    """
    if limit < 1:
        raise Misuse("a page shows at least one hit")
    ranked = sorted(hits, key=lambda hit: (-hit.score, hit.label, hit.entity))
    first = _start(after)
    page = ranked[first : first + limit]
    last = first + len(page)
    return {
        "hits": [_plain(view, hit) for hit in page],
        "shown": len(page),
        "total_visible": len(ranked),
        "ranked_by": ranked_by,
        "next": str(last) if last < len(ranked) else None,
    }


def _start(after: str | None) -> int:
    if after is None:
        return 0
    if not after.isdecimal():
        raise Misuse(f"{after!r} is not the cursor of a page")
    return int(after)


def _plain(view: Reader, hit: Hit) -> dict[str, Any]:
    rows = sorted(hit.rows)
    return {
        "entity": hit.entity,
        "kind": hit.kind,
        "label": hit.label,
        "score": round(hit.score, 4),
        "why": hit.why,
        "rows": view.cite(rows[:MOST_ROWS]),
        "rows_in_all": len(rows),
    }
