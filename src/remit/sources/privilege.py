"""Signs of privileged, journalistic and source-identifying material, looked for in texts.

The rules are data (`privilege.yaml`): phrases, and the domains of e-mail addresses, each with the
ground on which a row is held and the law it rests on. A sign is not proof, and no sign is no
clearance: a text that names its lawyer by first name only passes. What is held costs a look; what
is missed has been read. So the phrases are wide, and measured against ordinary files.

>>> shipped().sign("My solicitor told me to say nothing").ground
'legal-privilege'
>>> shipped().sign("He stole a phone outside the solicitor's office") is None
True
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from remit.errors import BadInput
from remit.sources.columns import ColumnPlan
from remit.sources.profile import Profile

__all__ = [
    "NOTHING_WATCHED",
    "Ground",
    "Rule",
    "Rules",
    "Sign",
    "Watching",
    "read",
    "rules",
    "shipped",
    "watched",
]

LONGEST = 1_000_000
"""Characters of one cell that are looked at; what is longer is held without being read through."""

_GAP = r"[^\w@.!?]{1,4}"
"""Between two words: spaces, quotation marks, a comma; no end of a sentence. It shares no letter
with a word, so that there is one way to read a text and no time is lost on trying others."""

_BETWEEN = rf"(?:{_GAP}\w{{1,30}}){{0,5}}?"


class Ground(BaseModel):
    """A ground on which rows are held back."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    law: str


class Phrase(BaseModel):
    """A phrase with words that must not follow it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrase: str
    unless: Sequence[str] = ()


class Rule(BaseModel):
    """One sign: phrases or domains, any of which shows it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    ground: str
    says: str
    """What is told to whoever loads the file; it tells nothing of the row."""
    phrases: Sequence[str | Phrase] = ()
    domains: Sequence[str] = ()

    @cached_property
    def patterns(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rule as regular expressions on text in lower case, each with its `_stems`."""
        wide = [Phrase(phrase=one) if isinstance(one, str) else one for one in self.phrases]
        found = [(_pattern(one), _stems(one)) for one in wide]
        found += [(_domain(one), (one.lower().lstrip("*"),)) for one in self.domains]
        return tuple(found)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1]
    grounds: Sequence[Ground]
    rules: Sequence[Rule]


@dataclass(frozen=True, slots=True)
class Sign:
    """What was found in a text: the ground on which it is held, and why, in words."""

    ground: str
    reason: str


@dataclass(frozen=True)
class Watching:
    """The rules, and the columns of a table in which signs are looked for."""

    columns: tuple[str, ...] | None
    """None means every cell that a row has."""
    rules: "Rules"

    def sign(self, raw: Mapping[str, str | None]) -> Sign | None:
        """The first sign in a row as received."""
        cells = raw.values() if self.columns is None else map(raw.get, self.columns)
        texts = [cell for cell in cells if cell]
        together = "\n".join(texts).lower()
        stems = self.rules.stems(together)
        if not stems and len(together) <= LONGEST:
            return None
        return next((found for text in texts if (found := self.rules.sign(text, stems))), None)


class Rules:
    """All rules together, asked of one text at a time."""

    def __init__(self, grounds: Iterable[Ground], rules: Iterable[Rule]) -> None:
        self.grounds: Mapping[str, Ground] = {one.id: one for one in grounds}
        self.rules = tuple(rules)
        for rule in self.rules:
            if rule.ground not in self.grounds:
                raise BadInput(f"the rule {rule.id!r} names no ground: {rule.ground!r}")
            if not rule.phrases and not rule.domains:
                raise BadInput(f"the rule {rule.id!r} has no phrase and no domain")
        known: dict[str, list[str]] = {}
        for rule in self.rules:
            for pattern, stems in rule.patterns:
                for stem in stems:
                    known.setdefault(stem, []).append(pattern)
        self._by_stem = {stem: re.compile("|".join(patterns)) for stem, patterns in known.items()}
        self._of_rule = [
            (rule, re.compile("|".join(pattern for pattern, _ in rule.patterns)))
            for rule in self.rules
        ]

    def stems(self, plain: str) -> tuple[str, ...]:
        """The stems that a text in lower case has: without any there is no sign in it."""
        return tuple(stem for stem in self._by_stem if stem in plain)

    def sign(self, text: str, stems: Sequence[str] | None = None) -> Sign | None:
        """The first rule, in the order of the file, of which a text shows a sign.

        `stems` are those that may stand in it, where that is known: of all that its row says.
        """
        plain = text.lower()
        if len(plain) > LONGEST:
            return Sign(self.rules[0].ground, "longer than what is looked through for signs")
        there = self.stems(plain) if stems is None else [one for one in stems if one in plain]
        if not any(self._by_stem[stem].search(plain) for stem in there):
            return None
        rule = next(rule for rule, pattern in self._of_rule if pattern.search(plain))
        return Sign(rule.ground, f"held back, as {rule.says} ({self.grounds[rule.ground].title})")


NOTHING_WATCHED = Watching((), Rules((), ()))
"""For a table in which nothing is looked for."""


def watched(profile: Profile, columns: Sequence[ColumnPlan]) -> tuple[str, ...] | None:
    """The columns of a table in which signs are looked for, as its profile says; None for all."""
    if profile.watched == "none":
        return ()
    if profile.watched == "cells":
        return None
    if profile.watched == "all":
        return None
    return tuple(one.column for one in columns if one.means in ("text", "record"))


@cache
def shipped() -> Rules:
    """The rules that come with Remit."""
    return read((files("remit.sources") / "privilege.yaml").read_text(encoding="utf-8"))


@cache
def rules(more: Path | None = None) -> Rules:
    """The rules in use: those shipped, and those of the force in a file of its own.

    Raises `BadInput` where that file cannot be read: without it nothing is loaded.
    """
    if more is None:
        return shipped()
    try:
        own = read(more.read_text(encoding="utf-8"), shipped().grounds.values())
    except OSError as error:
        raise BadInput("the force's rules of privilege cannot be read", file=more.name) from error
    return Rules(own.grounds.values(), (*shipped().rules, *own.rules))


def read(text: str, grounds: Iterable[Ground] = ()) -> Rules:
    """Rules from their YAML; `grounds` are those known besides. Raises `BadInput`."""
    try:
        said = _File(**yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError, TypeError) as wrong:
        raise BadInput(f"the rules of privilege cannot be read: {wrong}") from None
    return Rules((*grounds, *said.grounds), said.rules)


def _pattern(one: Phrase) -> str:
    """A phrase as a regular expression. Every repetition in it is bounded.

    >>> bool(re.search(_pattern(Phrase(phrase="my/our lawyer*")), "ask our lawyers"))
    True
    """
    words = one.phrase.lower().split()
    made = r"(?<![\w@.-])"
    for number, word in enumerate(words):
        if word == "...":
            made += _BETWEEN
            continue
        made += _GAP if number else ""
        made += "(?:" + "|".join(map(_word, word.split("/"))) + ")"
    made += r"(?!\w)"
    if one.unless:
        made += rf"(?!{_GAP}(?:" + "|".join(map(_word, one.unless)) + r")(?!\w))"
    return made


def _word(word: str) -> str:
    stem, star, _ = word.partition("*")
    plain = re.escape(stem).replace("'", "['’]?")
    return plain + (r"\w{0,10}" if star else "")


def _domain(domain: str) -> str:
    """The domain of an e-mail address, as a regular expression.

    >>> bool(re.search(_domain("*.cjsm.net"), "jo@smithlaw.cjsm.net"))
    True
    """
    any_, star, rest = domain.lower().rpartition("*")
    if any_:
        raise BadInput(f"a domain has a star in front or none: {domain}")
    return "@" + (r"[\w.-]{0,200}" if star else "") + re.escape(rest) + r"(?![\w-])"


def _stems(one: Phrase) -> tuple[str, ...]:
    """Letters of which every text with the phrase has some: those of its most telling word.

    >>> _stems(Phrase(phrase="counsel's advice/opinion"))
    ('counsel',)
    """
    words = one.phrase.lower().split()
    choices = [
        tuple(re.split(r"[*'’]", choice)[0] for choice in word.split("/"))
        for word in words
        if word != "..."
    ]
    return max(choices, key=lambda stems: min(map(len, stems)))
