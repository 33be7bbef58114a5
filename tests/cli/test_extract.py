"""Extraction from the command line: a line per candidate, relations where they are asked for."""

from pathlib import Path

from tests.cli.conftest import Run

from remit.exercise import Exercise

TEXT = """\
Marcus Webb, the leader of the Moss Side crew, was found in Spain. Mr Webb drives a black Audi A3.
"""


def test_a_line_per_candidate_says_which_chain_it_is_of(
    run: Run, at_work: Exercise, tmp_path: Path
) -> None:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    ran = run("extract", path, "--json")
    assert ran.code == 0
    found = ran.lines()
    for one in found:
        assert {"file", "type", "text", "begin", "end", "score", "by", "chain"} <= set(one)
        assert TEXT[one["begin"] : one["end"]] == one["text"]
        assert "relation" not in one
    chained = {one["text"]: one["chain"] for one in found if one["type"] == "Person"}
    assert chained["Marcus Webb"] == chained["Mr Webb"] is not None


def test_relations_are_lines_of_their_own_kind_after_the_candidates(
    run: Run, at_work: Exercise, tmp_path: Path
) -> None:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    plain = run("extract", path, "--json").lines()
    lines = run("extract", path, "--relations", "--json").lines()
    strip = [{name: v for name, v in one.items() if name != "act"} for one in lines]
    assert strip[: len(plain)] == [{n: v for n, v in one.items() if n != "act"} for one in plain]
    stated = lines[len(plain) :]
    assert stated
    for one in stated:
        assert "type" not in one
        assert (one["file"], one["basis"]) == ("note.txt", "assessment")
        assert TEXT[one["begin"] : one["end"]] == one["sentence"]
    ran = run("extract", path, "--relations")
    assert "InChargeOf" in ran.out
    assert "assessments, no links" in ran.err
    refused = run("extract", path, "--relations", "--rules-only")
    assert refused.code == 2
    assert "--rules-only" in refused.err
