"""Made-up people to stand behind a few real ones, so that common and rare can be told apart.

Of ten people in a case, two with one surname would make that surname common. Where few people are
in view, how often values agree by chance is counted over these as well. They are drawn here, with
a fixed seed, from lists of names that the program has anyway: nobody is meant, none of them is ever
compared with, shown or kept.
"""

from collections.abc import Mapping
from random import Random

import numpy as np

from remit.ontology.names import families

__all__ = ["FEW", "background"]

FEW = 3_000
"""People in view below which others are drawn, and how many."""

_SEED = 1974
_STREETS = ("street", "road", "lane", "row", "close", "drive", "avenue", "court")
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def background(columns: Mapping[str, str]) -> dict[str, list[str | None]]:
    """`FEW` people with a value in each of `columns` (column → meaning) that people usually have.

    Two share a name, a postal code or a street as often as in a town; no two are one person.
    """
    random = Random(_SEED)  # noqa: S311 - draws made-up people
    names = sorted(families.listed())
    random.shuffle(names)
    weights = [1 / (place + 20) for place in range(len(names))]  # Zipf's law, flattened at the top
    forenames = random.choices(names, weights, k=FEW)
    random.shuffle(names)
    surnames = random.choices(names, weights, k=FEW)
    towns = [
        f"{random.choice(_LETTERS)}{random.choice(_LETTERS)}{random.randint(1, 30)}"
        for _ in range(40)
    ]
    codes = [
        f"{random.choice(towns)} {random.randint(1, 9)}"
        f"{random.choice(_LETTERS)}{random.choice(_LETTERS)}"
        for _ in range(FEW // 3)
    ]
    lines = [f"{random.choice(names)} {random.choice(_STREETS)}" for _ in codes]
    born = np.datetime64("1940-01-01") + np.array(random.choices(range(25_000), k=FEW))
    live = random.choices(range(len(codes)), k=FEW)
    values: dict[str, list[str | None]] = {
        "name": [f"{one} {other}" for one, other in zip(forenames, surnames, strict=True)],
        "date_of_birth": [str(day) for day in born],
        "postcode": [codes[at] for at in live],
        "address": [f"{random.randint(1, 60)} {lines[at]}" for at in live],
        "phone": [f"+4477009{random.randint(0, 99_999):05}" for _ in range(FEW)],
        "email": [f"{one}.{n}@example.org" for n, one in enumerate(surnames)],
    }
    return {column: values.get(column, [None] * FEW) for column in columns}
