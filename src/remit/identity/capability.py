"""The capability `assure`: how well identity does on pairs and records whose truth is known."""

from remit.authority.capability import Capability

__all__ = ["ASSURE"]

ASSURE = Capability(
    "assure", "Measure what the platform judges against known truth", "standard", "consultation"
)
