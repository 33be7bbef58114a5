"""How well the words of a query match the words of recorded names, and by which rule.

Order of names does not matter; each word of the query is held against each word of a name, by
the rules below, and the best of them counts. A name's score is the mean over the words of the
query. Words that were run together or torn apart (`aylindemir`, `ay lin demir`) are read both ways.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from remit.inquiry.name_index import NameIndex, Words, letters
from remit.ontology.names.sounds import sounds
from remit.ontology.names.spellings import same_name, skeleton

__all__ = ["MODES", "RULES", "Mode", "Reading", "Scored", "explained", "readings", "scored"]

Mode = Literal["literal", "fuzzy", "phonetic"]
"""literal: the same words. fuzzy: spelt or shortened otherwise. phonetic: sounding alike."""

MODES: tuple[Mode, ...] = get_args(Mode)

RULES: tuple[tuple[str, Mode, float], ...] = (
    ("same name", "literal", 1.0),
    ("written together or apart", "fuzzy", 0.95),
    ("begins the same", "fuzzy", 0.9),
    ("another spelling of the same name", "fuzzy", 0.9),
    ("short form of the same name", "fuzzy", 0.85),
    ("nearly the same spelling", "fuzzy", 0.9),
    ("initial", "fuzzy", 0.8),
    ("one letter different", "fuzzy", 0.75),
    ("sounds alike", "phonetic", 0.75),
)
"""Each rule, its mode, and what it is worth beside the same word; spelling times likeness."""

NEARLY = 0.88
"""Likeness (Jaro-Winkler, Winkler 1990) from which two words count as spelt nearly alike."""

LONGER = 0.95
"""What a name that holds more words than the query is worth beside one that does not."""

_SAME, _JOINED, _BEGINS, _SPELT, _SHORT, _NEARLY, _INITIAL, _LETTER, _SOUNDS = range(len(RULES))
_MODE_OF = np.array([MODES.index(mode) for _, mode, _ in RULES], np.uint8)

Shares = npt.NDArray[np.float32]
Small = npt.NDArray[np.uint8]
Places = npt.NDArray[Any]


@dataclass(frozen=True)
class Heard:
    """One word of the query: how well each word of the names matches it, and by which rule."""

    score: Shares
    rule: Small

    def better(self, places: Any, score: Any, rule: int) -> None:
        """Note a rule for words that match no better by another."""
        places = np.asarray(places, np.int64)
        score = np.broadcast_to(np.asarray(score, np.float32), places.shape)
        up = score > self.score[places]
        self.score[places[up]] = score[up]
        self.rule[places[up]] = rule


Reading = tuple[Heard, ...]
"""One way of reading the query, word by word."""


@dataclass(frozen=True)
class Scored:
    """Names that match: their codes in order, how well, and the mode it took."""

    name: Places
    score: Shares
    mode: Small


def readings(words: Words, query: Sequence[str], mode: Mode | None) -> list[Reading]:
    """The query as typed, then with words joined or parted where that gives recorded words."""
    typed = [heard(words, word, mode) for word in query]
    found: list[Reading] = [tuple(typed)]
    if mode not in (None, "fuzzy"):
        return found
    for at, word in enumerate(query):
        together = _place(words, word + query[at + 1]) if at + 1 < len(query) else None
        if together is not None:
            found.append((*typed[:at], _only(words, together), *typed[at + 2 :]))
        for cut in range(1, len(word)):
            for rest in (word[cut:], word[cut + 1 :]):  # or a letter where a blank should be
                parts = _place(words, word[:cut]), _place(words, rest)
                if None not in parts:
                    apart = tuple(_only(words, part) for part in parts if part is not None)
                    found.append((*typed[:at], *apart, *typed[at + 1 :]))
    return found


def heard(words: Words, word: str, mode: Mode | None) -> Heard:
    """How well each recorded word matches one word of the query, by the rules of `mode`."""
    found = Heard(np.zeros(len(words.every), np.float32), np.zeros(len(words.every), np.uint8))
    if mode in (None, "phonetic") and len(word) > 1:
        for code in sounds(word):
            found.better(words.sounding.get(code, []), RULES[_SOUNDS][2], _SOUNDS)
    if mode in (None, "fuzzy"):
        _spelt(found, words, word)
    same = _place(words, word)
    if same is not None:
        found.better([same], 1.0, _SAME)
    return found


def scored(index: NameIndex, read: Iterable[Reading]) -> Scored:
    """The names that hold a match for every word of at least one reading."""
    size = len(index.names)
    score, mode = np.zeros(size, np.float32), np.zeros(size, np.uint8)
    length = np.diff(index.word_start)
    for reading in read:
        found, total, worst = _names(index, reading)
        longer = np.where(length[found] > len(reading), LONGER, 1.0)
        mean = (total / len(reading) * longer).astype(np.float32)
        up = mean > score[found]
        score[found[up]], mode[found[up]] = mean[up], worst[up]
    names = np.flatnonzero(score > 0)
    return Scored(names, score[names], mode[names])


def explained(index: NameIndex, read: Iterable[Reading], name: int) -> tuple[float, str, Mode]:
    """Score of one name, the weakest rule that it took, and its mode."""
    held = index.word_of[index.word_start[name] : index.word_start[name + 1]]
    best = (0.0, _SAME, 0)
    for reading in read:
        chosen = [held[int(one.score[held].argmax())] for one in reading]
        scores = [float(one.score[at]) for one, at in zip(reading, chosen, strict=True)]
        if min(scores) > 0:
            rules = [int(one.rule[at]) for one, at in zip(reading, chosen, strict=True)]
            score = sum(scores) / len(scores) * (LONGER if len(held) > len(reading) else 1.0)
            best = max(best, (score, max(rules), 0), key=lambda way: way[0])
    return best[0], RULES[best[1]][0], RULES[best[1]][1]


def _spelt(found: Heard, words: Words, word: str) -> None:
    size, lengths = len(word), words.length[words.by_length]
    if size > 1:
        span = np.searchsorted(lengths, [size - 1, size + 2])
        near, apart = _nearest(words, word, span, 1, 1, OSA.distance, 1)
        found.better(near[apart <= 1], RULES[_LETTER][2], _LETTER)
    if size > 2:
        # Jaro-Winkler of 0.88 needs a Jaro of 0.8, so one word is 0.4 of the other at least
        span = np.searchsorted(lengths, [max(3, -(-size * 2 // 5)), size * 5 // 2 + 1])
        inside = lengths[slice(*span)]
        common = 1.4 * size * inside / (size + inside)  # letters that must match, at least
        free = size - common, inside - common
        near, alike = _nearest(words, word, span, *free, JaroWinkler.similarity, NEARLY)
        close = alike >= NEARLY
        found.better(near[close], alike[close] * RULES[_NEARLY][2], _NEARLY)
    initial = _place(words, word[:1])
    if initial is not None and size > 1:
        found.better([initial], RULES[_INITIAL][2], _INITIAL)
    short = [place for form in same_name(word) if (place := _place(words, form)) is not None]
    found.better(short, RULES[_SHORT][2], _SHORT)
    if size > 1:
        found.better(words.spelt.get(skeleton(word), []), RULES[_SPELT][2], _SPELT)
    begins = bisect_left(words.every, word), bisect_left(words.every, word + "\uffff")
    rule = _BEGINS if size > 1 else _INITIAL
    found.better(np.arange(*begins), RULES[rule][2], rule)


def _nearest(
    words: Words, word: str, span: Any, free: Any, others: Any, scorer: Any, cutoff: float
) -> tuple[Places, Shares]:
    """Words of a span of lengths, and how near each is.

    Left out before they are compared: words that lack more than `free` letters of the one asked
    for, or have more than `others` that it lacks.
    """
    low, high = (int(end) for end in span)
    asked, held = np.uint32(letters(word)), words.letters[low:high]
    lacking, beside = np.bitwise_count(asked & ~held), np.bitwise_count(held & ~asked)
    may = np.flatnonzero((lacking <= free) & (beside <= others)) + low
    written = [words.shortest[at] for at in may.tolist()]
    near = cdist([word], written, scorer=scorer, score_cutoff=cutoff, dtype=np.float32)
    return words.by_length[may], near[0] if written else np.zeros(0, np.float32)


def _names(index: NameIndex, reading: Reading) -> tuple[Places, Shares, Small]:
    """Names with a match for every word, their summed scores, and the weakest mode."""
    held = np.diff(index.name_start)
    cost = [int(held[one.score > 0].sum()) for one in reading]
    found = np.arange(len(index.names))
    total, mode = np.zeros(len(found), np.float32), np.zeros(len(found), np.uint8)
    for at in np.argsort(cost):
        one = reading[at]
        places = np.flatnonzero(one.score > 0)
        places = places[np.argsort(one.score[places], kind="stable")]  # the best is written last
        many = held[places]
        shift = np.repeat(index.name_start[places] - (np.cumsum(many) - many), many)
        names = index.name_of[np.arange(len(shift)) + shift]
        score, rule = np.zeros(len(index.names), np.float32), np.zeros(len(index.names), np.uint8)
        score[names] = np.repeat(one.score[places], many)
        rule[names] = np.repeat(_MODE_OF[one.rule[places]], many)
        both = np.flatnonzero(score > 0) if len(found) == len(score) else score[found] > 0
        found, total, mode = found[both], total[both], mode[both]
        total, mode = total + score[found], np.maximum(mode, rule[found])
    return found, total, mode


def _place(words: Words, word: str) -> int | None:
    at = bisect_left(words.every, word)
    return at if at < len(words.every) and words.every[at] == word else None


def _only(words: Words, place: int) -> Heard:
    """A word that was joined or parted: it matches as it is, and nothing else."""
    found = Heard(np.zeros(len(words.every), np.float32), np.zeros(len(words.every), np.uint8))
    found.better([place], RULES[_JOINED][2], _JOINED)
    return found
