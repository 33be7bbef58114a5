"""Wording rules: what a product may not say, and why.

They are applied to everything that methods and templates say; what a named person wrote is theirs,
and stands in quotation marks.
"""

import re
from collections.abc import Iterable

__all__ = ["RULES", "faults"]

RULES: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:the|its) user of\b",
        "records say which number was used, not who used it",
    ),
    (
        r"\b(?:phone|handset|number|\+?\d{10,15}) was (?:at|in) (?!the same)",
        "a cell covers an area: a phone used a cell, it was not at a place (R v Calland)",
    ),
    (
        r"\b(?:leader|ringleader|kingpin|gang member|criminal|offender|guilty|culprit)\b",
        "no label for a person follows from a pattern",
    ),
    (r"\bproves?\b|\bproof that\b|\bconfirms? that\b", "a pattern proves nothing"),
    (
        r"\b(?:remote chance|realistic possibility|almost certain|highly (?:un)?likely)\b",
        "the yardstick is the analyst's alone to use",
    ),
)
"""Patterns that are refused, each with the rule that it breaks."""


def faults(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Texts that break a rule, each with the rule.

    >>> faults(["07700 900123 was used in 3 handsets."])
    []
    >>> faults(["The phone was at Mill Lane."])[0][1][:22]
    'a cell covers an area:'
    """
    return [
        (text, rule)
        for text in texts
        for pattern, rule in RULES
        if re.search(pattern, text, re.IGNORECASE)
    ]
