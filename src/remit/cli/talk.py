"""What people read: talk and progress on stderr, data as text or JSON on stdout."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

__all__ = ["bar", "emit", "plain", "put", "say", "table"]

_CONTROLS = {code: f"\\u{code:04x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x0A}
"""What a terminal would obey, written out: a value from a file must not steer the screen."""

WIDE = 4000
"""Columns where nobody looks: a pipe gets whole lines."""


def say(*parts: str | tuple[str, str]) -> None:
    """One line of talk on stderr; a part is a text, or a text and its style."""
    said = [(part, "") if isinstance(part, str) else part for part in parts]
    line = Text.assemble(*((_harmless(text), style) for text, style in said))
    Console(stderr=True, highlight=False, soft_wrap=True).print(line)


def bar() -> Progress:
    """A progress bar on stderr: what is done, how fast, how long still. Silent in a pipe."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(show_speed=True),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def put(text: str) -> None:
    """One line of data on stdout."""
    print(_harmless(text), flush=True)


def emit(value: Any) -> None:
    """One JSON object on one line of stdout."""
    put(json.dumps(plain(value), ensure_ascii=False))


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Aligned columns on stdout; nothing where there are no rows."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)
    grid = Table(*header, box=None, pad_edge=False, header_style="bold", show_header=any(header))
    for row in rows:
        grid.add_row(*(Text("" if cell is None else _harmless(str(cell))) for cell in row))
    if grid.row_count:
        console.print(grid)


def plain(value: Any) -> Any:
    """`value` as JSON has it: dataclasses as objects, times as ISO 8601, sets as sorted lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Path | Decimal):
        return str(value)
    return value


def _harmless(text: str) -> str:
    return text.translate(_CONTROLS)
