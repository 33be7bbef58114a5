"""The capability `crimes`."""

from remit.authority.capability import Capability

__all__ = ["CRIMES"]

CRIMES = Capability(
    id="crimes",
    title="Compare crimes and what was near them",
    risk="sensitive",
    operation="combination",
)
