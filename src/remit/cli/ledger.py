"""`remit ledger`: publish it, verify what was published, read its head, bring cosignatures.

`verify` needs no workspace, and no other part of Remit.
"""

import sys
from pathlib import Path

import click

from remit.cli.asking import json_option, open_house
from remit.cli.failure import FAILED
from remit.cli.talk import emit, say
from remit.ledger.publish import publish as publish_log
from remit.ledger.verify import verify as verify_folder
from remit.ledger.witness import main as run_witness
from remit.ledger.witness_client import Witness

__all__ = ["ledger"]

_folder = click.Path(path_type=Path, file_okay=False)
_file = click.Path(path_type=Path, dir_okay=False)


@click.group()
def ledger() -> None:
    """The ledger: what anyone may check."""


@ledger.command("publish")
@click.argument("folder", metavar="DIR", type=_folder)
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    nargs=2,
    metavar="URL VKEY",
    help="A witness to cosign: where it listens, and its verifier key.",
)
@json_option
def publish(folder: Path, witnesses: tuple[tuple[str, str], ...], as_json: bool) -> None:
    """Write the ledger into DIR as static files, with the verifier; adds to what is there."""
    with open_house() as house:
        made = publish_log(house.log, folder, [Witness(*one) for one in witnesses])
    if as_json:
        emit(made)
    else:
        say(f"{made.size:,} entries in {made.files:,} files. Check them: python {folder}/verify.py")
        print(made.root)


@ledger.command("verify")
@click.argument("folder", metavar="DIR", type=_folder)
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint you saved: shows that nothing before it was rewritten.",
)
@json_option
def verify(folder: Path, checkpoint: Path | None, as_json: bool) -> None:
    """Check a published ledger; exit code 0 when it is whole, 1 when it is not."""
    report = verify_folder(folder, checkpoint.read_bytes() if checkpoint else None)
    if as_json:
        emit(report)
    else:
        for problem in report.problems:
            print(problem)
        say(f"{'whole' if report.ok else 'NOT whole'}: {report.size} entries, root {report.root}")
    if not report.ok:
        sys.exit(FAILED)


@ledger.command("checkpoint")
def checkpoint() -> None:
    """The log's signed statement of its size and root. Keep one."""
    with open_house() as house:
        print(house.log.checkpoint(), end="")


@ledger.command("witness")
@click.option("--key", required=True, type=_file, help="The witness's own private key.")
@click.option("--state", required=True, type=_file, help="Where it keeps what it has seen.")
@click.option("--log", "logs", multiple=True, required=True, metavar="VKEY", help="A log to watch.")
@click.option("--port", default=8471, show_default=True, help="Port on the loopback address.")
@click.option("--exercise", is_flag=True, help="Cosign exercises too; a real witness does not.")
def witness(key: Path, state: Path, logs: tuple[str, ...], port: int, exercise: bool) -> None:
    """Run a witness, until interrupted: it cosigns a checkpoint only if the log has grown.

    Not on the force's machine. The key is made with `remit keys make NAME --witness`.
    """
    watched = [text for vkey in logs for text in ("--log", vkey)]
    flags = ["--exercise"] if exercise else []
    named = ["--key", str(key), "--state", str(state), "--port", str(port)]
    sys.exit(run_witness([*named, *watched, *flags]))
