"""What a view shows of feeds: the statements that make records, mentions and events of their rows.

A part of a feed is read either as sealed when it was loaded (`feed`) or, once compacted, from its
two sorted forms; never from both, for compaction replaces the one by the others.

Ids are hashed from the seed of the load, which only the store's key gives and no view shows, and
from the position, so they tell nothing and need not be kept.
"""

from collections.abc import Callable

from remit.store.schema import ENDS, RAW, TABLES

__all__ = ["PIECES", "ROWS", "SIDES", "canonical_raw", "sides"]

ROWS, SIDES = "sealed.feed_rows", "sealed.feed_sides"
"""What the statements read: rows, and rows once for each thing, less those that a rule hides."""

_SHARED = [
    name
    for name in TABLES["feed_by_thing"].names
    if name not in ("side", "thing", "part", "other", "value", "other_value", "label", "says")
]
_WHEN = "strftime(f.\"begin\", '%Y-%m-%dT%H:%M:%SZ')"
"""A time that is written as its instant is kept once: see `feed.STAMP`."""

_MARK = "chr(31)"

_EVENTS = """
    {id} AS id, f.load, f.pos, f.kind, f.category, f."begin", f."end",
    coalesce(f.time_text, {when}) AS time_text, f.zone, f.precision, 'at' AS means,
    {ends},
    f.place, f.place_label, f.lon, f.lat, CAST(NULL AS VARCHAR) AS area,
    CAST(NULL AS VARCHAR) AS outcome, f.reference, f.attributes, f.grading, f.handling
"""


def sides(rows: str) -> str:
    """Each row of `rows` once for each thing that it names, seen from there.

    Where a thing is named a second time, as by one who calls themselves, `part` is `again`: there
    are two mentions of it, and one event.
    """
    kept = ", ".join(f'"{name}"' for name in _SHARED)
    found = []
    for number, end in enumerate(ENDS):
        across = {"thing": "other", "other": "thing"}.get(end)
        part = {"thing": "from", "other": "to"}.get(end)
        seen = "CAST(NULL AS VARCHAR)"
        earlier = " OR ".join(f"{end} = {one}" for one in ENDS[:number]) or "false"
        two = f"WHEN {across} IS NOT NULL THEN '{part}'" if across else ""
        there = f"CASE WHEN {earlier} THEN 'again' {two} END"
        found.append(
            f"SELECT {kept}, '{end}' AS side, {end} AS thing, {there} AS part, "
            f"{across or seen} AS other, {end}_value AS value, "
            f"{f'{across}_value' if across else seen} AS other_value, {end}_label AS label, "
            f"{end}_says AS says FROM {rows} WHERE {end} IS NOT NULL"
        )
    return " UNION ALL ".join(found)


def canonical_raw() -> str:
    """The row as received, as a JSON object: column → text."""
    cells = []
    for number, cell in enumerate(RAW, 1):
        name = f"split_part(f.header, {_MARK}, {number})"
        value = f"coalesce(to_json({_cell(number, cell)})::VARCHAR, 'null')"
        cells.append(f"CASE WHEN {name} <> '' THEN to_json({name})::VARCHAR || ':' || {value} END")
    return f"'{{' || concat_ws(',', {', '.join(cells)}) || '}}'"


def _cell(number: int, cell: str) -> str:
    return f"coalesce(f.{cell}, CASE WHEN f.time_at = {number} THEN {_WHEN} END)"


def _id(kind: str, slot: str) -> str:
    said = f"f.seed || ' ' || f.pos || ' ' || {slot}"
    return f"{kind} || '-' || substr(sha256({said}), 1, 20)"


def _raw_of(says: str) -> str:
    """The cells that say a thing, as received, with a space between."""
    cells = [
        f"CASE split_part({says}, {_MARK}, {n}) "
        + " ".join(f"WHEN '{at}' THEN f.{cell}" for at, cell in enumerate(RAW, 1))
        + " END"
        for n in (3, 4)
    ]
    return f"concat_ws(' ', {', '.join(cells)})"


def _kind(thing: str) -> str:
    return f"left({thing}, length({thing}) - 21)"


_TWO = "f.thing IS NOT NULL AND f.other IS NOT NULL"


def _events_by_time() -> str:
    ends = ", ".join(
        f"CASE WHEN {_TWO} THEN {shown} END AS {name}"
        for name, shown in (
            ("thing", "f.thing"),
            ("part", "'from'"),
            ("other", "f.other"),
            ("value", "f.thing_value"),
            ("other_value", "f.other_value"),
        )
    )
    return f"SELECT {_event(ends)} FROM {ROWS} AS f"


def _events_by_thing() -> str:
    ends = "f.thing, f.part, f.other, f.value, f.other_value"
    return f"SELECT {_event(ends)} FROM {SIDES} AS f WHERE f.part IS DISTINCT FROM 'again'"


def _event(ends: str) -> str:
    return _EVENTS.format(id=_id("'event'", "'0'"), when=_WHEN, ends=ends)


_MENTION = """SELECT {id} AS id, f.load, f.pos, {slot} AS slot, {kind} AS kind, {thing} AS thing,
    {label} AS label, CAST(NULL AS VARCHAR) AS role, 'fact' AS basis, f.grading, f.handling
FROM {source} AS f WHERE {thing} IS NOT NULL"""

_CLAIM = """SELECT {id} AS mention, f.load, f.pos, {kind} AS kind, {prop} AS property, {raw} AS raw,
    {value} AS value, {column} AS "column"
FROM {source} AS f WHERE {known} IS NOT NULL"""


def _mentions() -> str:
    kind = _kind("f.thing")
    side = _MENTION.format(
        id=_id(kind, "f.side"), slot="f.side", kind=kind, thing="f.thing",
        label="coalesce(f.label, f.value)", source=SIDES,
    )  # fmt: skip
    place = _MENTION.format(
        id=_id("'place'", "'place'"), slot="'place'", kind="'place'", thing="f.place",
        label=f"coalesce(f.place_label, {_KEY})", source=ROWS,
    )  # fmt: skip
    return f"{side} UNION ALL {place}"


_KEY = "format('{:.6f}, {:.6f}', f.lon, f.lat)"
_POINT = "format('{:.7f}, {:.7f}', f.lon, f.lat)"


_VALUE = (
    f"CASE WHEN split_part(f.says, {_MARK}, 1) = 'imei' THEN coalesce(f.label, f.value) "
    "ELSE f.value END"
)
"""An IMEI is claimed whole; the handset is known by its first fourteen digits."""


def _claims() -> str:
    kind = _kind("f.thing")
    side = _CLAIM.format(
        id=_id(kind, "f.side"), kind=kind, prop=f"split_part(f.says, {_MARK}, 1)",
        raw=_raw_of("f.says"), value=_VALUE, column=f"split_part(f.says, {_MARK}, 2)",
        source=SIDES, known="f.thing",
    )  # fmt: skip
    place = _id("'place'", "'place'")
    numbers = [f"split_part(f.place_says, {_MARK}, {n})" for n in (3, 4, 5)]
    names = [f"split_part(f.header, {_MARK}, TRY_CAST({n} AS INTEGER))" for n in numbers]
    point = _CLAIM.format(
        id=place, kind="'place'", prop="'point'", raw=_KEY, value=_POINT,
        column=f"{names[0]} || ', ' || {names[1]}",
        source=ROWS, known="f.place",
    )  # fmt: skip
    named = "CASE " + numbers[2] + " ".join(
        f" WHEN '{at}' THEN f.{cell}" for at, cell in enumerate(RAW, 1)
    ) + " END"  # fmt: skip
    name = _CLAIM.format(
        id=place, kind="'place'", prop="'name'", raw=named, value="f.place_label",
        column=names[2],
        source=ROWS, known="f.place IS NOT NULL AND f.place_label",
    )  # fmt: skip
    return f"{side} UNION ALL {point} UNION ALL {name}"


_RECORD = f"SELECT f.load, f.pos, {canonical_raw()} AS raw, f.grading, f.handling FROM {ROWS} AS f"

PIECES: dict[str, Callable[[], str]] = {
    "record": lambda: _RECORD,
    "mention": _mentions,
    "claim": _claims,
    "event_by_time": _events_by_time,
    "event_by_thing": _events_by_thing,
}
"""By relation of a view: what makes it of the rows and sides of feeds."""
