"""`remit lines`: a question within a case, whose reason its acts inherit."""

from dataclasses import asdict

import click

from remit.authority.enquiry import Line
from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, table
from remit.errors import Misuse

__all__ = ["lines"]


@click.group()
def lines() -> None:
    """Lines of enquiry: give the reason once per question, not once per click."""


@lines.command("open")
@click.argument("question")
@asking_options
def open_(asking: Asking, question: str) -> None:
    """Open a line of enquiry in --case; its acts inherit --because."""
    with at_desk(asking) as desk:
        case, because = _case(asking), asking.because or ""
        _print([desk.house.lines.open(desk.actor, case, question, because)], asking)


@lines.command("list")
@asking_options
def list_(asking: Asking) -> None:
    """The lines of --case, oldest first."""
    with at_desk(asking) as desk:
        case = desk.house.cases.get(_case(asking), desk.actor)
        found = desk.house.lines.list(case.id) if desk.actor.id in case.members else []
        _print(found, asking)


def _case(asking: Asking) -> str:
    if asking.case is None:
        raise Misuse("name the case: --case CASE, or set REMIT_CASE")
    return asking.case


def _print(found: list[Line], asking: Asking) -> None:
    if asking.as_json:
        for line in found:
            facts = asdict(line)
            emit({"line": facts.pop("id"), **facts})
    else:
        header = ("line", "question", "because", "by")
        table(header, ((x.id, x.question, x.justification, x.actor) for x in found))
