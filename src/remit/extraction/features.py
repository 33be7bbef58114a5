"""What the model sees of each word: itself, its neighbours, its noun phrase, the whole report.

Features are texts. Those of a word by itself (`alone`) are the same wherever it stands, so their
weights are added up once per word; those of its place (`Report.around`) are worked out each time.
"""

import re
from functools import lru_cache

from remit.extraction.lexicon import Lexicon
from remit.extraction.words import Word, sentences, words

__all__ = ["NEAR", "Report", "alone", "seen"]

NEAR = (-2, -1, 0, 1, 2)
"""How far a word is seen, in words."""

_LOWER, _UPPER, _DIGIT = re.compile(r"[^\W\d_A-Z]"), re.compile("[A-Z]"), re.compile(r"\d")
_LONG = re.compile(r"(.)\1{2,}")
_OPEN = frozenset("([{")
_GENERAL = ("h.", "g.", "c.")


@lru_cache(maxsize=65_536)
def shape(word: str) -> str:
    """Capitals, small letters and digits in outline.

    >>> shape("Al-Jaafari"), shape("F-16"), shape("2014")
    ('Xx-Xxx', 'X-dd', 'dd')
    """
    text = _DIGIT.sub("d", _LOWER.sub("x", _UPPER.sub("X", word)))
    return _LONG.sub(r"\1\1", text)


@lru_cache(maxsize=65_536)
def alone(lists: Lexicon, word: str) -> tuple[str, ...]:
    """Features of a word by itself, seen from its own place."""
    low = word.lower()
    found = [f"w={low}", f"b={lists.base(low)}", f"s={shape(word)}"]
    found += [f"p{n}={low[:n]}" for n in (3,)] + [f"e{n}={low[-n:]}" for n in (2, 3)]
    case = "U" if word[0].isupper() else "l"
    found += [f"m={case}{mark}" for mark in lists.marks(low)]
    found.append(f"k1={case}{_kind(lists, word)}")
    if not lists.marks(low):
        found.append(f"m={case}none")
    if "-" in low:
        for part in (low.split("-")[0], low.split("-")[-1]):
            found += [f"y={mark}" for mark in lists.marks(part) if mark.startswith(_GENERAL)]
    return tuple(found)


@lru_cache(maxsize=65_536)
def seen(lists: Lexicon, word: str, far: int) -> tuple[str, ...]:
    """Features of a word as seen from `far` words away."""
    if far == 0:
        return alone(lists, word)
    low = word.lower()
    marks = [m for m in lists.marks(low) if abs(far) == 1 or m.startswith(("h.", "g."))]
    case = "U" if word[0].isupper() else "l"
    found = [f"{far}w={low}", f"{far}s={shape(word)}", f"{far}k={case}{_kind(lists, word)}"]
    found += [f"{far}m={case}{mark}" for mark in marks]
    return tuple(found)


@lru_cache(maxsize=65_536)
def _class(lists: Lexicon, word: str) -> str:
    """Rough part of speech: D determiner, F function word, N nominal, A adjective, V verb..."""
    low = word.lower()
    marks = lists.marks(low)
    if low in _DETERMINERS:
        return "D"
    if "h.function" in marks and not (word.isupper() and len(word) > 1):
        return "P" if low in ("of",) else "F"
    if low[0].isdigit() or "h.number" in marks:
        return "Q"
    if not low[0].isalpha():
        return "."
    if word[0].isupper():
        return "U"
    if "h.demonym" in marks:
        return "A"
    if "h.verb" in marks or "h.reporting" in marks:
        return "G" if low.endswith(("ing", "ed")) else "V"
    if low.endswith("ly"):
        return "R"
    return "N" if any(m[0] == "h" for m in marks) else "X"


_KINDS = (
    ("T", ("h.time", "h.month", "h.day")),
    ("W", ("h.weapon",)),
    ("A", ("h.platform",)),
    ("V", ("h.vehicle", "h.maker")),
    ("M", ("h.money",)),
    ("U", ("h.unit",)),
    ("R", ("h.title",)),
    ("P", ("h.role",)),
    ("O", ("h.orgname", "h.collective", "h.orgend")),
    ("Lc", ("g.country", "g.capital")),
    ("N", ("h.demonym",)),
    ("L", ("h.place", "h.direction")),
    ("Li", ("g.city",)),
    ("F", ("c.first+",)),
    ("S", ("c.last+",)),
    ("D", ("h.document",)),
)
"""What a head is: the first line of which it bears a mark."""


@lru_cache(maxsize=65_536)
def _kind(lists: Lexicon, word: str) -> str:
    low = word.lower()
    marks = set(lists.marks(low))
    if low[0].isdigit() or "h.number" in marks:
        return "Q"
    capital = word[0].isupper()
    for letter, which in _KINDS:
        if not capital and letter in ("F", "S", "Li"):
            continue
        if marks.intersection(which):
            return letter + ("s" if "inflected" in marks and low[-1] == "s" else "")
    return "x"


_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "some",
        "any",
        "no",
        "each",
        "every",
        "both",
        "all",
        "several",
        "many",
        "few",
        "more",
        "most",
        "other",
        "another",
    ]
)
_INSIDE = frozenset("NUAQX")


class Report:
    """A text in words, sentences and noun phrases, with the features of each word's place."""

    def __init__(self, text: str, lists: Lexicon) -> None:
        self.text, self.lists = text, lists
        self.words: list[Word] = words(text)
        self.sentences = sentences(text, self.words)
        self.forms = [word.text for word in self.words]
        self.lower = [form.lower() for form in self.forms]
        self._classes = [_class(lists, form) for form in self.forms]
        self._known = self._listed()
        self._short = self._shortened()
        self._small = {low for low, form in zip(self.lower, self.forms, strict=True) if form == low}
        self._titled = self._after_titles()

    def around(self, first: int, last: int) -> list[list[str]]:
        """Features of place for the words [first, last) of one sentence."""
        chunks = self._chunks(first, last)
        found: list[list[str]] = []
        for at in range(first, last):
            low, form = self.lower[at], self.forms[at]
            here = ["bias"]
            if at == first:
                here.append("first")
            if at + 1 == last:
                here.append("last")
            before = self.lower[at - 1] if at > first else "^"
            after = self.lower[at + 1] if at + 1 < last else "$"
            here += (f"wb={before}|{low}", f"wa={low}|{after}")
            here.append(
                f"cc={self._classes[at - 1] if at > first else '^'}{self._classes[at]}"
                f"{self._classes[at + 1] if at + 1 < last else '$'}"
            )
            here += self._known[at]
            if form[0].isupper():
                here.append("docsmall" if low in self._small else "docnever")
                if form in self._titled:
                    here.append("titled")
            if form in self._short:
                here += [f"short={mark}" for mark in self._short[form]]
            here += chunks[at - first]
            found.append(here)
        return found

    def _listed(self) -> list[list[str]]:
        """Where phrases of the lists begin and go on."""
        found: list[list[str]] = [[] for _ in self.words]
        at = 0
        while at < len(self.words):
            hit = self.lists.phrase(self.lower, at) if self.forms[at][0].isalpha() else None
            if hit is None:
                at += 1
                continue
            count, said = hit
            capital = "U" if self.forms[at][0].isupper() else "l"
            for n in range(count):
                place = "B" if n == 0 else "E" if n == count - 1 else "I"
                found[at + n] += [f"ph={place}{capital}{m}" for m in said.split()]
            at += count
        return found

    def _shortened(self) -> dict[str, tuple[str, ...]]:
        """Short forms explained in brackets, with marks of the last word of the long form."""
        found: dict[str, tuple[str, ...]] = {}
        for at in range(2, len(self.words) - 1):
            form = self.forms[at]
            if not (self.forms[at - 1] in _OPEN and 2 <= len(form) <= 8 and form.isupper()):
                continue
            marks = [m for m in self.lists.marks(self.lower[at - 2]) if m.startswith("h.")]
            found[form] = ("yes", *marks)
        return found

    def _after_titles(self) -> set[str]:
        """Words with a capital that follow a title or a first name somewhere in the report."""
        found = set()
        for at in range(1, len(self.words)):
            if not self.forms[at][0].isupper() or not self.forms[at - 1][0].isupper():
                continue
            marks = self.lists.marks(self.lower[at - 1])
            if "h.title" in marks or "c.first+" in marks or self.forms[at - 1] in found:
                found.add(self.forms[at])
        return found

    def _chunks(self, first: int, last: int) -> list[list[str]]:
        """Features of the noun phrase each word stands in."""
        found: list[list[str]] = [[] for _ in range(last - first)]
        runs = self._runs(first, last)
        for number, (begin, end) in enumerate(runs):
            head = self._head(begin, end)
            marks = [m for m in self.lists.marks(self.lower[head]) if m.startswith(_GENERAL)]
            base = self.lists.base(self.lower[head])
            before = self.lower[begin - 1] if begin > first else "^"
            after = self.lower[end] if end < last else "$"
            capital = "U" if self.forms[head][0].isupper() else "l"
            both = [f"hb={base}", f"gov={before}", f"then={after}"]
            both += [f"hm={capital}{mark}" for mark in marks]
            kind = self.kind(head)
            both += [f"k={capital}{kind}", f"k={capital}{kind}{self._classes[begin]}"]
            both.append(f"gk={before}|{kind}")
            any_capital = any(self.forms[n][0].isupper() for n in range(begin, end))
            both.append(f"hc={capital}{any_capital:d}{self._classes[begin]}")
            both += [f"gh={before}|{mark}" for mark in marks if mark[:2] == "h."]
            if number + 1 < len(runs) and after == "of":
                nxt = self._head(*runs[number + 1])
                both.append(f"of={base}")
                both += [f"ofm={m}" for m in self._general(nxt)]
            if number and before == "of" and runs[number - 1][1] == begin - 1:
                prior = self._head(*runs[number - 1])
                both.append(f"fo={self.lists.base(self.lower[prior])}")
                both += [f"fom={m}" for m in self._general(prior)]
            for at in range(begin, end):
                place = "H" if at == head else "B" if at == begin else "I"
                here = found[at - first]
                here += [f"{place}{feature}" for feature in both]
                here += both
                here.append(f"pl={place}{min(head - at, 4)}")
        for at in range(first, last):
            if not found[at - first]:
                here = found[at - first]
                here.append(f"out={self._classes[at]}")
        return found

    def is_verb(self, at: int) -> bool:
        """Whether a word is mostly a verb, by the lists."""
        return self._classes[at] in "VG"

    def kind(self, at: int) -> str:
        """What the lists make of a head: one letter or two, `s` added where it is plural."""
        return _kind(self.lists, self.forms[at])

    def _general(self, at: int) -> list[str]:
        return [m for m in self.lists.marks(self.lower[at]) if m[:2] in ("h.", "g.")]

    def _head(self, begin: int, end: int) -> int:
        return end - 1

    def _runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """Noun phrases: determiner, then adjectives, numbers, nouns and names."""
        runs: list[tuple[int, int]] = []
        at = first
        while at < last:
            kind = self._classes[at]
            if kind == "D" or kind in _INSIDE or (kind == "G" and self._goes_on(at, last)):
                begin = at
                at += 1
                while at < last and (
                    self._classes[at] in _INSIDE
                    or (self._classes[at] == "G" and self._goes_on(at, last))
                    or (self.lower[at] in ("'s", "’s") and self._goes_on(at, last))
                ):
                    at += 1
                if at - begin > 1 or self._classes[begin] != "D":
                    runs.append((begin, at))
            else:
                at += 1
        return runs

    def _goes_on(self, at: int, last: int) -> bool:
        return at + 1 < last and self._classes[at + 1] in _INSIDE
