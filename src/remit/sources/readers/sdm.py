"""The Standard Data Model's envelope: one row for each resource, with what it is related to.

`data` holds the resources that were sent, `included` those that they point to by type and id. A
relationship becomes a group of columns under its own name (`victim surname`), so that whose a
value is stays as the record states it. Pointing in circles ends where a resource comes again.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from remit.errors import BadInput
from remit.sources.readers.json import DECODER
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table, named

__all__ = ["SDM", "is_envelope", "read"]

SDM = "sdm"
"""Format of such a table."""

_HEAD = 1 << 16
_LARGEST = 256 << 20
"""Bytes of one envelope: what is included may stand behind all that points to it."""

_DEEPEST = 3
"""Relationships after relationships that one row follows."""

_ENVELOPE = re.compile(
    r'\s*\{\s*(?:"(?:jsonapi|meta|links)"\s*:\s*\{[^{}]{0,2000}\}\s*,\s*)*"(?:data|included)"\s*:\s*'
    r'(?:\[\s*)?\{[^{}]{0,400}"(?:type|id|attributes)"\s*:'
)
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|[_\-\s]+")

_TERMS = {
    "givenName": "first name",
    "middleName": "middle name",
    "surname": "last name",
    "fullName": "name",
    "dateFrom": "date from",
    "dateTo": "date to",
    "incidentType": "incident type",
    "incidentNumber": "incident number",
    "crimeNumber": "crime number",
    "emailAddress": "email address",
    "addressLine1": "address",
    "addressLine2": "street",
    "addressLine3": "town",
    "buildingNumber": "house number",
    "vehicleRegistrationMark": "vrm",
    "registrationNumber": "vrm",
    "lon": "longitude",
    "lat": "latitude",
}
"""Attributes by the words that a header has for the same."""

_NUMBER_OF = {"telephone": "phone", "personaltelephone": "phone", "mobile": "phone"}
"""Types of resource whose `number` is known by what they are."""

_PLACES = ("location", "address", "start", "end", "datetime", "telephone", "email", "vehicle")
"""Ends of the names of relationships that say what is there and not whose it is."""


def is_envelope(path: Path, seen: Survey) -> bool:
    """Whether a JSON file begins as such an envelope."""
    with path.open(encoding=seen.encoding, errors="replace") as text:
        return _ENVELOPE.match(text.read(_HEAD).lstrip("\ufeff")) is not None


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The table of an envelope; resources are counted from 1 as they stand in `data`."""
    if seen.size > _LARGEST:
        reason = f"an envelope of {seen.size:,} bytes; the limit is {_LARGEST:,}: split it"
        raise BadInput(reason, file=path.name)
    rows = partial(_rows, path, seen.encoding, limits)
    keys: dict[str, None] = {}
    for _, row in rows():
        keys.update(dict.fromkeys(row.raw if isinstance(row, Fault) else row))
    header = named(list(keys), path.name, limits)
    note = "an envelope of the Standard Data Model: each resource is a row, the first is row 1"
    return Table(path.name, SDM, header, rows, (*seen.notes, note))


def _rows(path: Path, encoding: str, limits: Limits) -> Iterator[Row]:
    try:
        whole = DECODER.decode(
            path.read_text(encoding=encoding, errors="backslashreplace").lstrip("\ufeff").strip()
        )
    except (ValueError, RecursionError) as wrong:
        reason = f"an envelope that cannot be read: {str(wrong).split(': line')[0][:120]}"
        raise BadInput(reason, file=path.name) from None
    data, included = whole.get("data"), whole.get("included")
    resources = data if isinstance(data, list) else [data]
    there = [one for one in (*resources, *(included or ())) if isinstance(one, dict)]
    known = {(str(one.get("type")), str(one.get("id"))): one for one in there}
    for pos, one in enumerate(resources, 1):
        try:
            yield pos, _row(one, known, limits)
        except BadInput as wrong:
            yield pos, Fault(wrong.reason, {"(text)": _shown(one)})


Known = Mapping[tuple[str, str], dict[str, Any]]


def _row(one: Any, known: Known, limits: Limits) -> Fields:
    if not isinstance(one, dict) or not isinstance(one.get("type"), str):
        raise BadInput("a resource is an object with its type")
    found: Fields = {"SDM resource": _text(one["type"]), "SDM identity": _text(one.get("id"))}
    _add(found, one, "", known, limits, frozenset())
    if len(found) > limits.columns:
        raise BadInput(f"a resource leads to more than {limits.columns:,} values")
    return found


def _add(
    found: Fields, one: dict[str, Any], whose: str, known: Known, limits: Limits,
    above: frozenset[tuple[str, str]],
) -> None:  # fmt: skip
    """The attributes of a resource under `whose` name, then of what it is related to."""
    kind = str(one.get("type"))
    here = above | {(kind, str(one.get("id")))}
    attributes, related = one.get("attributes"), one.get("relationships")
    if isinstance(attributes, dict):
        _attributes(found, attributes, whose, kind, limits.depth)
    if not isinstance(related, dict) or len(above) >= _DEEPEST:
        return
    for name, relation in related.items():
        targets = relation.get("data") if isinstance(relation, dict) else None
        listed = targets if isinstance(targets, list) else [targets]
        several = len(listed) > 1
        for number, target in enumerate(listed, 1):
            if not isinstance(target, dict):
                continue
            key = str(target.get("type")), str(target.get("id"))
            role = _role(str(name))
            group = " ".join(w for w in (whose, role, str(number) if several else "") if w)
            if key in known and key not in here:
                _add(found, known[key], group, known, limits, here)
            else:
                _put(found, f"{group or _plain(str(name))} SDM identity", target.get("id"))


def _attributes(
    found: Fields, attributes: dict[str, Any], whose: str, kind: str, depth: int
) -> None:
    if depth == 0:
        raise BadInput("objects within objects go too deep")
    for name, value in attributes.items():
        if isinstance(value, dict):
            _attributes(found, value, whose, str(name), depth - 1)
            continue
        term = _TERMS.get(str(name)) or _plain(str(name))
        if term in ("number", "value"):
            term = _NUMBER_OF.get(kind.replace("-", "").lower(), f"{_plain(kind)} {term}")
        if isinstance(value, list):
            plain = all(isinstance(part, str) for part in value)
            value = " ".join(value) if plain else json.dumps(value, ensure_ascii=False)
        _put(found, f"{whose} {term}".strip(), value)


def _put(found: Fields, column: str, value: Any) -> None:
    """A value in its column, or in the next that is free: nothing is written over."""
    free, number = column[:200], 1
    while free in found:
        number += 1
        free = f"{column[:190]}, again{'' if number == 2 else '+' * (number - 2)}"
    found[free] = _text(value)


def _role(name: str) -> str:
    """The words of a relationship that say whose it is; none where it says what is there."""
    words = _plain(name).split()
    return "" if words and words[-1] in _PLACES else " ".join(words)


def _plain(name: str) -> str:
    return " ".join(word.lower() for word in _WORDS.split(name) if word)


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if "\0" in text:
        raise BadInput("the resource holds NUL characters")
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _shown(one: Any) -> str:
    return json.dumps(one)[:2_000]
