"""What lies outside a remit changes no answer of any verb: search, suggest, show, network,
path, product.

`tests/store/test_non_interference.py` holds the same law for every statement of a view; here the
verbs themselves are asked, through the gate, as an analyst asks them.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, count, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.house import opened, use
from tests.inquiry.conftest import PEOPLE
from tests.inquiry.phones.records import AUTHORITY, handed_over
from tests.sources.tables import STREET, street

from remit.errors import Misuse, RemitError
from remit.exercise.set_up import PEOPLE as STAFF
from remit.house import House
from remit.inquiry.methods import METHODS
from remit.ledger.note import Signer, sign_note

NARROWED = (
    "assure", "extract", "search", "show", "network", "time-and-map", "path", "product", "resolve",
    "analyse", "crimes", "money", "movements", "phones",
)  # fmt: skip
YEARS = count()

OLD, NEW = "+447700900123", "+447700900977"
"""A telephone in view that falls silent, and the one that takes up from it."""

ASKED = {
    "search.people": ["demir", "d", "okafor 25/07/1979", '"a"'],
    "search.vehicles": ["KT19 XYZ", "*1*", "AB12 CDE"],
    "search.phones": ["07700 900123", "0123"],
    "search.places": ["tanner", "SW1A", "E01032739", "-0.0816,51.5168"],
    "search.text": ["said", "burglary", "exampleshire"],
}


def crimes() -> str:
    """Two years of three months, so that a change can be told."""
    rows = [
        street(Month=f"{year}-{month:02}", Crime_ID=f"{year}-{month}-{n}", Reported_by="Here")
        for year, many in ((2023, 4), (2024, 9))
        for month in (1, 2, 3)
        for n in range(many + month)
    ]
    return "\n".join([STREET, *rows]) + "\n"


def narrow(house: House) -> None:
    """New versions of the remits that read: one handling code less, victims and witnesses out."""
    by_id = {person.id: person for person in STAFF}
    key = (house.keys_folder / "overseer-1.key").read_text(encoding="utf-8")
    for name in NARROWED:
        document = yaml.safe_load(house.remits.get(f"remit-{name}").document)
        document["handling"] = ["P"]
        document["roles"] = ["analyst"]
        document["categories"] = ["suspect", "third-party", "uncategorised"]
        document.pop("version", None)
        held = house.remits.submit(by_id["supervisor"], yaml.safe_dump(document, sort_keys=False))
        text = house.remits.get(held.id, held.version).document
        note = sign_note(text, [Signer.read(key)])
        house.remits.approve(by_id["overseer-1"], held.id, note)


def widen(house: House) -> None:
    """A remit under which the supervisor, and nobody else, judges whatever there is."""
    by_id = {person.id: person for person in STAFF}
    key = (house.keys_folder / "overseer-1.key").read_text(encoding="utf-8")
    document = yaml.safe_load(house.remits.get("remit-resolve").document)
    document |= {"id": "remit-resolve-wide", "roles": ["supervisor"]}
    document.pop("version", None)
    held = house.remits.submit(by_id["supervisor"], yaml.safe_dump(document, sort_keys=False))
    text = house.remits.get(held.id, held.version).document
    house.remits.approve(by_id["overseer-1"], held.id, sign_note(text, [Signer.read(key)]))


def bring(house: House, folder: Path, name: str, text: str, **params: Any) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    result = use(house, "data-engineer", "load.file", path=str(path), yes=True, **params).result
    assert result["accepted"] > 0
    return str(result["load"])


FINDING = tuple(method.name for method in METHODS)


def _found(answer: Any) -> Any:
    """What a method found, without the name it is kept under."""
    return {name: said for name, said in answer.items() if name != "kept" and name != "anew"}


def answers(house: House) -> list[Any]:
    """Every answer of every verb, with the order and the ids in it."""

    def ask(verb: str, **params: Any) -> Any:
        try:
            return use(house, "analyst", verb, **params).result
        except RemitError as refused:
            return str(refused)

    said = [ask(verb, query=query) for verb, queries in ASKED.items() for query in queries]
    said.append(ask("search.people", query="demir", limit=1))
    for mode in ("literal", "fuzzy", "phonetic"):
        said += [ask("search.people", query=query, mode=mode) for query in ("demir", "aylin demur")]
    said.append(ask("search.people", query="demir", born_from="1980", born_to="1995"))
    said += [ask("search.suggest", prefix=prefix, limit=3) for prefix in ("de", "ay", "4 t", "kt")]
    hits = [hit for answer in said if "hits" in answer for hit in answer["hits"]]
    entities = sorted({hit["entity"] for hit in hits if hit["kind"] != "record"})
    said += [ask("show.entity", entity=entity) for entity in entities]
    some = entities[::3]  # what one thing of a kind tells, the next does
    said += [ask("path.between", a=entities[0], b=entity) for entity in some]
    said += [ask("path.between", a=entities[0], b=one, all_short=True) for one in some]
    said += [ask("path.between", a=name, b="KT19 XYZ") for name in ("Aylin Demir", "Ayla Demir")]
    for entity in some:
        said += [ask("network.neighbours", entity=entity, limit=n) for n in (1, 50)]
        said.append(ask("network.two_hops", entity=entity))
        said.append(ask("network.expand", entities=[entity], grow=True, limit=5))
        said.append(ask("network.chart", entities=[entity], grow=True, limit=5))
    said += [ask("network.common", entities=[entities[0], one]) for one in some[1:]]
    for how in ({}, {"since": "2024-01-15", "until": "2024-02-14"}, {"box": "-0.2,51.4,0,51.6"}):
        said.append(ask("time-and-map.events", **how, ground=True, limit=3))
    said += [ask("time-and-map.events", entities=[entity], limit=3) for entity in some]
    people = [entity for entity in entities if entity.startswith("person-")]
    said += [ask("resolve.history", entity=entity) for entity in people]
    said += [ask("resolve.preview", a=one, b=two) for one, two in pairwise(people[:4])]
    said += [ask("resolve.queue"), ask("resolve.proposals")]
    said += [ask("resolve.seek", name=name) for name in ("demir", "A Demir", "okafor")]
    said += [ask("resolve.edges", entity=entity) for entity in people]
    said += [ask("analyse.plan")["plan"], *map(_found, map(ask, FINDING))]
    for kind in ("vehicle", "phone", "address"):
        alike = ask("resolve.misread", kind=kind)
        said.append(alike)
        ends = [(pair["a"]["mention"], pair["b"]["mention"]) for pair in alike["pairs"][:2]]
        said += [ask("resolve.preview", a=a, b=b) for a, b in ends]
        said += [ask("resolve.history", entity=a) for a, _ in ends]
    of = {"kind": "organisation"}
    firms = firms_of(house)
    said += [firms, ask("resolve.queue", **of), ask("resolve.proposals", **of)]
    said += [ask("resolve.history", entity=entity) for entity in firms]
    said += [ask("resolve.edges", entity=entity) for entity in firms]
    said += [ask("resolve.preview", a=one, b=two) for one, two in pairwise(firms[:3])]
    said += [ask("show.entity", entity=entity) for entity in firms]
    said += [ask("network.neighbours", entity=entity, limit=5) for entity in firms[:3]]
    written = ask("extract.texts")
    said.append(written)
    for one in written["texts"]:
        said.append(ask("extract.candidates", load=one["load"]))
    stands = sorted({(row["load"], row["row"]) for hit in hits for row in hit["rows"]})
    said += [ask("show.record", load=load, row=row) for load, row in stands[:8]]
    for asked in ({"area": "Here"}, {"category": "Arson"}):
        made = ask("product.problem-profile", from_="2024-01", to="2024-03", **asked)
        if isinstance(made, str):
            said.append(made)
            continue
        read = ask("product.read", product=made["product"])
        figures = [ask("product.rows", product=made["product"], figure=f) for f in read["figures"]]
        said += [made["findings"], read["sections"], [one["csv"] for one in figures]]
    return said


def successors(ask: Callable[..., Any]) -> Any:
    """Pairs of telephones, worked out anew: what is kept of an earlier run would say the same."""
    found = ask("phones.successors", to=f"{2031 + next(YEARS)}-01-01")
    assert isinstance(found, str) or found["anew"]
    if isinstance(found, str):
        return found
    told = [{**one, "method": None} for one in found["findings"]]
    return [told, *(found[name] for name in ("pairs", "below", "looked_at"))]


class Standing:
    """A house with narrowed remits, and every answer before anything hidden came."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.folder, self.before = house, folder, answers(house)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    folder = tmp_path_factory.mktemp("hidden")
    with opened(folder / "exercise") as house:
        widen(house)
        narrow(house)
        bring(house, folder, "people.csv", PEOPLE)
        bring(house, folder, "firms.csv", FIRMS)
        bring(house, folder, "alike.csv", ALIKE)
        bring(house, folder, "street.csv", crimes())
        bring(house, folder, "calls.csv", handed_over(OLD, NEW), **AUTHORITY)
        judged(house)
        misread(house)
        assert len(firms_of(house)) == 5
        yield Standing(house, folder)


def judged(house: House) -> None:
    """A resolution of people and one of organisations adopted, two of each judged one, and two that
    are not, by somebody with the narrow remit."""
    for kind in ("person", "organisation"):
        found = use(house, "analyst", "resolve.propose", kind=kind).result["resolution"]
        use(house, "analyst", "resolve.adopt", resolution=found, reason="read through")
    for one, two, *_ in (people_of(house), apart(house)):
        for a, b, verdict in ((one, two, "same"), (one, two, "different"), (one, two, "same")):
            use(house, "analyst", "resolve.judge", a=a, b=b, verdict=verdict, reason="told so")


def apart(house: House) -> tuple[str, ...]:
    """Two organisations in view that no company number says are one."""
    for pair in combinations(firms_of(house), 2):
        try:
            use(house, "analyst", "resolve.preview", a=pair[0], b=pair[1])
        except Misuse:
            continue
        return pair
    raise AssertionError("there are no two")


def misread(house: House) -> None:
    """Two marks judged one, and two telephone numbers that are not."""
    for kind, verdict in (("vehicle", "same"), ("phone", "different")):
        first, *_ = use(house, "analyst", "resolve.misread", kind=kind).result["pairs"]
        ends = {end: first[end]["mention"] for end in ("a", "b")}
        use(house, "analyst", "resolve.judge", **ends, verdict=verdict, reason="told so")


def firms_of(house: House) -> list[str]:
    """Organisations in view as they were received, by id, by way of what stands beside them."""
    found: set[str] = set()
    for query in ("01632 960111", "01632 960222"):
        for hit in use(house, "analyst", "search.phones", query=query).result["hits"]:
            kin = use(house, "analyst", "network.neighbours", entity=hit["entity"]).result
            firms = [n["entity"] for n in kin["neighbours"] if n["kind"] == "organisation"]
            for entity in firms:
                told = use(house, "analyst", "resolve.history", entity=entity).result
                found.update(one["mention"] for one in told["mentions"])
    return sorted(found)


def people_of(house: House) -> list[str]:
    """Mentions of people in view, by id."""
    found = [
        use(house, "analyst", "resolve.history", entity=hit["entity"]).result["mentions"]
        for query in ("demir", "okafor", "o'shea")
        for hit in use(house, "analyst", "search.people", query=query).result["hits"]
    ]
    return sorted({one["mention"] for mentions in found for one in mentions})


def judge_hidden(house: House, load: str, rows: int) -> None:
    """Join people in view by way of ones that are not, as somebody who may see all does."""
    ids = house.store._room.ids
    for place, known in enumerate(people_of(house)):
        hidden = ids.mention(load, 2 + place % rows, "person", "person")
        asked = {"a": known, "b": hidden, "verdict": "same", "reason": "told so elsewhere"}
        use(house, "supervisor", "resolve.judge", **asked)
    found = use(house, "supervisor", "resolve.propose").result["resolution"]
    use(house, "supervisor", "resolve.adopt", resolution=found, reason="all that is there")


def judge_hidden_firms(house: House, load: str, rows: int) -> None:
    """Join organisations in view by way of ones that are not, as somebody who may see all does."""
    ids = house.store._room.ids
    for place, known in enumerate(firms_of(house)):
        hidden = ids.mention(load, 2 + place % rows, "organisation", "organisation")
        asked = {"a": known, "b": hidden, "verdict": "same", "reason": "told so elsewhere"}
        try:
            use(house, "supervisor", "resolve.judge", **asked)
        except Misuse:
            continue  # one company number: it is one already
    found = use(house, "supervisor", "resolve.propose", kind="organisation").result["resolution"]
    use(house, "supervisor", "resolve.adopt", resolution=found, reason="all that is there")


ALIKE = """\
name,vrm,phone,address,postcode
Rosalind Quill,KT19 XVZ,07700 901223,4 Taner Row,SW1A 1AA
Cuthbert Raven,A812 CDE,07700 904056,4 Tanner Row,SW1A 1AA
Imelda Thistle,AB12 CDE,07700 900456,9 Mill Lane,N1 9GU
Barnaby Bramble,KT19 XYZ,07700 901232,9 Mil Lane,N1 9GU
"""
"""Numbers and addresses that are alike."""

FIRMS = """\
company name,company number,phone,address,postcode
Brambleworth Logistics Ltd,09345671,01632 960111,4 Tanner Row,SW1A 1AA
BRAMBLEWORTH LOGISTICS,,01632 960111,4 Tanner Row,SW1A 1AA
Brambleworth Logistics Limited,09345671,01632 960222,,
Obsidian Fund 1 LP,,01632 960222,9 Mill Lane,N1 9GU
Obsidian Fund 2 LP,,01632 960222,9 Mill Lane,N1 9GU
"""


def hidden_firms(rows: int) -> str:
    """Organisations with the number, the name and the address of those in view."""
    lines = [
        f"{('Brambleworth Logistics', 'Obsidian Fund 1 LP')[n % 2]},"
        f"{('09345671', '', '09999999')[n % 3]},01632 960{('111', '222')[n % 2]},"
        f"{n} Tanner Row,SW1A 1AA"
        for n in range(rows)
    ]
    return "\n".join([FIRMS.splitlines()[0], *lines]) + "\n"


NUMBERS = count()

HIDDEN = st.fixed_dictionaries(
    {
        "way": st.sampled_from(["people", "crimes", "victims", "reads", "firms", "calls"]),
        "rows": st.integers(1, 40),
        "then": st.sampled_from(["keep", "judge", "erase", "judge and erase"]),
    }
)


def hidden_people(rows: int, role: str) -> str:
    """People who share phones, cars and streets with those in view, and bridge them."""
    lines = [
        f"Ayla Demir,14/03/1991,07700 900{123 + n % 3},{('KT19 XYZ', 'AB12 CDE')[n % 2]},"
        f"{n} Tanner Row,SW1A 1AA,{role}"
        for n in range(rows)
    ]
    return "\n".join(["name,dob,phone,vrm,address,postcode,role", *lines]) + "\n"


def hidden_reads(rows: int) -> str:
    """Reads of the cars of those in view, as the feed of a camera gives them."""
    lines = [
        f"{('KT19XYZ', 'AB12CDE')[n % 2]},2024-02-{1 + n % 28:02}T08:00:00Z,C1,-0.08,51.51,N,0.9"
        for n in range(rows)
    ]
    return "\n".join(["VRM,Captured,Camera,Longitude,Latitude,Direction,Confidence", *lines]) + "\n"


def hidden_calls(rows: int) -> str:
    """The successor of those in view goes on elsewhere, and the old is used again."""
    lines = handed_over(NEW, OLD).splitlines()
    return "\n".join([lines[0], *lines[1 : 1 + 20 * rows]]) + "\n"


@settings(max_examples=1)
@given(hidden=HIDDEN)
@example(hidden={"way": "calls", "rows": 30, "then": "keep"})
@example(hidden={"way": "victims", "rows": 3, "then": "judge and erase"})
@example(hidden={"way": "firms", "rows": 4, "then": "judge and erase"})
def test_hidden_data_change_no_answer_of_any_verb(
    standing: Standing, hidden: dict[str, Any]
) -> None:
    house, folder = standing.house, standing.folder
    name = f"hidden-{next(NUMBERS)}.csv"
    match hidden["way"]:
        case "people":
            text, params = hidden_people(hidden["rows"], "suspect"), {"handling": "C"}
        case "reads":
            text, params = hidden_reads(hidden["rows"]), {"handling": "C"}
        case "firms":
            text, params = hidden_firms(hidden["rows"]), {"handling": "C"}
        case "calls":
            text = hidden_calls(hidden["rows"])
            params = {"handling": "C", **AUTHORITY}
        case "victims":
            text, params = hidden_people(hidden["rows"], "victim"), {}
        case _:
            rows = (
                street(Month="2024-02", Crime_ID=f"h{n}", Crime_type="Arson", Reported_by="Here")
                for n in range(hidden["rows"])
            )
            text, params = "\n".join([STREET, *rows]) + "\n", {"handling": "C"}
    load = bring(house, folder, name, text + "\n" * next(NUMBERS), **params)
    if hidden["way"] in ("people", "victims") and "judge" in hidden["then"]:
        judge_hidden(house, load, hidden["rows"])
    if hidden["way"] == "firms" and "judge" in hidden["then"]:
        judge_hidden_firms(house, load, hidden["rows"])
    if "erase" in hidden["then"]:
        use(house, "supervisor", "erase.load", load=load)
    assert answers(house) == standing.before


def test_what_is_proposed_depends_on_what_is_in_view_alone(
    standing: Standing, tmp_path: Path
) -> None:
    before = [proposed(standing.house, kind) for kind in ("person", "organisation")]
    bring(standing.house, tmp_path, "more.csv", hidden_people(30, "suspect"), handling="C")
    bring(standing.house, tmp_path, "victims.csv", hidden_people(20, "victim"))
    bring(standing.house, tmp_path, "others.csv", hidden_firms(20), handling="C")
    assert [proposed(standing.house, kind) for kind in ("person", "organisation")] == before


def proposed(house: House, kind: str) -> dict[str, Any]:
    """What a resolution comes to, its model's hash included, and every edge of it."""
    found = use(house, "analyst", "resolve.propose", kind=kind).result
    kept = house.store._room.catalogue.engine
    with kept.connect() as conn:
        sql = "SELECT a, b, weight, levels, held FROM edge WHERE resolution = ? ORDER BY a, b"
        edges = [tuple(row) for row in conn.exec_driver_sql(sql, (found["resolution"],))]
    told = {key: value for key, value in found.items() if key not in ("resolution", "seconds")}
    return {**told, "each": edges}


def test_the_hidden_data_would_have_shown(standing: Standing, tmp_path: Path) -> None:
    """The law above is not kept by hiding everything: the same rows in view change answers."""
    bring(standing.house, tmp_path, "seen.csv", hidden_people(3, "suspect"))
    assert answers(standing.house) != standing.before
