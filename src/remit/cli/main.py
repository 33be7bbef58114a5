"""Every command and the file it lives in; and what a failure looks like on a terminal."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from remit import __version__
from remit.cli import failure
from remit.cli.talk import say
from remit.settings import unknown

__all__ = ["COMMANDS", "main", "remit"]

COMMANDS = {
    "demo": "remit.cli.demo:demo",
    "init": "remit.cli.init:init",
    "load": "remit.cli.load:load",
    "extract": "remit.cli.extract:extract",
    "candidates": "remit.cli.extract:candidates",
    "loads": "remit.cli.loads:loads",
    "feeds": "remit.cli.feeds:feeds",
    "profiles": "remit.cli.loads:profiles",
    "compact": "remit.cli.compact:compact",
    "search": "remit.cli.search:search",
    "show": "remit.cli.show:show",
    "record": "remit.cli.show:record",
    "path": "remit.cli.show:path",
    "identity": "remit.cli.identity:identity",
    "network": "remit.cli.network:network",
    "phones": "remit.cli.phones:phones",
    "time-and-map": "remit.cli.time_and_map:time_and_map",
    "analyse": "remit.cli.analyse:analyse",
    "analyses": "remit.cli.analyse:analyses",
    "crimes": "remit.cli.crimes:crimes",
    "money": "remit.cli.money:money",
    "movements": "remit.cli.movements:movements",
    "assure": "remit.cli.assure:assure",
    "product": "remit.cli.product:product",
    "remits": "remit.cli.remits:remits",
    "brake": "remit.cli.brake:brake",
    "ledger": "remit.cli.ledger:ledger",
    "acts": "remit.cli.acts:acts",
    "cases": "remit.cli.cases:cases",
    "lines": "remit.cli.lines:lines",
    "people": "remit.cli.people:people",
    "purposes": "remit.cli.purposes:purposes",
    "quarantine": "remit.cli.quarantine:quarantine",
    "retract": "remit.cli.erase:retract",
    "erase": "remit.cli.erase:erase",
    "keys": "remit.cli.keys:keys",
    "serve": "remit.cli.serve:serve",
}
"""Every command, in the order of the work; each file is read only when its command is used."""


class _Commands(click.Group):
    """The commands above, found by name when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="remit")
def remit() -> None:
    """Police intelligence analysis that runs only inside an approved, provable remit."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for name in unknown():
        say((name, "bold"), " is no setting of Remit and is passed over")
    try:
        remit.main(given, prog_name="remit", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except SystemExit:
        raise
    except BaseException as error:
        sys.exit(failure.tell(error, as_json="--json" in given))
    sys.exit(0)
