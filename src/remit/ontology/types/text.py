"""Free text: what somebody wrote, kept as written."""

import re
import unicodedata

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType

__all__ = ["LONGEST_TEXT", "TYPE", "Text", "clean", "words"]

LONGEST_TEXT = 1_000_000
"""Characters in one cell."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_WORD = re.compile(r"\w+")


class Text(ValueType[str]):
    """Free text: notes, descriptions, summaries.

    Kept as written, in one Unicode form (NFC); unseen control characters go, line ends become
    one kind. It is searched by its words and never interpreted here.

    >>> clean("Seen on the\\r\\ncorner\\x00 ")
    'Seen on the\\ncorner'
    """

    id = "text"
    title = "text"
    source = "Unicode Standard Annex 15 (NFC)"

    def clean(self, raw: str) -> str | None:
        """The text without control characters; None where it is empty."""
        if len(raw) > LONGEST_TEXT:
            raise BadInput(f"longer than {LONGEST_TEXT:,} characters")
        text = _UNSEEN.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
        return unicodedata.normalize("NFC", text).strip() or None


def words(raw: str) -> tuple[str, ...]:
    """The words, case folded, in order.

    >>> words("Blue Ford, reversing")
    ('blue', 'ford', 'reversing')
    """
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", raw).casefold()))


TYPE = Text()
clean = TYPE.clean
