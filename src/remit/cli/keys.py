"""`remit keys`: an overseer's own key, made and used on a machine of their own.

No workspace is needed or touched. The private key never goes to the force: only the verifier
key does, when the workspace is made.
"""

import os
import secrets
from pathlib import Path

import click

from remit.cli.asking import json_option
from remit.cli.overseer_keys import read_signer
from remit.cli.talk import emit, say
from remit.errors import Misuse
from remit.ledger.note import COSIGNATURE, ED25519, Signer, sign_note

__all__ = ["keys"]

_file = click.Path(path_type=Path, dir_okay=False)


@click.group()
def keys() -> None:
    """Keys of an overseer: make one, sign with it; on your own machine."""


@keys.command("make")
@click.argument("name")
@click.option("--out", required=True, type=_file, help="File for the private key.")
@click.option("--witness", is_flag=True, help="A key to cosign with, as a witness does.")
@json_option
def make(name: str, out: Path, witness: bool, as_json: bool) -> None:
    """Make a key called NAME (no spaces) and print the verifier key to hand over."""
    signer = Signer(name, secrets.token_bytes(32), COSIGNATURE if witness else ED25519)
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Misuse(f"{out} exists: keys are never overwritten") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(signer.write() + "\n")
    say(f"The private key is in {out}: keep it to yourself, and a copy of it in a safe.")
    if as_json:
        emit({"vkey": signer.vkey, "file": str(out)})
    else:
        print(signer.vkey)


@keys.command("sign")
@click.argument("text", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--key", required=True, type=_file, help="File with your private key.")
def sign(text: Path, key: Path) -> None:
    """Sign the file TEXT exactly as it is and print the signed note. Read it first."""
    print(sign_note(text.read_text(encoding="utf-8"), [read_signer(key)]), end="")
