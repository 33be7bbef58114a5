"""`remit brake`: one overseer pulls it; releasing takes two signatures."""

from pathlib import Path

import click

from remit.authority.brake import Brake
from remit.cli.asking import (
    Asking,
    acting_options,
    asking_options,
    at_desk,
    json_option,
    open_house,
)
from remit.cli.half_released import HalfReleased
from remit.cli.overseer_keys import notes_over
from remit.cli.talk import emit, say, table
from remit.errors import Misuse
from remit.house import House
from remit.settings import settings

__all__ = ["brake"]

OFF = {
    "brake": None,
    "scope": None,
    "state": "released",
    "since": None,
    "by": None,
    "because": None,
}
"""What `status --json` prints where no brake was ever pulled."""


@click.group()
def brake() -> None:
    """The handbrake: all, class:RISK, capability:ID, remit:ID or supplier:NAME."""


@brake.command("pull")
@click.argument("scope")
@asking_options
def pull(asking: Asking, scope: str) -> None:
    """Stop SCOPE now; takes an overseer. --because is published."""
    with at_desk(asking) as desk:
        pulled = desk.house.brakes.pull(desk.actor, scope, _because(asking.because))
    _print(pulled, asking.as_json)


@brake.command("release")
@click.argument("scope")
@click.option("--because", metavar="TEXT", help="Why; published. [REMIT_BECAUSE]")
@click.option("--as", "overseers", multiple=True, metavar="WHO", help="In an exercise: who signs.")
@click.option(
    "--note",
    "notes",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The statement signed by an overseer elsewhere.",
)
@click.option("--statement", is_flag=True, help="Only print the text that two overseers sign.")
@json_option
def release(
    scope: str,
    because: str | None,
    overseers: tuple[str, ...],
    notes: tuple[Path, ...],
    statement: bool,
    as_json: bool,
) -> None:
    """Release SCOPE: two overseers sign the same statement, together or one after the other.

    With one signature nothing is released; the signature waits for the second.
    """
    now = settings()
    with open_house() as house:
        waiting = HalfReleased(now.workspace()[1], scope)
        because = _because(because or waiting.because or now.because)
        text = house.brakes.statement(scope, because)
        if statement:
            print(text, end="")
            return
        signers = overseers or ((now.acting_as,) if now.acting_as and not notes else ())
        signed = [*dict.fromkeys(waiting.over(text) + notes_over(text, house, signers, notes))]
        if _one_key(signed):
            waiting.keep(because, signed)
            _print(_engaged(house, scope), as_json)
            say("One signature is kept. The brake stays on until a second overseer signs too.")
            return
        released = house.brakes.release(scope, because, signed)
        waiting.forget()
    _print(released, as_json)


@brake.command("status")
@json_option
def status(as_json: bool) -> None:
    """Which handbrakes are on, since when and why; with --json the released ones too."""
    with open_house() as house:
        history = house.brakes.history()
    if as_json:
        for one in history:
            emit(_facts(one))
        if not history:
            emit(OFF)
        return
    engaged = [one for one in history if one.engaged]
    if not engaged:
        say("No handbrake is on.")
    table(
        ("scope", "since", "by", "because", "review due"),
        (
            (
                b.scope,
                f"{b.since:%Y-%m-%d %H:%M}",
                b.by,
                b.because,
                f"{b.review_due:%Y-%m-%d %H:%M}",
            )
            for b in engaged
        ),
    )


@brake.command("reply")
@click.argument("text")
@click.option("--scope", help="Which brake, where more than one is on.")
@acting_options
def reply(asking: Asking, text: str, scope: str | None) -> None:
    """The force's answer to a brake; it is published beside the reason."""
    with at_desk(asking) as desk:
        _print(desk.house.brakes.reply(desk.actor, text, scope=scope), asking.as_json)


def _because(text: str | None) -> str:
    if not text:
        raise Misuse("say why: --because TEXT; the reason is published")
    return text


def _one_key(signed: list[str]) -> bool:
    """Whether all the notes carry the same single signature line."""
    return (
        len({line for note in signed for line in note.splitlines() if line.startswith("— ")}) == 1
    )


def _engaged(house: House, scope: str) -> Brake:
    return next(one for one in house.brakes.status() if one.scope == scope)


def _facts(one: Brake) -> dict[str, object]:
    return {
        "brake": one.id,
        "scope": one.scope,
        "state": "engaged" if one.engaged else "released",
        "since": one.since,
        "by": one.by,
        "because": one.because,
        "review_due": one.review_due,
        "released_at": one.released_at,
        "released_because": one.released_because,
        "replies": one.replies,
    }


def _print(one: Brake, as_json: bool) -> None:
    if as_json:
        emit(_facts(one))
    else:
        state = "on" if one.engaged else "released"
        say(
            f"The handbrake on {one.scope} is {state}. "
            f"Review due {one.review_due:%d %B %Y %H:%M} UTC."
        )
        print(one.id)
