"""Numbers in names of organisations and vessels, in figures, words or Roman figures."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

__all__ = ["numbered"]

_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10}


@cache
def _written() -> dict[str, int]:
    text = files("remit.identity.names").joinpath("organisations.yaml").read_text(encoding="utf-8")
    return {word: int(n) for n, words in yaml.safe_load(text)["numbers"].items() for word in words}


def numbered(words: Sequence[str]) -> tuple[list[str], frozenset[str]]:
    """The words without the numbers among them, and the numbers.

    Words that hold a figure (`AHL1`, `2007`) count as numbers as they stand. A name that is
    nothing but numbers keeps them as its words too.

    >>> numbered(["brigade", "forty", "4"]), numbered(["fund", "xiv"])
    ((['brigade'], frozenset({'44'})), (['fund'], frozenset({'14'})))
    """
    rest: list[str] = []
    found: list[str] = []
    tens = 0
    for at, word in enumerate(words):
        value = _value(word, at)
        if value is None:
            if tens:
                found.append(str(tens))
                tens = 0
            if any(letter.isdigit() for letter in word):
                found.append(word)
            else:
                rest.append(word)
        elif tens and 0 < value < 10:
            found.append(str(tens + value))
            tens = 0
        else:
            if tens:
                found.append(str(tens))
            tens = value if 20 <= value < 100 and value % 10 == 0 and not word.isdigit() else 0
            if not tens:
                found.append(str(value))
    if tens:
        found.append(str(tens))
    return rest or list(words), frozenset(found)


def _value(word: str, at: int) -> int | None:
    if word.isdigit() and len(word) < 10:
        return int(word)
    if (value := _written().get(word)) is not None:
        return value
    if at and _ROMAN.fullmatch(word):
        return _roman(word)
    return None


def _roman(word: str) -> int:
    values = [_VALUES[letter] for letter in word]
    after = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, after, strict=True))
