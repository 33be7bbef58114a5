"""One transaction's growth of the log: what is added, and how it is written at the end.

Kept beside the head it continues, so that the next transaction of the same process need not
read the right edge of the tree again unless another process has written in between.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from remit.errors import Damaged
from remit.ledger.tree import Frontier, leaf_hash, root

__all__ = ["TILE", "Growth", "Mark"]

TILE = 256
"""Hashes in one tile (C2SP tlog-tiles)."""

_INSERT = "INSERT INTO leaf (seq, entry, sealed) VALUES (?, ?, ?)"
_TOGETHER = 50
_INSERT_TOGETHER = f"{_INSERT}{', (?, ?, ?)' * (_TOGETHER - 1)}"

Mark = tuple[int, int, int | None, int]


class Growth:
    """The log as it stands inside one write transaction, and the entries added to it."""

    def __init__(self, size: int, public_count: int, public_last: int | None) -> None:
        self.size = size
        self.public_count = public_count
        self.public_last = public_last
        self.frontier = Frontier()
        self.edge: list[list[bytes]] = [[]]
        """For each tile level, the hashes of its last, incomplete tile."""
        self.root = b""
        self.at = ""
        self.cursor: Any = None
        self.annexes: list[tuple[str, bytes]] = []
        self._leaves: list[tuple[int, bytes, bytes | None]] = []
        self._public: list[tuple[int]] = []
        self._statement: Callable[[str], str] = str

    @classmethod
    def begin(cls, conn: Any, cursor: Any, before: "Growth | None", now: datetime) -> "Growth":
        """Continue the head found in this transaction; `before` saves reading the edge again.

        The edge of `before` is taken over, not copied: it may not be used afterwards.
        """
        qmark = conn.dialect.paramstyle == "qmark"
        cursor.execute("SELECT size, root, public_count, public_last, at FROM head WHERE id = 1")
        row = cursor.fetchone() or (0, b"", 0, None, "")
        growth = cls(row[0], row[2], row[3])
        growth.cursor = cursor
        at = f"{now.isoformat(timespec='milliseconds').removesuffix('+00:00')}Z"
        growth.at = max(at, row[4])  # a clock set backwards does not set the ledger back
        growth._statement = str if qmark else lambda sql: sql.replace("?", "%s")
        if before is None or not growth._catch_up(before, bytes(row[1])):
            growth._read_edge(bytes(row[1]))
        return growth

    def run(self, sql: str, values: tuple[Any, ...]) -> None:
        """Run one statement, `?` for each value."""
        self.cursor.execute(self._statement(sql), values)

    def add(self, leaf: bytes, sealed: bytes | None, *, public: bool) -> int:
        """Add one leaf and give its number."""
        seq = self.size
        self._leaves.append((seq, leaf, sealed))
        self.size += 1
        if public:
            self._public.append((seq,))
            self.public_count += 1
            self.public_last = seq
        return seq

    def mark(self) -> Mark:
        """A point to come back to if the next work fails."""
        self.cursor.execute("SAVEPOINT work")
        return self.size, self.public_count, self.public_last, len(self.annexes)

    def undo(self, mark: Mark) -> None:
        """Take back everything since `mark`."""
        size, count, last, annexes = mark
        dropped = self.size - size
        if dropped:
            del self._leaves[-dropped:]
        if self.public_count > count:
            del self._public[count - self.public_count :]
        del self.annexes[annexes:]
        self.size, self.public_count, self.public_last = size, count, last
        self.cursor.execute("ROLLBACK TO SAVEPOINT work")

    def write(self, sign: Callable[[int, bytes, int, int | None], str]) -> None:
        """Write what was added and the head over it. Nothing added leaves the head as it is."""
        many = self._many
        if self.annexes:
            many("INSERT INTO annex (digest, sealed) VALUES (?, ?)", self.annexes)
        if self._leaves:
            self._write_leaves()
            if self._public:
                many("INSERT INTO public_entry (seq) VALUES (?)", self._public)
            tiles = self._grow([leaf_hash(leaf) for _, leaf, _ in self._leaves])
            if tiles:
                many("INSERT INTO tile (level, number, hashes) VALUES (?, ?, ?)", tiles)
            self.root = self.frontier.root()
            checkpoint = sign(self.size, self.root, self.public_count, self.public_last)
            self.run(
                "INSERT INTO head (id, size, root, public_count, public_last, at, checkpoint) "
                "VALUES (1, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET size = excluded.size, "
                "root = excluded.root, public_count = excluded.public_count, "
                "public_last = excluded.public_last, at = excluded.at, "
                "checkpoint = excluded.checkpoint",
                (self.size, self.root, self.public_count, self.public_last, self.at, checkpoint),
            )
        self.annexes, self._leaves, self._public = [], [], []

    def _write_leaves(self) -> None:
        """In statements of `_TOGETHER` rows: a quarter less time than one by one."""
        rows, whole = self._leaves, len(self._leaves) // _TOGETHER * _TOGETHER
        for first in range(0, whole, _TOGETHER):
            some = rows[first : first + _TOGETHER]
            self.run(_INSERT_TOGETHER, tuple([value for row in some for value in row]))
        self._many(_INSERT, rows[whole:])

    def _catch_up(self, before: "Growth", head_root: bytes) -> bool:
        """Take over the edge of `before` and add what others appended since; whether that fits."""
        self.frontier, self.edge, self.root = before.frontier, before.edge, head_root
        since = self.size - before.size
        if 0 < since <= TILE:
            leaves = "SELECT entry FROM leaf WHERE seq >= ? ORDER BY seq"
            self.cursor.execute(self._statement(leaves), (before.size,))
            self._grow([leaf_hash(bytes(row[0])) for row in self.cursor.fetchall()])
            return self.frontier.size == self.size and self.frontier.root() == head_root
        return since == 0 and before.root == head_root

    def _grow(self, hashes: list[bytes]) -> list[tuple[int, int, bytes]]:
        """Add leaf hashes to the tree; the tiles that became complete."""
        tiles: list[tuple[int, int, bytes]] = []
        number = self.frontier.size // TILE
        self.frontier.extend(hashes)
        lowest = self.edge[0] + hashes
        while len(lowest) >= TILE:
            tiles.append((0, number, b"".join(lowest[:TILE])))
            self._raise(1, root(lowest[:TILE]), number, tiles)
            lowest, number = lowest[TILE:], number + 1
        self.edge[0] = lowest
        return tiles

    def _raise(
        self, level: int, hashed: bytes, number: int, tiles: list[tuple[int, int, bytes]]
    ) -> None:
        """Add the root of the complete tile `number` below to the tile of `level` above it."""
        if level == len(self.edge):
            self.edge.append([])
        self.edge[level].append(hashed)
        if len(self.edge[level]) == TILE:
            whole, self.edge[level] = self.edge[level], []
            tiles.append((level, number // TILE, b"".join(whole)))
            self._raise(level + 1, root(whole), number // TILE, tiles)

    def _read_edge(self, head_root: bytes) -> None:
        """Read the right edge of the tree and hold it against the head's root."""
        self.edge = []
        whole = self.size
        level = 0
        while level == 0 or whole:
            first = whole // TILE * TILE
            if level == 0:
                self.cursor.execute(
                    self._statement("SELECT entry FROM leaf WHERE seq >= ? ORDER BY seq"), (first,)
                )
                self.edge.append([leaf_hash(bytes(row[0])) for row in self.cursor.fetchall()])
            else:
                self.cursor.execute(
                    self._statement(
                        "SELECT hashes FROM tile WHERE level = ? AND number >= ? ORDER BY number"
                    ),
                    (level - 1, first),
                )
                self.edge.append([tile_root(bytes(row[0])) for row in self.cursor.fetchall()])
            whole, level = whole // TILE, level + 1
        self.frontier = Frontier(_perfect(self.edge), self.size)
        if self.size and self.frontier.root() != head_root:
            raise Damaged("the ledger's entries do not give the root of its head")
        self.root = head_root

    def _many(self, sql: str, rows: Any) -> None:
        self.cursor.executemany(self._statement(sql), rows)


def tile_root(hashes: bytes) -> bytes:
    """Root of the subtree that one complete tile covers."""
    return root([hashes[i : i + 32] for i in range(0, len(hashes), 32)])


def _perfect(edge: list[list[bytes]]) -> list[bytes]:
    """Roots of the perfect subtrees, largest first, from the incomplete tiles of each level."""
    roots: list[bytes] = []
    for hashes in reversed(edge):
        start, rest = 0, len(hashes)
        while rest:
            width = 1 << (rest.bit_length() - 1)
            roots.append(root(hashes[start : start + width]))
            start, rest = start + width, rest - width
    return roots
