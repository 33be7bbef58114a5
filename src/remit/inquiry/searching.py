"""The capability `search`: one verb for each kind of thing, and suggestions while typing."""

from typing import Any

from remit.authority.capability import Capability
from remit.errors import Misuse
from remit.inquiry import people as matching_people
from remit.inquiry import things, where, words
from remit.inquiry.alike import Mode
from remit.inquiry.folded import asked, fold
from remit.inquiry.found import Reader, found, page_begins, paged
from remit.inquiry.lacking import lacking

__all__ = ["SEARCH", "people", "phones", "places", "suggest", "text", "vehicles"]

SEARCH = Capability(
    id="search",
    title="Search what the force holds",
    risk="standard",
    operation="consultation",
    pages=("/search",),
)

_BY_MATCH = "how well it matches"

MOST_SUGGESTED = 50
"""Labels suggested at most."""


@SEARCH.verb("people")
def people(
    view: Reader,
    query: str,
    *,
    mode: Mode | None = None,
    born_from: str | None = None,
    born_to: str | None = None,
    limit: int = 200,
    after: str | None = None,
) -> dict[str, Any]:
    """People by name in any order, or part of one; a date or years of birth may stand beside it.

    `literal` finds the same words and nothing else; `fuzzy` also names that begin so, are spelt
    nearly alike or otherwise transliterated, initials and short forms; `phonetic` names that sound
    alike. Left out, all three are tried, and each hit says its mode and rule. Aliases count. A
    date of birth, or `born_from` and `born_to`, leaves out people recorded with another. Quotes
    search a name letter for letter. Each record of a person is shown by itself: whether two are
    the same person is not decided here.
    """
    first = page_begins(after, limit)
    read = matching_people.read(asked(query), mode, born_from, born_to)
    page = matching_people.find(view, read, first, limit)
    shown = paged(view, page.hits, page.total, first=first, ranked_by=f"{_BY_MATCH}, then name")
    lacks = lacking(view, about_people=True)
    return {**shown, "by_mode": dict(page.by_mode), "missing": lacks}


@SEARCH.verb("vehicles")
def vehicles(
    view: Reader, query: str, *, limit: int = 200, after: str | None = None
) -> dict[str, Any]:
    """Vehicles by registration mark; * and ? stand for what is not known."""
    hits = things.vehicles(view, asked(query))
    shown = found(view, hits, limit=limit, after=after, ranked_by=_BY_MATCH)
    return {**shown, "missing": lacking(view)}


@SEARCH.verb("phones")
def phones(
    view: Reader, query: str, *, limit: int = 200, after: str | None = None
) -> dict[str, Any]:
    """Phones by number in any written form, or by its last four or more digits."""
    hits = things.phones(view, asked(query))
    shown = found(view, hits, limit=limit, after=after, ranked_by=_BY_MATCH)
    return {**shown, "missing": lacking(view)}


@SEARCH.verb("places")
def places(
    view: Reader,
    query: str,
    *,
    metres: float = where.NEAR,
    limit: int = 200,
    after: str | None = None,
) -> dict[str, Any]:
    """Places by postcode, street or area words, area code, or near lon,lat within `metres`."""
    hits = where.find(view, asked(query), metres)
    shown = found(view, hits, limit=limit, after=after, ranked_by=_BY_MATCH)
    return {**shown, "missing": lacking(view)}


@SEARCH.verb("text")
def text(view: Reader, query: str, *, limit: int = 200, after: str | None = None) -> dict[str, Any]:
    """Records that hold every word; quotes hold a phrase together.

    Columns of protected characteristics are not searched.
    """
    hits = words.find(view, asked(query))
    shown = found(view, hits, limit=limit, after=after, ranked_by=_BY_MATCH)
    return {**shown, "missing": lacking(view)}


@SEARCH.verb("suggest")
def suggest(view: Reader, prefix: str, *, limit: int = 8) -> dict[str, Any]:
    """Labels of people and things in view that begin with `prefix`, for typing ahead."""
    if not 1 <= limit <= MOST_SUGGESTED:
        raise Misuse(f"from 1 to {MOST_SUGGESTED} labels are suggested")
    begun = fold(asked(prefix))
    if len(begun) < 2:  # one letter begins too much to help
        return {"suggestions": []}
    rows = view.run(_LABELS, {"prefix": begun, "limit": limit}).to_pylist()
    return {"suggestions": rows}


_LABELS = """
SELECT DISTINCT label, kind FROM mention
WHERE label IS NOT NULL AND starts_with(strip_accents(lower(label)), $prefix)
ORDER BY label, kind
LIMIT $limit
"""
