"""What of a download is never kept in the clear: passwords, codes, numbers of payment cards."""

import re
from functools import lru_cache

from remit.ontology.types import card
from remit.sources.readers import Fields

__all__ = ["masked"]

_SECRET = re.compile(
    r"(?:^|\.)(?:password|passcode|passphrase|pass ?word|pin\d?|pin code|puk\d?|cvv\d?|cvc|"
    r"security ?code|secret|token)(?:\.\d+)?$",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?:^|\.)(?:credit ?card ?number|card ?number)$", re.IGNORECASE)
_DATA = re.compile(r"(?:^|\.)(?:data|value)$", re.IGNORECASE)


def masked(row: Fields, kind: str) -> Fields:
    """The row as it may be kept: of a model of type `kind`, no secret and no whole card number.

    >>> masked({"Data": "hunter2", "Service": "mail"}, "Password")
    {'Data': '(masked: 7 characters)', 'Service': 'mail'}
    """
    if not any(_hides(key, kind) for key in row):
        return row
    return {key: _masked(key, text, kind) for key, text in row.items()}


def _masked(key: str, text: str | None, kind: str) -> str | None:
    if not text:
        return text
    if _CARD.search(key):
        return card.masked(text)
    return f"(masked: {len(text):,} characters)" if _hidden(key, kind) else text


@lru_cache(maxsize=4096)
def _hides(key: str, kind: str) -> bool:
    """Whether a field may have to be masked; the same few fields come with every row."""
    return _hidden(key, kind) or bool(_CARD.search(key))


def _hidden(key: str, kind: str) -> bool:
    return bool(_SECRET.search(key)) or (kind == "Password" and bool(_DATA.search(key)))
