"""`remit show`, `remit record`, `remit path`: one thing, one row as received, a connection."""

from typing import Any

from remit.authority.capability import registered
from remit.cli.asking import Asking
from remit.cli.from_verb import command
from remit.cli.talk import emit, plain, say, table
from remit.house import Answer

__all__ = ["path", "record", "show"]


def _show(answer: Answer, asking: Asking) -> None:
    found: dict[str, Any] = plain(answer.result)
    if asking.as_json:
        emit({**found, "act": answer.act})
        return
    _print(found)
    say(answer.act)


def _print(found: dict[str, Any]) -> None:
    """Single values first, then a table for every list of things."""
    lists = {k: v for k, v in found.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    table(("", ""), ((k, _cell(v)) for k, v in found.items() if k not in lists))
    for name, rows in lists.items():
        header = list(dict.fromkeys(key for row in rows for key in row))
        print(f"\n{name}")
        table(header, ([_cell(row.get(key)) for key in header] for row in rows))


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_cell(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list):
        return "; ".join(_cell(item) for item in value)
    return "" if value is None else str(value)


show = command(registered()["show.entity"], "show", _show)
record = command(registered()["show.record"], "record", _show)
path = command(registered()["path.between"], "path", _show)
