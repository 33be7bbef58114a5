"""Charts: what an analyst drew stays that analyst's, under the words they gave it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.tables import mapped

from remit.errors import BadInput
from remit.sources.previewing import preview
from remit.store.drafts import RowDraft
from remit.world.anx import Chart

TIME = "2026-03-20T18:00:00.000"


def rows(folder: Path, chart: Chart | bytes, **answers: object) -> list[RowDraft]:
    """Every item, none of them rejected."""
    path = folder / "crew.anx"
    path.write_bytes(chart if isinstance(chart, bytes) else chart.bytes())
    plan = preview(path, **answers)  # type: ignore[arg-type]
    assert plan.profile.id == "chart"
    assert plan.questions == ()
    found, rejected = mapped(plan)
    assert rejected == []
    return found


@pytest.mark.parametrize(
    ("type_", "label", "kind", "key"),
    [
        ("Vehicle", "AB12 CDE", "vehicle", "AB12CDE"),
        ("Telephone", "07700 900456", "phone", "+447700900456"),
        ("Account", "12-34-56 12345678", "account", "12-34-56 12345678"),
        ("Account", "12345678", "account", None),
        ("Person", "Aylin Demir", "person", None),
        ("Location", "Mill Lane", "place", None),
    ],
)
def test_an_unmistakable_type_is_linked_to_what_it_stands_for(
    tmp_path: Path, type_: str, label: str, kind: str, key: str | None
) -> None:
    chart = Chart()
    chart.entity("E1", type_, label)
    (row,) = rows(tmp_path, chart)
    item, stood = row.mentions
    assert (item.kind, stood.kind, stood.key, stood.role) == ("chart-item", kind, key, None)
    assert [link.kind for link in row.links] == ["drawn-as"]


@pytest.mark.parametrize(
    ("type_", "label"),
    [("Suspect", "Aylin Demir"), ("Vehicle", "the blue van"), ("Telephone", "999"), ("Knife", "x")],
)
def test_what_is_not_unmistakable_stays_an_item_and_gives_nobody_a_role(
    tmp_path: Path, type_: str, label: str
) -> None:
    chart = Chart()
    chart.entity("E1", type_, label)
    (row,) = rows(tmp_path, chart)
    assert [mention.kind for mention in row.mentions] == ["chart-item"]
    assert row.mentions[0].role is None


def test_a_link_is_between_items_and_says_nothing_of_what_they_stand_for(tmp_path: Path) -> None:
    chart = Chart()
    one, two = chart.entity("E1", "Person", "A"), chart.entity("E2", "Person", "B")
    chart.link("E1", "E2", "Associate", "seen together", card="Note of 3 March")
    first, second, link = rows(tmp_path, chart)
    assert (first.pos, second.pos, link.pos) == (one, two, 3)
    keys = {m.slot: m.key for m in link.mentions}
    (drawn,) = [said for said in link.links if said.kind == "charted-with"]
    assert {keys[drawn.a], keys[drawn.b]} == {first.mentions[0].key, second.mentions[0].key}
    assert not {m.kind for m in link.mentions} & {"person", "phone", "vehicle"}
    texts = [c[1] for m in link.mentions if m.kind == "document" for c in m.claims]
    assert texts == ["seen together", "Associate", "Note of 3 March"]


def test_grades_sources_attributes_and_cards_are_kept_in_words(tmp_path: Path) -> None:
    chart = Chart(grades=(["1", "2"], ["A", "B"], ["P"]))
    chart.entity("E1", "Person", "A", grades=(1, 0, 0), source="INT/12", nickname="Tink")
    (row,) = rows(tmp_path, chart)
    assert row.grading == "2 / A / P"
    assert row.raw["source reference"] == "INT/12"
    assert row.raw["attribute.nickname"] == "Tink"


def test_a_time_says_its_zone_or_is_asked_and_rests_on_the_chart(tmp_path: Path) -> None:
    chart = Chart()
    chart.entity("E1", "Event", "Handover", time=TIME)
    path = tmp_path / "a.anx"
    path.write_bytes(chart.bytes())
    (question,) = preview(path).questions
    assert question.column == "time"
    (row,) = rows(tmp_path, chart, zone="UTC")
    (event,) = row.events
    assert event.begin == datetime(2026, 3, 20, 18, tzinfo=UTC)
    assert (event.kind, event.attributes["basis"]) == ("charted", "chart crew.anx")
    told = Chart()
    told.entity("E1", "Event", "Handover", time=TIME, utc=True)
    assert rows(tmp_path, told)[0].events[0].begin == event.begin


def test_a_link_to_what_the_chart_does_not_hold_is_counted(tmp_path: Path) -> None:
    chart = Chart()
    chart.entity("E1", "Person", "A")
    chart.link("E1", "E9", "Associate", "")
    path = tmp_path / "a.anx"
    path.write_bytes(chart.bytes())
    plan = preview(path)
    mapper = plan.mapper()
    for pos, row in plan.table.rows():
        mapper.row(pos, row)  # type: ignore[arg-type]
    assert any("does not hold" in note for note in mapper.notes())


def test_a_chart_cut_short_keeps_what_came_before(tmp_path: Path) -> None:
    chart = Chart()
    for n in range(50):
        chart.entity(f"E{n}", "Person", f"Person {n}")
    path = tmp_path / "a.anx"
    path.write_bytes(chart.bytes()[:-2_000])
    found, rejected = mapped(preview(path))
    assert 20 < len(found) < 50
    assert "cannot be read after line" in rejected[0][1]


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.anx"
    head, _, rest = Chart().bytes().partition(b"?>\n")
    path.write_bytes(head + b'?>\n<!DOCTYPE Chart [<!ENTITY a "b">]>\n' + rest)
    with pytest.raises(BadInput, match="document type"):
        preview(path)


_labels = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30)


@given(made=st.lists(st.tuples(_labels, _labels), min_size=1, max_size=10))
@settings(max_examples=40)
def test_every_item_is_the_one_drawn(tmp_path: Path, made: list[tuple[str, str]]) -> None:
    chart = Chart()
    for n, (type_, label) in enumerate(made):
        chart.entity(f"E{n}", type_, label)
    for n in range(len(made) - 1):
        chart.link(f"E{n}", f"E{n + 1}", "Associate", made[n][1])
    found = rows(tmp_path, chart)
    for (type_, label), row in zip(made, found, strict=False):
        assert (row.raw.get("label") or "").strip() == label.strip()
        assert (row.raw.get("type") or "").strip() == type_.strip()
    items = [next(m.key for m in row.mentions if m.kind == "chart-item") for row in found]
    for n, row in enumerate(found[len(made) :]):
        keys = [m.key for m in row.mentions if m.kind == "chart-item"]
        assert keys == [items[n], items[n + 1]]
