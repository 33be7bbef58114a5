"""What a search gives: hits with their reasons and rows, and how many there are in all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from remit.errors import Misuse

__all__ = [
    "MOST_REASONS",
    "MOST_ROWS",
    "Asked",
    "Hit",
    "Reader",
    "cited",
    "found",
    "page_begins",
    "paged",
]

T = TypeVar("T")

MOST_ROWS = 50
"""Rows named with one hit; the thing's own page names the rest."""

MOST_REASONS = 10
"""Reasons given with one hit, the best ones."""

_LONGEST_CURSOR = 12


class Reader(Protocol):
    """What inquiry uses of a View."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""

    def cite(self, rows: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
        """`(load, pos)` pairs as `{source, file, row, load}`."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""

    def missing(self) -> Sequence[Any]:
        """Standing feeds in scope that have stopped."""

    def entities(self) -> Any:
        """Which visible mentions persons judged to be one."""

    def kept(self, name: str, make: Callable[[Any], T]) -> T:
        """What `make` builds of the relations, built once for all acts that see the same."""


class Asked(Protocol):
    """What something to be kept is built of."""

    def run(self, sql: str, params: Any = ()) -> Any:
        """The answer to one SELECT, as an Arrow table."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""


@dataclass
class Hit:
    """One thing that matched, gathered over the rows it stands in."""

    entity: str
    kind: str
    label: str
    score: float = 0.0
    """0 to 1: how well it matched, never how likely anything is."""
    rows: set[tuple[str, int]] = field(default_factory=set)
    mode: str | None = None
    """In which mode of searching it was found, where there are several."""
    _why: dict[tuple[str, str | None], float] = field(default_factory=dict)

    def also(self, load: str, pos: int, score: float, rule: str, value: str | None) -> None:
        """Another row in which the same thing matched, by a rule and on a value."""
        self.rows.add((load, pos))
        self._why[rule, value] = max(score, self._why.get((rule, value), 0.0))
        self.score = max(self.score, score)

    @property
    def why(self) -> list[dict[str, Any]]:
        """`{rule, value}`, in plain words, best reason first."""
        ranked = sorted(self._why, key=lambda why: (-self._why[why], why[0], why[1] or ""))
        return [{"rule": rule, "value": value} for rule, value in ranked[:MOST_REASONS]]


def found(
    view: Reader, hits: Iterable[Hit], *, limit: int, after: str | None, ranked_by: str
) -> dict[str, Any]:
    """The page of `hits` after the cursor, best first, ties by label and id.

    Keys: `hits`, `shown` (on this page), `total_visible` (in all), `ranked_by`, `next` (the
    cursor of the page after this one; None on the last). Raises `Misuse` on a bad cursor.
    """
    first = page_begins(after, limit)
    view.check()
    ranked = sorted(hits, key=lambda hit: (-hit.score, hit.label, hit.entity))
    page = ranked[first : first + limit]
    return paged(view, page, len(ranked), first=first, ranked_by=ranked_by)


def paged(
    view: Reader, page: Sequence[Hit], total: int, *, first: int, ranked_by: str
) -> dict[str, Any]:
    """A page that begins with the `first`-th of `total` hits; keys as `found`."""
    last = first + len(page)
    rows = {hit.entity: sorted(hit.rows) for hit in page}
    named = cited(view, [row for hit in page for row in rows[hit.entity][:MOST_ROWS]])
    return {
        "hits": [_plain(hit, rows[hit.entity], named) for hit in page],
        "shown": len(page),
        "total_visible": total,
        "ranked_by": ranked_by,
        "next": str(last) if page and last < total else None,
    }


def cited(
    view: Reader, rows: Iterable[tuple[str, int]]
) -> Mapping[tuple[str, int], dict[str, Any]]:
    """Rows by `(load, pos)` as `{source, file, row, load}`, asked for at once."""
    return {(one["load"], one["row"]): one for one in view.cite(rows)}


def page_begins(after: str | None, limit: int = 1) -> int:
    """The place of the first thing on the page after a cursor. Raises `Misuse` where it is none."""
    if limit < 1:
        raise Misuse("a page shows at least one hit")
    if after is None or after == "":
        return 0
    if not (after.isascii() and after.isdecimal() and len(after) <= _LONGEST_CURSOR):
        raise Misuse(f"{after[:40]!r} is not the cursor of a page")
    return int(after)


def _plain(
    hit: Hit, rows: list[tuple[str, int]], named: Mapping[tuple[str, int], dict[str, Any]]
) -> dict[str, Any]:
    how = {} if hit.mode is None else {"mode": hit.mode}
    return {
        "entity": hit.entity,
        "kind": hit.kind,
        "label": hit.label,
        "score": round(hit.score, 4),
        **how,
        "why": hit.why,
        "rows": [named[row] for row in rows[:MOST_ROWS] if row in named],
        "rows_in_all": len(rows),
    }
