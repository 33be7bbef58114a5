"""`remit crimes`: one command for each method of the capability `crimes`."""

import click

from remit.cli.findings import show_method
from remit.cli.from_verb import VerbGroup

__all__ = ["crimes"]


@click.group(cls=VerbGroup, capability="crimes", show=show_method)
def crimes() -> None:
    """Crimes compared, and what was near them or was taken and used again."""
