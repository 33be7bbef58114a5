"""Merkle tree hashing and proofs, as in RFC 9162 section 2.1.

A leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖ left ‖ right). An inclusion proof shows
that an entry stands at its place; a consistency proof that a tree only grew.

**The size-zero rule.** A consistency proof from size zero proves nothing, since every tree
continues the empty one: `verify_consistency` refuses it, with equal sizes zero too. A witness
treats old size zero as first sight, takes no proof, and does not ask `verify_consistency`.

>>> hashes = [leaf_hash(entry) for entry in (b"granted", b"searched", b"released")]
>>> proof = inclusion(lambda level, index: hashes[index], 1, 3)
>>> verify_inclusion(hashes[1], 1, 3, proof, root(hashes))
True
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

__all__ = [
    "EMPTY",
    "HASH_BYTES",
    "Frontier",
    "Hashes",
    "consistency",
    "inclusion",
    "leaf_hash",
    "node_hash",
    "root",
    "verify_consistency",
    "verify_inclusion",
]

EMPTY = sha256().digest()
"""Root of a tree without entries."""

HASH_BYTES = 32
"""Length of every hash."""

Hashes = Callable[[int, int], bytes]
"""`hashes(level, index)`: root of the perfect subtree over entries index·2^level onwards."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry. The 0x00 keeps a leaf from posing as a node."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Root over leaf hashes in order; `EMPTY` when there are none."""
    frontier = Frontier()
    frontier.extend(hashes)
    return frontier.root()


class Frontier:
    """The growing right edge: roots of the perfect subtrees, largest first. Enough to append.

    >>> frontier = Frontier()
    >>> frontier.extend([leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")])
    >>> frontier.size, len(frontier.hashes)
    (3, 2)
    """

    def __init__(self, hashes: Iterable[bytes] = (), size: int = 0) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} has {size.bit_count()} perfect subtrees")

    def copy(self) -> "Frontier":
        """The same edge, to grow apart from this one."""
        return Frontier(self.hashes, self.size)

    def append(self, hashed: bytes) -> None:
        """Add one leaf hash."""
        self.extend((hashed,))

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add leaf hashes in order."""
        stack, size, digest = self.hashes, self.size, sha256
        for hashed in hashes:
            full = size
            while full & 1:  # each full subtree to the left joins this one
                hashed = digest(b"\x01" + stack.pop() + hashed).digest()
                full >>= 1
            stack.append(hashed)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """Root of the tree as it stands."""
        if not self.hashes:
            return EMPTY
        joined = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            joined = node_hash(left, joined)
        return joined


def inclusion(hashes: Hashes, index: int, size: int) -> list[bytes]:
    """Proof that entry `index` stands in the tree of `size`: at most ⌈log2 size⌉ hashes.

    Raises `ValueError` where there is no such entry.
    """
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} in a tree of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + _left_size(end - start)
        if index < split:
            proof.append(_range(split, end, hashes))
            end = split
        else:
            proof.append(_range(start, split, hashes))
            start = split
    return proof[::-1]


def consistency(hashes: Hashes, old: int, size: int) -> list[bytes]:
    """Proof that the tree of `size` continues the tree of `old`; empty where they are equal.

    Raises `ValueError` unless 0 < old <= size: from zero there is nothing to prove.
    """
    if not 0 < old <= size:
        raise ValueError(f"no consistency proof from {old} to {size}")
    proof: list[bytes] = []
    start, end = 0, size
    whole = True  # whether the old tree so far is one subtree, which the asker knows
    while old != end:
        split = start + _left_size(end - start)
        if old <= split:
            proof.append(_range(split, end, hashes))
            end = split
        else:
            proof.append(_range(start, split, hashes))
            start, whole = split, False
    if not whole:
        proof.append(_range(start, end, hashes))
    return proof[::-1]


def verify_inclusion(
    hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether `proof` shows the leaf hash at `index` under `root` (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size or len(hashed) != HASH_BYTES:
        return False
    node, last = index, size - 1
    for sibling in proof:
        if last == 0 or len(sibling) != HASH_BYTES:
            return False
        if node & 1 or node == last:
            hashed = sha256(b"\x01" + sibling + hashed).digest()
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            hashed = sha256(b"\x01" + hashed + sibling).digest()
        node >>= 1
        last >>= 1
    return last == 0 and hashed == root


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows that tree `new` continues tree `old` (RFC 9162 section 2.1.4.2).

    False from size zero, whatever the proof: see the size-zero rule above.
    """
    if not 0 < old <= new or any(len(one) != HASH_BYTES for one in proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node >>= 1
        last >>= 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first = node_hash(sibling, first)
            second = node_hash(sibling, second)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            second = node_hash(second, sibling)
        node >>= 1
        last >>= 1
    return last == 0 and first == old_root and second == new_root


def _left_size(size: int) -> int:
    """Largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _range(start: int, end: int, hashes: Hashes) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return hashes(level, start >> level)
    split = start + _left_size(size)
    return node_hash(_range(start, split, hashes), _range(split, end, hashes))
