"""The rows behind the figures: one CSV a figure, and compact ranges for paper."""

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from remit.products.document import Figure, Row

__all__ = ["Cited", "as_csv", "ranges"]

Cited = Mapping[Row, Mapping[str, Any]]
"""What a view says of each row it cites: source, file, row, load."""


def as_csv(figure: Figure, cited: Cited) -> bytes:
    """`source,file,row,load`, a line a row, in the order counted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("source", "file", "row", "load"))
    for row in figure.rows:
        if row in cited:
            one = cited[row]
            writer.writerow((one["source"], _safe(str(one["file"])), one["row"], one["load"]))
    return out.getvalue().encode()


def ranges(rows: Sequence[Row], cited: Cited, most: int = 12) -> str:
    """Rows as ranges by file, e.g. `2020-01-street.csv 2-5, 9`; past `most` it says how many."""
    parts: list[str] = []
    for load, some in groupby(sorted(rows), key=lambda row: row[0]):
        positions = [pos for _, pos in some]
        name = str(cited[load, positions[0]]["file"]) if (load, positions[0]) in cited else load
        runs = _runs(positions)
        shown = ", ".join(runs[:most])
        more = f" and {len(runs) - most:,} more ranges" if len(runs) > most else ""
        parts.append(f"{name} {shown}{more}")
    return "; ".join(parts) or "no rows"


def _runs(positions: Sequence[int]) -> list[str]:
    """Consecutive numbers as `first-last`.

    >>> _runs([2, 3, 4, 7])
    ['2-4', '7']
    """
    runs: list[list[int]] = []
    for position in positions:
        if runs and position == runs[-1][-1] + 1:
            runs[-1][1:] = [position]
        else:
            runs.append([position])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]


def _safe(text: str) -> str:
    """A spreadsheet must not take a file's name for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
