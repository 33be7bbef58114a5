"""Charts of i2 Analyst's Notebook in their exchange format (ANX, XML), as public descriptions lay
it out; the schema that ships with the program is not public.

An item's `Identity` is our id, so that a chart put onto another joins what is the same and nothing
by its label. Each source row is a card. Grades are those of 3x5x2: source, intelligence, handling.
Icons are named by kind, never by role.
"""

import re
from collections.abc import Iterable, Sequence

from remit.ontology.model import ontology
from remit.products.exchange.columns import OF_LINKS, OF_NODES
from remit.products.exchange.graph import Graph, Link, Node, SourceRow, in_utc
from remit.products.exchange.xml import DECLARED, element

__all__ = ["write"]

_ONE, _TWO, _THREE = ("1", "2", "3"), ("A", "B", "C", "D", "E"), ("P", "C")
_GRADES = {"GradeOne": _ONE, "GradeTwo": _TWO, "GradeThree": _THREE}
_GRADE = re.compile("([1-3])([A-E])")

_UNNAMED = re.compile(r"[^A-Za-z0-9]+")

_ICONS = {"phone": "Telephone", "email": "E-mail", "account": "Account"}
"""Types of icon where the program's own name is not the label of our ontology."""

_ELSEWHERE = frozenset({"x", "y", "rows"})
"""Columns that have a place of their own in the format."""


def write(graph: Graph) -> bytes:
    """The chart as ANX: the same chart, the same bytes."""
    numbers = {
        name: f"attribute-{n}"
        for n, name in enumerate(dict.fromkeys([*_kept(OF_NODES), *_kept(OF_LINKS), "act"]), 1)
    }
    act = graph.header.act
    items = [
        *(_entity(one, n, numbers, act) for n, one in enumerate(graph.nodes, 1)),
        *(_link(one, len(graph.nodes) + n, numbers, act) for n, one in enumerate(graph.links, 1)),
    ]
    inner = [
        element("StrengthCollection", {}, "\n", _strength()),
        *(_grades(tag, texts) for tag, texts in _GRADES.items()),
        element("AttributeClassCollection", {}, "\n", *map(_class, numbers.items())),
        _types("EntityType", (_icon(one.kind) for one in graph.nodes)),
        _types("LinkType", (_line(one.kind) for one in graph.links)),
        _summary(graph),
        element("ChartItemCollection", {}, "\n", *items),
    ]
    return (DECLARED + element("Chart", {}, "\n", *inner)).encode()


def _entity(one: Node, number: int, numbers: dict[str, str], act: str) -> str:
    icon = _icon(one.kind)
    style = {"Type": icon, "EntityTypeReference": _id("EntityType", icon)}
    drawn = element("Icon", {}, element("IconStyle", style))
    named = {"EntityId": one.id, "Identity": one.id, "LabelIsIdentity": "false"}
    held = element("Entity", named, drawn, _cards(one.rows))
    place = {"X": str(one.x), "Y": str(one.y), "Z": "0"}
    said = {"Id": f"item-{number}", "Label": one.label, "XPosition": str(one.x)}
    said |= _sourced(one)
    texts = {name: OF_NODES[name][1](one) for name in _kept(OF_NODES)} | {"act": act}
    return element("ChartItem", said, element("End", place, held), _attributes(texts, numbers))


def _link(one: Link, number: int, numbers: dict[str, str], act: str) -> str:
    line = _line(one.kind)
    style = {"Strength": "Default", "ArrowStyle": "ArrowOnHead", "Type": line}
    style |= {"LinkTypeReference": _id("LinkType", line)}
    ends = {"End1Id": one.source, "End2Id": one.target}
    held = element("Link", ends, _cards(one.rows), element("LinkStyle", style))
    label = line if one.count == 1 else f"{line} ({one.count:,})"
    said = {"Id": f"item-{number}", "Label": label, **_sourced(one), **_when(one)}
    texts = {name: OF_LINKS[name][1](one) for name in _kept(OF_LINKS)} | {"act": act}
    zone = element("TimeZone", {"UniqueID": "1", "Name": "UTC"}) if "DateTime" in said else ""
    return element("ChartItem", said, held, _attributes(texts, numbers), zone)


def _sourced(one: Node | Link) -> dict[str, str]:
    found: dict[str, str] = {}
    if one.rows:
        first = one.rows[0]
        found |= {"SourceReference": first.plain(), "SourceType": first.source}
    grade = _GRADE.fullmatch(one.grading or "")
    if grade:
        found |= {"GradeOneIndex": str(_ONE.index(grade[1]))}
        found |= {"GradeTwoIndex": str(_TWO.index(grade[2]))}
    if len(one.handling) == 1 and one.handling[0] in _THREE:
        found |= {"GradeThreeIndex": str(_THREE.index(one.handling[0]))}
    return found


def _when(one: Link) -> dict[str, str]:
    """The first time, in UTC, to the millisecond; the last and what both mean, in words."""
    if one.first is None:
        return {}
    at = in_utc(one.first)
    words = f"{one.means} {one.first}" if one.first == one.last else f"{one.first} to {one.last}"
    return {
        "DateTime": at.isoformat(timespec="milliseconds"),
        "DateSet": "true",
        "TimeSet": "true",
        "DateTimeDescription": words,
    }


def _cards(rows: Sequence[SourceRow]) -> str:
    cards = (
        element("Card", {"SourceReference": one.plain(), "SourceType": one.source}) for one in rows
    )
    return element("CardCollection", {}, *cards) if rows else ""


def _attributes(texts: dict[str, str], numbers: dict[str, str]) -> str:
    said = (
        {"AttributeClass": name, "AttributeClassReference": numbers[name], "Value": text}
        for name, text in texts.items()
        if text
    )
    return element("AttributeCollection", {}, *(element("Attribute", one) for one in said))


def _summary(graph: Graph) -> str:
    facts = graph.facts()
    title = " ".join(filter(None, (graph.marking, "Chart", graph.header.act)))
    fields = {"SummaryFieldTitle": title, "SummaryFieldKeywords": facts["handling"]}
    told = (element("Field", {"Type": name, "Field": text}) for name, text in fields.items())
    kept = (
        element("CustomProperty", {"Name": name, "Type": "String", "Value": text})
        for name, text in facts.items()
    )
    return element(
        "Summary",
        {},
        "\n",
        element("FieldCollection", {}, "\n", *told),
        element("CustomPropertyCollection", {}, "\n", *kept),
    )


def _strength() -> str:
    return element("Strength", {"Id": "strength-1", "Name": "Default", "DotStyle": "DotStyleSolid"})


def _grades(tag: str, texts: Sequence[str]) -> str:
    told = (element("String", {"Id": f"{tag}-{n}", "Text": text}) for n, text in enumerate(texts))
    return element(tag, {}, element("StringCollection", {}, *told))


def _class(named: tuple[str, str]) -> str:
    said = {"Id": named[1], "Name": named[0], "Type": "AttText", "IsUser": "true"}
    return element("AttributeClass", {**said, "ShowValue": "false"})


def _types(tag: str, names: Iterable[str]) -> str:
    told = (element(tag, {"Id": _id(tag, name), "Name": name}) for name in sorted(set(names)))
    return element(f"{tag}Collection", {}, "\n", *told)


def _id(tag: str, name: str) -> str:
    return f"{tag}-{_UNNAMED.sub('-', name)}"


def _kept(columns: Iterable[str]) -> list[str]:
    return [name for name in columns if name not in _ELSEWHERE]


def _icon(kind: str) -> str:
    known = ontology().entities.get(kind)
    return _ICONS.get(kind) or (known.label if known else kind)


def _line(kind: str) -> str:
    known = ontology().links.get(kind) or ontology().events.get(kind)
    return known.label if known else kind
