"""Grades of intelligence as they are written, checked against their scheme and never changed.

3x5x2 (College of Policing): source 1 to 3, intelligence A to E, handling P or C, and conditions on
C. Its predecessor 5x5x5: source A to E, information 1 to 5, handling 1 to 5. The two are not
translated into each other: a source E of the old scheme is no source 3 of the new. What a legacy
handling code allowed has no equal either, so such a row is kept under C, the stricter of the two
that a remit can admit, and says so.
"""

import re
from typing import NamedTuple

from remit.errors import BadInput

__all__ = ["LEGACY", "Grade", "graded"]

LEGACY = "5x5x5"

_CODE = re.compile(r"([A-Ea-ePpCc1-5])(?:\s*(?:[-–—:=(,.]|\s).*)?", re.DOTALL)
"""A code, alone or followed by its words: `2 - Untested`."""

_JOINED = re.compile(r"([1-3A-Ea-e])[\s/.,x-]*([A-Ea-e1-5])[\s/.,x-]*([PpCc1-5])?")
_CONDITION = re.compile(r"[AS][1-3]")


class Grade(NamedTuple):
    """The grade of one item."""

    scheme: str
    """`3x5x2` or `5x5x5`."""
    grading: str
    """`2C` in 3x5x2; `5x5x5 B2` in the old scheme. The better sorts before the worse in each, and
    every grade of the old scheme after all of the new: it is never taken for a stronger one."""
    handling: str
    """The code that the row is kept under: P or C."""
    code: str
    """The handling code as written, of its own scheme."""
    conditions: tuple[str, ...] = ()
    """Codes of the conditions on C, such as A1 or S2, in the order written."""


def graded(
    source: str | None,
    intelligence: str | None,
    handling: str | None,
    conditions: str | None = None,
    joined: str | None = None,
) -> Grade:
    """The grade, from three cells or from one that joins them.

    Raises `BadInput` for codes that are missing, unknown, or of two schemes.

    >>> graded("2", "C", "P").grading, graded(None, None, None, "A1 S2", "1/B/C").conditions
    ('2C', ('A1', 'S2'))
    >>> graded("B", "2", "4")
    Grade(scheme='5x5x5', grading='5x5x5 B2', handling='C', code='4', conditions=())
    """
    if joined and joined.strip():
        parts = _JOINED.fullmatch(joined.strip())
        if parts is None:
            raise BadInput(f"{joined.strip()[:40]!r} is no grade: 3x5x2 reads like 2CP")
        codes = [parts[1], parts[2], parts[3] or _code(handling, "handling")]
    else:
        said = (source, "source"), (intelligence, "intelligence"), (handling, "handling")
        codes = [_code(text, name) for text, name in said]
    first, second, third = (code.upper() for code in codes)
    said_conditions = _conditions(conditions)
    if first in "123" and second in "ABCDE" and third in "PC":
        if third == "P" and said_conditions:
            raise BadInput(
                "handling P has no conditions, and conditions are given: which is meant?"
            )
        return Grade("3x5x2", f"{first}{second}", third, third, said_conditions)
    if first in "ABCDE" and second in "12345" and third in "12345":
        return Grade(LEGACY, f"{LEGACY} {first}{second}", "C", third, said_conditions)
    shown = f"{first}, {second}, {third}"
    raise BadInput(
        f"the grade {shown} is neither 3x5x2 (1-3, A-E, P or C) nor 5x5x5 (A-E, 1-5, 1-5)"
    )


def _code(text: str | None, what: str) -> str:
    said = (text or "").strip()
    if not said:
        raise BadInput(f"no grade of {what} is given: an item is never graded by another's grade")
    match = _CODE.fullmatch(said)
    if match is None:
        raise BadInput(f"{said[:40]!r} is no code of {what}")
    return match[1]


def _conditions(text: str | None) -> tuple[str, ...]:
    said = re.split(r"[\s,;/+]+", (text or "").strip().upper())
    codes = [code for code in said if code and code not in ("NONE", "NIL", "-", "N", "A")]
    if unknown := [code for code in codes if not _CONDITION.fullmatch(code)]:
        raise BadInput(f"{unknown[0][:40]!r} is no condition: they are A1 to A3 and S1, S2")
    return tuple(dict.fromkeys(codes))
