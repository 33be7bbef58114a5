"""Which word of one name answers to which of the other, and which are left over.

First the same words, then words run together or torn apart, then the most alike, then letters that
stand for several words. Order counts only for words that are joined. Particles left over are
nothing's concern.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.identity.names.alike import alike
from remit.identity.names.reading import LIGHT, Reading, Word

__all__ = ["Pair", "Paired", "paired"]

SAME = "the same word"
JOINED = "written together or apart"
LETTERS = "first letters"
_JOINED_LIKE = 0.97
_LETTERS_LIKE = {True: 0.7, False: 0.85}
"""For a person and for an organisation, whose first letters are a name of their own."""

LONGEST_RUN = 4
"""Words that may have been run together."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words that answer to each other."""

    left: str
    right: str
    mass: float
    """What the words are worth: the mean of the two sides."""
    like: float
    rule: str
    full: bool
    """Whether both sides are whole words: no initials, nothing light."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Two names laid beside each other."""

    pairs: tuple[Pair, ...]
    left: tuple[Word, ...]
    """Words of the left name that nothing answers to, particles left out."""
    right: tuple[Word, ...]


def paired(left: Reading, right: Reading) -> Paired:
    """Two names laid beside each other; which one stands left changes nothing else."""
    found: list[Pair] = []
    rest, others = list(left.words), list(right.words)
    _same(rest, others, found)
    people = left.people and right.people
    strict = left.syllables and right.syllables
    if rest and others and not strict:
        _joined(rest, others, found, people, False)
        _joined(others, rest, found, people, True)
        _nearest(rest, others, found, people)
        _letters(rest, others, found, people, False)
        _letters(others, rest, found, people, True)
    return Paired(tuple(found), _heavy(rest), _heavy(others))


def _heavy(words: list[Word]) -> tuple[Word, ...]:
    return tuple([word for word in words if word.weight > LIGHT])


def _same(rest: list[Word], others: list[Word], found: list[Pair]) -> None:
    texts = [word.text for word in others]
    for word in tuple(rest):
        if word.text in texts:
            at = texts.index(word.text)
            other = others.pop(at)
            texts.pop(at)
            rest.remove(word)
            found.append(_pair((word,), (other,), 1.0, SAME))


def _joined(
    rest: list[Word], others: list[Word], found: list[Pair], people: bool, turned: bool
) -> None:
    """Runs of `rest` that are one word of `others`."""
    runs = list(_runs(rest)) if len(rest) > 1 else []
    for other in tuple(others) if runs else ():
        for text, run in runs:
            if not -2 < len(text) - len(other.text) < 2:
                continue
            like, _ = (1.0, "") if text == other.text else _near(text, other.text, people)
            if like > 0:
                one, two = ((other,), run) if turned else (run, (other,))
                found.append(_pair(one, two, like * _JOINED_LIKE, JOINED))
                for word in run:
                    rest.remove(word)
                others.remove(other)
                runs = list(_runs(rest))
                break


def _near(run: str, word: str, people: bool) -> tuple[float, str]:
    """A slip within words run together; only in long ones, where it is no other word."""
    if len(word) < 8 or not (run.isalpha() and word.isalpha()):
        return 0.0, ""
    like, rule = alike(run, word, people)
    return (like, rule) if like >= 0.85 else (0.0, "")


def _runs(words: Sequence[Word]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Words that stand beside each other, the longest runs first, with their letters."""
    for size in range(min(LONGEST_RUN, len(words)), 1, -1):
        for begin in range(len(words) - size + 1):
            run = tuple(words[begin : begin + size])
            yield "".join([word.text for word in run]), run


def _nearest(rest: list[Word], others: list[Word], found: list[Pair], people: bool) -> None:
    ways = []
    against = _heavy(others)
    for word in _heavy(rest):
        for other in against:
            like, rule = alike(word.text, other.text, people)
            if like > 0:
                ways.append((-like, min(word.text, other.text), word, other, rule))
    if len(ways) > 1:
        ways.sort(key=lambda way: (way[0], way[1], max(way[2].text, way[3].text)))
    for less, _, word, other, rule in ways:
        if any(w is word for w in rest) and any(o is other for o in others):
            rest[:] = [w for w in rest if w is not word]
            others[:] = [o for o in others if o is not other]
            found.append(_pair((word,), (other,), -less, rule))


def _letters(
    rest: list[Word], others: list[Word], found: list[Pair], people: bool, turned: bool
) -> None:
    """A word of `rest` that is the first letters of words of `others`."""
    for word in tuple(rest):
        size = len(word.text)
        if not 2 <= size <= (3 if people else 6) or not word.text.isalpha():
            continue
        heavy = [other for other in others if other.weight > LIGHT]
        for begin in range(len(heavy) - size + 1):
            run = tuple(heavy[begin : begin + size])
            if "".join(other.text[0] for other in run) == word.text:
                one, two = (run, (word,)) if turned else ((word,), run)
                found.append(_pair(one, two, _LETTERS_LIKE[people], LETTERS))
                rest.remove(word)
                for other in run:
                    others.remove(other)
                break


def _pair(left: tuple[Word, ...], right: tuple[Word, ...], like: float, rule: str) -> Pair:
    return Pair(
        " ".join(word.text for word in left),
        " ".join(word.text for word in right),
        (sum(w.weight for w in left) + sum(w.weight for w in right)) / 2,
        like,
        rule,
        max(len(w.text) for w in left) > 1
        and max(len(w.text) for w in right) > 1
        and rule != LETTERS
        and any(w.weight > LIGHT for w in (*left, *right)),
    )
