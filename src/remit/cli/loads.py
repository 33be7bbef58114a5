"""`remit loads` and `remit profiles`: what was loaded, and how layouts are read."""

from typing import Any

import click

from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, say, table

__all__ = ["loads", "profiles"]


@click.group()
def loads() -> None:
    """Loads: what was received, what became of it, and what was noticed."""


@loads.command("list")
@click.option("--limit", default=200, show_default=True, help="At most so many, newest first.")
@asking_options
def list_(asking: Asking, limit: int) -> None:
    """Every delivery that --case may see, with its counts and what is wrong with it."""
    answer = _use(asking, "load.list", limit=limit)
    found: list[dict[str, Any]] = answer["loads"]
    if asking.as_json:
        for one in found:
            emit({**one, "act": answer["act"]})
        return
    header = (
        "load",
        "file",
        "source",
        "state",
        "received",
        "accepted",
        "rejected",
        "held",
        "defects",
    )
    table(header, ([*(one[name] for name in header[:-1]), _named(one)] for one in found))
    if answer["left_out"]:
        say(f"{answer['left_out']:,} older ones are not shown: --limit shows more")


@loads.command("rejects")
@click.argument("load")
@click.option("--after", default=0, show_default=True, help="Rows after this one.")
@click.option("--limit", default=100, show_default=True, help="At most so many rows.")
@asking_options
def rejects(asking: Asking, load: str, after: int, limit: int) -> None:
    """The rows of LOAD that were rejected: why each was, and with --json what was received.

    With --json a line per row, to be corrected and loaded as a file of its own.
    """
    answer = _use(asking, "load.rejects", load=load, after=after, limit=limit)
    if asking.as_json:
        for one in answer["rows"]:
            emit({**one, "file": answer["file"], "load": load, "act": answer["act"]})
    else:
        table(("row", "reason"), ((one["row"], one["reason"] or "") for one in answer["rows"]))
        if answer["left_out"]:
            say(f"left out: {answer['left_out']}")
    if answer["next"] is not None:
        say(f"more of {answer['rejected']:,} follow: --after {answer['next']}")


@click.group()
def profiles() -> None:
    """Source profiles: those shipped, and those kept from answers."""


@profiles.command("list")
@asking_options
def list_profiles(asking: Asking) -> None:
    """Every profile, the shipped ones first."""
    answer = _use(asking, "load.profiles")
    if asking.as_json:
        for one in answer["profiles"]:
            emit({**one, "act": answer["act"]})
        return
    rows = (
        (one["profile"], one["version"], one["title"], one["kept"]["by"] if one["kept"] else "")
        for one in answer["profiles"]
    )
    table(("profile", "version", "title", "kept by"), rows)


@profiles.command("forget")
@click.argument("profile")
@asking_options
def forget(asking: Asking, profile: str) -> None:
    """Forget a kept profile: the next file of its layout is asked about again."""
    answer = _use(asking, "load.forget", profile=profile)
    if asking.as_json:
        emit(answer)
    else:
        say(f"Forgotten, under {answer['act']}.")


def _named(one: dict[str, Any]) -> str:
    return ", ".join(dict.fromkeys(defect["defect"] for defect in one["defects"]))


def _use(asking: Asking, verb: str, **params: Any) -> dict[str, Any]:
    with at_desk(asking) as desk:
        answer = desk.use(verb, **params)
    return {**answer.result, "act": answer.act}
