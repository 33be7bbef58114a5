"""One file on its way: its rows, what each must become, and what is wrong with them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from remit.world.containers import Cell

__all__ = ["Delivery"]


class Delivery:
    """Rows and truth of one file; a row's number counts from 1, header included."""

    def __init__(self, name: str, header: Sequence[str], cut: int = 0) -> None:
        self.name, self._cut = name, cut
        self.lines: list[tuple[Cell, ...]] = []
        self._header = tuple(header)
        self._rows: dict[int, dict[str, Any]] = {}
        self._wrong: dict[str, list[int]] = {}

    def row(self, cells: Sequence[Cell], true: dict[str, Any] | None) -> int:
        """Add a row and what it must become, None for one to be refused; its position."""
        self.lines.append(tuple(cells))
        pos = len(self.lines) + 1
        if true is not None:
            self._rows[pos] = true
        return pos

    def wrong(self, defect: str, pos: int | None = None) -> None:
        """Something wrong with the file, and with which row."""
        rows = self._wrong.setdefault(defect, [])
        if pos is not None:
            rows.append(pos)

    def cut_last(self) -> None:
        """The last row will be cut off, and must be refused."""
        pos = len(self.lines) + 1
        self._rows.pop(pos, None)
        for rows in self._wrong.values():
            if pos in rows:
                rows.remove(pos)
        self._wrong["cut-short"] = [pos]

    def data(self) -> bytes:
        """The file as comma separated text."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self._header)
        writer.writerows(self.lines)
        whole = text.getvalue().encode()
        return whole[: len(whole) - self._cut] if self._cut else whole

    def cells(self) -> list[Sequence[Cell]]:
        """The same as the rows of a sheet."""
        return [self._header, *self.lines]

    def true(self) -> dict[str, Any]:
        """What is true of it."""
        return {"received": len(self.lines), "rows": self._rows, "defects": self._wrong}
