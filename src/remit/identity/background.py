"""Made-up people to stand behind a few real ones, so that common and rare can be told apart.

Of ten people in a case, two with one surname would make that surname common. Where few people are
in view, how often values agree by chance is counted over these as well. They are drawn here, with
a fixed seed, from lists of names that the program has anyway: nobody is meant, none of them is ever
compared with, shown or kept.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

import numpy as np

from remit.identity.reading import joined, outward, words
from remit.ontology.names import families

__all__ = ["FEW", "background"]

FEW = 3_000
"""People in view below which others are drawn, and how many."""

_SEED = 1974
_STREETS = ("street", "road", "lane", "row", "close", "drive", "avenue", "court")
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def background(columns: Mapping[str, Sequence[str | None]]) -> dict[str, list[str | None]]:
    """`FEW` people with a value in each of `columns` that people usually have.

    They live where those in `columns` live, so that a town or a district in common says as little
    as it does among them. Two share a name or a street as often as in a town; no two are one.
    """
    random = Random(_SEED)  # noqa: S311 - draws made-up people
    names = sorted(families.listed())
    random.shuffle(names)
    weights = [1 / (place + 20) for place in range(len(names))]  # Zipf's law, flattened at the top
    forenames = random.choices(names, weights, k=FEW)
    random.shuffle(names)
    surnames = random.choices(names, weights, k=FEW)
    born = np.datetime64("1940-01-01") + np.array(random.choices(range(25_000), k=FEW))
    live = random.choices(range(FEW // 3), k=FEW)
    codes = _codes(random, columns.get("postcode", ()))
    lines = _lines(random, names, columns.get("address", ()))
    values: dict[str, list[str | None]] = {
        "name": [f"{one} {other}" for one, other in zip(forenames, surnames, strict=True)],
        "date_of_birth": [str(day) for day in born],
        "postcode": [codes[at] for at in live],
        "address": [f"{random.randint(1, 60)} {lines[at]}" for at in live],
        "phone": [f"+4477009{random.randint(0, 99_999):05}" for _ in range(FEW)],
        "email": [f"{one}.{n}@example.org" for n, one in enumerate(surnames)],
    }
    return {column: values.get(column, [None] * FEW) for column in columns}


def _codes(random: Random, there: Sequence[str | None]) -> list[str]:
    """Postal codes in the districts that there are, as often as there."""
    districts = [outward(joined(code)) for code in there if code] or ["zz1"]
    return [
        f"{random.choice(districts)} {random.randint(1, 9)}"
        f"{random.choice(_LETTERS)}{random.choice(_LETTERS)}"
        for _ in range(FEW // 3)
    ]


def _lines(random: Random, names: Sequence[str], there: Sequence[str | None]) -> list[str]:
    """Streets of their own, with the words that most addresses have: the town's."""
    read = [set(words(line)) for line in there if line]
    counted = Counter(word for one in read for word in one)
    usual = [word for word, n in sorted(counted.items()) if 2 * n > len(read) > 1]
    town = " ".join(word for word in usual if not word.isdigit() and word not in _STREETS)
    return [
        f"{random.choice(names)} {random.choice(_STREETS)} {town}".strip() for _ in range(FEW // 3)
    ]
