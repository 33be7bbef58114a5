"""Decisions on what was proposed from texts, and the rows that came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "candidate",
        sa.Column("load", sa.Text(), nullable=False),
        sa.Column("pos", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_begin", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_end", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("load", "pos", "at_begin", "at_end", "kind"),
    )
    op.create_table(
        "derived",
        sa.Column("load", sa.Text(), nullable=False),
        sa.Column("pos", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_load", sa.Text(), nullable=False),
        sa.Column("from_pos", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("load", "pos"),
    )
    op.create_index("derived_from", "derived", ["from_load", "from_pos"])
