"""What persons judged about who is who."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "judgement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("a_load", sa.Text(), nullable=False),
        sa.Column("a_pos", sa.Integer(), nullable=False),
        sa.Column("a_handling", sa.Text(), nullable=False),
        sa.Column("b_load", sa.Text(), nullable=False),
        sa.Column("b_pos", sa.Integer(), nullable=False),
        sa.Column("b_handling", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("supersedes", sa.Text()),
        sa.Column("withdraws", sa.Text()),
        sa.Column("case_id", sa.Text()),
        sa.Column("of_case", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("judgement_number", "judgement", ["number"])
    op.create_index("judgement_a", "judgement", ["a_load", "a_pos"])
    op.create_index("judgement_b", "judgement", ["b_load", "b_pos"])
