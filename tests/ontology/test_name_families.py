"""The lists of spellings: in the normaliser's letters, each with a source, none doubled."""

from collections import defaultdict
from importlib.resources import files

import pytest
import yaml

from remit.ontology.names.families import family, spelt, symbols
from remit.ontology.types.name import tokens

FOLDER = files("remit.ontology.names").joinpath("families")
PAGES = sorted(page.name for page in FOLDER.iterdir() if page.name.endswith(".yaml"))
SEVERAL = {"said", "sayeed", "enya", "rian"}
"""Words outside `east_asia` that write more than one name."""


def read(page: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(FOLDER.joinpath(page).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_list_names_its_source_and_holds_words_as_they_are_compared(page: str) -> None:
    found = read(page)
    assert found["source"]
    names = found["names"]
    assert isinstance(names, dict)
    alone = dict.fromkeys(str(found.get("alone", "")).split(), "")
    for name, spellings in {**names, **alone}.items():
        for word in (name, *spellings.split()):
            assert tokens(word) == (word,), word


def test_a_word_is_in_two_families_only_where_that_is_meant() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for page in PAGES:
        names = read(page)["names"]
        if read(page).get("weaker") or page == "east_asia.yaml":
            continue
        assert isinstance(names, dict)
        for name, spellings in names.items():
            for word in (name, *spellings.split()):
                found[word].add(name)
    assert {word for word, names in found.items() if len(names) > 1} == SEVERAL


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohammed", "mahmoud"), ("hassan", "hussain"), ("ahmed", "hamid"), ("salah", "saleh"),
        ("karim", "kamal"), ("paul", "paula"), ("francis", "frances"), ("singh", "kaur"),
    ],
)  # fmt: skip
def test_names_that_look_alike_are_in_families_of_their_own(one: str, other: str) -> None:
    assert symbols(one).isdisjoint(symbols(other))


def test_no_symbol_tells_which_list_a_spelling_stood_in() -> None:
    labels = {page.removesuffix(".yaml") for page in PAGES}
    named = {symbol for word in ("mohamed", "oluwaseun", "lukas", "wong") for symbol in spelt(word)}
    assert labels.isdisjoint(named)
    assert family("wong") in spelt("wong")
