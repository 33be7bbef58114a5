"""Places: where and when recorded events fall, described with their uncertainty.

Places and times, never persons: nothing here takes a person, and a count is a count of what
was recorded. It refuses to call a difference a change when chance would give one as large.

Read `events.py` first.
"""

__all__: list[str] = []
