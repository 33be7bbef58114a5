"""`remit movements`: one command for each method of the capability `movements`."""

import click

from remit.cli.findings import show_method
from remit.cli.from_verb import VerbGroup

__all__ = ["movements"]


@click.group(cls=VerbGroup, capability="movements", show=show_method)
def movements() -> None:
    """Where things were, who was there, and who carries what."""
