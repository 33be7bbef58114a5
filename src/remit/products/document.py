"""A product as a document: sections of statements and tables, and the figures they rest on.

Text names figures as `{F1}`. A figure is a value and the rows behind it; every form of the
product shows the value and leads to the rows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Basis",
    "Document",
    "Figure",
    "Figures",
    "Header",
    "Row",
    "Section",
    "Statement",
    "Table",
    "pieces",
]

Basis = Literal["fact", "assessment"]
Row = tuple[str, int]
"""Load and row in the file as received."""

_NAMED = re.compile(r"\{(F\d+)\}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that is shown, and the rows it was counted from."""

    id: str
    value: str
    rows: tuple[Row, ...]


class Figures:
    """Numbers figures in the order they are made."""

    def __init__(self) -> None:
        self._made: dict[str, Figure] = {}

    def add(self, value: str | int, rows: Iterable[Row]) -> str:
        """A new figure, as the text that names it: `{F1}`. Numbers get their thousands' commas."""
        shown = f"{value:,}" if isinstance(value, int) else value
        figure = Figure(f"F{len(self._made) + 1}", shown, tuple(dict.fromkeys(rows)))
        self._made[figure.id] = figure
        return f"{{{figure.id}}}"

    def all(self) -> tuple[Figure, ...]:
        """Every figure, in order."""
        return tuple(self._made.values())


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or two. An assessment says how it was reached and what speaks against it."""

    text: str
    basis: Basis = "fact"
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts that may name figures; `bars` draws the first number of each row."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: str | None = None
    bars: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a product."""

    title: str
    parts: tuple[Statement | Table, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Under what authority the product was made; stands on every page of every form."""

    case: str
    remit: str
    act: str
    purpose: str
    made_at: str
    exercise: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A whole product, before it is given a form."""

    kind: str
    title: str
    header: Header
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    sources: tuple[dict[str, str | int], ...] = field(default=())

    def findings(self) -> Iterator[Statement]:
        """The assessments, in order."""
        for section in self.sections:
            for part in section.parts:
                if isinstance(part, Statement) and part.basis == "assessment":
                    yield part


def pieces(text: str, figures: dict[str, Figure]) -> list[str | Figure]:
    """The text cut into plain parts and figures, in order.

    >>> pieces("{F1} crimes", {"F1": Figure("F1", "12", ())})
    [Figure(id='F1', value='12', rows=()), ' crimes']
    """
    cut = _NAMED.split(text)
    parts = [figures[part] if n % 2 else part for n, part in enumerate(cut)]
    return [part for part in parts if part != ""]
