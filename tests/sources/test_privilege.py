"""Signs of privileged, journalistic and source-identifying material are found, and no others."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.sources.test_feed import HEADER, SOUND, both, yards
from tests.sources.test_load import Yard, case, yard

from remit import world
from remit.errors import BadInput
from remit.sources import privilege, profile
from remit.sources.privilege import Rules, shipped
from remit.store.quarantine import Quarantine

__all__ = ["case", "yard", "yards"]  # fixtures

PLANTED = {
    "legal-privilege": [
        "Spoke with my solicitor this morning, she says don't answer",
        "LEGALLY PRIVILEGED: draft defence statement for comment",
        "Notes of a conference with counsel, 3 March",
        "We act for and on behalf of our client Mr Lund in these proceedings",
        "Our client denies the allegation in full.",
        "I’m going on my brief’s advice mate. the brief said no comment",
        "From: a.khan@khansolicitors.co.uk Subject: tomorrow",
        "sent by jo@kbw.cjsm.net",
        "You should seek legal advice before the interview",
        "talked to his barrister about the plea",
        "Harrow Solicitors LLP, authorised and regulated by the SRA",
    ],
    "journalistic": [
        "I'm a journalist with a local paper, can we meet",
        "this is off the record yeah",
        "she is a whistleblower at the trust and wants to speak",
        "notebook of a reporter's source, 4 pages",
        "newsdesk@theguardian.com wants the pictures",
        "he met with that reporter again last night",
    ],
    "source-identifying": [
        "CHIS debrief, handling restricted",
        "The true identity of the man is known to the handler",
        "The source is the barman at the Crown",
        "identity of our source must not be disclosed: it is his cousin",
        "Registered informant, paid informant since 2019",
        "They reckon Darren is a police informant",
        "source pseudonym NIGHTJAR",
        "Is he grassing us up to the police",
    ],
}

ORDINARY = [
    "Victim reports that two males on a moped took her phone outside the solicitors on Mill Lane",
    "The informant reports hearing glass break at about 0200",
    "Source of the fire was a chip pan",
    "The source is reliable and has reported accurately before",
    "Suspect declined a solicitor and was interviewed",
    "Parked outside the law courts; driver said he was meeting a friend",
    "Legal name change recorded with the passport office",
    "He works in journalism at the college, media course",
    "Reported by the school; reporter did not leave a number",
    "Barrister Way, N1: burglary in a dwelling",
    "Council advised of fly tipping",
    "Counselling was offered to the victim",
    "Source evaluation 1, intelligence assessment B, handling code P",
    "Payment to LAWSON & CO, reference RENT MARCH",
    "Witness described a red chisel and a black holdall",
]


@pytest.mark.parametrize(
    ("ground", "text"), [(ground, text) for ground, texts in PLANTED.items() for text in texts]
)
def test_a_planted_sign_is_found(ground: str, text: str) -> None:
    for wrapped in (text, text.upper(), f"Seen at 14:02. {text} End of entry."):
        sign = shipped().sign(wrapped)
        assert sign is not None, wrapped
        assert sign.ground == ground


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_no_sign(text: str) -> None:
    assert shipped().sign(text) is None


def samples() -> Iterator[tuple[str, str]]:
    """For each phrase of each rule a text that has it, in every one of its words."""
    for rule in shipped().rules:
        for one in rule.phrases:
            phrase = one if isinstance(one, str) else one.phrase
            words = [word.split("/") for word in phrase.split()]
            for n in range(max(map(len, words))):
                said = [word[n % len(word)].replace("*", "") for word in words]
                yield rule.ground, " ".join(said).replace("...", "what was")
        for domain in rule.domains:
            yield rule.ground, "somebody@" + domain.replace("*", "x")


def test_every_phrase_and_domain_of_the_rules_is_found() -> None:
    missed = [text for ground, text in samples() if shipped().sign(f"so, {text}.") is None]
    assert missed == []


def test_a_reason_tells_nothing_of_the_text() -> None:
    for texts in PLANTED.values():
        for text in texts:
            sign = shipped().sign(text)
            assert sign is not None
            words = set(re.findall(r"\w{4,}", text.lower()))
            own = {"privileged", "privilege", "legal", "journalist", "source", "lawyer", "advice"}
            own |= {"journalistic", "legally", "from", "that", "with"}
            assert not words & set(re.findall(r"\w{4,}", sign.reason.lower())) - own


def test_the_city_s_ordinary_files_have_no_sign(tmp_path: Path) -> None:
    city = world.City(residents=400, days=14, months=3)
    hits, lines = [], 0
    for path in world.write(city, tmp_path).files:
        text = path.read_bytes().decode(errors="ignore")
        lines += text.count("\n")
        hits += [(path.name, line) for line in text.splitlines() if shipped().sign(line)]
    assert lines > 5_000
    assert hits == []


@pytest.mark.parametrize(
    "text",
    [
        "my " * 30_000,
        "identity of " * 20_000 + "x",
        "privileged " + "a " * 60_000,
        "a'b'c-" * 20_000,
        "is " * 60_000 + "grass",
        " " * 100_000 + "solicitor",
        "advice of" + "\n" * 90_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.monotonic()
    shipped().sign(text)
    assert time.monotonic() - began < 2


def test_what_is_too_long_to_look_through_is_held() -> None:
    sign = shipped().sign("x" * 1_000_001)
    assert sign is not None
    assert "longer" in sign.reason


def test_a_force_adds_rules_of_its_own(
    yard: Yard, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.yaml"
    rule = {"id": "op", "ground": "source-identifying", "says": "a name", "phrases": ["nightjar"]}
    own.write_text(yaml.safe_dump({"format": 1, "grounds": [], "rules": [rule]}), encoding="utf-8")
    path = tmp_path / "notes.csv"
    path.write_text("notes\nmet NIGHTJAR at the pier\nnothing to report\n", encoding="utf-8")
    monkeypatch.setenv("REMIT_PRIVILEGE", str(own))
    done = yard.load(case, path, yes=True)
    assert (done["accepted"], done["held"]) == (1, 1)
    assert done["rejects"][0]["ground"] == "source-identifying"
    monkeypatch.setenv("REMIT_PRIVILEGE", str(tmp_path / "gone.yaml"))
    path.write_text("notes\nanother\n", encoding="utf-8")
    with pytest.raises(BadInput, match="rules of privilege cannot be read"):
        yard.load(case, path, yes=True)


@pytest.mark.parametrize(
    "text",
    [
        "format: 1",
        "format: 2\ngrounds: []\nrules: []",
        "format: 1\ngrounds: []\nrules: [{id: a, ground: b, says: c, phrases: [d]}]",
        "format: 1\ngrounds: [{id: b, title: t, law: l}]\nrules: [{id: a, ground: b, says: c}]",
        "format: 1\ngrounds: [{id: b, title: t, law: l}]\n"
        "rules: [{id: a, ground: b, says: c, domains: ['a*b']}]",
        "[",
    ],
)
def test_rules_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        privilege.read(text)


TABLE = """\
name,dob,notes
Ana Lund,14/03/1991,Seen at the pier
Bo Ek,15/03/1991,My solicitor told me not to say where the car is
Cy Dahl,31/02/1991,Advice from counsel is that the claim fails
Di Holm,16/03/1991,off the record he paid cash
"""


def test_a_row_with_a_sign_is_held_before_anything_is_made_of_it(
    yard: Yard, case: str, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TABLE, encoding="utf-8")
    done = yard.load(case, path, yes=True)
    assert (done["received"], done["accepted"], done["rejected"], done["held"]) == (4, 1, 3, 3)
    grounds = [(one["row"], one["ground"]) for one in done["rejects"]]
    assert grounds == [(3, "legal-privilege"), (4, "legal-privilege"), (5, "journalistic")]
    assert "31/02" not in str(done), "an unreadable row with a sign gives no cell away"
    with yard.view(case) as view:
        assert view.run("SELECT pos FROM record").to_pylist() == [{"pos": 2}]
        assert view.run("SELECT DISTINCT pos FROM claim").to_pylist() == [{"pos": 2}]
    with yard.quarantine("read", case) as act:
        assert isinstance(act.hand, Quarantine)
        assert [row.raw["name"] for row in act.hand.rows(done["load"])[1]] == [
            "Bo Ek",
            "Cy Dahl",
            "Di Holm",
        ]
    with yard.quarantine("release", case) as act:
        assert isinstance(act.hand, Quarantine)
        decision = act.release(act.hand.release(done["load"], lambda one: one.pos < 5))
    assert (decision.rows, decision.accepted, decision.held) == (2, 1, 1)


def test_a_document_is_held_whole(
    yard: Yard, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = profile.profile("table").model_copy(update={"hold": "file"})
    monkeypatch.setattr("remit.sources.previewing.detect", lambda *_: whole)
    path = tmp_path / "letter.csv"
    path.write_text(TABLE, encoding="utf-8")
    done = yard.load(case, path, yes=True)
    assert (done["accepted"], done["held"]) == (0, 4)
    assert all("a sign in row 3 holds its document" in one["reason"] for one in done["rejects"])
    path.write_text("name,dob,notes\nAna Lund,14/03/1991,Seen at the pier\n", encoding="utf-8")
    assert yard.load(case, path, yes=True)["accepted"] == 1


def test_a_feed_s_own_cells_are_looked_at_in_blocks_as_row_by_row(
    yards: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remarks = ["", "my solicitor drives it", "", "CHIS vehicle", "nothing"]
    rows = [f"{row},{said}" for row, said in zip(SOUND, remarks, strict=False)]
    rows += ["AB12CDE,2026-02-30T12:00:00Z,CAM 1,-0.1,51.5,N,0.9,legally privileged", "A,my lawyer"]
    path = tmp_path / "reads.csv"
    path.write_text("\n".join([f"{HEADER},Remarks", *rows, ""]), encoding="utf-8")
    done, shown = both(yards, path, monkeypatch, source="plate-reads")  # type: ignore[arg-type]
    told = [(one["row"], one["ground"]) for one in done["rejects"]]
    assert told == [
        (3, "legal-privilege"),
        (5, "source-identifying"),
        (7, "legal-privilege"),
        (8, None),
    ]
    assert len(shown["record"]) == done["accepted"] == 3


def test_published_data_are_not_looked_at() -> None:
    published = ("police-uk-street", "police-uk-outcomes", "police-uk-stop-and-search")
    for name in published:
        assert profile.profile(name).watched == "none"


def test_rules_without_any_find_nothing() -> None:
    assert Rules((), ()).sign("my solicitor") is None
