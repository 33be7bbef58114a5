"""Made-up annotated sentences from a small grammar, for training beside the real reports.

They teach what the few annotated reports hardly show (weapons, vehicles, money, police prose) and
which nouns of the word lists are what. They are never measured on: a model is judged on real
reports of a source it has not seen.
"""

import random
import re
from functools import lru_cache
from pathlib import Path

import yaml

from remit.extraction.lexicon import Lexicon

__all__ = ["made_up"]

_HERE = Path(__file__).parent
_LISTS = _HERE.parent / "src" / "remit" / "extraction" / "lists.yaml"
_PART = re.compile(r"<(?:(\w+):)?(\w+)>|\{(\w+)\}")
_COUNTIES = "Kent Essex Surrey Norfolk Suffolk Devon Cornwall Dorset Cumbria Merseyside Lancashire"
_LOWER_PLURAL = re.compile(r"(?:s|men|people|police|troops|personnel|children|women|families)$")


def made_up(count: int, seed: int, lists: Lexicon) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """`count` short reports of some sentences with their mentions: begin, end and type."""
    chance = random.Random(seed)
    grammar, drawn = _sources(lists)
    order: list[str] = []
    found = []
    for _ in range(count):
        page = _Page(grammar, drawn, chance)
        for _ in range(chance.randint(3, 8)):
            if not order:
                order = chance.sample(grammar["sentence"], len(grammar["sentence"]))
            page.write(order.pop())
        found.append(("".join(page.text), page.spans))
    return found


class _Page:
    """One made-up report; who was named in full is later named by surname, as reports do."""

    def __init__(
        self, grammar: dict[str, list[str]], drawn: dict[str, list[str]], chance: random.Random
    ) -> None:
        self.grammar, self.drawn, self.chance = grammar, drawn, chance
        self.text: list[str] = []
        self.spans: list[tuple[int, int, str]] = []
        self.names: list[str] = []
        self.short: list[str] = []

    def write(self, sentence: str) -> None:
        begin, mark = sum(map(len, self.text)), len(self.text)
        known = len(self.spans)
        self._expand(sentence, None, begin)
        said = "".join(self.text[mark:])
        if said[:1].islower():
            self.text[mark:] = [said[0].upper() + said[1:]]
        assert all(b >= begin for b, _, _ in self.spans[known:])
        self.text.append("\n" if self.chance.random() < 0.3 else " ")

    def _expand(self, rule: str, inside: str | None, start: int) -> None:
        at = 0
        for part in _PART.finditer(rule):
            self.text.append(rule[at : part.start()])
            at = part.end()
            kind, name, listed = part.groups()
            if listed:
                self.text.append(_draw(listed, self.drawn, self.chance))
                continue
            begin, mark = sum(map(len, self.text)), len(self.text)
            known = {"surname": self.names, "acronym": self.short}.get(name, [])
            if known and self.chance.random() < 0.7:
                self.text.append(self.chance.choice(known))
            else:
                self._expand(self.chance.choice(self.grammar[name]), kind or inside, start)
            said = "".join(self.text[mark:])
            if name == "name":
                self.names.append(said.split()[-1])
            elif name == "acronym":
                self.short.append(said)
            if kind and not inside and said.strip():
                self.spans.append((begin, begin + len(said.rstrip()), kind))
        self.text.append(rule[at:])


def _draw(name: str, drawn: dict[str, list[str]], chance: random.Random) -> str:
    if name == "small":
        return str(chance.randint(2, 99))
    if name == "small28":
        return str(chance.randint(1, 28))
    if name == "small3":
        return str(chance.randint(100, 999))
    if name == "big":
        return (
            f"{chance.randint(1000, 250000):,}"
            if chance.random() < 0.5
            else str(chance.randint(500, 2500))
        )
    if name == "year":
        return str(chance.randint(1950, 2019))
    if name == "h":
        return str(chance.randint(1, 12))
    if name == "H":
        return f"{chance.randint(0, 23):02}"
    if name == "m":
        return f"{chance.randint(0, 59):02}"
    if name == "initial":
        return chance.choice("ABCDEFGHJKLMNPRSTW") + "."
    if name == "letters":
        return "".join(chance.choice("ABCDEFGHIKLMNOPRSTU") for _ in range(chance.randint(3, 5)))
    if name in _MARKS:
        return "".join(
            chance.choice(_LETTERS)
            if mark == "L"
            else str(chance.randint(1, 9))
            if mark == "9"
            else mark
            for mark in chance.choice(_MARKS[name])
        )
    if name == "handle":
        return chance.choice(drawn["first"]).lower() + chance.choice(drawn["last"]).lower()
    return chance.choice(drawn[name])


_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"
_MARKS = {
    "vrm": ("LL99 LLL", "LL99LLL", "L999 LLL"),
    "postcode": ("LL9 9LL", "L99 9LL"),
    "phone": ("07999 999999", "07999999999", "0191 999 9999"),
    "account": ("99-99-99 99999999", "99999999"),
}  # fmt: skip
"""Shapes of identifiers, which are no mentions for the model: rules find them."""

_MODELS = [
    "Ford Focus",
    "Ford Fiesta",
    "Ford Transit",
    "Vauxhall Astra",
    "Vauxhall Corsa",
    "Volkswagen Golf",
    "VW Polo",
    "BMW 3 Series",
    "BMW X5",
    "Audi A3",
    "Audi A4",
    "Audi Q7",
    "Mercedes C Class",
    "Mercedes Sprinter",
    "Toyota Yaris",
    "Nissan Qashqai",
    "Honda Civic",
    "Peugeot 208",
    "Renault Clio",
    "Renault Master",
    "Skoda Octavia",
    "Seat Leon",
    "Range Rover Sport",
    "Land Rover Discovery",
    "Mini Cooper",
    "Kia Sportage",
    "Hyundai i20",
    "Mazda 3",
    "Volvo XC60",
    "Fiat 500",
    "Citroen Berlingo",
    "Jaguar XF",
    "Yamaha R1",
    "Honda CBR",
    "Piaggio scooter",
    "Volkswagen Transporter",
]


@lru_cache(maxsize=2)
def _sources(lists: Lexicon) -> tuple[dict, dict[str, list[str]]]:
    grammar = yaml.safe_load((_HERE / "extraction_grammar.yaml").read_text("utf-8"))
    grammar["number"] = [*grammar["number"]]
    hand = yaml.safe_load(_LISTS.read_text("utf-8"))
    drawn = {name: said.split() for name, said in hand.items()}
    for name in ("month", "day", "demonym"):
        drawn[name] = [word.capitalize() for word in drawn[name]]
    drawn["mon"] = [f"{m}." for m in drawn["month"][12:]] + drawn["month"][12:]
    drawn["month"] = drawn["month"][:12]
    drawn["day"] = drawn["day"][:7]
    drawn["date1"] = drawn["day"]
    drawn["time"] = ["week", "month", "year", "night", "day", "evening", "weekend"]
    drawn["ORGNAME"] = [w.upper() if len(w) < 5 else w.title() for w in drawn["orgname"]]
    drawn["MAKER"] = [w.upper() if len(w) < 4 else w.title() for w in drawn["maker"]]
    drawn["PLATFORM"] = [w.upper() for w in drawn["platform"] if any(c.isdigit() for c in w)]
    drawn["platform"] = [
        w for w in drawn["platform"] if w.isalpha() and w not in ("hms", "uss", "ddg", "cvn")
    ]
    drawn["placeU"] = [w.capitalize() for w in drawn["place"]]
    drawn["model"] = list(_MODELS)
    drawn["county"] = _COUNTIES.split()
    for name, mark in (
        ("first", "c.first+"),
        ("last", "c.last+"),
        ("city", "g.city"),
        ("town", "g.city"),
        ("country", "g.country"),
    ):
        drawn[name] = [" ".join(p.capitalize() for p in w.split()) for w in lists.bearing(mark)]
    for name in ("role", "weapon", "vehicle", "platform", "collective", "place"):
        drawn[name] = [w for w in drawn[name] if not _LOWER_PLURAL.search(w)]
    drawn["role"] += ["man", "woman"]
    return grammar, drawn


_SLOT = re.compile(r"<(\d):(\w+):(\w+)>")

Related = tuple[str, list[tuple[int, int, str]], list[tuple[int, int, str]]]
"""Text, mentions, and relations as places of source and target in the mentions."""


def made_up_relations(rounds: int, seed: int, lists: Lexicon) -> list[Related]:
    """Every sentence of `extraction_relations.txt`, `rounds` times over."""
    chance = random.Random(seed)
    grammar, drawn = _sources(lists)
    lines = (_HERE / "extraction_relations.txt").read_text("utf-8").splitlines()
    found: list[Related] = []
    for _ in range(rounds):
        for line in lines:
            if line.startswith("#"):
                continue
            made = _related(line, grammar, drawn, chance)
            if chance.random() < _JOINED:  # reports are long: most pairs stand in no relation
                made = _both(
                    made, _related(chance.choice(lines[4:]), grammar, drawn, chance), chance
                )
            found.append(made)
    return found


_JOINED = 0.5
"""Share of the sentences that are two in one."""


def phrase(rule: str, lists: Lexicon, chance: random.Random) -> str:
    """Words by a rule of the grammar."""
    grammar, drawn = _sources(lists)
    page = _Page(grammar, drawn, chance)
    page._expand(rule, None, 0)
    return "".join(page.text).strip()


_LINKS = (", and ", ", while ", ", after ", " and ", "; ", ", where ", " when ", ", but ")


def _both(one: Related, other: Related, chance: random.Random) -> Related:
    """Two sentences as one; nothing of the first is related to anything of the second."""
    start = one[0].rstrip(". ") + chance.choice(_LINKS)
    shift, count = len(start), len(one[1])
    mentions = [*one[1], *((b + shift, e + shift, kind) for b, e, kind in other[1])]
    relations = [*one[2], *((a + count, b + count, kind) for a, b, kind in other[2])]
    return start + other[0], mentions, relations


def _related(
    line: str, grammar: dict[str, list[str]], drawn: dict[str, list[str]], chance: random.Random
) -> Related:
    said, _, rules = line.partition(" | ")
    page = _Page(grammar, drawn, chance)
    order = [int(slot[1]) for slot in _SLOT.finditer(said)]
    page.write(_SLOT.sub(r"<\2:\3>", said))
    assert len(page.spans) == len(order), (line, page.text)
    place = {number: at for at, number in enumerate(order)}
    relations = []
    for rule in filter(None, (part.strip() for part in rules.split(";"))):
        one, kind, other = rule.split()
        relations.append((place[int(one)], place[int(other)], kind))
    return "".join(page.text).strip(), page.spans, relations
