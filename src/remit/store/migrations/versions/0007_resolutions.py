"""What machines propose about who is who, and which of it persons adopted."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and say of flags what for, of judgements who must agree."""
    why = sa.Column("why", sa.Text(), nullable=False, server_default="upstream")
    op.add_column("product_flag", why)
    second = sa.Column("second", sa.Integer(), nullable=False, server_default="0")
    op.add_column("judgement", second)
    op.create_table(
        "resolution",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text()),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("model_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("figures_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("resolution_case", "resolution", ["case_id", "reach"])
    op.create_table(
        "edge",
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("a_load", sa.Text(), nullable=False),
        sa.Column("a_pos", sa.Integer(), nullable=False),
        sa.Column("b_load", sa.Text(), nullable=False),
        sa.Column("b_pos", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("held", sa.Text()),
        sa.PrimaryKeyConstraint("resolution", "a", "b"),
    )
    op.create_index("edge_a", "edge", ["a_load", "a_pos"])
    op.create_index("edge_b", "edge", ["b_load", "b_pos"])
    op.create_table(
        "strong",
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("mention", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("load", sa.Text(), nullable=False),
        sa.Column("pos", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("resolution", "mention", "identifier"),
    )
    op.create_index("strong_row", "strong", ["load", "pos"])
    op.create_table(
        "adoption",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("withdraws", sa.Text()),
        sa.Column("case_id", sa.Text()),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("adoption_case", "adoption", ["case_id", "reach"])
