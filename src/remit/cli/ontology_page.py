"""The page `docs/ontology.md`: every kind, property, link and type of value, with its source."""

from collections.abc import Iterator, Mapping

from remit.ontology.model import EntityKind, EventKind, LinkKind, Ontology, Property, ontology
from remit.ontology.types import TYPES

__all__ = ["ontology_page"]

_INTRODUCTION = """# Ontology

Written from the code by `make docs`; a test fails when it is out of date. Version {version}.

What Remit talks about: people, objects, locations and events (POLE), the links between them, and
the types of value that are said of them. Each type says where its rule comes from. The *standard
term* is that of the Standard Data Model of British policing, where its published pages show one;
the groups are those of the POLE Data Standards Catalogue v1.0. Why it is so, and what is refused,
is in the [design note](design/ontology.md).

*Joins* marks a value by which two things are the same thing: an exact identifier, never a person's.
*Kept, not read* marks a protected characteristic: its column stays in the record as received, for
audits of fairness, and is not read, searched, counted or compared.
"""

_GROUPS = {"person": "People", "object": "Objects", "location": "Locations"}


def ontology_page() -> str:
    """The whole page, in the order of the YAML."""
    known = ontology()
    parts = [_INTRODUCTION.format(version=known.version)]
    for group, title in _GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [
            _thing(kind, thing) for kind, thing in known.entities.items() if thing.pole == group
        ]
    parts.append("## Events\n")
    parts += [_event(kind, event) for kind, event in known.events.items()]
    return "\n".join([*parts, _links(known.links), *_types(known)])


def _thing(kind: str, thing: EntityKind) -> str:
    return "\n".join([f"### {thing.label}", "", _about(kind, thing), "", _rows(thing.properties)])


def _rows(properties: Mapping[str, Property]) -> str:
    rows = ["| property | | type | standard term | |", "| --- | --- | --- | --- | --- |"]
    for name, prop in properties.items():
        notes = ["**joins**"] if prop.identifies else []
        notes += ["**kept, not read**"] if prop.protected else []
        notes += [prop.means] if prop.means else []
        title = TYPES[prop.type].title
        link = f"[{title}](#{_anchor(_heading(title))})"
        rows.append(f"| `{name}` | {prop.label} | {link} | {prop.sdm or ''} | {': '.join(notes)} |")
    return "\n".join([*rows, ""])


def _event(kind: str, event: EventKind) -> str:
    lines = [f"### {event.label}", "", _about(kind, event), ""]
    for part in event.parts.values():
        lines.append(f"- *{part.label}* ({', '.join(part.kinds)}) {part.reads} …")
    lines += [""] if event.parts else []
    return "\n".join([*lines, *([_rows(event.properties)] if event.properties else [])])


def _links(links: Mapping[str, LinkKind]) -> str:
    head = ["| link | from | reads | to | and back | standard term |"]
    rows = [*head, "| --- | --- | --- | --- | --- | --- |"]
    for kind, link in links.items():
        start, end = ", ".join(link.from_), ", ".join(link.to)
        rows.append(
            f"| `{kind}` | {start} | {link.reads} | {end} | {link.back} | {link.sdm or ''} |"
        )
    return "\n".join(["## Links", "", *rows, ""])


def _types(known: Ontology) -> Iterator[str]:
    yield "## Types of value\n"
    used: dict[str, list[str]] = {}
    said = {kind: thing.properties for kind, thing in known.entities.items()}
    said |= {kind: event.properties for kind, event in known.events.items()}
    for kind, properties in said.items():
        for name, prop in properties.items():
            used.setdefault(prop.type, []).append(f"`{kind}.{name}`")
    for value_type in sorted(TYPES.values(), key=lambda one: one.title.casefold()):
        text = value_type.help.partition(">>>")[0].strip()
        paragraphs = "\n\n".join(" ".join(block.split()) for block in text.split("\n\n"))
        where = ", ".join(used.get(value_type.id, ())) or "times and positions in files"
        yield (
            f"### {_heading(value_type.title)}\n\n"
            f"`{value_type.id}`. Source: {value_type.source}.\n\n{paragraphs}\n\n"
            f"Used for {where}.\n"
        )


def _heading(title: str) -> str:
    """Heading of a type; a kind of thing may have the same name."""
    return f"Value: {title}"


def _about(kind: str, thing: EntityKind | EventKind) -> str:
    term = f" Standard term: {thing.sdm}." if thing.sdm else ""
    return f"`{kind}`. {' '.join(thing.means.split())}{term}"


def _anchor(title: str) -> str:
    """The address of a heading on this page, as renderers of Markdown make it."""
    kept = (mark for mark in title.lower() if mark.isalnum() or mark in " -")
    return "".join(kept).replace(" ", "-")
