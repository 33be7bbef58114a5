"""Tables of the store room in the state database: which sealed files there are, and why.

Columns that could hold content end in `_sealed` and hold what the workspace's box sealed.
Names of sources, conditions and retention classes are not content and stay plain. Times are
ISO 8601 text in UTC, whole seconds; days are ISO 8601 text.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = ["metadata"]

metadata = MetaData()

load = Table(
    "load",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),  # loading, sealed, visible, retracted, erased
    Column("source", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("profile_version", Integer, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("mapping", Text, nullable=False),  # fingerprint of the answers it was mapped with
    Column("case_id", Text),
    Column("handling", Text, nullable=False),
    Column("retention", Text, nullable=False),
    Column("review_due", Text, nullable=False),
    Column("file_name_sealed", LargeBinary),  # null once erased
    Column("content_sha256_sealed", LargeBinary),  # null once erased
    Column("act", Text, nullable=False),  # the act that writes it, or wrote it last
    Column("loaded_at", Text, nullable=False),
    Column("received", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("last_pos", Integer, nullable=False),  # every row up to here is kept
    Column("version", Integer, nullable=False),  # moves with every successor of its files
    Column("salt", LargeBinary),
    Column("commitment", Text),  # salted, over the digests of its sealed files
    Column("noticed_sealed", LargeBinary),  # notes and defects, JSON; null once erased
    Column("held", Integer, nullable=False, server_default="0"),  # of those rejected
    Column("authority_sealed", LargeBinary),  # under which it was got, as JSON; null for none
    Index("load_state", "state", "source", "handling"),
)

part = Table(
    "part",
    metadata,
    Column("load", Text, primary_key=True),
    Column("name", Text, primary_key=True),  # the sealed file, under sealed/<load>/
    Column("stage", Text, nullable=False),  # one of catalogue.STAGES
    Column("relation", Text, nullable=False),  # a table of schema.py, or archive
    Column("handling", Text, nullable=False),
    Column("key_name", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("digest", Text, nullable=False),  # SHA-256 of the sealed bytes
)

kept_profile = Table(
    "kept_profile",
    metadata,
    Column("layout", Text, primary_key=True),  # keyed hash of the header
    Column("version", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("title_sealed", LargeBinary, nullable=False),
    Column("how", Text, nullable=False),  # JSON: meanings by number of the column, no content
    Column("act", Text, nullable=False),
    Column("kept_by", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
)

erased_record = Table(
    "erased_record",
    metadata,
    Column("load", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("erased_at", Text, nullable=False),
    Column("act", Text, nullable=False),
)

candidate = Table(
    "candidate",
    metadata,
    Column("load", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("at_begin", Integer, primary_key=True),  # characters of the text of the row
    Column("at_end", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("state", Text, nullable=False),  # promoted, rejected
    Column("made_by", Text, nullable=False),  # the rule or the model that proposed it
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("act", Text, nullable=False),
)

derived = Table(
    "derived",
    metadata,
    Column("load", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
    Column("from_load", Text, nullable=False),
    Column("from_pos", Integer, nullable=False),
    Index("derived_from", "from_load", "from_pos"),
)

shown = Table(
    "shown",
    metadata,
    Column("act", Text, primary_key=True),
    Column("load", Text, primary_key=True),
    Column("positions", LargeBinary, nullable=False),  # rows the act cited, packed
    Index("shown_load", "load"),
)

product = Table(
    "product",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),  # sealed, visible
    Column("act", Text, nullable=False),
    Column("case_id", Text),
    Column("made_at", Text, nullable=False),
    Column("key_name", Text, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Index("product_case", "case_id"),
)

product_load = Table(
    "product_load",
    metadata,
    Column("product", Text, primary_key=True),
    Column("load", Text, primary_key=True),
    Column("handling", Text, primary_key=True),  # the compartment that it rests on
    Index("product_load_load", "load"),
)

generation = Table(
    "generation",
    metadata,
    Column("name", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)
