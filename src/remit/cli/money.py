"""`remit money`: one command for each method of the capability `money`."""

import click

from remit.cli.findings import show_method
from remit.cli.from_verb import VerbGroup

__all__ = ["money"]


@click.group(cls=VerbGroup, capability="money", show=show_method)
def money() -> None:
    """Accounts and payments: what is passed on, and to whom."""
