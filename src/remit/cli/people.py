"""`remit people`: who is enrolled, and the links they sign in with.

Enrolling and giving out links is done by whoever holds the service account; both are in the
ledger. A role of the force and one of the oversight body never meet in one person.
"""

import click

from remit.authority.actor import ROLES, Actor
from remit.cli.asking import json_option, open_house
from remit.cli.talk import emit, table

__all__ = ["SIGN_IN", "people"]

SIGN_IN = "/sign-in?token="
"""Path of a one-time link, before its token."""


@click.group()
def people() -> None:
    """People: who is enrolled, in which role."""


@people.command("list")
@json_option
def list_(as_json: bool) -> None:
    """Everyone enrolled."""
    with open_house() as house:
        found = house.actors.all()
    if as_json:
        for actor in found:
            emit(_facts(actor))
    else:
        table(
            ("person", "name", "roles"), ((a.id, a.name, ", ".join(sorted(a.roles))) for a in found)
        )


@people.command("enrol")
@click.argument("person")
@click.option("--name", required=True, help="As colleagues know them.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(sorted(ROLES)),
    help="Their role; may be repeated.",
)
@json_option
def enrol(person: str, name: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Enrol PERSON, or change the name and roles of one who is."""
    with open_house() as house:
        made = house.actors.enrol(Actor(person, name, frozenset(roles)), by="service account")
    if as_json:
        emit(_facts(made))
    else:
        table(("person", "name", "roles"), [(made.id, made.name, ", ".join(sorted(made.roles)))])


@people.command("retire")
@click.argument("person")
def retire(person: str) -> None:
    """End PERSON's access at once."""
    with open_house() as house:
        house.actors.retire(person, by="service account")


@people.command("link")
@click.argument("person")
@click.option("--minutes", default=30, show_default=True, help="How long the link works.")
@click.option(
    "--at", default="http://127.0.0.1:8470", show_default=True, help="Where it is served."
)
@json_option
def link(person: str, minutes: int, at: str, as_json: bool) -> None:
    """A link that signs PERSON in once. It is shown here and never again."""
    with open_house() as house:
        token = house.signin.link(house.actors.get(person), minutes)
    url = f"{at.rstrip('/')}{SIGN_IN}{token}"
    if as_json:
        emit({"person": person, "url": url, "minutes": minutes})
    else:
        print(url)


def _facts(actor: Actor) -> dict[str, object]:
    return {"person": actor.id, "name": actor.name, "roles": sorted(actor.roles)}
