"""Drawings: a set as a chart, and its events on a timeline and a map. Each is one act."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from remit.errors import Misuse, Refused
from remit.web.bands import bands
from remit.web.beams import beams
from remit.web.desk import AtDesk, Checked, given
from remit.web.kinds import EXACT, drawn, letters
from remit.web.pages.inquiry import asked_again
from remit.web.pages.products import archive
from remit.web.shown import unturned
from remit.web.terrain import Terrain, clusters, terrain

__all__ = ["AT_FIRST", "SIZES", "router"]

router = APIRouter()

AT_FIRST = 60
FORMS = {
    "anx": "i2 Analyst's Notebook (ANX)",
    "gexf": "Gephi (GEXF)",
    "graphml": "GraphML",
    "ftm": "FollowTheMoney (JSON)",
    "csv": "Tables (CSV)",
    "xlsx": "A workbook (XLSX)",
}
"""What a chart is written out for, and how the form names it."""

SIZES = (60, 200, 500, 1000)
"""Things that a chart is let grow to."""

EVENTS = 200
ROWS_SHOWN = 200
"""Connections in the table beside a chart; all of them are drawn."""

Things = Annotated[Sequence[str], Query()]


@router.get("/cases/{case}/chart")
def chart(
    case: str,
    desk: AtDesk,
    thing: Things = (),
    grow: bool = False,
    of: Things = (),
    limit: int = AT_FIRST,
    because: str = "",
) -> Response:
    """Some things and what joins them; without one, how to get there."""
    found_case = desk.case(case)
    wanted = _given(thing)
    facts: dict[str, Any] = {"wanted": wanted, "grow": grow, "of": _given(of), "limit": limit}
    facts |= {
        "because": because,
        "sizes": SIZES,
        "forms": FORMS,
        "chart": None,
        "conditions": (),
        "said": "",
    }
    if not wanted:
        return desk.page("chart.html", case=found_case, **facts)
    grown: dict[str, Any] = {"grow": True, "of": _given(of) or None} if grow else {}
    most = max(limit, len(wanted))
    try:
        answer = desk.use("network.chart", case, because, entities=wanted, limit=most, **grown)
    except Misuse as error:
        return desk.page("chart.html", case=found_case, status=422, **facts | {"said": str(error)})
    except Refused as refused:
        return asked_again(desk, refused, "chart.html", found_case, facts)
    facts |= {"chart": answer.result, "rows_shown": ROWS_SHOWN} | _charted(answer.result)
    return desk.page("chart.html", case=found_case, **facts)


@router.post("/cases/{case}/chart/export")
async def export(case: str, request: Request, desk: Checked) -> Response:
    """Write a chart out, as one ZIP: a disclosure, with a reason of its own."""
    form = await request.form()
    wanted, of = (_given([str(one) for one in form.getlist(name)]) for name in ("thing", "of"))
    limit = given(form, "limit") or str(AT_FIRST)
    if not (limit.isascii() and limit.isdecimal()):
        raise Misuse("how many things at most is a number")
    answer = desk.use(
        "product.chart",
        case,
        given(form, "because"),
        entities=wanted,
        grow=given(form, "grow") is not None,
        of=of or None,
        limit=max(int(limit), len(wanted)),
        form=given(form, "form"),
    )
    return archive("chart", answer)


@router.get("/cases/{case}/time-and-map")
def time_and_map(
    case: str,
    desk: AtDesk,
    thing: Things = (),
    since: str = "",
    until: str = "",
    box: str = "",
    kind: str = "",
    after: str | None = None,
    because: str = "",
) -> Response:
    """Events of some things, or of a window and a box, on a timeline, a map and a table."""
    found_case = desk.case(case)
    wanted = _given(thing)
    facts: dict[str, Any] = {"wanted": wanted, "since": since, "until": until, "box": box}
    facts |= {"kind": kind, "because": because, "found": None, "conditions": (), "said": ""}
    if not (wanted or since.strip() or until.strip() or box.strip()):
        return desk.page("time_and_map.html", case=found_case, **facts)
    asked = {"since": since.strip() or None, "until": until.strip() or None, "box": box or None}
    try:
        answer = desk.use(
            "time-and-map.events",
            case,
            because,
            entities=wanted or None,
            kinds=[kind] if kind else None,
            ground=True,
            limit=EVENTS,
            after=after,
            **asked,
        )
    except Misuse as error:
        facts["said"] = str(error)
        return desk.page("time_and_map.html", case=found_case, status=422, **facts)
    except Refused as refused:
        return asked_again(desk, refused, "time_and_map.html", found_case, facts)
    found = answer.result
    map_ = terrain(found)
    facts |= {"found": found, "bands": bands(found), "map": map_}
    facts |= {"clusters": clusters(map_) if map_ else (), "data": _facts(found, map_)}
    facts["beams"] = beams(found, map_) if map_ else ()
    return desk.page("time_and_map.html", case=found_case, **facts)


def _given(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _charted(found: Mapping[str, Any]) -> dict[str, Any]:
    """What the drawing needs: things with their looks, lines with both their ends."""
    at = {one["entity"]: one for one in found["things"]}
    here = dict.fromkeys(at, 0)
    for one in found["connections"]:
        here[one["a"]] += 1
        here[one["b"]] += 1
    things = [
        {
            "id": one["entity"],
            "kind": one["kind"].replace("-", " "),
            "group": drawn(one["kind"]).group,
            "icon": drawn(one["kind"]).icon,
            "shape": drawn(one["kind"]).shape,
            "label": one["label"],
            "exact": drawn(one["kind"]).group in EXACT or one["kind"] == "cell-site",
            "letters": letters(one["roles"]),
            "degree": one["degree"],
            "here": here[one["entity"]],
            "x": one["x"],
            "y": one["y"],
        }
        for one in found["things"]
    ]
    lines = [
        {
            "a": one["a"],
            "b": one["b"],
            "n": one["links_in_all"],
            "width": _width(one["links_in_all"]),
            "grading": one["grading"],
            "arrows": _arrows(one["links"]),
            "said": _said(one["links"]),
        }
        for one in found["connections"]
    ]
    ends = [(at[one["a"]], at[one["b"]]) for one in found["connections"]]
    corner = [max((one[axis] for one in found["things"]), default=0) for axis in ("x", "y")]
    kinds = sorted({one["kind"] for one in found["things"]})
    return {
        "things": things,
        "lines": lines,
        "ends": ends,
        "here": here,
        "corner": corner,
        "kinds": kinds,
        "data": unturned({"things": things, "lines": lines}),
    }


def _width(links: int) -> float:
    """Pixels of a line: thin for one link, at most six.

    >>> [_width(n) for n in (1, 10, 100, 100_000)]
    [1.0, 2.0, 3.0, 6.0]
    """
    return float(min(len(str(links)), 6))


def _said(links: Sequence[Mapping[str, Any]]) -> str:
    """Kinds of link in words, the most frequent first.

    >>> _said([{"link": "uses-phone", "count": 2}, {"link": "call", "count": 1_200}])
    'call (1,200), uses phone (2)'
    """
    counts: dict[str, int] = {}
    for one in links:
        counts[one["link"]] = counts.get(one["link"], 0) + one["count"]
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{kind.replace('-', ' ')} ({n:,})" for kind, n in ranked)


def _arrows(links: Sequence[Mapping[str, Any]]) -> str:
    """Which way the links go: `to` from the first thing, `from` it, or `both`."""
    ways = {one["direction"] for one in links}
    return "both" if len(ways) > 1 else next(iter(ways), "to")


def _facts(found: Mapping[str, Any], shown: Terrain | None) -> dict[str, Any]:
    """What the drawings need of each event, and of each point, as plain values."""
    events = [
        {
            "id": one["event"],
            "label": one["category"] or one["kind"].replace("-", " "),
            "time": one["when"],
            "from": one["from"],
            "to": one["to"],
            "things": [thing["entity"] for thing in one["things"]],
        }
        for one in found["events"]
    ]
    spots = [
        {"x": spot.x, "y": spot.y, "events": spot.events, "position": spot.position}
        for spot in (shown.spots if shown else ())
    ]
    facts: dict[str, Any] = unturned({"events": events, "spots": spots})
    return facts
