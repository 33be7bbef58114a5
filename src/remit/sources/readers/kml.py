"""KML and KMZ: recorded tracks, marked places and lines, as a stream; no link is followed."""

from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers import archive
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table
from remit.sources.readers.track import COLUMNS, EXTRA, FIX, LINE, PLACE, row
from remit.sources.readers.xmlstream import Cut, Element, Source, elements

__all__ = ["document_in", "read"]

_LONGEST = 16 << 20
"""Characters of the corners of one line."""

_UNPAIRED = 2_000_000
"""Times of a track that may wait for their positions."""

_LINKS = frozenset({"NetworkLink", "href", "Link"})


def document_in(path: Path) -> str | None:
    """The name of the document in a KMZ; None where it holds none. Raises `BadInput`."""
    named = [name for name in archive.entries(path) if name.lower().endswith(".kml")]
    return min(named, key=lambda name: (name != "doc.kml", name.count("/"), name), default=None)


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The fixes, places and lines of a KML file, in the order of the file; the first is row 1.

    Raises `BadInput` for one that declares entities.
    """
    name = document_in(path) if seen.encoding == "binary" else None
    rows = partial(_rows, path, name, limits)
    notes = (*seen.notes, "a KML file: a row for each fix, place and line; no link is followed")
    extra: dict[str, None] = {}
    for n, (_, one) in enumerate(rows()):
        if not isinstance(one, Fault):
            extra.update(dict.fromkeys(key for key in one if key.startswith(EXTRA)))
        if n >= 200:
            break
    return Table(path.name, "kml", (*COLUMNS, *sorted(extra)), rows, notes)


def _source(path: Path, name: str | None, limits: Limits) -> AbstractContextManager[Source]:
    return archive.opened(path, name, limits) if name else path.open("rb")


def _wanted(tag: str, parent: str) -> bool:
    return (
        tag == "Placemark"
        or (tag in ("when", "coord") and parent == "Track")
        or tag in _LINKS
        or tag in ("Style", "StyleMap", "Schema", "Region", "LookAt", "Camera")
    )


def _rows(path: Path, name: str | None, limits: Limits) -> Iterator[Row]:
    pos, number, track = 0, 0, None
    waiting: deque[str] = deque()
    with _source(path, name, limits) as source:
        for found in elements(source, _wanted, path.name, limits, _LONGEST):
            if isinstance(found, Cut):
                yield pos + 1, Fault(found.reason, {})
                return
            one, around = found
            if one.tag == "Placemark":
                for said in _placemark(one):
                    pos += 1
                    yield pos, said
                waiting.clear()
            elif one.tag in ("when", "coord"):
                if track is not around[-1]:
                    track, number = around[-1], number + 1
                    waiting.clear()
                if one.tag == "when":
                    waiting.append(one.text.strip())
                    if len(waiting) > _UNPAIRED:
                        raise BadInput("a track of more times than positions", file=path.name)
                    continue
                pos += 1
                yield pos, _fix(one, waiting, number, around)


def _fix(
    coord: Element, waiting: deque[str], number: int, around: tuple[Element, ...]
) -> Fields | Fault:
    parts = coord.text.split()
    if len(parts) not in (2, 3) or not waiting:
        reason = "a position of a track without its time" if parts else "a fix without a position"
        return Fault(reason, {"coord": coord.text[:200]})
    mark = next((one for one in reversed(around) if one.tag == "Placemark"), None)
    named = mark.get("name") if mark else None
    return row(
        FIX,
        time=waiting.popleft(),
        longitude=parts[0],
        latitude=parts[1],
        elevation=parts[2] if len(parts) == 3 else None,
        track=f"{number}: {named}" if named else f"{number}",
    )


def _placemark(mark: Element) -> Iterator[Fields]:
    said: dict[str, str | None] = {"name": mark.get("name"), "description": mark.get("description")}
    stamp, span = mark.find("TimeStamp"), mark.find("TimeSpan")
    said["time"] = (stamp.get("when") if stamp else None) or (span.get("begin") if span else None)
    said["until"] = span.get("end") if span else None
    for data in mark.walk():
        if data.tag == "Data" and (key := data.attributes.get("name")):
            said[f"{EXTRA}{key[:100]}"] = data.get("value")
        elif data.tag == "SimpleData" and (key := data.attributes.get("name")):
            said[f"{EXTRA}{key[:100]}"] = data.text.strip()
    for shape in mark.walk():
        text = shape.get("coordinates") if shape.tag in ("Point", "LineString") else None
        if text is None:
            continue
        if shape.tag == "Point":
            lon, lat, *height = (*text.split(",", 2), "", "")[:4]
            found = {"longitude": lon.strip(), "latitude": lat.strip(), "elevation": height[0]}
            yield row(PLACE, **{**said, **found})
        else:
            yield row(LINE, **{**said, "geometry": _line(text)})


def _line(text: str) -> str:
    corners = [corner.split(",")[:2] for corner in text.split()]
    pairs = ", ".join(f"[{', '.join(corner)}]" for corner in corners)
    return f'{{"type": "LineString", "coordinates": [{pairs}]}}'
