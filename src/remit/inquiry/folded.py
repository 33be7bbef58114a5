"""Text as it is compared: lower case and without accents, so that `cafe` finds `Café`.

The engine folds with `strip_accents(lower(…))`; `fold` gives the same for a query.
"""

import re
import unicodedata

from remit.errors import Misuse

__all__ = ["LONGEST_QUERY", "asked", "fold", "snippet", "words"]

LONGEST_QUERY = 300
"""Characters in a query; nobody types more, and a paste of more is a mistake."""

_WORD = re.compile(r"\w+")


def asked(text: str) -> str:
    """The query, in one Unicode form and trimmed. Raises `Misuse` where it cannot be a query."""
    if len(text) > LONGEST_QUERY:
        raise Misuse(f"a query has at most {LONGEST_QUERY} characters, not {len(text):,}")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text if letter not in "\t\n"):
        raise Misuse("the query holds control characters; type it again")
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """Lower case, accents left out.

    >>> fold("Café Müller")
    'cafe muller'
    """
    apart = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def words(text: str) -> tuple[str, ...]:
    """The folded words, in order.

    >>> words("On or near Mill Lane (West)")
    ('on', 'or', 'near', 'mill', 'lane', 'west')
    """
    return tuple(_WORD.findall(fold(text)))


def snippet(text: str, around: str, longest: int = 200) -> str:
    """At most `longest` characters of a cell, about the first place where `around` stands.

    >>> snippet("a" * 300 + " knife " + "b" * 300, "knife", 20)
    '…aaaaaaa knife bbbbbb…'
    """
    if len(text) <= longest:
        return text
    at = max(fold(text).find(around), 0)
    begin = max(0, min(at + len(around) // 2 - longest // 2, len(text) - longest))
    end = begin + longest
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")
