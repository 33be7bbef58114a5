"""Other names that one text gives beside the first: aliases, former and birth names."""

import re
from functools import lru_cache

__all__ = ["known_as"]

_ALIAS = re.compile(
    r"\s*[,;(\[]?\s*\b(?:a\.?k\.?a\.?|also known as|alias|otherwise|formerly(?: known as)?|"
    r"previously|f/?k/?a|t/a|trading as|t/as|d/b/a|dba|now known as)\b[.:]?\s*",
    re.IGNORECASE,
)
_BORN = re.compile(r"\s*[,;(\[]?\s*\b(?:n[ée]e|n[ée]|born)\b\s+", re.IGNORECASE)
_HINT = re.compile(
    r"\b(?:a\.?k\.?a|also|alias|otherwise|former|prev|f/?k/?a|t/a|trading|d/?b/?a|now known|"
    r"n[ée]e?\b|born\b)",
    re.IGNORECASE,
)
_END = " ,;()[]\"'"


@lru_cache(maxsize=65_536)
def known_as(text: str) -> tuple[str, ...]:
    """The names that a text gives: the first as written, then its others.

    >>> known_as("Sarah Smith née Jones"), known_as("John Nolan aka Sean Doyle")
    (('Sarah Smith', 'Sarah Jones'), ('John Nolan', 'Sean Doyle'))
    >>> known_as("Nolan")
    ('Nolan',)
    """
    if not _HINT.search(text):
        return (text,)
    found: list[str] = []
    for part in _ALIAS.split(text):
        married, *born = _BORN.split(part)
        found.append(married.strip(_END))
        given = married.split()[:-1]
        found += [" ".join((*given, name.strip(_END))) for name in born if name.strip(_END)]
    return tuple(dict.fromkeys(name for name in found if name)) or (text,)
