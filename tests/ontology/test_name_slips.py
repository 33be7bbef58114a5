"""Names that a word is a slip of, and names of other scripts."""

from importlib.resources import files

import pytest
import yaml

from remit.ontology.names.families import spelt
from remit.ontology.names.scripts import written_out
from remit.ontology.names.slips import meant


@pytest.mark.parametrize(
    ("word", "name"),
    [("thojas", "thomas"), ("serej", "sergei"), ("mohammedd", "mohammed"), ("henery", "henry")],
)
def test_a_word_one_letter_from_a_name_may_mean_it(word: str, name: str) -> None:
    assert name in meant(word)


@pytest.mark.parametrize("word", ["hassan", "paula", "zzyzx", "jon", ""])
def test_a_name_of_its_own_and_a_word_near_none_mean_no_other(word: str) -> None:
    assert meant(word) == frozenset()


def test_a_name_of_another_script_is_written_out_as_its_family() -> None:
    page = files("remit.ontology.names").joinpath("other_scripts.yaml")
    read = yaml.safe_load(page.read_text(encoding="utf-8"))
    assert read["source"]
    for name, words in read["names"].items():
        assert name in spelt(name), f"{name} is the symbol of no family"
        assert {written_out(word) for word in words.split()} == {name}


def test_other_words_are_left_as_they_are() -> None:
    assert written_out("José Álvarez, M.") == "José Álvarez, M."
