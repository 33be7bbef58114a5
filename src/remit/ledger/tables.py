"""The ledger's tables: leaves, finished tiles, and the signed head."""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

__all__ = ["annex", "cosignature", "head", "leaf", "metadata", "public_entry", "tile"]

metadata = MetaData()

_SEQ = BigInteger().with_variant(Integer, "sqlite")  # SQLite's row id must be called INTEGER

head = Table(
    "head",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),  # always 1: there is one
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("public_count", BigInteger, nullable=False),
    Column("public_last", BigInteger),
    Column("at", Text, nullable=False),
    Column("checkpoint", Text, nullable=False),  # the signed note over size and root
)

leaf = Table(
    "leaf",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("entry", LargeBinary, nullable=False),
    Column("sealed", LargeBinary),  # salt and body; null for most public ones, and once erased
)

public_entry = Table(
    "public_entry",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
)

annex = Table(
    "annex",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # salt and text
    sqlite_with_rowid=False,  # one tree to write to, not a table and its index
)

tile = Table(
    "tile",
    metadata,
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),  # 256 of 32 bytes; unfinished tiles are derived
)

cosignature = Table(
    "cosignature",
    metadata,
    Column("witness", Text, primary_key=True),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("line", Text, nullable=False),  # the note's signature line, with its time
)
