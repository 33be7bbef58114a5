"""A chart written out and read back by the rules of each format is the same chart."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.products.exchanged import READ, Held, Said
from tests.products.made import HEADER

from remit.products.exchange import FORMS, Form, Graph, Link, Node, SourceRow, written

XML = frozenset({"graphml", "gexf", "anx"})

ROW = SourceRow("table", "people & cars.csv", 2, "load-a")
AYLIN = Node(
    "person-1", "person", "Aylin <Demir>", ("suspect", "witness"), 144, 61, 3, "1B", ("P",),
    (ROW,), 1,
)  # fmt: skip
VAN = Node("vehicle-1", "vehicle", "KT19XYZ", (), 0, 0, 2, None, ("C", "P"), (ROW, ROW), 12)
DRIVES = Link(
    "link-1", "person-1", "vehicle-1", "driver-of-vehicle", 3, "2026-03-03T13:00:00+01:00",
    "2026-04-03T13:00:00+01:00", "at-or-before", "2A", ("C",), (ROW,), 3,
)  # fmt: skip
CHART = Graph(HEADER, (AYLIN, VAN), (DRIVES,), 7, 9)

# what JSON or UTF-8 cannot write is no text of a record
_texts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
_rows = st.builds(
    SourceRow,
    source=st.just("table"),
    file=st.text(
        st.characters(blacklist_categories=("Cs",), blacklist_characters="\ufffe\uffff"),
        max_size=8,
    ),
    row=st.integers(1, 10**9),
    load=st.just("load-a"),
)
_about = {
    "grading": st.sampled_from([None, "1A", "3E", "2 / A / P"]),
    "handling": st.sampled_from([(), ("P",), ("C", "P")]),
    "rows": st.lists(_rows, max_size=3).map(tuple),
    "rows_in_all": st.integers(0, 10**6),
}


@st.composite
def charts(draw: st.DrawFn) -> Graph:
    """Any chart: labels of any characters, several links between the same two, some to itself."""
    ids = [f"person-{n}" for n in range(draw(st.integers(1, 5)))]
    nodes = [
        draw(
            st.builds(
                Node,
                id=st.just(one),
                kind=st.sampled_from(["person", "phone", "drug", "cell-site"]),
                label=_texts,
                roles=st.sampled_from([(), ("victim",), ("suspect", "victim")]),
                x=st.integers(0, 5_000),
                y=st.integers(0, 5_000),
                degree=st.integers(0, 10**6),
                **_about,
            )
        )
        for one in ids
    ]
    links = [
        draw(
            st.builds(
                Link,
                id=st.just(f"link-{n}"),
                source=st.sampled_from(ids),
                target=st.sampled_from(ids),
                kind=st.sampled_from(["uses-phone", "call", "associate-of"]),
                count=st.integers(1, 10**6),
                first=st.sampled_from([None, "2026-03-03T12:00:00+00:00"]),
                last=st.sampled_from([None, "2026-03-04T12:00:00.250000+01:00"]),
                means=st.sampled_from(["at", "at-or-before"]),
                **_about,
            )
        )
        for n in range(draw(st.integers(0, 6)))
    ]
    return Graph(HEADER, tuple(nodes), tuple(links), draw(st.integers(0, 9)), 0)


@pytest.mark.parametrize("form", get_args(Form))
@given(chart=charts())
@settings(max_examples=60)
def test_a_chart_read_back_is_the_same_chart(form: Form, chart: Graph) -> None:
    held = READ[form](written(chart, form))
    said = chart.facts() if form != "csv" else {"act": "act-1", "marking": "EXERCISE"}
    assert said.items() <= held.facts.items()
    things = [_thing(one, form) for one in chart.nodes]
    links = [_link(one, form) for one in chart.links]
    assert list(held.things) == [one.id for one in chart.nodes]
    assert [_known(one) for one in held.things.values()] == things
    assert [_known(one) for one in held.links.values()] == links


@pytest.mark.parametrize("form", get_args(Form))
def test_the_same_chart_gives_the_same_bytes_and_a_manifest_of_them(form: Form) -> None:
    files = written(CHART, form)
    assert files == written(replace(CHART), form)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {n: sha256(data).hexdigest() for n, data in files.items()}
    assert set(files) == set(FORMS[form])
    assert (manifest["act"], manifest["remit"]) == (HEADER.act, HEADER.remit)
    assert (manifest["marking"], manifest["handling"]) == ("EXERCISE", "C P")
    assert (manifest["things_left_out"], manifest["links_left_out"]) == ("7", "9")


@pytest.mark.parametrize("form", get_args(Form))
def test_what_is_no_exercise_is_not_marked_as_one(form: Form) -> None:
    real = replace(CHART, header=replace(HEADER, exercise=False, purpose="investigation"))
    assert b"EXERCISE" not in b"".join(written(real, form).values())


@pytest.mark.parametrize("form", get_args(Form))
def test_nothing_a_label_says_becomes_part_of_the_file(form: Form) -> None:
    hostile = '"><node id="x"/>&amp;\n=cmd()\u2028{"schema":"Person"}]]>'
    chart = replace(CHART, nodes=(replace(AYLIN, label=hostile), VAN))
    held: Held = READ[form](written(chart, form))
    assert list(held.things) == [AYLIN.id, VAN.id]
    assert held.things[AYLIN.id]["label"] == hostile


def test_a_cell_is_no_formula() -> None:
    chart = replace(CHART, nodes=(replace(AYLIN, label="=1+1"), replace(VAN, label="'=1+1")))
    text = written(chart, "csv")["things.csv"].decode()
    assert "person-1,'=1+1," in text
    assert "vehicle-1,''=1+1," in text


def test_i2_is_told_grades_times_and_sources_in_its_own_places() -> None:
    text = written(CHART, "anx")["chart.anx"].decode()
    assert 'GradeOneIndex="0" GradeTwoIndex="1" GradeThreeIndex="0"' in text  # 1B, P
    assert 'GradeOneIndex="1" GradeTwoIndex="0" GradeThreeIndex="1"' in text  # 2A, C
    assert 'DateTime="2026-03-03T12:00:00.000" DateSet="true" TimeSet="true"' in text
    assert 'SourceReference="people &amp; cars.csv, row 2 (load-a)"' in text
    assert "suspect" not in text.partition("EntityTypeCollection")[2].partition("</Ent")[0]


def test_followthemoney_is_told_numbers_as_it_takes_them() -> None:
    phone = replace(VAN, id="phone-1", kind="phone", label="07911 123456")
    files = written(Graph(HEADER, (AYLIN, VAN, phone), (DRIVES,), 0, 0), "ftm")
    person, van, number, link = map(json.loads, files["chart.ftm.json"].decode().splitlines())
    assert (person["schema"], person["properties"]["name"]) == ("Person", ["Aylin <Demir>"])
    assert van["properties"]["registrationNumber"] == ["KT19XYZ"]
    assert number["properties"]["phone"] == ["+447911123456"]
    assert link["properties"]["startDate"] == ["2026-03-03T12:00:00"]
    assert link["properties"]["role"] == ["driver-of-vehicle"]


def _thing(one: Node, form: Form) -> Said:
    said = {
        "label": _fit(one.label, form),
        "kind": one.kind,
        "roles": " ".join(one.roles),
        "x": str(one.x),
        "y": str(one.y),
        "degree": str(one.degree),
    }
    return _known(said | _about_rows(one, form))


def _link(one: Link, form: Form) -> Said:
    said = {
        "source": one.source,
        "target": one.target,
        "kind": one.kind,
        "count": str(one.count),
        "first": one.first or "",
        "last": one.last or "",
        "means": one.means,
    }
    return _known(said | _about_rows(one, form))


def _about_rows(one: Node | Link, form: Form) -> Said:
    said = {
        "grading": one.grading or "",
        "handling": " ".join(one.handling),
        "rows_in_all": str(one.rows_in_all),
    }
    if form == "anx":
        return said | {"cards": str(len(one.rows)), "act": HEADER.act}
    rows = [
        {"source": row.source, "file": row.file, "row": row.row, "load": row.load}
        for row in one.rows
    ]
    return said | {"rows": json.dumps(rows, sort_keys=True)}


def _known(said: Said) -> Said:
    """What a file says that it knows, its rows in one spelling."""
    found = {name: text for name, text in said.items() if text}
    if "rows" in found:
        found["rows"] = json.dumps(json.loads(found["rows"]), sort_keys=True)
    return found


def _fit(text: str, form: Form) -> str:
    """The text without the characters that no XML can hold."""
    if form not in XML:
        return text
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
