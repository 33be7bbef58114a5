"""`remit purposes`: what `--purpose` may say, and the law behind it."""

import click

from remit.authority.purposes import legal_bases
from remit.authority.purposes import purposes as known_purposes
from remit.cli.asking import json_option
from remit.cli.talk import emit, table

__all__ = ["purposes"]


@click.group()
def purposes() -> None:
    """Purposes and legal bases: two closed lists."""


@purposes.command("list")
@json_option
def list_(as_json: bool) -> None:
    """Every purpose and legal basis, and the ordinary words that mean it."""
    found = [("purpose", p) for p in known_purposes().values()]
    found += [("legal basis", p) for p in legal_bases().values()]
    if not as_json:
        table(("kind", "id", "title", "law"), ((kind, p.id, p.title, p.law) for kind, p in found))
        return
    for kind, p in found:
        words = [*p.aliases, *p.alone]
        emit({"kind": kind, "id": p.id, "title": p.title, "law": p.law, "words": words})
