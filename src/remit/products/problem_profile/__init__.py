"""A problem profile of recorded events: how much, where, when, what changed, what is not known.

It begins with what matters, assessments apart from facts, and ends with what the data lack, how
each number was reached and what to ask next. It names no person. `build.py` has the order of
its sections; read `asked.py` first.
"""

from remit.products.problem_profile.asked import KINDS, Asked, Held
from remit.products.problem_profile.build import build

__all__ = ["KINDS", "Asked", "Held", "build"]
