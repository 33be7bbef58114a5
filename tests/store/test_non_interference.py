"""Non-interference: out-of-scope data may be added, altered or removed, and no answer changes.

Every answer of a view is compared: counts, facets, ids, order, prefixes, degrees, paths,
products. The snapshots are opened anew each time, so nothing is equal only for being cached.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.building import IDS, Building, a_row, fill
from tests.store.judging import judge, judge_unseen

from remit.store.paths import path, short_paths
from remit.store.view import RELATIONS, View
from remit.store.writer import RowDraft, Writer

SCOPE = {
    "sources": frozenset({"test-crime"}),
    "categories": frozenset({"suspect"}),
    "since": date(2026, 3, 1),
    "until": date(2026, 3, 31),
}

_OF_ROWS = RELATIONS - {"load", "same_as"}

ASKED = [
    *(f"SELECT count(*) AS n FROM {name}" for name in sorted(RELATIONS)),
    *(f"SELECT * FROM {name} ORDER BY ALL" for name in sorted(RELATIONS - {"load"})),
    "SELECT * EXCLUDE (loaded_at) FROM load ORDER BY id",
    "SELECT kind, role, count(*) AS n FROM mention GROUP BY ALL ORDER BY ALL",
    'SELECT category, min("begin"), max("begin") FROM event_by_time GROUP BY ALL ORDER BY ALL',
    "SELECT DISTINCT value FROM claim WHERE value LIKE 'person%' ORDER BY value LIMIT 3",
    "SELECT value, jaro_winkler_similarity(value, 'persen nomber 4') AS score "
    "FROM claim ORDER BY score DESC, value LIMIT 5",
    *(f"SELECT load, pos FROM {name}" for name in sorted(_OF_ROWS)),  # as they come
    "SELECT id, entity FROM same_as",
    "SELECT id FROM mention ORDER BY id LIMIT 7 OFFSET 2",
]


def answers(building: Building, case: str) -> list[Any]:
    """What is in view, and what was judged of it."""
    said = seen(building, case, ASKED)
    with building.view(case) as view:
        judged = view.judgements()
        found = view.run("SELECT DISTINCT coalesce(thing, id) AS e FROM mention ORDER BY e")
        named = [view.entities().entity(one) for one in found["e"].to_pylist()]
        return [*said, view.entities(), judged, view.reasons(judged), named]


def seen(building: Building, case: str, asked: Sequence[str]) -> list[Any]:
    """Every answer about what is in view."""
    building.store.close()  # forget every snapshot
    with building.view(case) as view:
        said: list[Any] = [view.run(sql).to_pylist() for sql in asked]
        graph = view.graph()
        found = view.run("SELECT DISTINCT coalesce(thing, id) AS e FROM mention ORDER BY e")
        entities = found["e"].to_pylist()
        said += [len(graph), [(e, graph.degree(e), graph.neighbours(e)) for e in entities]]
        said += [(graph.links, graph.kinds), [graph.two_hops(e) for e in entities]]
        said += [graph.common(entities), graph.among(entities)]
        said += [path(graph, entities[0], other) for other in entities]
        said += [short_paths(graph, entities[0], other) for other in entities]
        said += [view.kept("count", lambda asked: asked.run("SELECT count(*) AS n FROM claim"))]
        return [*said, len(view.products())]


class Standing:
    """A building with something visible, and every answer about it.

    No dataclass: Hypothesis would print every answer with a failure.
    """

    def __init__(self, building: Building, case: str, load: str) -> None:
        self.building, self.case, self.load = building, case, load
        self.before = answers(building, case)


def visible_rows() -> list[RowDraft]:
    return [a_row(pos, plate=f"AB{pos % 3} CDE") for pos in range(2, 12)]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """A building with something visible, and every answer about it."""
    building = Building(tmp_path_factory.mktemp("standing") / "workspace")
    case = building.furnish(**SCOPE)
    load = building.bring(case, "sheds.csv", visible_rows())
    judge(building, case, (load, 2), (load, 3))
    judge(building, case, (load, 3), (load, 4))
    judge(building, case, (load, 2), (load, 4), "different")
    with building.act("test-read.any", case) as act:
        assert isinstance(act.hand, View)
        act.hand.save_product("profile", {"a.html": b"<p>ten</p>"})
        act.release("")
    yield Standing(building, case, load)
    building.close()


HIDDEN_LOADS = st.fixed_dictionaries(
    {
        "way": st.sampled_from(["source", "handling", "category", "date", "review", "case"]),
        "count": st.integers(1, 30),
        "plates": st.integers(1, 4),
        "then": st.sampled_from(["keep", "retract", "erase", "erase one", "decide"]),
        "judged": st.lists(st.sampled_from(["same", "different"]), max_size=3),
    }
)


NUMBERS = count()


@settings(max_examples=15)
@given(hidden=HIDDEN_LOADS)
def test_hidden_loads_change_no_answer(standing: Standing, hidden: dict[str, Any]) -> None:
    building, case, before = standing.building, standing.case, standing.before
    changes: dict[str, Any] = {}
    rows = [
        a_row(pos, name=f"Person Number {pos}", plate=f"AB{pos % hidden['plates']} CDE")
        for pos in range(2, 2 + hidden["count"])
    ]
    match hidden["way"]:
        case "source":
            changes["source"] = "test-phones"
        case "handling":
            changes["handling"] = "sensitive"
        case "review":
            changes["review_due"] = date(2026, 1, 1)
        case "category":
            rows = [a_row(row.pos, role="victim", plate="AB1 CDE") for row in rows]
        case "date":
            rows = [replace(row, events=()) for row in rows]
        case "case":
            changes["of_case"] = False
            rows = [a_row(row.pos, role=None) for row in rows]
    name = f"hidden-{next(NUMBERS)}.csv"
    load = building.bring(case, name, rows, **changes)
    for at, verdict in enumerate(hidden["judged"], 2):  # the hidden one bridges those in view
        here, there = (standing.load, at), (load, 2)
        held = changes.get("handling", "ordinary")
        judge_unseen(building, case, here, there, verdict, held)
        judge_unseen(building, case, here, there, verdict, held, ("car", "vehicle"))
    overdue = hidden["way"] == "review"
    if hidden["then"] in ("retract", "erase", "erase one") and not overdue:
        verb = {"retract": "erase.retract", "erase": "erase.load"}.get(
            hidden["then"], "erase.record"
        )
        with building.act(verb, case) as act:
            writer = act.hand
            assert isinstance(writer, Writer)
            if verb == "erase.retract":
                act.release(writer.retract_load(load))
            elif verb == "erase.load":
                act.release(writer.erase_load(load))
            else:
                act.release(writer.erase_record(load, 2))
    if hidden["then"] == "decide" and hidden["way"] == "category":
        mention = IDS.mention(load, 2, "who", "person")
        building.cases.propose_category(building["analyst-1"], case, mention, "witness")
    assert answers(building, case) == before


@settings(max_examples=6)
@given(
    hidden=st.lists(
        st.tuples(st.integers(20, 60), st.sampled_from(["victim", "late", "sensitive", "reject"])),
        max_size=12,
        unique_by=lambda row: row[0],
    )
)
def test_hidden_rows_of_a_visible_load_change_no_answer(
    tmp_path_factory: pytest.TempPathFactory, hidden: list[tuple[int, str]]
) -> None:
    one, other = (tmp_path_factory.mktemp("world") / "workspace" for _ in range(2))
    assert _world(one, []) == _world(other, sorted(hidden))


def _world(home: Path, hidden: list[tuple[int, str]]) -> list[Any]:
    """Answers of a world in which one file, byte for byte the same, also gave hidden rows."""
    building = Building(home)
    case = building.furnish(**SCOPE)
    rows = visible_rows()
    rejects = [(pos, f"AB{pos}") for pos, way in hidden if way == "reject"]
    made = {
        "victim": lambda pos: a_row(pos, role="victim", plate="AB1 CDE"),
        "late": lambda pos: a_row(pos, plate="AB2 CDE", when=_LATE),
        "sensitive": lambda pos: a_row(pos, plate="AB0 CDE", handling="sensitive"),
    }
    rows += [made[way](pos) for pos, way in hidden if way != "reject"]
    with building.act("test-load.any", case) as act:
        assert isinstance(act.hand, Writer)
        plan = building.plan("sheds.csv", visible_rows(), of_case=False)
        draft = act.hand.begin(plan)
        fill(draft, rows, rejects)
        draft.seal()
        act.release(draft.load)
    try:
        return seen(building, case, ASKED)
    finally:
        building.close()


def test_rows_come_in_the_same_order_however_much_is_hidden(standing: Standing) -> None:
    """An engine that turns its joins round when most rows are hidden gives another order."""
    building, case = standing.building, standing.case
    for number in range(3):
        rows = [a_row(pos, role="victim") for pos in range(2, 402)]
        building.bring(case, f"victims-{number}.csv", rows)
        assert answers(building, case) == standing.before


_LATE = a_row(2).events[0].begin.replace(month=5)  # type: ignore[union-attr]
