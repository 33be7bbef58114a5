"""The capability: where things were, who was there, and who carries what."""

from remit.authority.capability import Capability

__all__ = ["MOVEMENTS"]

MOVEMENTS = Capability(
    id="movements",
    title="Analyse movements and presence",
    risk="sensitive",
    operation="combination",
)
