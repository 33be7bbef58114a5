"""Which thing an end of a path is: an id, or a text that says exactly one thing in view."""

import re
from dataclasses import dataclass
from typing import Any

from remit.errors import Misuse, NotFound
from remit.inquiry import people, things, where
from remit.inquiry.found import Hit, Reader, cited
from remit.inquiry.named import named, now

__all__ = ["MOST_CANDIDATES", "End", "end"]

MOST_CANDIDATES = 10
"""Things listed where a text may mean several."""

_ID = re.compile(r"[a-z-]+-[0-9a-f]{20}")
_EXACT = 1.0
_MATCHERS = (
    things.vehicles,
    things.phones,
    lambda view, text: people.find(view, people.read(text, "literal")).hits,
    where.find,
)


@dataclass(frozen=True, slots=True)
class End:
    """The thing meant, or else those that may be: then `entity` is None."""

    entity: str | None
    candidates: tuple[dict[str, Any], ...] = ()
    in_all: int = 1


def end(view: Reader, text: str) -> End:
    """The thing that `text` means. Raises `NotFound` where it means nothing in view.

    A name means those recorded with just its words, in any order; a mark, a number or an address
    means what is recorded with the same. Part of one means nothing here: to look for it is a
    search, which has a remit of its own.
    """
    meant = now(view, text)
    if meant in named(view, [meant]):
        return End(meant)
    hits: dict[str, Hit] = {}
    for match in () if _ID.fullmatch(text) else _MATCHERS:
        view.check()
        try:
            hits |= {hit.entity: hit for hit in match(view, text) if hit.score >= _EXACT}
        except Misuse:  # it cannot be the name of such a thing
            continue
    if not hits:
        raise NotFound(f"nothing called {text}, in full, in what this act may see: search for it")
    if len(hits) == 1:
        return End(next(iter(hits)))
    ranked = sorted(hits.values(), key=lambda hit: (hit.label, hit.entity))[:MOST_CANDIDATES]
    rows = cited(view, [row for hit in ranked for row in sorted(hit.rows)[:1]])
    said = tuple(
        {
            "entity": hit.entity,
            "kind": hit.kind,
            "label": hit.label,
            "rows": [rows[row] for row in sorted(hit.rows)[:1] if row in rows],
        }
        for hit in ranked
    )
    return End(None, said, len(hits))
