"""What a view shows of feeds: the statements that make records, mentions and events of their rows.

What can be worked out from other columns is not kept with a row:

| null in a file | stands for |
| --- | --- |
| `time_text` | the cells of the time, with a space between |
| the only cell of the time | the instant, written like `2026-03-01T12:00:00Z` |
| `precision` | an instant; the zone, where that is null too, is then UTC |
| `kind`, `means` | what all rows of the file share |
| the cell of a thing with one column | its normalised identifier |
| the cell of the name of a place | `place_label` |
| the cells of its position | the numbers with six decimals |
| `attributes` | the cells of the attributes, those that are not empty; no attributes are `''` |
| `direction` | nothing: `incoming` flips `thing` and `other` where the file says so |
| `thing_label` | the normalised identifier |

Ids of events and mentions are hashed from the seed of the load, which only the store's key gives
and no view shows, and from the position: they tell nothing and need not be kept.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from remit.store.schema import ENDS, RAW, SAID, TABLES

__all__ = [
    "OWN",
    "columns",
    "event_by_thing",
    "event_by_time",
    "relations",
    "resolved",
    "sides",
    "time_columns",
]

OWN = ("load", "handling", "seed")
"""What is the same for all rows of a load."""

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
) -> str:
    """The columns of `schema.TABLES[relation]`, none of them left out, and the load's own.

    As `columns`, of the rows that the statement `read` gives.
    """
    made = columns(relation, shared, held, times=times)
    listed = ", ".join(f'{x} AS "{name}"' for name, x in made.items())
    return f"SELECT {listed} FROM ({read})"


def columns(
    relation: str, shared: Mapping[str, Any], held: Iterable[str], *, times: bool = True
) -> dict[str, str]:
    """By name of a column, what gives it: of `schema.TABLES[relation]`, and the load's own.

    `held` are the columns that the files have; what is known of the others is worked out here
    and not with every question. Without `times` what stands for a time's text, zone and
    precision is left as it is.
    """
    has = frozenset(held)
    beyond = RAW[len(shared["header"]) :]
    made = {
        name: f'"{name}"' if name in has else f"CAST(NULL AS {_TYPES.get(name, 'VARCHAR')})"
        for name in TABLES[relation].names
        if name not in beyond
    }
    for name, instead in (("kind", shared["event"]), ("means", shared.get("means", "at"))):
        made[name] = _or(name, text(instead), has)
    if received := _received(shared, has):
        made["time_text"] = _or("time_text", received, has)
    if times:
        zone = _or("zone", "'UTC'", has)
        if "precision" in has:
            zone = f"CASE WHEN precision IS NULL THEN {zone} ELSE {made['zone']} END"
        made["zone"] = zone
        said = received or ('"time_text"' if "time_text" in has else None)
        made["time_text"] = f"coalesce({made['time_text']}, {STAMP})" if said else STAMP
        made["precision"] = _or("precision", "'instant'", has)
    if relation != "feed_by_thing":
        _cells(made, has, shared)
        made["attributes"] = _attributes(made, has, shared)
    return made | {name: text(shared[name]) for name in OWN}


_TYPES = {"begin": "TIMESTAMPTZ", "end": "TIMESTAMPTZ", "lon": "DOUBLE", "lat": "DOUBLE"}


def _received(shared: Mapping[str, Any], has: frozenset[str]) -> str | None:
    """The cells of the time as received, where files have them; None where none of them has."""
    cells = [f'"{RAW[n - 1]}"' for n in time_columns(shared) if RAW[n - 1] in has]
    if len(cells) < 2:
        return cells[0] if cells else None
    return f"nullif(concat_ws(' ', {', '.join(cells)}), '')"


def time_columns(shared: Mapping[str, Any]) -> tuple[int, ...]:
    """Numbers of the columns of the time; files of schema version 2 have one."""
    at = shared["time_at"]
    return (at,) if isinstance(at, int) else tuple(at)


def _or(name: str, instead: str, has: frozenset[str]) -> str:
    """A column, and where it is null or not held at all, what stands for it."""
    return f'coalesce("{name}", {instead})' if name in has else instead


def _cells(made: dict[str, str], has: frozenset[str], shared: Mapping[str, Any]) -> None:
    """Put the cells as received in place of what stands for them."""
    at = time_columns(shared)
    instead = {at[0]: STAMP} if len(at) == 1 else {}
    for name, end in shared["ends"].items():
        if len(end["columns"]) == 1:
            instead[end["columns"][0]] = made[f"{name}_value"]
    names = ("lon", "lat", "place_label")
    for name, column in zip(names, shared["place"], strict=False):
        shown = made[name]
        if shared.get("grid") and name != "place_label":
            continue
        instead[column] = shown if name == "place_label" else f"format('{{:.6f}}', {shown})"
    for number, cell in enumerate(RAW, 1):
        if number in instead:
            made[cell] = _or(cell, instead[number], has)


def _attributes(made: Mapping[str, str], has: frozenset[str], shared: Mapping[str, Any]) -> str:
    pairs = [(name, made[RAW[number - 1]]) for name, number in shared["attributes"].items()]
    pairs += [(name, made[name]) for name in shared.get("told", ())]
    if not pairs:
        return made["attributes"]
    cells = _object(pairs, empty=False)
    some = " OR ".join(f"{cell} IS NOT NULL" for _, cell in pairs)
    worked_out = f"CASE WHEN {some} THEN {cells} END"
    if "attributes" not in has:
        return worked_out
    return f"CASE WHEN attributes IS NULL THEN {worked_out} ELSE nullif(attributes, '') END"


def _object(pairs: Iterable[tuple[str, str]], *, empty: bool) -> str:
    """A JSON object of names and texts; a null one is left out unless `empty`."""
    parts = []
    for name, shown in pairs:
        said = text(json.dumps(name, ensure_ascii=False) + ":") + " || "
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
        parts = ("from", "to") if name == "thing" else ("to", "from")
        way = f"'{parts[0]}'"
        if shared.get("flips"):
            way = f"CASE WHEN {_BACK} THEN '{parts[1]}' ELSE '{parts[0]}' END"
        two = f"WHEN {across} IS NOT NULL THEN {way}" if across else ""
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


def event_by_time(shared: Mapping[str, Any], of: Mapping[str, str], source: str) -> str:
    """What makes the relation of a view of `columns` of rows that stand in `source`."""
    return f"SELECT {_event(shared, of, _ends(shared, of))} {source}"


def event_by_thing(shared: Mapping[str, Any], of: Mapping[str, str], source: str) -> str:
    """The same of rows once for each thing; `source` has a WHERE, if only of `true`."""
    seen = {name: of[name] for name in _SEEN}
    again = f"{of['part']} IS DISTINCT FROM 'again'"
    return f"SELECT {_event(shared, of, seen)} {source} AND {again}"


def relations(shared: Mapping[str, Any], rows: str, seen: str, bare: str) -> dict[str, str]:
    """By relation of a view: what makes it of resolved rows, and of rows once for each thing.

    `bare` gives rows without their cells. The events are made by functions of their own.
    """
    header, place = shared["header"], shared["place"]
    record = _object([(n, RAW[at]) for at, n in enumerate(header)], empty=True)
    found = {
        "record": f"SELECT load, pos, {record} AS raw, {_NULL} AS grading, handling FROM ({rows})",
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
        {_by_side(ends, lambda end: end["property"])} = 'imei' AS whole, label, value AS key, thing,
        {_by_side(ends, lambda end: _named(header, end["columns"]))} AS "column" FROM ({seen})"""
    ]
    claims[0] = f"""SELECT mention, load, pos, kind, property, raw,
        CASE WHEN whole THEN coalesce(label, key) ELSE key END AS value, "column",
        thing AS entity, coalesce(label, key) AS label FROM ({claims[0]})"""
    if place:
        mention = _id("'place'", "'place'")
        of_place = f"place AS entity, coalesce(place_label, {_KEY}) AS label"
        mentions.append(
            f"""SELECT {mention} AS id, load, pos, 'place' AS slot, 'place' AS kind,
            place AS thing, coalesce(place_label, {_KEY}) AS label, {_NULL} AS role,
            'fact' AS basis, {_NULL} AS grading, handling FROM ({bare}) WHERE place IS NOT NULL"""
        )
        claims.append(
            f"""SELECT {mention} AS mention, load, pos, 'place' AS kind, 'point' AS property,
            {_KEY} AS raw, {_POINT} AS value, {text(_named(header, place[:2]))} AS "column",
            {of_place} FROM ({rows}) WHERE place IS NOT NULL"""
        )
    if len(place) > 2:
        claims.append(
            f"""SELECT {mention} AS mention, load, pos, 'place' AS kind, 'name' AS property,
            {RAW[place[2] - 1]} AS raw, place_label AS value,
            {text(_named(header, place[2:]))} AS "column",
            {of_place} FROM ({rows}) WHERE place IS NOT NULL AND place_label IS NOT NULL"""
        )
    every = " UNION ALL ".join(claims)
    if shared["links"]:
        found |= _links(shared, rows)
    return found | {
        "mention": " UNION ALL ".join(mentions),
        "claim": f"SELECT {_listed(TABLES['claim'].names)} FROM ({every})",
        "said": f"SELECT {_listed(SAID)} FROM ({every})",
    }


def _links(shared: Mapping[str, Any], rows: str) -> dict[str, str]:
    """What makes the links that each row states."""
    link, linked = [], []
    for number, kind, a, b, where in _stated(shared):
        kinds = [text(shared["ends"][end]["kind"]) for end in (a, b)]
        one, other = (_id(of, text(end)) for of, end in zip(kinds, (a, b), strict=True))
        both = f"FROM ({rows}) WHERE {where} AND {a} IS NOT NULL AND {b} IS NOT NULL"
        none = f'{_NO_TIME} AS "begin", {_NO_TIME} AS "end", {_NULL} AS grading'
        link.append(
            f"""SELECT {_id("'link'", text(f"link {number}"))} AS id, load, pos,
            {text(kind)} AS kind, {one} AS a, {other} AS b, {none}, handling {both}"""
        )
        linked.append(
            f"""SELECT {text(kind)} AS kind, {a} AS a, {b} AS b, {kinds[0]} AS a_kind,
            {kinds[1]} AS b_kind, coalesce({a}_label, {a}_value) AS a_label,
            coalesce({b}_label, {b}_value) AS b_label, load, pos, {none} {both}"""
        )
    return {"link": " UNION ALL ".join(link), "linked": " UNION ALL ".join(linked)}


def _stated(shared: Mapping[str, Any]) -> Iterable[tuple[int, str, str, str, str]]:
    """Number, kind, and the two things of each link, and of which rows it is stated."""
    for number, (kind, a, b) in enumerate(shared["links"]):
        if a != "subject":
            yield number, kind, a, b, "true"
        elif shared.get("flips") or "direction" not in shared.get("told", ()):
            yield number, kind, "thing", b, "true"
        else:
            yield number, kind, "thing", b, f"NOT ({_BACK})"
            yield number, kind, "other", b, _BACK


_NO_TIME = "CAST(NULL AS TIMESTAMPTZ)"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


_NULL = "CAST(NULL AS VARCHAR)"
_KEY = "format('{:.6f}, {:.6f}', lon, lat)"
_POINT = "format('{:.7f}, {:.7f}', lon, lat)"
_SEEN = ("thing", "part", "other", "value", "other_value")


_BACK = "direction IS NOT DISTINCT FROM 'incoming'"


def _id(kind: str, slot: str) -> str:
    return f"{kind} || '-' || substr(sha256(seed || ' ' || pos || ' ' || {slot}), 1, 20)"


def _by_side(ends: Mapping[str, Any], said: Any) -> str:
    cases = " ".join(f"WHEN '{name}' THEN {text(said(end))}" for name, end in ends.items())
    return f"CASE side {cases} END"


def _kind(shared: Mapping[str, Any]) -> str:
    return _by_side(shared["ends"], lambda end: end["kind"])


def _named(header: list[str], columns: Iterable[int]) -> str:
    return ", ".join(header[number - 1] for number in columns)


def _ends(shared: Mapping[str, Any], of: Mapping[str, str]) -> dict[str, str]:
    """The two that an event is between, seen from the first; nothing where it is not."""
    if not {"thing", "other"} <= shared["ends"].keys():
        return dict.fromkeys(_SEEN, _NULL)
    values = [of["thing"], "'from'", of["other"], of["thing_value"], of["other_value"]]
    if shared.get("flips"):
        back = f"{of['direction']} = 'incoming'"
        for one, other in ((0, 2), (3, 4)):
            values[one], values[other] = (
                f"CASE WHEN {back} THEN {values[b]} ELSE {values[a]} END"
                for a, b in ((one, other), (other, one))
            )
    two = f"{of['thing']} IS NOT NULL AND {of['other']} IS NOT NULL"
    shown = zip(_SEEN, values, strict=True)
    return {name: f"CASE WHEN {two} THEN {value} END" for name, value in shown}


def _event(shared: Mapping[str, Any], of: Mapping[str, str], ends: Mapping[str, str]) -> str:
    """The columns of an event, in order, straight from those of a file: an engine looks at each
    of them, and once more for every statement around it, before it answers."""
    seed = text(f"{shared['seed']} ")
    made = {**of, **ends}
    made |= {
        "id": f"'event-' || substr(sha256({seed} || {of['pos']} || ' event'), 1, 20)",
    }
    names = TABLES["event_by_time"].names
    return ", ".join(f'{made.get(name, _NULL)} AS "{name}"' for name in names)
