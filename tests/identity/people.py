"""Made-up people with several records each, for tests: built in code, the same every time."""

import random
from collections.abc import Sequence

__all__ = ["HEADER", "csv_of", "people"]

HEADER = ("row_id", "given_name", "surname", "dob", "postcode", "phone", "list", "person")

_FIRST = [
    "Zephyrine",
    "Ignatius",
    "Aylin",
    "Brendan",
    "Chidi",
    "Dilys",
    "Mohammed",
    "Fatima",
    "Piotr",
    "Siobhan",
    "Oluwaseun",
    "Gurpreet",
    "Marguerite",
    "Tobias",
    "Philippa",
    "Ezekiel",
    "Rosalind",
    "Cuthbert",
    "Ngozi",
    "Yusuf",
    "Imelda",
    "Barnaby",
    "Leocadia",
]
_LAST = [
    "Quillfeather",
    "Brambleworth",
    "Demir",
    "OShea",
    "Okafor",
    "Vaughan",
    "Khan",
    "Begum",
    "Kowalski",
    "Byrne",
    "Adeyemi",
    "Singh",
    "Thistlewood",
    "Pemberley",
    "Oyelaran",
    "Hartigan",
    "Wolstenholme",
    "Ravensdale",
    "Achebe",
    "Yilmaz",
    "Fairweather",
]

Row = tuple[str, ...]


def people(count: int = 150, seed: int = 3) -> list[Row]:
    """Rows in the order of `HEADER`: one to three of each person, later ones with a slip."""
    drawn = random.Random(seed)
    rows: list[Row] = []
    for person in range(count):
        first, last = drawn.choice(_FIRST), drawn.choice(_LAST)
        born = f"{drawn.randint(1940, 2005)}-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}"
        code = (
            f"{drawn.choice('NESW')}{drawn.randint(1, 30)} {drawn.randint(1, 9)}{_letters(drawn)}"
        )
        phone = f"07700 9{drawn.randint(0, 99999):05}"
        for again in range(drawn.randint(1, 3)):
            named, when = last, born
            if again and drawn.random() < 0.3:
                at = drawn.randrange(1, len(last) - 1)
                named = last[:at] + last[at + 1 :]
            if again and drawn.random() < 0.1:
                when = ""
            kept = phone if drawn.random() < 0.6 else ""
            row = (
                str(len(rows)),
                first,
                named,
                when,
                code,
                kept,
                f"list {person % 3}",
                f"p{person}",
            )
            rows.append(row)
    drawn.shuffle(rows)
    return rows


def csv_of(rows: Sequence[Row], header: Sequence[str] = HEADER) -> str:
    """The text of a file."""
    return "\n".join(",".join(row) for row in (header, *rows)) + "\n"


def _letters(drawn: random.Random) -> str:
    return "".join(drawn.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
