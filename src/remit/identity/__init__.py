"""Identity: same or not, with reasons.

It weighs what records say of two mentions and gives a score whose every part has a name, a weight
and its evidence in words. It refuses to use where a person comes from, to let a name alone join
two people, and to decide: a score is an assessment, and what joins can be undone.

Read `names/compare.py` first: how two names are compared.
"""

from remit.identity.capability import ASSURE
from remit.identity.names import assuring  # noqa: F401 - declares a verb

__all__ = ["ASSURE"]
