"""What the comparison of two names rests on: a feature is a function, its docstring its meaning.

A score is the sum of its reasons' weights, never below 0. What answers gives the score its share;
what does not takes some of it away.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from remit.identity.names.alike import looks_alike
from remit.identity.names.pairing import Paired
from remit.identity.names.reading import LIGHT, Reading, Word

__all__ = ["FEATURES", "Reason", "reasons"]

OMITTED = {True: 0.35, False: 0.6}
"""Share of its worth that a word costs when only one name has it. People leave names off; a word
more in an organisation's name more often makes it another body."""

DIFFERENT = 0.35
"""What different words at the same place cost, beside their share of the score."""

ALONE = 0.2
"""What it costs when one whole word is all that two names share, and one of them has more."""

LETTERS_ONLY = 0.3
"""What it costs when no whole word is shared."""

GENERATIONS = 0.5
REVERSED = 0.4
NUMBERS = 0.5
LEGAL_FORMS = 0.32
LOOSE_FORMS = 0.1
"""Ltd beside plc: records are careless about it."""

ONE_SIDED = 0.03
"""A generation that one name states and the other does not."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score."""

    feature: str
    weight: float
    """What it gave (above 0) or took (below 0); the weights add up to the score."""
    evidence: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Two names laid beside each other: what every feature sees."""

    left: Reading
    right: Reading
    paired: Paired
    shared: float
    """What the words that answer to each other are worth."""
    differing: float
    """What the words are worth that both sides have and that do not answer."""
    omitted: float
    """What the words are worth that one side has more."""
    turned: bool = False
    """Whether they were given the other way round, which evidence keeps to."""

    def against(self, one: str, other: str) -> str:
        """Two sides of a difference, in the order in which the names were given."""
        return f"{other} / {one}" if self.turned else f"{one} / {other}"


Feature = Callable[[Beside], Iterator[Reason]]


def words_answer(both: Beside) -> Iterator[Reason]:
    """Each word that answers to one of the other name gives its share, less as it is less alike."""
    for pair in both.paired.pairs:
        weight = pair.mass * pair.like / both.shared
        said = pair.left if pair.left == pair.right else both.against(pair.left, pair.right)
        yield Reason("words answer", weight, f"{said}: {pair.rule}")


def words_differ(both: Beside) -> Iterator[Reason]:
    """Both names have a word that nothing in the other answers to: most likely someone else."""
    if not both.differing:
        return
    left, right = both.paired.left, both.paired.right
    likely = _points(both) * both.differing / (both.shared + both.differing)
    strong = min(1.0, 2 * both.differing)
    close = any(looks_alike(one.text, other.text) for one in left for other in right)
    said = both.against(_said(left), _said(right)) + (
        ": near in spelling, yet another name" * close
    )
    yield Reason("words differ", -(likely + DIFFERENT * strong), said)


def words_left_off(both: Beside) -> Iterator[Reason]:
    """One name has words more: middle names, a married name, a father's name are often left off."""
    if not both.omitted:
        return
    counted = both.shared + both.differing
    cost = OMITTED[both.left.people] * both.omitted
    taken = _points(both) * both.shared / counted * cost / (counted + cost)
    more = _said(max(both.paired.left, both.paired.right, key=_mass))
    yield Reason("words left off", -taken, f"only one name has {more}")


def too_little(both: Beside) -> Iterator[Reason]:
    """One word alone, or initials alone, cannot tell which of its many bearers is meant."""
    full = [pair for pair in both.paired.pairs if pair.full]
    if not both.left.people or not both.right.people:
        return
    if not full:
        if both.left.key != both.right.key:
            yield Reason("too little", -LETTERS_ONLY, "no whole word is shared")
        return
    initials = sum(1 for pair in both.paired.pairs if not pair.full and pair.mass > LIGHT)
    if len(full) == 1 and not initials and " " not in full[0].left + full[0].right and both.omitted:
        yield Reason("too little", -ALONE, f"{full[0].left} is all that is shared")


def generations_differ(both: Beside) -> Iterator[Reason]:
    """Jr and Sr, II and III tell a father from his son."""
    one, other = both.left.generation, both.right.generation
    if one and other and one != other:
        yield Reason("generations differ", -GENERATIONS, both.against(_list(one), _list(other)))
    elif one != other:
        yield Reason("generation left off", -ONE_SIDED, f"only one name has {_list(one | other)}")


def father_and_child_reversed(both: Beside) -> Iterator[Reason]:
    """Abdullah bin Omar is not Omar bin Abdullah, though the words are the same."""
    for child, father in sorted(both.left.fathers):
        if child != father and (father, child) in both.right.fathers:
            said = both.against(f"{child} child of {father}", f"{father} child of {child}")
            yield Reason("father and child reversed", -REVERSED, said)


def numbers_differ(both: Beside) -> Iterator[Reason]:
    """Fund 1 and Fund 2, Unit 7 and Unit 8: a series of different things."""
    one, other = both.left.numbers, both.right.numbers
    if one and other and one != other:
        yield Reason("numbers differ", -NUMBERS, both.against(_list(one), _list(other)))
    elif one != other:
        yield Reason("number left off", -ONE_SIDED, f"only one name has {_list(one | other)}")


def legal_forms_differ(both: Beside) -> Iterator[Reason]:
    """A partnership, a private and a public company of one name are different bodies in law."""
    one, other = both.left.legal, both.right.legal
    if not one or not other or one & other:
        return
    loose = "limited" in one | other and "partnership" not in one | other
    weight = LOOSE_FORMS if loose else LEGAL_FORMS
    yield Reason("legal forms differ", -weight, both.against(_list(one), _list(other)))


FEATURES: tuple[Feature, ...] = (
    words_answer,
    words_differ,
    words_left_off,
    too_little,
    generations_differ,
    father_and_child_reversed,
    numbers_differ,
    legal_forms_differ,
)
"""Every feature, in the order in which its reasons are told. None knows who bears a name."""


def reasons(
    left: Reading, right: Reading, found: Paired, turned: bool = False
) -> tuple[Reason, ...]:
    """Every reason for and against, in order. `turned`: the names were given right before left."""
    shared = sum(pair.mass for pair in found.pairs)
    one, other = _mass(found.left), _mass(found.right)
    if shared == 0:
        return (Reason("words differ", 0.0, "no word is shared"),)
    both = Beside(left, right, found, shared, min(one, other), abs(one - other), turned)
    return tuple(reason for feature in FEATURES for reason in feature(both))


def _points(both: Beside) -> float:
    return sum(pair.mass * pair.like for pair in both.paired.pairs) / both.shared


def _mass(words: Sequence[Word]) -> float:
    return sum(word.weight for word in words)


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _list(texts: frozenset[str]) -> str:
    return " and ".join(sorted(texts))
