"""Candidates of one report that name the same thing, where the report itself gives the evidence.

Three kinds of evidence, and no other: an abbreviation in brackets after its full name; the same
name again; a surname after the full name, where only one person of the report bears it. What is
only alike, or only stands together, is not joined, and nothing is joined across reports.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from remit.extraction.candidate import Candidate

__all__ = ["Chain", "coreferences"]

_NAMED = frozenset({"Person", "Organisation", "Location", "MilitaryPlatform", "DocumentReference"})
_LEAD = re.compile(
    r"(?:the|a|an|mr|mrs|ms|miss|dr|sir|lord|lady|prof|gen|col|lt|maj|capt|sgt|dc|ds|di|dci|pc|ps|"
    r"insp|supt|general|colonel|captain|sergeant|president|minister|prime|secretary|senator)\.? ",
    re.IGNORECASE,
)
_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "a", "an", "de", "la", "al"])
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Chain:
    """Candidates that name one thing in this report, in order of place, and why each was joined."""

    type: str
    members: tuple[Candidate, ...]
    why: tuple[str, ...]
    """One reason per member after the first."""


def coreferences(text: str, candidates: Sequence[Candidate]) -> list[Chain]:
    """Chains of two and more, in order of their first member."""
    named = sorted((c for c in candidates if _is_name(c)), key=lambda c: c.begin)
    short = _abbreviated(text, named)
    surnames = _surnames(named)
    chains: dict[tuple[str, str], list[tuple[Candidate, str]]] = {}
    for each in named:
        key, why = _key(each), "the same name again"
        if (each.type, key) in short:
            key, why = short[each.type, key], f"{each.text!r} abbreviates it in brackets"
        elif each.type == "Person" and " " not in key:
            full = surnames.get(key, set())
            if len(full) > 1:
                continue  # two people bear it: which is meant is not stated
            if full:
                key, why = next(iter(full)), "the surname of the only person here who bears it"
        chains.setdefault((each.type, key), []).append((each, why))
    return sorted(
        (
            Chain(kind, tuple(c for c, _ in members), tuple(why for _, why in members[1:]))
            for (kind, _), members in chains.items()
            if len(members) > 1
        ),
        key=lambda chain: chain.members[0].begin,
    )


def _is_name(each: Candidate) -> bool:
    """A name, not a description: `the regime` twice may be two regimes."""
    if each.type not in _NAMED:
        return each.by.startswith("rule:") and isinstance(each.value, str)
    words = _bare(each.text).split(" ")
    return bool(words[0]) and all(w[:1].isupper() or w.lower() in _SMALL for w in words)


def _key(each: Candidate) -> str:
    if isinstance(each.value, str):
        return each.value
    return _bare(each.text).casefold()


def _bare(text: str) -> str:
    """A name without article, title and possessive."""
    bare = _SPACES.sub(" ", text).strip().removesuffix("'s").removesuffix("’s")
    while (lead := _LEAD.match(bare)) and lead.end() < len(bare):
        bare = bare[lead.end() :]
    return bare


def _abbreviated(text: str, named: list[Candidate]) -> dict[tuple[str, str], str]:
    """Abbreviations in brackets right after a name of the same type whose initials they are."""
    found: dict[tuple[str, str], str] = {}
    for one, other in pairwise(named):
        opened = text[one.end : other.begin].strip() == "(" and other.begin - one.end < 4
        closed = text[other.end : other.end + 1] == ")"
        beside = one.type == other.type and opened and closed
        if beside and _initials(one.text, _bare(other.text)):
            found.setdefault((other.type, _key(other)), _key(one))
    return found


def _initials(full: str, short: str) -> bool:
    """Whether every letter of the short form begins a word of the full one, in order, none but
    small words left out."""
    letters = [mark.casefold() for mark in short if mark.isalnum()]
    if not 2 <= len(letters) <= 10:
        return False
    at = 0
    for word in re.split(r"[\s-]+", full.casefold()):
        if at < len(letters) and word[:1] == letters[at]:
            at += 1
        elif word and word not in _SMALL:
            return False
    return at == len(letters)


def _surnames(named: list[Candidate]) -> dict[str, set[str]]:
    """Full names of persons by their last word."""
    found: dict[str, set[str]] = {}
    for each in named:
        key = _key(each)
        if each.type == "Person" and " " in key:
            found.setdefault(key.rpartition(" ")[2], set()).add(key)
    return found
