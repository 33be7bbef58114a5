"""A name as it is compared: its words, what each is worth, and what stands beside them."""

from dataclasses import dataclass, field

__all__ = ["LIGHT", "Reading", "Word"]

LIGHT = 0.2
"""Words worth no more than this (`van`, `al`, `Dr`) may be missing or different at no cost."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name and what it is worth beside the others; a plain word is worth 1."""

    text: str
    weight: float = 1.0

    @property
    def initial(self) -> bool:
        """Whether it is one letter that stands for a name."""
        return len(self.text) == 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One name, read. Compared words are Latin, lower case, in the order written."""

    raw: str
    words: tuple[Word, ...]
    people: bool = True
    """Whether it is read as a person's name; else an organisation's or a vessel's."""
    syllables: bool = False
    """Whether it is in characters that each write a syllable (Han, Hangul): none is a slip."""
    generation: frozenset[str] = frozenset()
    """`jr`, `sr`, `ii` and the like, behind a person's name."""
    fathers: frozenset[tuple[str, str]] = frozenset()
    """Child and father where the name says `bin`, `ibn`, `bint`."""
    numbers: frozenset[str] = frozenset()
    """Numbers in the name of an organisation or vessel, however written."""
    legal: frozenset[str] = frozenset()
    """Legal forms by class, for an organisation."""
    key: tuple[str, ...] = field(init=False)
    """The words sorted, with all that tells the name apart: equal keys, equal names."""

    def __post_init__(self) -> None:
        apart = *sorted(self.generation), *sorted(self.numbers), *sorted(self.legal)
        texts = sorted(word.text for word in self.words if word.weight > LIGHT)
        object.__setattr__(self, "key", (*(texts or sorted(w.text for w in self.words)), *apart))
