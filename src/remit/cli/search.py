"""`remit search`: one command for each verb of the capability `search`."""

from typing import Any

import click

from remit.cli.asking import Asking
from remit.cli.from_verb import VerbGroup
from remit.cli.talk import emit, plain, say, table
from remit.house import Answer

__all__ = ["search"]


@click.group(
    cls=VerbGroup,
    capability="search",
    without=frozenset({"suggest"}),  # for typing ahead on a page
    show=lambda answer, asking: _show(answer, asking),
)
def search() -> None:
    """Search what this act may see; every hit says why it matched and where it stands."""


def _show(answer: Answer, asking: Asking) -> None:
    found: dict[str, Any] = plain(answer.result)
    hits = found["hits"]
    if asking.as_json:
        for hit in hits:
            emit({**hit, "act": answer.act})
    else:
        table(
            ("entity", "kind", "label", "why", "rows"),
            ((h["entity"], h["kind"], h["label"], _why(h), _rows(h)) for h in hits),
        )
    for one in found.get("missing", ()):
        say((one["text"], "bold"))
    if not hits:
        say(f"No record in what this act may see; that is not to say there is none. {answer.act}")
        return
    shown, total, ranked = found["shown"], found["total_visible"], found["ranked_by"]
    say(f"{shown:,} of {total:,} shown, ranked by {ranked}. {answer.act}")
    if found["next"]:
        say(f"The next page: --after {found['next']}")


def _why(hit: dict[str, Any]) -> str:
    return "; ".join(f"{why['rule']}: {why['value']}" for why in hit["why"])


def _rows(hit: dict[str, Any]) -> str:
    """The first row it rests on, and how many more there are."""
    rows = hit["rows"]
    if not rows:
        return ""
    more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    return f"{rows[0]['file']} row {rows[0]['row']}{more}"
