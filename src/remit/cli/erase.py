"""`remit retract` and `remit erase`: take a load or a record out of sight, or out of the world."""

import click

from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, say
from remit.errors import Misuse

__all__ = ["erase", "retract"]


@click.command()
@click.argument("what", metavar="LOAD|LOAD:ROW")
@asking_options
def erase(asking: Asking, what: str) -> None:
    """Erase a load, or one row of it, for good: its key is destroyed, nothing brings it back."""
    load, _, row = what.partition(":")
    if row:
        _run(asking, "erase.record", load=load, row=_row(row))
    else:
        _run(asking, "erase.load", load=load)


@click.command()
@click.argument("load", metavar="LOAD")
@click.option("--restore", is_flag=True, help="Put a retracted load back instead.")
@asking_options
def retract(asking: Asking, load: str, restore: bool) -> None:
    """Take a load out of every view; it is kept, and --restore puts it back."""
    _run(asking, "erase.restore" if restore else "erase.retract", load=load)


def _row(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise Misuse(f"a row is a number from 1, header included; not {text}")
    return int(text)


def _run(asking: Asking, verb: str, **params: object) -> None:
    with at_desk(asking) as desk:
        answer = desk.use(verb, **params)
    if asking.as_json:
        emit({**answer.result, "act": answer.act})
    else:
        say(f"Done, under {answer.act}.")
        print(", ".join(f"{name} {value}" for name, value in answer.result.items()))
