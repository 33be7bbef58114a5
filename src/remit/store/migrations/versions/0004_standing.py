"""Standing feeds: their deliveries, what was superseded by them, and what rested on it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and count of each load what came unchanged and what was superseded."""
    for name in ("unchanged", "superseded"):
        column = sa.Column(name, sa.Integer(), server_default="0", nullable=False)
        op.add_column("load", column)
    op.create_table(
        "superseded",
        sa.Column("load", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by_load", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("positions", sa.LargeBinary(), nullable=False),
        sa.Column("by_positions", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("load", "handling", "act"),
    )
    op.create_table(
        "standing_feed",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("of_case", sa.Integer(), nullable=False),
        sa.Column("how_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("now_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.Text(), nullable=True),
        sa.Column("received_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "standing_delivery",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("load", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("feed", "number"),
    )
    op.create_index("standing_delivery_load", "standing_delivery", ["load"])
    op.create_index("standing_delivery_seen", "standing_delivery", ["feed", "seen"])
    op.create_table(
        "standing_alarm",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("feed", "number"),
    )
    op.create_table(
        "product_flag",
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("load", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("product", "load", "act"),
    )


def downgrade() -> None:
    """Take it away again."""
    for name in (
        "product_flag",
        "standing_alarm",
        "standing_delivery",
        "standing_feed",
        "superseded",
    ):
        op.drop_table(name)
    op.drop_column("load", "superseded")
    op.drop_column("load", "unchanged")
