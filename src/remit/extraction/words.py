"""Words and sentences of a report, each with its place in the text.

A word is a run of letters and digits, or one other mark. Abbreviations with points (`U.S.`,
`e.g.`), hyphenated names and decimals stay together; a possessive `'s` stands by itself.
A sentence ends where a full stop, question or exclamation mark is followed by space and
something that can begin a sentence, or at a line break after which no lower-case word goes on.

>>> [w.text for w in words("Mr. Al-Jaafari's U.S. visit, 3.5 km.")]
['Mr.', 'Al-Jaafari', "'s", 'U.S.', 'visit', ',', '3.5', 'km', '.']
"""

import re
from typing import NamedTuple

__all__ = ["LONGEST_SENTENCE", "Word", "sentences", "words"]

LONGEST_SENTENCE = 120
"""Words. A longer run, such as a table without stops, is cut so that work stays linear."""

_WORD = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Pte|Pvt|Adm|Brig|Cmdr|Cdr|Prof|Sen|Rep|Gov|St"
    r"|Rev|Jr|Sr|No|Nos|Supt|Insp|Det|Mt|Ft|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Ltd|Inc|Corp|Co)\.(?![^\W_])"
    r"|(?<![^\W_])[A-Z]\.(?=\s+[A-Z])"
    r"|(?:[A-Za-z]\.){2,8}"
    r"|['’][sS]\b"
    r"|\d{1,12}(?:[.,:]\d{1,12}){1,6}(?![^\W_])"
    r"|[^\W_]{1,60}(?:[-‐‑][^\W_]{1,60}){0,5}(?:['’](?![sS]\b)[^\W_]{1,60})?"
    r"|\S"
)
_SHORT = re.compile(r"[A-Z]\.|(?!(?:Ltd|Inc|Corp|Co|Jr|Sr)\.)[A-Za-z]{1,6}\.")
"""An abbreviation after which a capital begins no sentence: a title, a month, an initial."""

_ENDS = frozenset(".!?")
_CLOSERS = frozenset("\"'”’)]»")


class Word(NamedTuple):
    """One word and where it stands: characters [begin, end) of the text."""

    text: str
    begin: int
    end: int


def words(text: str) -> list[Word]:
    """Every word of the text, in order. Each is exactly the text at its place."""
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


def sentences(text: str, tokens: list[Word]) -> list[tuple[int, int]]:
    """Runs [first, last) over `tokens`, one per sentence, none longer than `LONGEST_SENTENCE`."""
    runs: list[tuple[int, int]] = []
    first = 0
    for n in range(1, len(tokens) + 1):
        if n == len(tokens) or n - first >= LONGEST_SENTENCE or _breaks(text, tokens, n):
            if n > first:
                runs.append((first, n))
            first = n
    return runs


def _breaks(text: str, tokens: list[Word], n: int) -> bool:
    """Whether a sentence ends between word n - 1 and word n."""
    before, after = tokens[n - 1], tokens[n]
    if before.end == after.begin:
        return False
    gap = text[before.end : after.begin]
    opens = after.text[0]
    if "\n" in gap and (gap.count("\n") > 1 or not opens.islower()):
        return True
    if _SHORT.fullmatch(before.text):
        return False
    last = n - 1
    while last > 0 and tokens[last].text in _CLOSERS and n - last < 4:
        last -= 1
    return tokens[last].text in _ENDS and not opens.islower()
