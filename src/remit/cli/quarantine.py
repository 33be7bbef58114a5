"""`remit quarantine`: an independent person decides on rows that are held back."""

from collections.abc import Sequence
from typing import Any

import click

from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, put, say, table

__all__ = ["quarantine"]

SAID = 200
"""Characters of a cell shown on a terminal; `--json` has all of them."""


@click.group()
def quarantine() -> None:
    """Rows that are held back: beyond an authority, or perhaps privileged.

    An independent reviewer decides, who has no part in the case.
    """


@quarantine.command("list")
@asking_options
def list_(asking: Asking) -> None:
    """Loads with rows that are held back, and on which ground; nothing of their content.

    Without --case, those of every case that you have no part in.
    """
    answer = _use(asking, "quarantine.list")
    found: list[dict[str, Any]] = answer["loads"]
    if asking.as_json:
        for one in found:
            emit({**one, "act": answer["act"]})
        return
    if not found:
        say("Nothing is held back.")
        return
    header = ("load", "file", "case", "source", "held")
    grounds = (
        ", ".join(f"{one['ground']} {one['rows']:,}" for one in load["grounds"]) for load in found
    )
    rows = (
        [*(one[name] for name in header), said] for one, said in zip(found, grounds, strict=True)
    )
    table((*header, "grounds"), rows)


@quarantine.command()
@click.argument("load")
@click.option("--after", default=0, show_default=True, help="Rows after this one.")
@click.option("--limit", default=100, show_default=True, help="At most so many rows.")
@asking_options
def read(asking: Asking, load: str, after: int, limit: int) -> None:
    """The rows of a load that are held back, as received, and why each is."""
    answer = _use(asking, "quarantine.read", load=load, after=after, limit=limit)
    if asking.as_json:
        emit(answer)
        return
    for one in answer["waiting"]:
        put(f"{answer['file']} row {one['row']}: {one['reason']}")
        for column, cell in one["received"].items():
            if cell is not None:
                put(f"  {column}: {cell[:SAID]}{'…' if len(cell) > SAID else ''}")
    say(f"{answer['shown']:,} of {answer['held']:,} rows shown, under {answer['act']}")


@quarantine.command()
@click.argument("load")
@click.option("--rows", multiple=True, metavar="ROWS", help="A row, or a span such as 20-35.")
@click.option("--ground", metavar="GROUND", help="What is held on this ground.")
@asking_options
def release(asking: Asking, load: str, rows: Sequence[str], ground: str | None) -> None:
    """Let held rows in: all of a load, or those that --rows and --ground name.

    --because says why, and is kept with the decision.
    """
    _decide(asking, "quarantine.release", load, rows, ground)


@quarantine.command()
@click.argument("load")
@click.option("--rows", multiple=True, metavar="ROWS", help="A row, or a span such as 20-35.")
@click.option("--ground", metavar="GROUND", help="What is held on this ground.")
@asking_options
def seal(asking: Asking, load: str, rows: Sequence[str], ground: str | None) -> None:
    """Destroy what held rows say, for good: all of a load, or those that --rows and --ground name.

    --because says why, and is kept with the decision.
    """
    _decide(asking, "quarantine.seal", load, rows, ground)


def _decide(asking: Asking, verb: str, load: str, rows: Sequence[str], ground: str | None) -> None:
    answer = _use(asking, verb, load=load, rows=rows or None, ground=ground)
    if asking.as_json:
        emit(answer)
        return
    if "released" in answer:
        done = f"{answer['released']:,} rows released, {answer['accepted']:,} accepted"
    else:
        done = f"{answer['sealed']:,} rows sealed for good"
    put(f"{load}: {done}; {answer['held']:,} still held back")
    say(f"Done, under {answer['act']}.")


def _use(asking: Asking, verb: str, **params: Any) -> dict[str, Any]:
    with at_desk(asking) as desk:
        answer = desk.use(verb, **params)
    return {**answer.result, "act": answer.act}
