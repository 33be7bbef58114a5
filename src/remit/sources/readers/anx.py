"""Charts of i2 Analyst's Notebook in their exchange format (ANX, XML): a row an item.

Items are entities and links that an analyst drew, with labels, attributes, cards and grades.
Grades are numbers into lists of the chart and types stand in styles: they are looked up, so that a
row says in words what the chart shows. The file is read twice: its lists may stand behind the
items.

The layout follows public descriptions of the format; the schema that ships with the program is not
public.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table
from remit.sources.readers.xmlstream import Cut, Element, elements

__all__ = ["ENTITY", "LINK", "OTHER", "read"]

ENTITY, LINK, OTHER = "entity", "link", "other"
"""Kinds of row."""

_HEADER = 500
_GRADES = {"GradeOne": "one", "GradeTwo": "two", "GradeThree": "three"}
_MOST = 500_000
"""Entities whose labels are kept, so that a link says what it is between."""

_DRAWN = frozenset(
    {"Icon", "Box", "Circle", "ThemeLine", "Theme", "EventFrame", "Event", "TextBlock", "Label"}
)
_SAID = {
    "Label": "label", "Description": "description", "SourceReference": "source reference",
    "SourceType": "source type", "DateTimeDescription": "time described",
}  # fmt: skip
_CARD = {
    "Summary": "summary", "Text": "text", "SourceReference": "source reference",
    "SourceType": "source type", "DateTimeDescription": "time described",
}  # fmt: skip

Lists = dict[str, list[str]]


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The items of a chart, in its order; the first is row 1. Raises `BadInput`."""
    rows = partial(_rows, path, limits)
    keys: dict[str, None] = {}
    for _, one in islice(rows(), _HEADER):
        if not isinstance(one, Fault):
            keys.update(dict.fromkeys(one))
    notes = (*seen.notes, "a chart: a row for each item, as an analyst drew it")
    return Table(path.name, "anx", tuple(keys) or ("kind",), rows, notes)


def _rows(path: Path, limits: Limits) -> Iterator[Row]:
    grades, labels = _lists(path, limits)
    pos = 0
    with path.open("rb") as source:
        wanted = "ChartItem"
        for found in elements(source, lambda tag, _: tag == wanted, path.name, limits):
            pos += 1
            if isinstance(found, Cut):
                yield pos, Fault(found.reason, {})
                return
            yield pos, _item(found[0], grades, labels, limits)


def _lists(path: Path, limits: Limits) -> tuple[Lists, dict[str, str]]:
    """The lists of grades, and the label of each entity."""
    grades: Lists = {}
    labels: dict[str, str] = {}
    with path.open("rb") as source:
        wanted = frozenset({"ChartItem", *_GRADES})
        for found in elements(source, lambda tag, _: tag in wanted, path.name, limits):
            if isinstance(found, Cut):
                break
            one = found[0]
            if one.tag in _GRADES:
                grades[_GRADES[one.tag]] = [
                    text.attributes.get("Text", "") for text in one.walk() if text.tag == "String"
                ]
            elif len(labels) < _MOST:
                for entity in one.walk():
                    if entity.tag == "Entity" and (key := entity.attributes.get("EntityId")):
                        labels[key] = one.attributes.get("Label") or ""
    return grades, labels


def _item(item: Element, grades: Lists, labels: dict[str, str], limits: Limits) -> Fields | Fault:
    found: Fields = {"kind": OTHER}
    for name, key in _SAID.items():
        _put(found, key, item.attributes.get(name))
    _when(found, "", item)
    _graded(found, "", item, grades)
    for one in item.walk():
        if one.tag == "Entity":
            found["kind"] = ENTITY
            _put(found, "id", one.attributes.get("EntityId"))
            _put(found, "identity", one.attributes.get("Identity"))
        elif one.tag == "Link":
            found["kind"] = LINK
            for end, key in (("End1Id", "end 1"), ("End2Id", "end 2")):
                at = one.attributes.get(end)
                _put(found, key, at)
                _put(found, f"{key} label", labels.get(at or ""))
        elif one.tag == "LinkStyle":
            _put(found, "type", one.attributes.get("Type"))
            _put(found, "direction", one.attributes.get("ArrowStyle"))
            _put(found, "strength", one.attributes.get("Strength"))
        elif one.tag.endswith("Style") and one.tag[:-5] in _DRAWN:
            _put(found, "type", one.attributes.get("Type"))
        elif one.tag in _DRAWN:
            found.setdefault("drawn as", one.tag)
        elif one.tag == "Attribute":
            name = one.attributes.get("AttributeClass") or "unnamed"
            _put(found, f"attribute.{name[:100]}", one.attributes.get("Value"))
    for number, card in enumerate((one for one in item.walk() if one.tag == "Card"), 1):
        for name, key in _CARD.items():
            _put(found, f"card.{number}.{key}", card.attributes.get(name))
        _when(found, f"card.{number}.", card)
        _graded(found, f"card.{number}.", card, grades)
    if len(found) > limits.values:
        return Fault(f"the item holds more than {limits.values:,} values", {"kind": found["kind"]})
    return found


def _when(found: Fields, prefix: str, one: Element) -> None:
    """Date and time, as far as the item says that they are set."""
    text = one.attributes.get("DateTime")
    if not text or one.attributes.get("DateSet", "").lower() != "true":
        return
    if one.attributes.get("TimeSet", "").lower() != "true":
        text = text.partition("T")[0]
    _put(found, f"{prefix}time", text)
    zone = one.find("TimeZone")
    if zone is not None:
        _put(found, f"{prefix}zone", zone.attributes.get("Name"))
        _put(found, f"{prefix}zone id", zone.attributes.get("UniqueID"))
    _put(found, f"{prefix}offset", one.attributes.get("LocalDateTimeOffset"))


def _graded(found: Fields, prefix: str, one: Element, grades: Lists) -> None:
    for tag, name in _GRADES.items():
        index = one.attributes.get(f"{tag}Index")
        if index is None:
            continue
        listed = grades.get(name, [])
        words = listed[int(index)] if index.isdecimal() and int(index) < len(listed) else index
        _put(found, f"{prefix}grade {name}", words)


def _put(found: Fields, key: str, text: str | None) -> None:
    """Keep a value; a key that is taken gets a number, so that nothing is lost."""
    if not text or not text.strip():
        return
    free, number = key, 1
    while free in found:
        if found[free] == text:
            return
        number += 1
        free = f"{key} ({number})"
    found[free] = text.replace("\0", "\\x00")
