"""What is known of words before any report is read: word lists, written by hand.

`marks(word)` gives short marks: what a list says of it (`h.role`), names (`g.city`, `c.last+`). The
lists (`lists.yaml`) name things in general; they hold no case data, and none was taken from
elsewhere.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

__all__ = ["LONGEST_PHRASE", "Lexicon", "lexicon"]

LONGEST_PHRASE = 5
"""Words of the longest name in the lists."""

_FILE = Path(__file__).parent / "lists.yaml"

_NAMES = {
    "country": "g.country",
    "capital": "g.capital",
    "city": "g.city",
    "first": "c.first+",
    "last": "c.last+",
}
"""Lists of names and the marks of their words; a word of any other list bears `h.` and its name."""


class Lexicon:
    """The lists in memory: words and phrases in lower case, each with its marks."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        said: dict[str, set[str]] = defaultdict(set)
        for name, words in lists.items():
            mark = _NAMES.get(name, f"h.{name}")
            for word in words.split():
                said[word].add(mark)
                if "-" in word:
                    said[word.replace("-", " ")].add(mark)
        self._marks = {word: " ".join(sorted(said[word])) for word in sorted(said)}
        self._starts: dict[str, int] = {}
        for word in self._marks:
            if " " in word:
                first = word.partition(" ")[0]
                self._starts[first] = max(self._starts.get(first, 0), word.count(" ") + 1)

    def marks(self, word: str) -> tuple[str, ...]:
        """Marks of a word in lower case, of its base form where it is inflected."""
        return _marked(self, word)

    def base(self, word: str) -> str:
        """The base form of a word in lower case: `soldiers` gives `soldier`."""
        return _based(self, word)

    def phrase(self, lower: list[str], at: int) -> tuple[int, str] | None:
        """The longest phrase of the lists that begins at a word: its words and its marks."""
        longest = min(self._starts.get(lower[at], 0), len(lower) - at, LONGEST_PHRASE)
        for count in range(longest, 1, -1):
            said = self._marks.get(" ".join(lower[at : at + count]))
            if said is not None:
                return count, said
        return None

    def bearing(self, mark: str) -> list[str]:
        """Every listed word or phrase that bears a mark, in order."""
        return [word for word, said in self._marks.items() if mark in said.split()]

    def own(self, word: str) -> str | None:
        """Marks exactly as listed for this form; None where it is not listed."""
        return self._marks.get(word)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists that come with the package; read once."""
    return Lexicon(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=65_536)
def _based(lists: Lexicon, word: str) -> str:
    said = lists.own(word)
    if said is not None and "h." in said:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            stem = word[: len(word) - len(ending)] + instead
            found = lists.own(stem)
            if found is not None and "h." in found:
                return stem
    return word


@lru_cache(maxsize=65_536)
def _marked(lists: Lexicon, word: str) -> tuple[str, ...]:
    said = (lists.own(word) or "").split()
    base = lists.base(word)
    if base != word:
        said += [m for m in (lists.own(base) or "").split() if m[:2] == "h."]
        said.append("inflected")
    return tuple(dict.fromkeys(said))


_ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""),
    ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip
