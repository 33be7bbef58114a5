"""What every rule that holds two back means, by its name, of people and of organisations."""

from collections.abc import Mapping

from remit.identity.firm_rules import FIRMS_TOLD
from remit.identity.holding import TOLD as PEOPLE_TOLD

__all__ = ["TOLD"]

TOLD: Mapping[str, str] = {**PEOPLE_TOLD, **FIRMS_TOLD}
"""What each rule means, by its name."""
