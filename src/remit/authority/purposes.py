"""Purposes and legal bases: two closed lists, read from `purposes.yaml`.

An ordinary word resolves to the purpose it plainly means, or to nothing:

>>> resolve("Detection"), resolve("investigating a burglary"), resolve("curiosity")
('investigation', 'investigation', None)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

__all__ = [
    "LEDGER_PURPOSES",
    "Purpose",
    "legal_bases",
    "purposes",
    "resolve",
    "resolve_legal_basis",
]


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose or legal basis, with the law it rests on."""

    id: str
    title: str
    law: str
    aliases: tuple[str, ...]
    """Ordinary words for it, alone or within a phrase."""
    alone: tuple[str, ...] = ()
    """Words for it that count only by themselves."""
    only_ledger: bool = False


@cache
def purposes() -> Mapping[str, Purpose]:
    """Every purpose there is, by id, in the order of the file."""
    return _read("purposes")


@cache
def legal_bases() -> Mapping[str, Purpose]:
    """Every legal basis a case or a remit may rest on, by id."""
    return _read("legal_bases")


@lru_cache(maxsize=1024)  # asked once an act
def resolve(text: str | None) -> str | None:
    """The id of the purpose that `text` means; None when it means none, or more than one."""
    return _resolve(text, "purposes")


@lru_cache(maxsize=1024)  # asked once an act
def resolve_legal_basis(text: str | None) -> str | None:
    """The id of the legal basis that `text` means; None when it means none, or more than one."""
    return _resolve(text, "legal_bases")


def _resolve(text: str | None, part: str) -> str | None:
    wanted = _plain(text or "")
    for purpose in _read(part).values():
        if wanted in map(_plain, (purpose.id, *purpose.aliases, *purpose.alone)):
            return purpose.id
    meant = {
        purpose.id
        for purpose in _read(part).values()
        if not purpose.only_ledger
        and any(f" {_plain(word)} " in f" {wanted} " for word in (purpose.id, *purpose.aliases))
    }
    return meant.pop() if len(meant) == 1 else None


@cache
def _read(part: str) -> Mapping[str, Purpose]:
    text = files("remit.authority").joinpath("purposes.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)[part]
    found = (
        Purpose(
            r["id"],
            r["title"],
            r["law"],
            tuple(r["aliases"]),
            tuple(r.get("alone", ())),
            r.get("only") == "ledger",
        )
        for r in rows
    )
    return MappingProxyType({p.id: p for p in found})


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


LEDGER_PURPOSES: frozenset[str] = frozenset(p.id for p in purposes().values() if p.only_ledger)
"""The four purposes for which logs may be used: Data Protection Act 2018 s.62(4)."""
