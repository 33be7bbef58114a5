"""The capability `money`."""

from remit.authority.capability import Capability

__all__ = ["MONEY"]

MONEY = Capability(
    id="money",
    title="Analyse accounts and payments",
    risk="sensitive",
    operation="combination",
)
