"""Overseers' signatures: from the keys that lie beside an exercise, or from notes made elsewhere.

An operational workspace has no overseer's key on its host: there a signature comes as a note
that the overseer made with `remit keys sign`, on a machine of their own.
"""

from collections.abc import Sequence
from pathlib import Path

from remit.errors import Misuse, Unavailable
from remit.house import House
from remit.ledger.note import Signer, sign_note
from remit.settings import settings

__all__ = ["exercise_signer", "notes_over", "read_signer"]


def read_signer(path: Path) -> Signer:
    """The signer in a key file. Raises `Unavailable` where there is none."""
    try:
        return Signer.read(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unavailable(f"{path}: no key there") from error


def exercise_signer(house: House, overseer: str) -> Signer:
    """The key of an exercise's overseer. Raises `Misuse` in an operational workspace."""
    if not house.exercise:
        raise Misuse("overseers sign elsewhere: pass the signed note with --note FILE")
    path = settings().workspace()[1] / f"{overseer}.key"
    if not path.is_file():
        raise Misuse(f"{overseer} has no key in this exercise: use --as overseer-1 or overseer-2")
    return read_signer(path)


def notes_over(
    text: str, house: House, overseers: Sequence[str], notes: Sequence[Path]
) -> list[str]:
    """Signed notes over `text`: those in files, and one for each overseer of an exercise."""
    given = [path.read_text(encoding="utf-8") for path in notes]
    return given + [sign_note(text, [exercise_signer(house, name)]) for name in overseers]
