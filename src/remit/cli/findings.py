"""How findings are printed: a line each, and what was looked at at the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from remit.cli.asking import Asking
from remit.cli.talk import emit, plain, put, say
from remit.house import Answer

__all__ = ["show_findings", "show_method"]

ROWS_SAID = 3
"""Rows named with a finding on a terminal; `--json` lists more."""


def show_method(answer: Answer, asking: Asking) -> None:
    """What one method found: a line a finding, then one line about the run."""
    found: dict[str, Any] = plain(answer.result)
    findings = found.pop("findings")
    if asking.as_json:
        for one in findings:
            emit({**one, "act": answer.act})
        emit({**found, "act": answer.act})
        return
    show_findings(findings)
    looked = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in found["looked_at"].items())
    say(f"{len(findings):,} found; looked at {looked}.")
    if found["below"]:
        say(f"{found['below']:,} more were no stronger than chance gives, and are not told.")
    say(f"kept as {found['kept']}. {answer.act}")


def show_findings(findings: Sequence[Mapping[str, Any]]) -> None:
    """Findings for people: statement, strength, what speaks against it, rows."""
    for number, one in enumerate(findings, 1):
        put(f"{number}. {one['statement']}")
        put(f"   {_strength(one)}{_decided(one)}")
        for text in one["against"]:
            put(f"   against: {text}")
        rows = [f"{row['file']} row {row['row']}" for row in one["rows"][:ROWS_SAID]]
        left = one["rows_in_all"] - len(rows)
        more = f" and {left:,} more" if left > 0 else ""
        put(f"   rows: {'; '.join(rows)}{more}")
        put(f"   {one['finding']}")


def _strength(one: Mapping[str, Any]) -> str:
    if one["basis"] == "fact":
        return "fact"
    return f"assessment; chance would give {one['expected_by_chance']:.2g} as strong"


def _decided(one: Mapping[str, Any]) -> str:
    return f"; {one['state']}" if one.get("state", "proposed") != "proposed" else ""
