"""Names that a word is a slip of."""

import pytest

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
