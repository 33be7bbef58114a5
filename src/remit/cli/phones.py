"""`remit phones`: one command for each verb of the capability `phones`."""

from typing import Any

import click

from remit.cli.asking import Asking
from remit.cli.findings import show_findings
from remit.cli.from_verb import VerbGroup
from remit.cli.talk import emit, plain, say, table
from remit.house import Answer

__all__ = ["phones"]


@click.group(cls=VerbGroup, capability="phones", show=lambda answer, asking: _show(answer, asking))
def phones() -> None:
    """Telephones by their calls: numbers, never who held them."""


def _show(answer: Answer, asking: Asking) -> None:
    found: dict[str, Any] = plain(answer.result)
    pairs = found["pairs"]
    if asking.as_json:
        for pair in pairs:
            emit({**pair, "act": answer.act})
    else:
        table(
            ("old", "new", "date", "contacts kept", "score", "reported"),
            (_line(pair) for pair in pairs),
        )
        show_findings(found["findings"])
    looked = found["looked_at"]
    say(
        f"{len(found['findings']):,} reported, {len(pairs):,} considered, of "
        f"{looked['fell_silent']:,} telephones that fell silent and {looked['began']:,} that began "
        f"among {looked['telephones']:,}; kept as {found['kept']}. {answer.act}"
    )


def _line(pair: dict[str, Any]) -> tuple[str, ...]:
    return (
        pair["old"],
        pair["new"],
        pair["date"],
        f"{pair['kept_contacts']:,} of {pair['usual_contacts']:,}",
        f"{pair['score']:.3f}",
        "yes" if pair["reported"] else "no",
    )
