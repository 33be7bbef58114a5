"""Overseers' keys that lie beside an exercise, so that its pages can sign with a button.

An operational workspace has none: its keys are made and kept elsewhere, and its pages show the
text to sign and take the signed note.
"""

from remit.errors import Misuse, NotFound
from remit.ledger.note import Signer
from remit.web.desk import Desk

__all__ = ["has_key", "key_of", "keys_beside"]


def has_key(desk: Desk) -> bool:
    """Whether this person's key lies beside an exercise workspace."""
    return desk.house.exercise and (desk.house.keys_folder / f"{desk.actor.id}.key").is_file()


def key_of(desk: Desk) -> Signer:
    """The exercise key of this person. Raises `NotFound` where there is none."""
    if not has_key(desk):
        raise NotFound("no key of yours lies here: sign the text where your key is")
    text = (desk.house.keys_folder / f"{desk.actor.id}.key").read_text(encoding="utf-8")
    return Signer.read(text)


def keys_beside(desk: Desk) -> list[Signer]:
    """Every overseer's key of an exercise, for an overseer.

    Raises `Misuse` in an operational workspace, `NotFound` for anybody else.
    """
    if not desk.house.exercise:
        raise Misuse("an operational workspace holds no overseer's key")
    key_of(desk)
    return [
        Signer.read(path.read_text(encoding="utf-8"))
        for path in sorted(desk.house.keys_folder.glob("overseer-*.key"))
    ]
