"""`remit acts`: what was done, under which remit and why. Reading others' acts is an act."""

from typing import Any

import click

from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, plain, table
from remit.errors import NotFound

__all__ = ["acts"]


@click.group()
def acts() -> None:
    """Acts: why something was allowed, or was not."""


@acts.command("show")
@click.argument("act")
@asking_options
def show(asking: Asking, act: str) -> None:
    """One act in full. Someone else's takes the capability read-ledger and one of its purposes."""
    with at_desk(asking) as desk:
        try:
            found: dict[str, Any] = plain(desk.house.acts.get(act, desk.actor))
        except NotFound:
            answer = desk.use("read-ledger.act", act_id=act)
            found = {**plain(answer.result), "read_under": answer.act}
    if asking.as_json:
        emit({"act": found.pop("id"), **found})
    else:
        table(("", ""), found.items())


@acts.command("list")
@click.option("--all", "everyone", is_flag=True, help="Everyone's; takes read-ledger.")
@click.option("--limit", default=100, show_default=True, help="At most so many, newest first.")
@asking_options
def list_(asking: Asking, everyone: bool, limit: int) -> None:
    """Your own latest acts; with --all everyone's, or those of --case."""
    with at_desk(asking) as desk:
        if everyone:
            answer = desk.use("read-ledger.acts", limit=limit)
            found = [{**one, "read_under": answer.act} for one in plain(answer.result)]
        else:
            found = plain(desk.house.acts.of_actor(desk.actor, limit))
    if asking.as_json:
        for one in found:
            emit({"act": one.pop("id"), **one})
    else:
        names = ("id", "opened_at", "actor", "verb", "state", "remit", "count")
        table(names, ([one[name] for name in names] for one in found))
