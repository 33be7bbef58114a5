"""What a remit for telephones allows."""

from remit.authority.capability import Capability

__all__ = ["PHONES"]

PHONES = Capability(
    id="phones",
    title="Analyse phones and calls",
    risk="sensitive",
    operation="combination",
)
