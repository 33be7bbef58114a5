"""`remit assure`: what the platform judges, measured on files whose truth is known."""

from pathlib import Path
from typing import Any

import click

from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, say, table

__all__ = ["assure"]


@click.group()
def assure() -> None:
    """What the platform judges, measured on files whose truth is known. Nothing of them is kept."""


@assure.command("names")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--left", default="left", show_default=True, help="Column of the one name.")
@click.option("--right", default="right", show_default=True, help="Column of the other.")
@click.option("--truth", metavar="COLUMN", help="Which pairs are the same. [same, if it is there]")
@asking_options
def names(asking: Asking, file: Path, **columns: Any) -> None:
    """Whether each pair of names in FILE writes one name, and why.

    A column `schema` or `kind` says what is named: a person (where it is absent), an organisation
    or a vessel. With a column of truth, precision, recall and F1 follow on stderr, and as the last
    line of --json.
    """
    with at_desk(asking) as desk:
        answer = desk.use("assure.names", path=str(file.resolve()), **columns)
    found = answer.result
    measured = found["measured"]
    if asking.as_json:
        for pair in found["pairs"]:
            emit({**pair, "act": answer.act})
        if measured is not None:
            emit({"measured": measured, "threshold": found["threshold"], "act": answer.act})
    else:
        header = ("left", "right", "same", "score", "why")
        table(
            header, ([*(pair[name] for name in header[:4]), _why(pair)] for pair in found["pairs"])
        )
    if measured is not None:
        of = [("all", measured), *measured["kinds"].items()]
        for kind, one in of if len(of) > 2 else of[:1]:
            low, high = one["f1_interval"] or (None, None)
            say(
                f"{kind}: {one['true']} of {one['pairs']} pairs are the same; precision "
                f"{one['precision']}, recall {one['recall']}, F1 {one['f1']} (95%: {low} to {high})"
            )
    say(f"{len(found['pairs']):,} pairs at a threshold of {found['threshold']}, under {answer.act}")


def _why(pair: dict[str, Any]) -> str:
    return "; ".join(f"{one['evidence']} ({one['weight']:+.2f})" for one in pair["why"])
