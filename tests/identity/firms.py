"""Made-up organisations with the errors and the look-alikes that are usual; nobody is meant.

Beside variants of one name stand what is often mistaken for it: funds of a series, companies of one
group under one roof, a company and a partnership of one name, strangers at a formation agent.
"""

from collections.abc import Iterator, Sequence
from random import Random

__all__ = ["HEADER", "csv_of", "firms"]

HEADER = [
    "firm",
    "company name",
    "aliases",
    "company_number",
    "telephone",
    "address",
    "postcode",
    "country",
]

_FIRST = [
    "bramble",
    "thistle",
    "quill",
    "obsid",
    "raven",
    "marsh",
    "penny",
    "farthing",
    "wick",
    "holl",
    "ash",
    "stone",
    "wolf",
    "heron",
    "amber",
    "cobalt",
    "saffron",
    "juniper",
    "larch",
    "alder",
    "rowan",
    "briar",
    "fen",
    "tarn",
    "moor",
    "glen",
    "kestrel",
    "plover",
]
_SECOND = [
    "worth",
    "wick",
    "feather",
    "ian",
    "bourne",
    "banks",
    "whistle",
    "gale",
    "ton",
    "low",
    "field",
    "ley",
    "combe",
    "gate",
    "stead",
    "ford",
    "mere",
    "dale",
    "croft",
    "hurst",
]
_TRADES = [
    "Logistics",
    "Carpets",
    "Motors",
    "Foods",
    "Estates",
    "Glass",
    "Tiles",
    "Joinery",
    "Scaffolding",
    "Catering",
    "Recruitment",
    "Cleaning Services",
    "Consulting",
    "Plumbing",
    "Roofing",
    "Interiors",
    "Haulage",
    "Textiles",
]
_STREETS = [
    "Tanner Row",
    "Mill Lane",
    "Fuller Rise",
    "Cooper Street",
    "Saddler Way",
    "Chandler Road",
]
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"

Record = Sequence[str]


def firms(count: int = 60, seed: int = 7) -> list[Record]:
    """Records of about `count` organisations, one to five of each, those of one far apart."""
    random = Random(seed)
    agent = "77 Agent House", "EC1V 2NX"
    found: list[Record] = []
    at = 0
    while at < count:
        word = random.choice(_FIRST).capitalize() + random.choice(_SECOND)
        trade = random.choice(_TRADES)
        seat = agent if random.random() < 0.15 else _seat(random)
        whole = f"{word} {trade}"
        kin = [f"{whole} Ltd"]
        if (chance := random.random()) < 0.08:
            kin = [f"{word} Capital Fund {n} LP" for n in (1, 2, 3)]
        elif chance < 0.14:
            kin.append(f"{word} Holdings Ltd")
        elif chance < 0.18:
            kin.append(f"{whole} LLP")
        phone = _phone(random)
        for name in kin:
            found += _records(random, f"firm-{at}", name, phone, seat)
            at += 1
    random.shuffle(found)
    return found


def csv_of(records: Sequence[Record]) -> str:
    """A table of them."""
    return "\n".join([",".join(HEADER), *(",".join(one) for one in records)]) + "\n"


def _records(
    random: Random, truth: str, name: str, phone: str, seat: tuple[str, str]
) -> Iterator[Record]:
    number = f"{random.randint(1_000_000, 16_000_000):08}"
    trading = f"{random.choice(_FIRST).capitalize()}{random.choice(_SECOND)} Direct"
    first = random.randint(1, 5)
    for n in range(first):
        where = seat if random.random() < 0.85 else _seat(random)
        known = "" if n and random.random() < 0.6 else number
        call = phone if random.random() < 0.6 else ""
        named = _written(random, name)
        alias = trading if random.random() < 0.3 else ""
        if n and random.random() < 0.1:
            named, alias = trading, name if random.random() < 0.5 else ""
        if n and random.random() < 0.1:
            where = "", ""
        yield truth, named, alias, known, call, *where, "GB"


def _written(random: Random, name: str) -> str:
    """A name as somebody writes it."""
    how = random.random()
    if how < 0.25:
        return name.upper()
    if how < 0.4:
        return name.replace(" Ltd", " Limited").replace(" LLP", " L.L.P.")
    if how < 0.5:
        return name.removesuffix(" Ltd")
    if how < 0.58:
        place = random.randint(1, 6)
        return name[:place] + name[place + 1 :]
    if how < 0.63:
        return f"The {name}"
    return name


def _seat(random: Random) -> tuple[str, str]:
    code = f"{random.choice(('N1', 'E8', 'SW1A', 'M4', 'LS2', 'B5'))} {random.randint(1, 9)}"
    street = f"{random.randint(1, 90)} {random.choice(_STREETS)}"
    return street, code + random.choice(_LETTERS) + random.choice(_LETTERS)


def _phone(random: Random) -> str:
    return f"01632 {random.randint(960_000, 960_999)}"
