"""When and where: the events of a set of things, in order of time, with the ground of a map.

What is counted is what this act may see. An event is drawn where its record puts it: a mast is
where the mast stands and not the phone, which was somewhere in its beam; a snap point stands for
several places nearby. A time that is only a bound is told as one, `at or before`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from remit.authority.capability import Capability
from remit.errors import Misuse
from remit.inquiry.around import in_view, several, told
from remit.inquiry.event import COLUMNS, event
from remit.inquiry.found import Reader, cited, page_begins
from remit.inquiry.ground import ground as ground_of
from remit.inquiry.lacking import lacking
from remit.inquiry.named import named
from remit.inquiry.outages import outages
from remit.inquiry.span import Box, Window
from remit.inquiry.span import box as read_box
from remit.inquiry.span import window as read_window
from remit.store.ids import kind_of

__all__ = ["BINS", "LONDON", "MOST_EVENTS", "MOST_THINGS", "TIME_AND_MAP", "events"]

TIME_AND_MAP = Capability(
    id="time-and-map",
    title="See when and where",
    risk="sensitive",
    operation="consultation",
    pages=("/time-and-map",),
)

MOST_THINGS = 200
"""Things whose events are asked for at once."""

MOST_EVENTS = 1_000
"""Events in one answer at most."""

BINS = 96
"""Parts of the whole time in which events are counted where not all are shown."""

LONDON = "Europe/London"


@TIME_AND_MAP.verb("events")
def events(
    view: Reader,
    *,
    entities: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    zone: str = LONDON,
    box: str | None = None,
    kinds: Sequence[str] | None = None,
    ground: bool = False,
    limit: int = 200,
    after: str | None = None,
) -> dict[str, Any]:
    """Events of the things named, or of all in view, in order of time.

    `since` and `until` are days or times (ISO 8601, in `zone` where they have no offset), `box`
    is west,south,east,north in degrees, `kinds` are kinds of event. An event that reaches into
    the window counts; within a box only one with a point can. `ground` adds what a map is drawn
    on. Raises `NotFound` where one of the things is not in view.
    """
    if not 1 <= limit <= MOST_EVENTS:
        raise Misuse(f"a page shows from 1 to {MOST_EVENTS:,} events")
    first = page_begins(after)
    wanted = several(view, entities, 1, MOST_THINGS) if entities else []
    within, edges = read_window(since, until, zone), read_box(box)
    here = in_view(view, wanted)
    chosen, params = _chosen(wanted, within, edges, kinds)
    counted = view.run(_COUNTED.format(chosen=chosen), params).to_pylist()
    total = sum(row["n"] for row in counted)
    page = view.run(
        _PAGE.format(chosen=chosen), {**params, "limit": limit, "first": first}
    ).to_pylist()
    parties = _parties(view, page)
    names = {**here, **named(view, {one for some in parties.values() for one in some})}
    sources = cited(view, [(row["load"], row["pos"]) for row in page])
    beams = _beams(view, page)
    profiles = {row["id"]: row["profile"] for row in view.run(_PROFILES).to_pylist()}
    shown = [
        {
            **event(row),
            "position": _position(row, profiles),
            "beam": beams.get(row["id"]),
            "things": [
                {**told(one, names), "part": part} for one, part in parties[row["id"]].items()
            ],
            "rows": [sources[row["load"], row["pos"]]]
            if (row["load"], row["pos"]) in sources
            else [],
        }
        for row in page
    ]
    starts = [row["first"] for row in counted if row["first"]]
    ends = [row["last"] for row in counted if row["last"]]
    last = first + len(shown)
    out, out_in_all = _out(view, wanted, kinds, within, edges, starts, ends)
    answer = {
        "things": [told(one, here) for one in wanted],
        "basis": "fact",
        "since": within.since.isoformat() if within.since else None,
        "until": within.until.isoformat() if within.until else None,
        "zone": within.zone,
        "box": list(_sides(edges)) if edges else None,
        "events": shown,
        "shown": len(shown),
        "total_visible": total,
        "by_kind": {row["kind"]: row["n"] for row in counted},
        "without_time": sum(row["timeless"] for row in counted),
        "without_point": sum(row["pointless"] for row in counted),
        "first": min(starts).isoformat() if starts else None,
        "last": max(ends).isoformat() if ends else None,
        "outages": out,
        "outages_in_all": out_in_all,
        "density": _density(view, chosen, params) if total > len(shown) else [],
        "ranked_by": "time, then id",
        "next": str(last) if shown and last < total else None,
        "missing": lacking(view, until=within.until),
    }
    return {**answer, "ground": ground_of(view)} if ground else answer


def _chosen(
    wanted: Sequence[str], within: Window, edges: Box | None, kinds: Sequence[str] | None
) -> tuple[str, dict[str, Any]]:
    """The events asked for, one row each, as SQL, and its values."""
    params: dict[str, Any] = {}
    rules = []
    if within.since:
        params["since"] = within.since
        rules.append('("begin" >= $since OR coalesce("end", "begin") > $since)')
    if within.until:
        params["until"] = within.until
        rules.append('"begin" < $until')
    if edges:
        params |= dict(zip(("west", "south", "east", "north"), _sides(edges), strict=True))
        rules.append("lon BETWEEN $west AND $east AND lat BETWEEN $south AND $north")
    if kinds is not None:
        params["kinds"] = list(kinds)
        rules.append("kind IN (SELECT unnest($kinds))")
    where = " AND ".join(rules) or "true"
    if not wanted:
        return f"SELECT {COLUMNS} FROM event_by_time WHERE {where}", params
    params["ids"] = list(wanted)
    of = f"SELECT {COLUMNS} FROM event_by_thing WHERE thing IN (SELECT unnest($ids)) AND {where}"
    places = [one for one in wanted if kind_of(one) in _PLACES]
    if places:
        params["places"] = places
        at = "SELECT {0} FROM {1} WHERE place IN (SELECT unnest($places)) AND {2}"
        of += " UNION ALL " + at.format(COLUMNS, "event_by_time", where)
    return f"SELECT DISTINCT ON (id) {COLUMNS} FROM ({of}) AS every", params


def _parties(view: Reader, page: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str | None]]:
    """Whom and what each event is about, and as which part, by id."""
    found: dict[str, dict[str, str | None]] = defaultdict(dict)
    if page:
        asked = {"loads": sorted({r["load"] for r in page}), "rows": [r["pos"] for r in page]}
        wanted = {r["id"] for r in page}
        for row in view.run(_PARTIES, asked).to_pylist():
            if row["id"] in wanted:
                found[row["id"]][row["thing"]] = row["part"]
    for row in page:
        if row["place"]:
            found[row["id"]][row["place"]] = "place"
    return found


def _out(
    view: Reader,
    wanted: Sequence[str],
    kinds: Sequence[str] | None,
    within: Window,
    edges: Box | None,
    starts: Sequence[Any],
    ends: Sequence[Any],
) -> tuple[list[dict[str, Any]], int]:
    """Cameras that were out in the time asked about, else in that of the events found.

    Told where plate reads are asked about: of vehicles, or of a time and a place.
    """
    reads = kinds is None or "plate-read" in kinds
    if not reads or (wanted and not {kind_of(one) for one in wanted} & _READ):
        return [], 0
    since = within.since or min(starts, default=None)
    until = within.until or max(ends, default=None)
    if since is None and until is None:
        return [], 0
    return outages(view, since, until, edges)


def _beams(view: Reader, page: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Which way the mast of an event looks and how wide, in degrees, where its record says so."""
    masts = [row for row in page if row["kind"] in _BY_MAST and row["lon"] is not None]
    if not masts:
        return {}
    asked = {"loads": sorted({r["load"] for r in masts}), "rows": [r["pos"] for r in masts]}
    found = {}
    for row in view.run(_BEAMS, asked).to_pylist():
        try:
            azimuth, width = float(row["azimuth"]), float(row["width"])
        except (TypeError, ValueError):
            continue
        if 0 <= azimuth <= 360 and 0 < width <= 360:
            found[row["id"]] = {"azimuth": azimuth % 360, "width": width}
    return found


def _density(view: Reader, chosen: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How many events began in each part of the whole time; parts without one are left out."""
    rows = view.run(_DENSITY.format(chosen=chosen), {**params, "bins": BINS}).to_pylist()
    return [
        {"from": row["low"].isoformat(), "to": row["high"].isoformat(), "count": row["n"]}
        for row in rows
    ]


def _position(row: Mapping[str, Any], profiles: Mapping[str, str]) -> str | None:
    """What the point of an event is the position of; None without a point."""
    if row["lon"] is None:
        return None
    profile = profiles.get(row["load"], "")
    if row["place"] and kind_of(row["place"]) == "cell-site":
        return "mast"
    if row["kind"] in _BY_MAST and not profile.startswith(_BY_DEVICE):
        return "mast"
    return "snap point" if profile.startswith("police-uk") else "as recorded"


def _sides(edges: Box) -> tuple[float, float, float, float]:
    return edges.west, edges.south, edges.east, edges.north


_BY_MAST = frozenset({"call", "message", "data-session"})
"""Kinds of event whose point is a mast's: the network knows no better."""

_READ = frozenset({"vehicle", "place", "camera"})
"""Kinds of thing about which an absence of plate reads may be asked."""

_BY_DEVICE = "phone-"
"""How profiles of downloads begin: a point of theirs is what a device or an application noted."""

_PLACES = frozenset({"place", "address", "area", "cell-site", "camera"})
"""Kinds of thing that an event can be at."""

_COUNTED = """
SELECT kind, count(*) AS n, count(*) FILTER ("begin" IS NULL) AS timeless,
    count(*) FILTER (lon IS NULL) AS pointless,
    min("begin") AS first, max(coalesce("end", "begin")) AS last
FROM ({chosen}) AS chosen
GROUP BY kind
ORDER BY kind
"""

_PAGE = """
SELECT * FROM ({chosen}) AS chosen
ORDER BY "begin" NULLS LAST, id
LIMIT $limit OFFSET $first
"""

_PARTIES = """
SELECT DISTINCT id, thing, part FROM event_by_thing
WHERE load IN (SELECT unnest($loads)) AND pos IN (SELECT unnest($rows))
ORDER BY id, part NULLS LAST, thing
"""
"""By row and not by id: of a feed an id is worked out for each row that is looked at."""

_BEAMS = """
SELECT id, attributes ->> '$.azimuth' AS azimuth, attributes ->> '$.beamwidth' AS width
FROM event_by_time
WHERE load IN (SELECT unnest($loads)) AND pos IN (SELECT unnest($rows))
ORDER BY id
"""

_DENSITY = """
WITH chosen AS ({chosen}),
span AS (
    SELECT min("begin") AS low, (epoch(max("begin")) - epoch(min("begin")) + 1) / $bins AS wide
    FROM chosen
),
counted AS (
    SELECT floor((epoch("begin") - epoch(span.low)) / span.wide)::BIGINT AS bin, count(*) AS n
    FROM chosen CROSS JOIN span
    WHERE "begin" IS NOT NULL
    GROUP BY bin
)
SELECT to_timestamp(epoch(span.low) + bin * span.wide) AS low,
    to_timestamp(epoch(span.low) + (bin + 1) * span.wide) AS high, n
FROM counted CROSS JOIN span
ORDER BY bin
"""

_PROFILES = "SELECT id, profile FROM load ORDER BY id"
