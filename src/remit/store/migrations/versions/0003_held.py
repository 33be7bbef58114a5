"""Rows held back, and the authority under which a load was got."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a load says of them: older ones hold nothing back and name no authority."""
    op.add_column("load", sa.Column("held", sa.Integer(), server_default="0", nullable=False))
    op.add_column("load", sa.Column("authority_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("load", "authority_sealed")
    op.drop_column("load", "held")
