"""What a view holds of presence and of uses, as arrays: two statements, whatever there is.

A card has no id of its own, since a masked number joins nothing: within one source the same text in
its column is one card. A payment counts as a use where it says at which merchant or place it was.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from remit.inquiry.found import Reader
from remit.inquiry.material import WITHIN, Material
from remit.inquiry.movements.ground import Plane
from remit.inquiry.movements.presence import Fixes
from remit.inquiry.movements.uses import Uses
from remit.inquiry.span import Window
from remit.store.ids import kind_of

__all__ = ["KINDS", "Spent", "Tracked", "spent", "tracked"]

Row = tuple[str, int]
Ints = NDArray[np.int64]

KINDS = ("vehicle", "device", "handset", "phone", "sim", "person", "track")
"""Kinds of mover, in the order in which they are looked at."""

_CELL = frozenset({"call", "message", "data-session"})
_RADIUS = {"cell": 700.0, "plate-read": 50.0, "sighting": 50.0, "position": 20.0}
"""Metres around the point of each kind of event."""

_CARD = re.compile(r"card|ccnum|loyalty", re.IGNORECASE)
_WHERE = re.compile(r"merchant|shop|store|location|retailer|till|terminal|outlet", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tracked:
    """Movers and their fixes; `rows` beside those as read."""

    fixes: Fixes
    ids: tuple[str, ...]
    plane: Plane
    load: Sequence[str]
    pos: Ints
    """(n,) beside the fixes: the row each is of."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Cards and their uses."""

    uses: Uses
    things: tuple[str | None, ...]
    """(t,) the id of the account a card is of, or of the card; None where it has none."""
    rows: tuple[Row, ...]
    """(n,) the row of each use."""
    labels: tuple[str, ...]
    """(t,) what each card is called, masked."""
    shops: tuple[str | None, ...]
    """(p,) the id of each place; None where it is only named."""


def tracked(view: Reader, within: Window, searched: Material) -> Tracked:
    """Everything that says where a vehicle, a device, a phone or a person was."""
    found = view.run(_FIXES.format(when=_when(within)), _params(within, searched))
    view.check()
    ids, mover = _coded(found, "thing")
    lon, lat = (_floats(found, name) for name in ("lon", "lat"))
    plane = Plane.around(lon, lat)
    x, y = plane.metres(lon, lat)
    begin, end = _floats(found, "begin"), _floats(found, "end")
    kinds = np.array(found.column("kind").to_pylist(), object)
    cell = np.isin(kinds, list(_CELL))
    bound = np.array(found.column("bound").to_pylist(), bool)
    end = np.where(np.isfinite(end), end, begin)
    begin, end = np.where(bound, begin - 300.0, begin), np.where(bound, begin, end)
    said = _floats(found, "accuracy")
    usual = np.array(
        [_RADIUS.get("cell" if c else k, 100.0) for k, c in zip(kinds, cell, strict=True)]
    )
    radius = np.where(np.isfinite(said) & (said > 0) & (said < 5_000), said, usual).astype(float)
    track = np.bincount(mover, kinds == "position", len(ids)) > 0.5 * np.bincount(
        mover, minlength=len(ids)
    )
    number = {name: n for n, name in enumerate(KINDS)}
    fixes = Fixes(
        mover, begin, np.maximum(begin, end), x, y, radius, tuple(ids),
        np.array([number[kind_of(i)] for i in ids], np.int64), np.zeros(len(ids), np.int64), track,
    )  # fmt: skip
    return Tracked(
        fixes, tuple(ids), plane, found.column("load").to_pylist(),
        np.asarray(found.column("pos"), np.int64),
    )  # fmt: skip


@dataclass
class _Made:
    token: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    begin: list[float] = field(default_factory=list)
    end: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    tokens: dict[tuple[str, str], tuple[str | None, str]] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[int, str | None, list[tuple[float, float]]]] = field(
        default_factory=dict
    )
    sources: dict[str, str] = field(default_factory=dict)
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)


def spent(view: Reader, within: Window, plane: Plane, searched: Material) -> Spent:
    """Every use of a card at a place that is placed or named."""
    profile = {row["id"]: row["profile"] for row in view.run(_LOADS).to_pylist()}
    rows = view.run(_SPENT.format(when=_when(within)), _params(within, searched)).to_pylist()
    view.check()
    made = _Made()
    for number, row in enumerate(rows):
        if number % 5_000 == 0:
            view.check()
        _one(made, row, profile)
    at = np.full((len(made.places), 2), np.nan)
    for n, (_, _, points) in enumerate(made.places.values()):
        if points:
            lon, lat = (np.array([p[axis] for p in points]) for axis in (0, 1))
            x, y = plane.metres(lon, lat)
            at[n] = np.median(x), np.median(y)
    uses = Uses(
        np.array(made.token, np.int64), np.array(made.begin, float), np.array(made.end, float),
        np.array(made.place, np.int64), tuple(key[1] for key in made.tokens),
        tuple(key[1] for key in made.places), at, np.full(len(made.places), 60.0),
        np.array([source for source, _, _ in made.places.values()], np.int64),
        tuple(made.sources.values()),
    )  # fmt: skip
    return Spent(
        uses, tuple(thing for thing, _ in made.tokens.values()), tuple(made.rows),
        tuple(label for _, label in made.tokens.values()),
        tuple(place for _, place, _ in made.places.values()),
    )  # fmt: skip


def _one(made: _Made, row: dict[str, Any], profile: dict[str, str]) -> None:
    raw = json.loads(row["raw"]) if row["raw"] else {}
    text, where = row["card"], row["merchant"]
    source = profile.get(row["load"], "")
    if source in ("", "table"):
        header = " ".join(raw)
        source, said = f"{source} {header}", f"the file with the columns {', '.join(raw)}"
    else:
        said = f"the source {source}"
    if text is None and row["kind"] == "event":
        text = next((v for k, v in raw.items() if _CARD.search(k) and v), None)
    where = where or next((v for k, v in raw.items() if _WHERE.search(k) and v), None)
    where = where or row["place"]
    own = row["thing"] if row["thing"] and kind_of(row["thing"]) in _HELD else None
    if where is None or (text is None and own is None):
        return
    number = made.numbers.setdefault(("source", source), len(made.sources))
    made.sources.setdefault(source, said)
    key = (own or source, text or own or "")
    token = made.numbers.setdefault(("token", *key), len(made.tokens))
    made.tokens.setdefault(key, (own, _masked(text) if text else "account"))
    place = (source, str(where).strip().casefold())
    shop = made.numbers.setdefault(("place", *place), len(made.places))
    kept = made.places.setdefault(place, (number, row["place"], []))
    if row["lon"] is not None:
        kept[2].append((row["lon"], row["lat"]))
    made.token.append(token)
    made.place.append(shop)
    made.begin.append(row["begin"])
    made.end.append(row["end"] if row["end"] is not None else row["begin"] + 1.0)
    made.rows.append((row["load"], row["pos"]))


_HELD = frozenset({"account", "payment-card"})


def _masked(text: str) -> str:
    """A card as it may be told: the last four of its letters and digits.

    >>> _masked("4929 1234 5678 9010"), _masked("******7001")
    ('ending 9010', 'ending 7001')
    """
    return f"ending {re.sub(r'[^0-9A-Za-z]', '', text)[-4:]}"


def _coded(found: Any, name: str) -> tuple[list[str], Ints]:
    column = pc.dictionary_encode(found.column(name).combine_chunks())
    return column.dictionary.to_pylist(), np.asarray(column.indices, np.int64)


def _floats(found: Any, name: str) -> NDArray[np.float64]:
    column = found.column(name).cast("double").to_numpy(zero_copy_only=False)
    return np.asarray(column, np.float64)


def _when(within: Window) -> str:
    rules = ['"begin" IS NOT NULL', WITHIN]
    rules += ['coalesce("end", "begin") >= $since'] if within.since else []
    rules += ['"begin" < $until'] if within.until else []
    return " AND ".join(rules)


def _params(within: Window, searched: Material) -> dict[str, Any]:
    found = searched.values
    if within.since:
        found["since"] = within.since
    if within.until:
        found["until"] = within.until
    return found


_LOADS = "SELECT id, profile FROM load ORDER BY id"

_FIXES = """
SELECT thing, load, pos, kind, lon, lat, epoch("begin") AS "begin",
    CASE WHEN precision = 'instant' OR kind = 'call' THEN NULL ELSE epoch("end") END AS "end",
    coalesce(means, 'at') <> 'at' AS bound,
    TRY_CAST(attributes ->> '$.accuracy' AS DOUBLE) AS accuracy
FROM event_by_thing
WHERE lon IS NOT NULL AND {when}
    AND kind IN (
        'plate-read', 'position', 'sighting', 'call', 'message', 'data-session', 'event'
    )
    AND regexp_matches(thing, '^(vehicle|device|handset|phone|sim|person|track)-')
    AND coalesce(precision, 'instant') IN ('instant', 'interval', 'minute', 'hour')
    AND (
        kind NOT IN ('call', 'message')
        OR coalesce(part, 'from') = CASE
            WHEN starts_with(lower(coalesce(attributes ->> '$.direction', 'out')), 'i') THEN 'to'
            ELSE 'from' END
    )
ORDER BY thing, "begin", load, pos
"""

_SPENT = """
SELECT e.load, e.pos, e.kind, e.thing, e.place, e.lon, e.lat, epoch(e."begin") AS "begin",
    epoch(e."end") AS "end", e.attributes ->> '$.card' AS card,
    e.attributes ->> '$.merchant' AS merchant, r.raw
FROM (
    SELECT * FROM event_by_time WHERE kind IN ('payment', 'event') AND {when}
) AS e
LEFT JOIN record AS r ON r.load = e.load AND r.pos = e.pos
WHERE (
    e.kind = 'payment'
    OR (e.kind = 'event' AND regexp_matches(r.raw, '(?i)"[^":]*(card|ccnum|loyalty)[^":]*":'))
)
ORDER BY e."begin", e.load, e.pos
"""
