"""GPX 1.0 and 1.1: tracks, routes and waypoints, a row a point, as a stream."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from remit.errors import BadInput
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table
from remit.sources.readers.track import COLUMNS, EXTRA, FIX, PLACE, ROUTE, row
from remit.sources.readers.xmlstream import Cut, Element, elements

__all__ = ["read"]

_KINDS = {"trkpt": FIX, "rtept": ROUTE, "wpt": PLACE}
_NAMES = {
    "time": "time", "ele": "elevation", "speed": "speed", "course": "course", "sat": "satellites",
    "name": "name", "desc": "description",
}  # fmt: skip
_DEVICES = frozenset({"imei", "deviceid", "device_id", "serial", "serialnumber", "device"})
_ABOUT = ("name", "desc", "author", "time")
_HEAD = 200


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The points of a GPX file, in the order of the file; the first is row 1.

    Raises `BadInput` for one that declares entities.
    """
    rows = partial(_rows, path, limits)
    extra: dict[str, None] = {}
    for n, (_, one) in enumerate(rows()):
        if not isinstance(one, Fault):
            extra.update(dict.fromkeys(key for key in one if key.startswith(EXTRA)))
        if n >= _HEAD:
            break
    above = _about(path, limits)
    notes = (*seen.notes, "a GPX file: a row for each point; GPX says that its times are UTC")
    return Table(path.name, "gpx", (*COLUMNS, *sorted(extra)), rows, notes, above=above)


def _rows(path: Path, limits: Limits) -> Iterator[Row]:
    pos, number, segments = 0, 0, 0
    owner: Element | None = None
    segment: Element | None = None
    with path.open("rb") as source:
        for found in elements(source, lambda tag, _: tag in _KINDS, path.name, limits):
            pos += 1
            if isinstance(found, Cut):
                yield pos, Fault(found.reason, {})
                return
            point, around = found
            of = next((one for one in reversed(around) if one.tag in ("trk", "rte")), None)
            if of is not None and of is not owner:
                owner, number, segments = of, number + 1, 0
            part = next((one for one in reversed(around) if one.tag == "trkseg"), None)
            if part is not None and part is not segment:
                segment, segments = part, segments + 1
            yield pos, _row(point, of, number, segments if part is not None else None)


def _row(point: Element, owner: Element | None, number: int, segment: int | None) -> Fields:
    said: dict[str, str | None] = {"latitude": point.attributes.get("lat")}
    said["longitude"] = point.attributes.get("lon")
    for tag, name in _NAMES.items():
        said[name] = point.get(tag)
    if owner is not None:
        named = owner.get("name")
        said["track"] = f"{number}: {named}" if named else f"{number}"
    said["segment"] = None if segment is None else f"{segment}"
    for one in point.walk():
        if one.children or not one.text.strip() or one.tag in _NAMES:
            continue
        if one.tag.lower() in ("speed", "course") and not said[one.tag.lower()]:
            said[one.tag.lower()] = one.text.strip()
        elif one.tag.lower() in _DEVICES:
            text = one.text.strip()
            what = "imei" if one.tag.lower() == "imei" else "serial"
            said["device"] = text if ":" in text else f"{what}: {text}"
        else:
            said.setdefault(f"{EXTRA}{one.tag}", one.text.strip())
    return row(_KINDS[point.tag], **said)


def _about(path: Path, limits: Limits) -> tuple[tuple[str, ...], ...]:
    """What the file says of itself before its first point: the program, a name, an author."""
    said: list[tuple[str, ...]] = []
    with path.open("rb") as source:
        wanted = frozenset({*_KINDS, "metadata"})
        try:
            first = next(elements(source, lambda tag, _: tag in wanted, path.name, limits), None)
        except BadInput:
            return ()
    if first is None or isinstance(first, Cut):
        return ()
    one, around = first
    if around and (creator := around[0].attributes.get("creator")):
        said.append(("creator", creator))
    about = one if one.tag == "metadata" else around[0] if around else None
    for name in _ABOUT if about is not None else ():
        if about is not None and (text := about.get(name)):
            said.append((name, text))
    return tuple(said)
