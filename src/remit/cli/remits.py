"""`remit remits`: the force submits, the oversight body decides with a signature."""

from pathlib import Path
from typing import TextIO

import click

from remit.authority.remit_document import Remit
from remit.authority.remits import Held
from remit.cli.asking import Asking, Desk, acting_options, asking_options, at_desk
from remit.cli.overseer_keys import notes_over
from remit.cli.talk import emit, say, table
from remit.errors import Misuse
from remit.house import House

__all__ = ["remits"]

_note = click.option(
    "--note",
    "notes",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The text signed by an overseer elsewhere.",
)


@click.group()
def remits() -> None:
    """Remits: the overseer's grants, one capability each."""


@remits.command("list")
@acting_options
def list_(asking: Asking) -> None:
    """Every version of every remit, and its state."""
    with at_desk(asking) as desk:
        found = desk.house.remits.list()
    if asking.as_json:
        for held in found:
            emit(_facts(held))
    else:
        header = ("remit", "version", "capability", "state", "until", "title")
        rows = ((h.remit, h.state) for h in found)
        table(
            header,
            (
                (r.id, r.version, r.capability, s, f"{r.valid_to:%Y-%m-%d}", r.title)
                for r, s in rows
            ),
        )


@remits.command("show")
@click.argument("remit")
@click.option("--document", is_flag=True, help="Only the exact text that is signed.")
@click.option("--version", type=int, help="That version; else the one in force.")
@acting_options
def show(asking: Asking, remit: str, document: bool, version: int | None) -> None:
    """One remit: its document and what was decided about it."""
    with at_desk(asking) as desk:
        held = desk.house.remits.get(remit, version)
        history = desk.house.remits.history(remit)
    if document:
        print(held.document, end="")
    elif asking.as_json:
        emit({**_facts(held), "document": held.document, "note": held.note, "history": history})
    else:
        print(held.document)
        table(
            ("state", "by", "at", "because", "entry"),
            ((e.state, e.by, f"{e.at:%Y-%m-%d %H:%M}", e.because, e.seq) for e in history),
        )


@remits.command("submit")
@click.argument("document", type=click.File(encoding="utf-8"))
@acting_options
def submit(asking: Asking, document: TextIO) -> None:
    """Put DOCUMENT (YAML) before the oversight body."""
    with at_desk(asking) as desk:
        made = desk.house.remits.submit(desk.actor, document.read())
        _print(desk.house, made, asking)


@remits.command("approve")
@click.argument("remit")
@_note
@acting_options
def approve(asking: Asking, remit: str, notes: tuple[Path, ...]) -> None:
    """Make the submitted version live: its exact text, signed by an overseer."""
    with at_desk(asking) as desk:
        document = _submitted(desk.house, remit).document
        made = desk.house.remits.approve(desk.actor, remit, _signed(desk, document, notes))
        _print(desk.house, made, asking)


@remits.command("resume")
@click.argument("remit")
@_note
@click.option("--statement", is_flag=True, help="Only print the text to sign.")
@acting_options
def resume(asking: Asking, remit: str, notes: tuple[Path, ...], statement: bool) -> None:
    """Bring a suspended remit back: its resume statement, signed by an overseer."""
    with at_desk(asking) as desk:
        text = desk.house.remits.resume_statement(remit)
        if statement:
            print(text, end="")
            return
        made = desk.house.remits.resume(desk.actor, remit, _signed(desk, text, notes))
        _print(desk.house, made, asking)


def _ending(name: str, help_text: str) -> click.Command:
    """A command by which an overseer ends something, with a reason that is published."""

    @asking_options
    def end(asking: Asking, remit: str) -> None:
        if not asking.because:
            raise Misuse("say why: --because TEXT; the reason is published")
        with at_desk(asking) as desk:
            made = getattr(desk.house.remits, name)(desk.actor, remit, asking.because)
            _print(desk.house, made, asking)

    return remits.command(name, help=help_text)(click.argument("remit")(end))


refuse = _ending("refuse", "Refuse the submitted version; --because is published.")
suspend = _ending("suspend", "Suspend a live remit: open acts under it stop within a second.")
revoke = _ending("revoke", "End a remit for good: open acts under it stop within a second.")


def _submitted(house: House, remit: str) -> Held:
    waiting = [h for h in house.remits.list() if h.remit.id == remit and h.state == "submitted"]
    return waiting[-1] if waiting else house.remits.get(remit)


def _signed(desk: Desk, text: str, notes: tuple[Path, ...]) -> str:
    signers = () if notes or "overseer" not in desk.actor.roles else (desk.actor.id,)
    signed = notes_over(text, desk.house, signers, notes)
    return signed[0] if signed else text


def _facts(held: Held) -> dict[str, object]:
    remit = held.remit
    return {
        "remit": remit.id,
        "version": remit.version,
        "capability": remit.capability,
        "title": remit.title,
        "state": held.state,
        "submitted_by": held.submitted_by,
        "valid_from": remit.valid_from,
        "valid_to": remit.valid_to,
    }


def _print(house: House, made: Remit, asking: Asking) -> None:
    held = house.remits.get(made.id, made.version)
    if asking.as_json:
        emit(_facts(held))
    else:
        say(f"{made.id} version {made.version} is {held.state}")
        print(made.id)
