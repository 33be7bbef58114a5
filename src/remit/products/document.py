"""A product as a document: sections of statements and tables, and the figures they rest on.

Text names figures as `{F1}`. A figure is a count and the rows behind it; every form of the
product shows the count and leads to the rows. Text that came from a file or from a person goes
through `quoted` first, so that it can neither name a figure nor break a form.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
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
    "quoted",
]

Basis = Literal["fact", "assessment"]
Row = tuple[str, int]
"""Load and row in the file as received."""

LONGEST = 200
"""Characters of a name or label that a product shows."""

_NAMED = re.compile(r"\{(F\d+)\}")
_COUNT = re.compile(r"\{F\d+\}|[\d,]+")
_UNFIT = re.compile("[^\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]+")
"""What XML 1.0 cannot hold, and the controls that it should not."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that is shown, and the rows it was counted from."""

    id: str
    value: str
    rows: tuple[Row, ...]


class Figures:
    """Numbers figures in the order they are made; the same value of the same rows is one figure."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, tuple[Row, ...]], Figure] = {}

    def add(self, value: str | int, rows: Iterable[Row]) -> str:
        """A figure, as the text that names it: `{F1}`. Numbers get their thousands' commas."""
        shown = f"{value:,}" if isinstance(value, int) else value
        behind = tuple(sorted(set(rows)))
        new = Figure(f"F{len(self._made) + 1}", shown, behind)
        figure = self._made.setdefault((shown, behind), new)
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
    """A table of texts that may name figures; `bars` draws a number of each row."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: str | None = None
    bars: tuple[float, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()
    """Interval of each bar, drawn as a whisker; empty for none."""

    @property
    def counts(self) -> tuple[bool, ...]:
        """For each column, whether it holds nothing but numbers, which then stand to the right."""
        columns = list(zip(*self.rows, strict=True)) or [()] * len(self.header)
        return tuple(bool(cells) and all(map(_COUNT.fullmatch, cells)) for cells in columns)

    @property
    def longest(self) -> float:
        """The greatest value that is drawn, for a scale."""
        return max([*self.bars, *(high for _, high in self.spans)], default=0.0) or 1.0


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
    method: str = ""
    """Name and version of the method by which it was made."""
    sources: tuple[dict[str, str | int], ...] = field(default=())

    def findings(self) -> Iterator[Statement]:
        """The assessments, in order."""
        for section in self.sections:
            for part in section.parts:
                if isinstance(part, Statement) and part.basis == "assessment":
                    yield part


@lru_cache(maxsize=65_536)
def quoted(text: str) -> str:
    """Text from outside, on one line, of bounded length, naming no figure.

    >>> quoted("Mill\\x0b  Lane"), quoted("{F1}") == "{F1}"
    ('Mill Lane', False)
    """
    plain = " ".join(_UNFIT.sub(" ", text).split())
    if len(plain) > LONGEST:
        plain = plain[: LONGEST - 1] + "…"
    return _NAMED.sub("{\u2060\\1}", plain)  # an unseen joiner: it reads the same


def pieces(text: str, figures: dict[str, Figure]) -> list[str | Figure]:
    """The text cut into plain parts and figures, in order.

    >>> pieces("{F1} crimes", {"F1": Figure("F1", "12", ())})
    [Figure(id='F1', value='12', rows=()), ' crimes']
    """
    cut = _NAMED.split(text)
    parts = [figures[part] if n % 2 else part for n, part in enumerate(cut)]
    return [part for part in parts if part != ""]
