"""What methods found, and what persons decided of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of a product what its act could see, and make the table of decisions."""
    op.add_column("product", sa.Column("reach", sa.Text()))
    number = sa.Column("number", sa.Integer(), nullable=False, server_default="0")
    op.add_column("product", number)
    op.create_table(
        "finding_decision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text()),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("yardstick", sa.Text()),
        sa.Column("confidence", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("finding_decision_case", "finding_decision", ["case_id", "reach"])
    op.create_index("finding_decision_product", "finding_decision", ["product"])
