"""Formats that say what they are: by the root of an XML file, by what lies in an archive."""

import re
from collections.abc import Set
from pathlib import Path
from typing import Literal

from remit.sources.readers import archive
from remit.sources.readers.table import Limits

__all__ = ["packed", "xml"]

Marked = Literal["ufdr", "phone-archive", "gpx", "kml", "anx"]

_HEAD = 4096
_ROOT = re.compile(r"<(?:\w+:)?([A-Za-z]\w*)([^>]{0,2000})")
_PROLOG = re.compile(
    r"<\?.{0,500}?\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>[]{0,500}(?:\[.{0,3000}?\])?\s*>", re.DOTALL
)
_CHART = re.compile(r"<(?:\w+:)?(?:ChartItem|\w+Collection|ApplicationVersion|PrivateData)\b")
_REPORT = "pa.cellebrite.com/report/2.0"
_ARCHIVE = {"device.json", "calls.csv", "messages.json"}
"""Entries by which a download in the plain layout of the made-up city is told."""


def xml(start: str) -> Marked | None:
    """The format of an XML file by its first element; None for any other text.

    >>> xml('<?xml version="1.0"?><project xmlns="http://pa.cellebrite.com/report/2.0">')
    'ufdr'
    >>> xml("name,date")
    """
    if not start.startswith("<"):
        return None
    text = re.sub(
        r"<\?.{0,500}?\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>[]{0,500}(\[.*?\])?\s*>",
        "",
        start[:_HEAD],
        flags=re.DOTALL,
    )
    root = _ROOT.search(text)
    if root is None:
        return None
    name, attributes = root.groups()
    if name == "project" and _REPORT in attributes:
        return "ufdr"
    if name == "gpx":
        return "gpx"
    if name == "kml":
        return "kml"
    return "anx" if name == "Chart" and _CHART.search(start) else None


def packed(path: Path, names: Set[str]) -> Marked | None:
    """The format of an archive by its entries; None for any other archive.

    Raises `BadInput` for an archive of such a format that cannot be trusted.
    """
    roots = {name for name in names if "/" not in name}
    reports = [name for name in names if name.rpartition("/")[2].lower() == "report.xml"]
    if reports:
        archive.entries(path)
        best = min(reports, key=lambda name: (name.count("/"), name))
        with archive.opened(path, best, Limits()) as entry:
            head = entry.read(_HEAD)
        return "ufdr" if _REPORT.encode() in head.replace(b"\0", b"") else None
    if roots >= _ARCHIVE:
        archive.entries(path)
        return "phone-archive"
    if any(name.lower().endswith(".kml") for name in roots):
        archive.entries(path)
        return "kml"
    return None
