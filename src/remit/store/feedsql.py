"""What a view shows of feeds: the statements that make records, mentions and events of their rows.

What can be worked out from other columns is not kept with a row:

| null in a file | stands for |
| --- | --- |
| `time_text`, and the cell of the time | the instant, written like `2026-03-01T12:00:00Z` |
| `precision` | an instant; the zone is then UTC |
| the cell of a thing with one column | its normalised identifier |
| the cell of the name of a place | `place_label` |
| the cells of its position | the numbers with six decimals |
| `attributes` | the cells of the attributes, those that are not empty; no attributes are `''` |
| `thing_label` | the normalised identifier |

Ids of events and mentions are hashed from the seed of the load, which only the store's key gives
and no view shows, and from the position: they tell nothing and need not be kept.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from remit.store.schema import ENDS, RAW, TABLES

__all__ = ["relations", "resolved", "sides"]

STAMP = "strftime(\"begin\", '%Y-%m-%dT%H:%M:%SZ')"


def text(said: str) -> str:
    """A text of SQL."""
    return "'" + said.replace("'", "''") + "'"


def resolved(
    relation: str,
    shared: Mapping[str, Any],
    held: Iterable[str],
    read: str,
    *,
    times: bool = True,
    cells: bool = True,
) -> str:
    """The columns of `schema.TABLES[relation]`, none of them left out, and the load's own.

    `held` are the columns that the files have, `read` the statement that reads them. Without
    `times` what stands for a time's text, zone and precision is left as it is; without `cells`
    those as received are left out, for an engine looks at each column before it answers.
    """
    has = set(held)
    plain = {
        name: f'"{name}"' if name in has else f"CAST(NULL AS {_TYPES.get(name, 'VARCHAR')})"
        for name in TABLES[relation].names
    }
    made = dict(plain)
    if times:
        _times(made, plain)
    if relation != "feed_by_thing":
        _cells(made, plain, shared)
        made["attributes"] = _attributes(made, plain, shared)
    listed = ", ".join(f'{x} AS "{name}"' for name, x in made.items() if cells or name not in RAW)
    own = ", ".join(f"{text(shared[name])} AS {name}" for name in ("load", "handling", "seed"))
    return f"SELECT {listed}, {own} FROM ({read})"


def _times(made: dict[str, str], plain: Mapping[str, str]) -> None:
    made["time_text"] = f"coalesce({plain['time_text']}, {STAMP})"
    made["zone"] = f"CASE WHEN {plain['precision']} IS NULL THEN 'UTC' ELSE {plain['zone']} END"
    made["precision"] = f"coalesce({plain['precision']}, 'instant')"


_TYPES = {"begin": "TIMESTAMPTZ", "end": "TIMESTAMPTZ", "lon": "DOUBLE", "lat": "DOUBLE"}


def _cells(made: dict[str, str], plain: Mapping[str, str], shared: Mapping[str, Any]) -> None:
    """Put the cells as received in place of what stands for them."""
    instead = {shared["time_at"]: STAMP}
    for name, end in shared["ends"].items():
        if len(end["columns"]) == 1:
            instead[end["columns"][0]] = plain[f"{name}_value"]
    names = ("lon", "lat", "place_label")
    for name, column in zip(names, shared["place"], strict=False):
        shown = plain[name]
        instead[column] = shown if name == "place_label" else f"format('{{:.6f}}', {shown})"
    for number, cell in enumerate(RAW, 1):
        if number in instead:
            made[cell] = f"coalesce({plain[cell]}, {instead[number]})"


def _attributes(
    made: Mapping[str, str], plain: Mapping[str, str], shared: Mapping[str, Any]
) -> str:
    if not shared["attributes"]:
        return plain["attributes"]
    pairs = [(name, made[RAW[number - 1]]) for name, number in shared["attributes"].items()]
    cells = _object(pairs, empty=False)
    some = " OR ".join(f"{cell} IS NOT NULL" for _, cell in pairs)
    worked_out = f"CASE WHEN {some} THEN {cells} END"
    kept = plain["attributes"]
    return f"CASE WHEN {kept} IS NULL THEN {worked_out} ELSE nullif({kept}, '') END"


def _object(pairs: Iterable[tuple[str, str]], *, empty: bool) -> str:
    """A JSON object of names and texts; a null one is left out unless `empty`."""
    parts = []
    for name, shown in pairs:
        said = f"to_json({text(name)})::VARCHAR || ':' || "
        value = f"to_json({shown})::VARCHAR"
        parts.append(said + (f"coalesce({value}, 'null')" if empty else value))
    return f"'{{' || concat_ws(',', {', '.join(parts)}) || '}}'"


def sides(shared: Mapping[str, Any], rows: str) -> str:
    """The columns of `schema.TABLES["feed_by_thing"]`: each of `rows` once for each thing in it.

    `rows` gives resolved rows. Where a thing is named a second time, as by one who calls
    themselves, `part` is `again`: there are two mentions of it, and one event.
    """
    kept = [name for name in TABLES["feed_by_thing"].names if name in TABLES["feed"].names]
    kept = [*(name for name in kept if name not in _SEEN), "load", "handling", "seed"]
    found = []
    for name, end in shared["ends"].items():
        across = {"thing": "other", "other": "thing"}.get(name)
        across = across if across in shared["ends"] else None
        earlier = [one for one in ENDS[: ENDS.index(name)] if one in shared["ends"]]
        again = " OR ".join(f"{name} = {one}" for one in earlier) or "false"
        part = "from" if name == "thing" else "to"
        two = f"WHEN {across} IS NOT NULL THEN '{part}'" if across else ""
        cells = ", ".join(RAW[number - 1] for number in end["columns"])
        shown = {
            "side": text(name),
            "thing": name,
            "part": f"CASE WHEN {again} THEN 'again' {two} END",
            "other": across or "CAST(NULL AS VARCHAR)",
            "value": f"{name}_value",
            "other_value": f"{across}_value" if across else "CAST(NULL AS VARCHAR)",
            "label": f"{name}_label",
            "said": f"nullif(concat_ws(' ', {cells}), {name}_value)",
        }
        columns = [*(f'"{one}"' for one in kept), *(f"{x} AS {as_}" for as_, x in shown.items())]
        found.append(f"SELECT {', '.join(columns)} FROM ({rows}) WHERE {name} IS NOT NULL")
    return " UNION ALL ".join(found)


def relations(shared: Mapping[str, Any], rows: str, seen: str, bare: str) -> dict[str, str]:
    """By relation of a view: what makes it of resolved rows, and of rows once for each thing.

    `bare` gives rows without their cells.
    """
    header, place = shared["header"], shared["place"]
    record = _object([(n, RAW[at]) for at, n in enumerate(header)], empty=True)
    found = {
        "record": f"SELECT load, pos, {record} AS raw, {_NULL} AS grading, handling FROM ({rows})",
        "event_by_time": f"SELECT {_event(shared, _ends(shared))} FROM ({bare})",
        "event_by_thing": f"SELECT {_event(shared, ', '.join(_SEEN))} FROM ({seen}) "
        "WHERE part IS DISTINCT FROM 'again'",
    }
    mentions = [
        f"""SELECT {_id(_kind(shared), "side")} AS id, load, pos, side AS slot,
        {_kind(shared)} AS kind, thing, coalesce(label, value) AS label, {_NULL} AS role,
        'fact' AS basis, {_NULL} AS grading, handling FROM ({seen})"""
    ]
    ends = shared["ends"]
    claims = [
        f"""SELECT {_id(_kind(shared), "side")} AS mention, load, pos, {_kind(shared)} AS kind,
        {_by_side(ends, lambda end: end["property"])} AS property, coalesce(said, value) AS raw,
        {_by_side(ends, lambda end: end["property"])} = 'imei' AS whole, label, value AS key,
        {_by_side(ends, lambda end: _named(header, end["columns"]))} AS "column" FROM ({seen})"""
    ]
    claims[0] = f"""SELECT mention, load, pos, kind, property, raw,
        CASE WHEN whole THEN coalesce(label, key) ELSE key END AS value, "column"
        FROM ({claims[0]})"""
    if place:
        mention = _id("'place'", "'place'")
        mentions.append(
            f"""SELECT {mention} AS id, load, pos, 'place' AS slot, 'place' AS kind,
            place AS thing, coalesce(place_label, {_KEY}) AS label, {_NULL} AS role,
            'fact' AS basis, {_NULL} AS grading, handling FROM ({bare}) WHERE place IS NOT NULL"""
        )
        claims.append(
            f"""SELECT {mention} AS mention, load, pos, 'place' AS kind, 'point' AS property,
            {_KEY} AS raw, {_POINT} AS value, {text(_named(header, place[:2]))} AS "column"
            FROM ({rows}) WHERE place IS NOT NULL"""
        )
    if len(place) > 2:
        claims.append(
            f"""SELECT {mention} AS mention, load, pos, 'place' AS kind, 'name' AS property,
            {RAW[place[2] - 1]} AS raw, place_label AS value,
            {text(_named(header, place[2:]))} AS "column"
            FROM ({rows}) WHERE place IS NOT NULL AND place_label IS NOT NULL"""
        )
    return found | {"mention": " UNION ALL ".join(mentions), "claim": " UNION ALL ".join(claims)}


_NULL = "CAST(NULL AS VARCHAR)"
_KEY = "format('{:.6f}, {:.6f}', lon, lat)"
_POINT = "format('{:.7f}, {:.7f}', lon, lat)"
_SEEN = ("thing", "part", "other", "value", "other_value")


def _id(kind: str, slot: str) -> str:
    return f"{kind} || '-' || substr(sha256(seed || ' ' || pos || ' ' || {slot}), 1, 20)"


def _by_side(ends: Mapping[str, Any], said: Any) -> str:
    cases = " ".join(f"WHEN '{name}' THEN {text(said(end))}" for name, end in ends.items())
    return f"CASE side {cases} END"


def _kind(shared: Mapping[str, Any]) -> str:
    return _by_side(shared["ends"], lambda end: end["kind"])


def _named(header: list[str], columns: Iterable[int]) -> str:
    return ", ".join(header[number - 1] for number in columns)


def _ends(shared: Mapping[str, Any]) -> str:
    """The two that an event is between, seen from the first; nothing where it is not."""
    if not {"thing", "other"} <= shared["ends"].keys():
        return ", ".join(f"{_NULL} AS {name}" for name in _SEEN)
    values = ("thing", "'from'", "other", "thing_value", "other_value")
    two = "thing IS NOT NULL AND other IS NOT NULL"
    pairs = zip(values, _SEEN, strict=True)
    return ", ".join(f"CASE WHEN {two} THEN {shown} END AS {name}" for shown, name in pairs)


def _event(shared: Mapping[str, Any], ends: str) -> str:
    event = _id("'event'", "'event'")
    return f"""{event} AS id, load, pos, {text(shared["event"])} AS kind, category,
    "begin", "end", time_text, zone, precision, 'at' AS means, {ends}, place, place_label, lon, lat,
    {_NULL} AS area, {_NULL} AS outcome, reference, attributes, {_NULL} AS grading, handling"""
