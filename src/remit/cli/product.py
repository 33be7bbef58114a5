"""`remit product`: one command for each kind of product; every product alike."""

from pathlib import Path
from typing import Any

import click

from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, plain, say

__all__ = ["product"]


@click.group()
def product() -> None:
    """Analysis products, every figure with its rows, fact and assessment apart."""
