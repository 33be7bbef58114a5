"""The verb `resolve.seek`: who among those in view is likeliest to be somebody described."""

from collections.abc import Mapping, Sequence
from typing import Any

from remit.errors import BadInput, Misuse, NotFound
from remit.identity.comparisons import Comparison
from remit.identity.edging import comparisons_of
from remit.identity.index import Index
from remit.identity.judged import told_mentions
from remit.identity.judging import RESOLVE
from remit.identity.model import Model
from remit.identity.pairs import rule_of
from remit.identity.people import People, people
from remit.identity.prepared import prepare
from remit.identity.reviewing import Reviewing, latest
from remit.identity.seeking import Found
from remit.identity.seeking import seek as sought
from remit.identity.waterfall import waterfall
from remit.ontology.types import cro as cros
from remit.ontology.types import email as emails
from remit.ontology.types import phone as phones
from remit.ontology.types import pnc as pncs
from remit.ontology.types import postcode as postcodes
from remit.ontology.types import vrm as vrms
from remit.store.resolutions import Resolution

__all__ = ["seek"]

MOST = 50
"""People that one answer shows at most."""

_TYPES: Mapping[str, Any] = {
    "phone": phones.TYPE,
    "email": emails.TYPE,
    "postcode": postcodes.TYPE,
    "pnc": pncs.TYPE,
    "cro": cros.TYPE,
    "vehicle": vrms.TYPE,
}


@RESOLVE.verb("seek")
def seek(
    view: Reviewing,
    *,
    name: str | None = None,
    date_of_birth: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    postcode: str | None = None,
    address: str | None = None,
    pnc: str | None = None,
    cro: str | None = None,
    vehicle: str | None = None,
    limit: int = 20,
) -> dict[str, Any]:
    """Who in view is likeliest to be somebody of whom this is known, each with why, in words.

    Any value may be missing; of a date of birth the year will do, of a name its first letter. They
    are weighed by the model of the resolution that is adopted, else of the newest. The answer is a
    list to look through: it says of nobody that they are the one. Raises `NotFound` where nothing
    was proposed yet.
    """
    given = {
        "name": name,
        "date_of_birth": date_of_birth,
        "phone": phone,
        "email": email,
        "postcode": postcode,
        "address": address,
        "pnc": pnc,
        "cro": cro,
        "vehicle": vehicle,
    }
    values = {c: _normal(c, text.strip()) for c, text in given.items() if text and text.strip()}
    if not values:
        raise Misuse("say something of whoever is sought: a name, a date of birth, a number")
    chosen, known = latest(view)
    resolution = view.proposals.one(chosen.adoption.resolution)
    model = Model.read(view.proposals.model(resolution.id))
    index = view.kept(
        f"index of {resolution.id}", lambda asked: _index(people(asked), resolution, model)
    )
    compared = {
        name: text for name, text in values.items() if name in resolution.figures["columns"]
    }
    if not compared:
        raise NotFound("of nobody in view is anything like that known")
    view.check()
    answer = sought(index, compared, max(1, min(limit, MOST)))
    told = told_mentions(view, [one.record for one in answer.found])
    by = {one["mention"]: one for one in told}
    comparisons = comparisons_of(resolution)
    return {
        "asked": values,
        "not_compared": sorted(set(values) - set(compared)),
        "found": [
            {
                **by[one.record],
                "entity": known.stands_for(one.record),
                "weight": round(one.weight, 2),
                "why": _why(one, model, comparisons, resolution.figures["titles"]),
            }
            for one in answer.found
            if one.record in by
        ],
        "basis": "assessment",
        "model": model.hash,
        "looked_at": answer.gathered,
        "weighed": answer.weighed,
        "passed_over": answer.passed_over,
        "near": list(answer.near),
    }


def _index(found: People, resolution: Resolution, model: Model) -> Index:
    """The people in view as the model reads them; columns that it was not made for are left out."""
    columns: Mapping[str, str] = resolution.figures["columns"]
    size = len(found.stands)
    values = {name: found.columns.get(name, [None] * size) for name in columns}
    ready = prepare(values, columns, model.rarity)
    ids = [one.mention for one in found.stands]
    return Index.of(ready, ids, columns, model, rule_of(size))


def _why(
    one: Found, model: Model, comparisons: Sequence[Comparison], titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The parts of a weight that say something, in words."""
    steps = [
        {"feature": step.feature, "weight": round(step.weight, 2), "words": step.words}
        for step in waterfall(model, comparisons, titles, one.levels)
        if step.weight
    ]
    if one.year:
        words = "years of birth, where one of both has no day"
        steps.append({"feature": "year", "weight": round(one.year, 2), "words": words})
    return steps


def _normal(column: str, text: str) -> str:
    """A value as what is loaded is kept; as it was typed where it is none of its kind.

    >>> _normal("phone", "07700 900417"), _normal("date_of_birth", "1991")
    ('+447700900417', '1991')
    """
    kind = _TYPES.get(column)
    try:
        return str(kind.clean(text)) if kind is not None else text
    except BadInput:
        return text
