"""Tables of the authority room in the state database.

Columns that could hold personal or operational content end in `_sealed` and hold text
encrypted by the workspace's box. Remits, brakes and their reasons are public and stay plain.
Times are ISO 8601 text in UTC, whole seconds.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = ["metadata"]

metadata = MetaData()

_SEQ = BigInteger().with_variant(Integer, "sqlite")
"""The number of a ledger entry."""

actor = Table(
    "actor",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("roles", Text, nullable=False),
    Column("roles_held", Text, nullable=False),  # every role ever held: nobody changes sides
    Column("enrolled_at", Text, nullable=False),
    Column("retired_at", Text),
)

case_file = Table(
    "case_file",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),  # proposed, open, closed
    Column("purpose", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("reference_sealed", LargeBinary, nullable=False),
    Column("title_sealed", LargeBinary, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", Text, nullable=False),
    Column("opened_by", Text),
    Column("opened_at", Text),
    Column("closed_by", Text),
    Column("closed_at", Text),
    Column("decisions", Integer, nullable=False),  # category decisions in force so far
)

case_member = Table(
    "case_member",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("actor", Text, primary_key=True),
    Column("since", Text, nullable=False),
    Column("assigned_by", Text, nullable=False),
    Column("ended_at", Text),
)

category_decision = Table(
    "category_decision",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("case_id", Text, nullable=False),
    Column("mention", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("step", Text, nullable=False),  # proposed, in-force, withdrawn
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("category_decision_mention", "case_id", "mention"),
)

enquiry_line = Table(
    "enquiry_line",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("question_sealed", LargeBinary, nullable=False),
    Column("justification_sealed", LargeBinary, nullable=False),
    Column("justification", Text, nullable=False),  # digest of the annex in the ledger
    Column("opened_at", Text, nullable=False),
)

line_shown = Table(
    "line_shown",
    metadata,
    Column("line", Text, primary_key=True),
    Column("person", Text, primary_key=True),
)
"""What a line was justified for: `person` holds a person's id, or a night and who worked it."""

remit = Table(
    "remit",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("capability", Text, nullable=False),
    Column("supplier", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("note", Text),  # the signed note, once approved
    Column("since", Text, nullable=False),
    Index("remit_capability", "capability", "state"),
)

remit_draft = Table(
    "remit_draft",
    metadata,
    Column("id", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("document_sealed", LargeBinary, nullable=False),
)

remit_event = Table(
    "remit_event",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),  # the ledger entry
    Column("remit", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("because", Text, nullable=False),
    Index("remit_event_remit", "remit", "version"),
)

remit_use = Table(
    "remit_use",
    metadata,
    Column("remit", Text, primary_key=True),
    Column("acts", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("acts_today", Integer, nullable=False),
)

brake = Table(
    "brake",
    metadata,
    Column("id", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("pulled_by", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("pulled_at", Text, nullable=False),
    Column("review_due", Text, nullable=False),
    Column("pulled_seq", _SEQ, nullable=False),
    Column("released_at", Text),
    Column("released_because", Text),
    Column("released_seq", _SEQ),
    Index("brake_engaged", "released_at", "scope"),
)

brake_reply = Table(
    "brake_reply",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),  # the ledger entry
    Column("brake", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
)

act = Table(
    "act",
    metadata,
    Column("id", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("case_id", Text),
    Column("line", Text),
    Column("remit", Text),
    Column("version", Integer),
    Column("verb", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("closed_at", Text),
    Column("intent_seq", _SEQ, nullable=False),
    Column("outcome_seq", _SEQ),
    Index("act_case", "case_id"),
    Index("act_state", "state"),
)

data_key = Table(
    "data_key",
    metadata,
    Column("name", Text, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created_at", Text, nullable=False),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text),
)

sign_in_session = Table(
    "sign_in_session",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("ended_at", Text),
)

authority_generation = Table(
    "authority_generation",
    metadata,
    Column("name", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)
