"""What a workspace began as and how far it had come, held against its ledger when it is opened.

Its description is a file that anyone with the folder can edit, and its database can be swapped
for an older copy. The ledger's first entry fixes what it is; the last head seen, kept with the
service's keys and so outside the workspace, fixes how far it had come.
"""

from collections.abc import Callable, Mapping

from remit.errors import BadInput, Damaged
from remit.ledger.log import Log
from remit.ledger.note import Checkpoint, Verifier, open_note
from remit.ledger.tree import leaf_hash, verify_consistency, verify_inclusion

__all__ = ["check_beginning", "check_continues"]


def check_beginning(log: Log, facts: Mapping[str, object]) -> None:
    """Raise `Damaged` unless the first entry says `facts` and stands under the signed head."""
    now = _signed(log, log.checkpoint())
    first = log.entry_bytes(0)
    proof = _proof(log.inclusion, 0, now.size)
    if not verify_inclusion(leaf_hash(first), 0, now.size, proof, now.root):
        raise Damaged("the ledger's first entry is not the one its signed head stands on")
    said = log.entry(0)["public"]
    if wrong := sorted(name for name, value in facts.items() if said.get(name) != value):
        raise Damaged(
            f"workspace.yaml does not say what the ledger's first entry says: {', '.join(wrong)}. "
            "What a workspace is was fixed when it was made; put the description back"
        )


def check_continues(log: Log, seen: str) -> None:
    """Raise `Damaged` unless the log continues the signed checkpoint `seen`, which it once gave.

    An older copy of the database, one cut short and one rewritten are all found.
    """
    before, now = _signed(log, seen), _signed(log, log.checkpoint())
    if before.size > now.size or not verify_consistency(
        before.size, now.size, before.root, now.root, _proof(log.consistency, before.size, now.size)
    ):
        raise Damaged(
            f"the ledger holds {now.size} entries and does not continue the {before.size} seen "
            "here: an older copy of the database, or another history. Keep both as evidence"
        )


def _proof(prove: Callable[[int, int], list[bytes]], old: int, size: int) -> list[bytes]:
    try:
        return prove(old, size)
    except ValueError as error:
        raise Damaged(f"the ledger is not whole: {error}") from error


def _signed(log: Log, note: str) -> Checkpoint:
    try:
        text, names = open_note(note, [Verifier(log.vkey)])
        checkpoint = Checkpoint.parse(text)
    except BadInput as error:
        raise Damaged(f"that is no signed head of this ledger: {error}") from error
    if not names or checkpoint.origin != log.origin:
        raise Damaged("that head of the ledger is not signed with the workspace's own key")
    return checkpoint
