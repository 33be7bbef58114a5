"""What every type of value can do, and the two answers that are not a value."""

import inspect
import re
import unicodedata
from abc import ABC, abstractmethod
from functools import lru_cache
from typing import ClassVar, Generic, TypeVar

from remit.errors import BadInput

__all__ = ["LONGEST", "Ambiguous", "ValueType", "is_blank", "plain"]

V = TypeVar("V")

LONGEST = 1_000
"""Characters. A longer cell is not one name, number or date; free text has its own limit."""

_NOTHING = (
    "unknown,not known,unk,nk,n/k,n/a,na,n.a.,none,null,nil,nan,tbc,tba,to be confirmed,"
    "not stated,not given,not provided,not recorded,not applicable,no data,no trace,missing,"
    "redacted,refused,anonymous,blank,empty,xxx,xxxx,-,--,---,?,??,???,.,..,..."
)
_BLANK = frozenset(_NOTHING.split(","))
"""What people type when they have nothing to say. Compared in lower case."""

_SHORT = 40
"""Characters of a text below which it is remembered whether it states anything."""

_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Ambiguous(BadInput):
    """The text can be read in more than one way, and which one has to be asked.

    `needs` names the missing answer: `day-first`, `zone`, `fold`, `serials`, `century`,
    `currency` or `unit`.
    """

    def __init__(self, reason: str, *, needs: str, choices: tuple[str, ...]) -> None:
        self.needs = needs
        self.choices = choices
        super().__init__(reason)


class ValueType(ABC, Generic[V]):
    """One type of value. The docstring of each kind is shown to users."""

    id: ClassVar[str]
    title: ClassVar[str]
    source: ClassVar[str]
    """Where the rule comes from: a standard, a statute, a register."""

    @abstractmethod
    def clean(self, raw: str) -> V | None:
        """The normal form of `raw`; None where nothing was stated.

        Raises `BadInput` where the text is not such a value.
        """

    def explain(self, raw: str) -> str:
        """One plain sentence: what the text was read as, or why it was not."""
        try:
            value = self.clean(raw)
        except BadInput as refused:
            return f"{raw[:80]!r} was not read as {self.title}: {refused.reason}"
        if value is None:
            return f"{raw[:80]!r} states no {self.title}"
        return f"{raw[:80]!r} was read as the {self.title} {self.describe(value)}"

    def describe(self, value: V) -> str:
        """The value in words for a reader."""
        return str(value)

    @property
    def help(self) -> str:
        """What users read about this type."""
        return inspect.getdoc(type(self)) or ""


def plain(raw: str, longest: int = LONGEST) -> str:
    """The text in one Unicode form (NFKC), without unseen characters, spaces collapsed.

    Raises `BadInput` when it is longer than one value can be.

    >>> plain("  ＡＢ12\\u00a0 ３cd ")
    'AB12 3cd'
    """
    if len(raw) > longest:
        raise BadInput(f"longer than {longest:,} characters")
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", raw)))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", seen)).strip()


def is_blank(raw: str | None) -> bool:
    """Whether nothing was stated: empty, or a word such as UNKNOWN, N/A, TBC.

    >>> is_blank(" n/a "), is_blank("Nolan")
    (True, False)
    """
    if raw is None:
        return True
    return _short_blank(raw) if len(raw) < _SHORT else _blank(raw)


def _blank(raw: str) -> bool:
    text = " ".join(raw.split())
    return not text or (len(text) < 20 and text.casefold() in _BLANK)


_short_blank = lru_cache(maxsize=8192)(_blank)
"""A value is asked about several times, and the same short ones come with every row."""
