"""What leads from one mention to another: the words of grammar between them, and their roles.

A path is what stands between two mentions with everything left out that does not join: other
mentions by what they are (`who`, `where`, `what`), verbs by their class, prepositions and marks as
they are. Seen by its roles, a pair looks the same whichever of the two the sentence names first.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from remit.extraction.features import Report
from remit.extraction.stating import CLASS, PREPOSITIONS, RELATIVE, base, is_said

__all__ = ["Mention", "bucket", "coarse", "features"]

_COARSE = {
    "Person": "who", "Organisation": "who", "Location": "where", "Vehicle": "what",
    "Weapon": "what", "MilitaryPlatform": "what", "Temporal": "when", "Quantity": "count",
    "Money": "count", "DocumentReference": "text", "Url": "text", "CommsIdentifier": "text",
}  # fmt: skip
_LONGEST = 4
"""Steps of a path that are told in full."""
_MARKS = frozenset((";", ":", ")", '"', "“", "”", "-", "–"))
_COMMAS = frozenset((",", "and", "or"))
_SMALL = frozenset(("the", "of", "and"))
_UNSHARED = _SMALL | {"a"}


class Mention(NamedTuple):
    """Words [first, last) of a report, of a type."""

    first: int
    last: int
    type: str


def coarse(mention: Mention) -> str:
    """What a mention is, roughly."""
    return _COARSE.get(mention.type, "?")


def bucket(count: int) -> str:
    """A number of words, in steps that widen."""
    return str(count) if count < 4 else "4" if count < 7 else "7" if count < 12 else "12"


def features(
    report: Report,
    mentions: Sequence[Mention],
    source: int,
    target: int,
    sentence: int,
    between: tuple[int, int],
) -> list[str]:
    """Features of a pair; `between` is what stands between the lists that the two are part of."""
    low, high = min(source, target), max(source, target)
    left, right = mentions[low], mentions[high]
    way = "F" if source < target else "B"
    types = f"{way}{left.type[:4]}>{right.type[:4]}"
    rough = f"{way}{coarse(left)}>{coarse(right)}"
    inside = mentions[low + 1 : high]
    found = [
        f"nt={types}{_few(inside, lambda m: m.type == left.type)}"
        f"{_few(inside, lambda m: m.type == right.type)}",
        f"no={rough}{_few(inside, lambda m: coarse(m) == coarse(left))}"
        f"{_few(inside, lambda m: coarse(m) == coarse(right))}",
    ]
    direct = _path(report, inside, left.last, right.first)
    for name, path in (("pa", direct), ("pc", _path(report, inside, *between))):
        whole = path if len(path) <= _LONGEST else [*path[:2], "..", *path[-2:]]
        found += [f"{name}t={types}{' '.join(whole)}", f"{name}o={rough}{' '.join(whole)}"]
        found += [f"{name}e={rough}{' '.join(path[-2:])}", f"{name}s={rough}{' '.join(path[:2])}"]
        found.append(f"{name}n={rough}{bucket(len(path))}")
    found.append(f"nv={types}{min(sum(step.isupper() for step in direct), 3)}")
    found += _alike(report, left, right, types, way)
    first, last = report.sentences[sentence]
    capitals = "".join(_capital(report, mention, first) for mention in (left, right))
    length = bucket(between[1] - between[0])
    found += [f"cap={types}{capitals}", f"capo={rough}{capitals}{length}"]
    found += _roles(report, mentions[source], mentions[target], first, between)
    found.append(f"rd={mentions[source].type[:4]}>{mentions[target].type[:4]}"
                 f"{length}{min(len(inside), 3)}")  # fmt: skip
    said = (base(report, word) for word in report.lower[first:last])
    found.append(f"s1={rough}{next((CLASS[word] for word in said if is_said(word)), '-')}")
    begins = low
    while begins and mentions[begins - 1].first >= first:
        begins -= 1
    ends = high
    while ends + 1 < len(mentions) and mentions[ends + 1].last <= last:
        ends += 1
    found.append(f"sn={rough}{bucket(ends + 1 - begins)}")
    found.append(f"sp={types}{min(low - begins, 3)}{min(ends - high, 3)}")
    return found


def _few(mentions: Sequence[Mention], fits: Callable[[Mention], bool]) -> int:
    return min(sum(map(fits, mentions)), 2)


def _path(report: Report, inside: Sequence[Mention], begin: int, end: int) -> list[str]:
    """The steps from one place to another; a list of things of one sort is one step."""
    at = {mention.first: mention for mention in inside}
    steps: list[str] = []
    place = begin
    while place < end:
        if place in at:
            steps.append(coarse(at[place]))
            place = at[place].last
            continue
        word = report.lower[place]
        known = base(report, word)
        if is_said(known):
            steps.append(CLASS[known][:3].upper())
        elif word in PREPOSITIONS:
            if not (steps and word in _COMMAS and steps[-1] in _COMMAS):
                steps.append(word)
        elif word in RELATIVE:
            steps.append("REL")
        elif report.is_verb(place):
            steps.append("V")
        elif word in _MARKS:
            steps.append(word)
        place += 1
    found: list[str] = []
    n = 0
    while n < len(steps):
        found.append(steps[n])
        n += 1
        while n + 1 < len(steps) and steps[n] in _COMMAS and steps[n + 1] == found[-1]:
            n += 2
    return found


def _capital(report: Report, mention: Mention, first: int) -> str:
    """Whether it is written as a name."""
    words = range(max(mention.first, first + 1), mention.last)
    return "U" if any(report.forms[n][0].isupper() for n in words) else "l"


def _alike(report: Report, left: Mention, right: Mention, types: str, way: str) -> list[str]:
    """Whether the two are written alike, or one is the initials of the other."""
    one, other = (report.lower[m.first : m.last] for m in (left, right))
    found = []
    if one == other:
        found.append(f"same={types}")
    elif set(one) & set(other) - _UNSHARED:
        found.append(f"share={types}")
    initials = "".join(word[0] for word in one if word not in _SMALL)
    if len(other) == 1 and len(other[0]) > 1 and initials == other[0]:
        found.append(f"ini={way}")
    return found


def _roles(
    report: Report, source: Mention, target: Mention, first: int, between: tuple[int, int]
) -> list[str]:
    """The pair by source and target alone, whichever stands first."""
    types = f"{source.type[:4]}>{target.type[:4]}"
    rough = f"{coarse(source)}>{coarse(target)}"
    words = list(dict.fromkeys(base(report, word) for word in report.lower[slice(*between)]))
    found = [f"rt={types}", f"ro={rough}"]
    found.append(f"rk={report.kind(source.last - 1)}>{report.kind(target.last - 1)}")
    found += [f"rw={rough}{word}" for word in words]
    found += [f"rc={types}{name}" for name in dict.fromkeys(CLASS[w] for w in words if w in CLASS)]
    found.append(f"rh0={base(report, report.lower[source.last - 1])}")
    found.append(f"rh1={base(report, report.lower[target.last - 1])}")
    ahead = [_before(report, mention, first) for mention in (source, target)]
    found.append(f"rb={types}{ahead[1]}")
    found.append(f"rs={rough}{ahead[0]}|{ahead[1]}")
    return found


def _before(report: Report, mention: Mention, first: int) -> str:
    """The preposition before a mention; `^` at the beginning of its sentence."""
    word = report.lower[mention.first - 1] if mention.first > first else "^"
    return word if word in PREPOSITIONS or word == "^" else "-"
