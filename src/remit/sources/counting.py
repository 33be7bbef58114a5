"""How many, in words that agree with the number."""

import re

__all__ = ["UNREAD", "counted"]

UNREAD = "value|values of {column!r} is|are not of its kind: kept as received"
"""Of values that are not what their column holds."""

_ONE_OR_MANY = re.compile(r"(\w+)\|(\w+)")


def counted(n: int, text: str, **said: object) -> str:
    """The number before `text`, whose `one|many` are settled by it; `{name}` as said.

    >>> counted(1, "value|values of {column} is|are none", column="'Tag'")
    "1 value of 'Tag' is none"
    >>> counted(2_000, "value|values of {column} is|are none", column="'Tag'")
    "2,000 values of 'Tag' are none"
    """
    settled = _ONE_OR_MANY.sub(r"\1" if n == 1 else r"\2", text)
    return f"{n:,} {settled.format(**said)}"
