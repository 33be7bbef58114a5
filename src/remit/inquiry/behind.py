"""What stands behind a connection: the links that records state and the events between two."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from remit.inquiry.found import Reader, cited

__all__ = ["ROWS_EACH", "Statement", "behind", "best", "stands"]

Cited = Mapping[tuple[str, int], dict[str, Any]]
"""Rows by `(load, pos)`, as `cited` gives them."""

ROWS_EACH = 10
"""Rows named with one kind of connection; how many there are in all is said."""


@dataclass(frozen=True, slots=True)
class Statement:
    """All links or events of one kind, one way, between two things."""

    kind: str
    outward: bool
    """Whether it goes from the first thing to the second."""
    count: int
    first: str | None
    last: str | None
    """When the first and the last of them began, ISO 8601; None where no time is recorded."""
    grading: str | None
    """The best grading of any of them; None where none is graded."""
    rows: tuple[tuple[str, int], ...]
    rows_in_all: int
    means: str = "at"
    """What the times mean: `at`, or the weakest of the bounds that any of them is."""

    def plain(self, named: Cited) -> dict[str, Any]:
        """As an answer shows it; `named` are rows as `stands` gives them."""
        return {
            "link": self.kind,
            "direction": "to" if self.outward else "from",
            "count": self.count,
            "first": self.first,
            "last": self.last,
            "means": self.means,
            "grading": self.grading,
            "rows": [named[row] for row in self.rows if row in named],
            "rows_in_all": self.rows_in_all,
        }


def behind(
    view: Reader, pairs: Iterable[tuple[str, str]], rows_each: int = ROWS_EACH
) -> dict[tuple[str, str], tuple[Statement, ...]]:
    """Every statement behind each of `pairs`, by kind and direction."""
    asked = list(dict.fromkeys(pairs))
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    if not asked:
        return {}
    a, b = (list(ends) for ends in zip(*asked, strict=True))
    for row in view.run(_BEHIND, {"a": a, "b": b, "most": rows_each}).to_pylist():
        found[row["a"], row["b"]].append(
            Statement(
                kind=row["kind"],
                outward=row["outward"],
                count=row["n"],
                first=row["first"].isoformat() if row["first"] else None,
                last=row["last"].isoformat() if row["last"] else None,
                grading=row["grading"],
                rows=tuple((one["load"], one["pos"]) for one in row["stands"]),
                rows_in_all=row["rows_in_all"],
                means=row["means"] or "at",
            )
        )
    return {pair: tuple(some) for pair, some in found.items()}


def stands(view: Reader, said: Mapping[Any, Iterable[Statement]]) -> Cited:
    """The rows of all statements in `said`, asked for at once."""
    return cited(view, [row for some in said.values() for one in some for row in one.rows])


def best(gradings: Iterable[str | None]) -> str | None:
    """The strongest grading of several statements of one link; None where none is graded.

    3x5x2 grades run from 1A (reliable, known directly) upwards, so the least is the best.

    >>> best(["3C", None, "1B"]), best([None])
    ('1B', None)
    """
    return min((grade for grade in gradings if grade is not None), default=None)


_BEHIND = """
WITH asked AS (SELECT unnest($a) AS a, unnest($b) AS b),
every AS (
    SELECT a, b, kind, true AS outward, load, pos, "begin", grading, NULL AS means
    FROM linked
    WHERE a IN (SELECT unnest($a)) AND b IN (SELECT unnest($b))
    UNION ALL
    SELECT b AS a, a AS b, kind, false AS outward, load, pos, "begin", grading, NULL AS means
    FROM linked
    WHERE b IN (SELECT unnest($a)) AND a IN (SELECT unnest($b))
    UNION ALL
    SELECT thing AS a, other AS b, kind, part = 'from' AS outward, load, pos, "begin", grading,
        means
    FROM event_by_thing
    WHERE thing IN (SELECT unnest($a)) AND other IN (SELECT unnest($b)) AND part IS NOT NULL
)
SELECT every.a, every.b, every.kind, every.outward, count(*) AS n,
    min(every."begin") AS first, max(every."begin") AS last, min(every.grading) AS grading,
    max(every.means) FILTER (every.means <> 'at') AS means,
    list_slice(
        list(DISTINCT {'load': every.load, 'pos': every.pos}
            ORDER BY {'load': every.load, 'pos': every.pos}), 1, $most
    ) AS stands,
    count(DISTINCT {'load': every.load, 'pos': every.pos}) AS rows_in_all
FROM every
INNER JOIN asked ON asked.a = every.a AND asked.b = every.b
GROUP BY every.a, every.b, every.kind, every.outward
ORDER BY every.a, every.b, every.kind, every.outward DESC
"""
