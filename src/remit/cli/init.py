"""`remit init`: a workspace, for an exercise or for operations."""

from collections.abc import Sequence
from pathlib import Path

import click

from remit.authority.actor import ROLES, Actor
from remit.cli.absent import exercise_part
from remit.cli.asking import json_option
from remit.cli.talk import emit, say
from remit.errors import Misuse
from remit.house import House
from remit.ledger.note import Verifier
from remit.workspace import ServiceKeys, Workspace

__all__ = ["init"]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--exercise", is_flag=True, help="For training and evaluation; ends after 14 days.")
@click.option(
    "--overseer",
    "overseers",
    multiple=True,
    metavar="VKEY",
    help="An overseer's verifier key; at least two. Fixed for the life of the workspace.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="ROLE:NAME",
    help="Somebody to enrol; may be repeated.",
)
@json_option
def init(
    folder: Path, exercise: bool, overseers: tuple[str, ...], people: tuple[str, ...], as_json: bool
) -> None:
    """Make a workspace in DIR: DIR/workspace, and DIR/keys with the service's keys.

    With --exercise it comes with people, an open case, live remits for everything and the
    overseers' keys. Without, it is operational: the overseers' private keys were made
    elsewhere (`remit keys make`) and never come here.
    """
    if exercise:
        if overseers or people:
            raise Misuse("an exercise brings its own overseers and people")
        made = exercise_part("remit.exercise").init(folder)
        facts = {
            "case": made.case,
            "home": str(made.home),
            "env": made.env,
            "expires": made.expires,
        }
        lines = made.env
    else:
        workspace = _operational(folder.resolve(), overseers, [_person(text) for text in people])
        lines = {"REMIT_HOME": str(workspace), "REMIT_KEYS": str(workspace.parent / "keys")}
        facts = {"case": None, "home": str(workspace), "env": lines}
    if as_json:
        emit(facts)
        return
    say("The workspace is made. These settings make every command use it:")
    for name, value in lines.items():
        print(f"export {name}={value}")


def _operational(folder: Path, overseers: Sequence[str], people: Sequence[Actor]) -> Path:
    """The workspace's folder; keys beside it, none of an overseer."""
    for vkey in overseers:
        Verifier(vkey)
    if len(set(overseers)) < 2:
        raise Misuse(
            "name two overseers' verifier keys: --overseer VKEY --overseer VKEY; each overseer "
            "makes one with `remit keys make NAME --out FILE`. For training: --exercise"
        )
    workspace = Workspace.make(folder / "workspace", "operational")
    keys = ServiceKeys.make(folder / "keys")
    house = House.create(workspace, keys, overseers)
    try:
        for person in people:
            house.actors.enrol(person)
    finally:
        house.close()
    return workspace.home


def _person(text: str) -> Actor:
    """`ROLE:NAME` as somebody to enrol; the id is the name in lower case with dashes."""
    role, _, name = text.partition(":")
    if role not in ROLES or not name.strip():
        raise Misuse(
            f"--person takes ROLE:NAME with a role of {', '.join(sorted(ROLES))}; not {text}"
        )
    return Actor("-".join(name.lower().split()), name.strip(), frozenset({role}))
