"""`remit cases`: propose, open with a second person, assign members."""

import click

from remit.authority.case import Case
from remit.cli.asking import Asking, acting_options, at_desk
from remit.cli.talk import emit, table

__all__ = ["cases"]


@click.group()
def cases() -> None:
    """Cases: an investigation, its reference, its members."""


@cases.command("list")
@acting_options
def list_(asking: Asking) -> None:
    """The cases you may see, newest first."""
    with at_desk(asking) as desk:
        found = desk.house.cases.list(desk.actor)
    if asking.as_json:
        for case in found:
            emit(_facts(case))
    else:
        header = ("case", "state", "reference", "title", "purpose", "members")
        table(
            header,
            ((c.id, c.state, c.reference, c.title, c.purpose, len(c.members)) for c in found),
        )


@cases.command("show")
@click.argument("case")
@acting_options
def show(asking: Asking, case: str) -> None:
    """One case: reference, purpose, legal basis, members."""
    with at_desk(asking) as desk:
        _print(desk.house.cases.get(case, desk.actor), asking)


@cases.command("propose")
@click.option("--reference", required=True, help="The crime or intelligence reference.")
@click.option("--title", required=True, help="What the investigation is called.")
@click.option("--for", "purpose", required=True, metavar="PURPOSE", help="Its purpose.")
@click.option("--legal-basis", required=True, help="What it rests on; `remit purposes list`.")
@acting_options
def propose(asking: Asking, reference: str, title: str, purpose: str, legal_basis: str) -> None:
    """Propose a case; it serves nobody until a second person opens it."""
    with at_desk(asking) as desk:
        made = desk.house.cases.propose(desk.actor, reference, title, purpose, legal_basis)
    _print(made, asking)


@cases.command("open")
@click.argument("case")
@acting_options
def open_(asking: Asking, case: str) -> None:
    """Open a case that somebody else proposed."""
    with at_desk(asking) as desk:
        _print(desk.house.cases.open(desk.actor, case), asking)


@cases.command("assign")
@click.argument("case")
@click.argument("person")
@acting_options
def assign(asking: Asking, case: str, person: str) -> None:
    """Make PERSON a member of CASE; takes a supervisor."""
    with at_desk(asking) as desk:
        member = desk.house.actors.get(person)
        _print(desk.house.cases.assign(desk.actor, case, member), asking)


@cases.command("close")
@click.argument("case")
@acting_options
def close(asking: Asking, case: str) -> None:
    """Close a case: no act is admitted in it from then on."""
    with at_desk(asking) as desk:
        _print(desk.house.cases.close(desk.actor, case), asking)


def _facts(case: Case) -> dict[str, object]:
    return {
        "case": case.id,
        "state": case.state,
        "reference": case.reference,
        "title": case.title,
        "purpose": case.purpose,
        "legal_basis": case.legal_basis,
        "proposed_by": case.proposed_by,
        "opened_by": case.opened_by,
        "opened_at": case.opened_at,
        "members": sorted(case.members),
    }


def _print(case: Case, asking: Asking) -> None:
    if asking.as_json:
        emit(_facts(case))
    else:
        facts = _facts(case) | {"members": ", ".join(sorted(case.members))}
        table(("", ""), facts.items())
