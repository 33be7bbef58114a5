"""Laws of the comparison, whatever the names."""

from hypothesis import example, given
from hypothesis import strategies as st

from remit.identity.names import compare, family, symbols
from remit.identity.names.compare import KINDS
from remit.ontology.names.families import related

WORDS = """
mohammed muhammad mahmoud ali hassan hussain khan begum singh kaur bin al van de john jon smith
smyth o brien obrien mc donald mcdonald jr sr ii wei chan chen olu seun abdul rahman abdulrahman
bob robert j s łukasz 习 近平 müller ltd limited fund 1 2 iv gmbh the of group
""".split()  # noqa: SIM905 - words to read
NAMES = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), st.text(max_size=30)
)
SORTS = st.sampled_from(sorted(KINDS))
SURNAMES = (
    "smith",
    "khan",
    "okafor",
    "nowak",
    "jones",
    "patel",
    "aylin",
    "demir",
    "chidi",
    "zofia",
)
PLAIN = st.lists(
    st.sampled_from(SURNAMES),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(NAMES, NAMES, SORTS)
@example("Shaikh Isa Bin Tarif Al Bin Ali", "AL BEN ALI, Isa Ben Tarif", "person")
def test_a_comparison_is_the_same_both_ways_round(left: str, right: str, kind: str) -> None:
    one, other = compare(left, right, kind), compare(right, left, kind)
    assert (one.score, one.same) == (other.score, other.same)
    assert 0 <= one.score <= 1


@given(NAMES, NAMES, SORTS)
def test_the_weights_add_up_to_the_score(left: str, right: str, kind: str) -> None:
    found = compare(left, right, kind)
    total = sum(reason.weight for reason in found.why)
    assert abs(found.score - min(1.0, max(0.0, total))) < 1e-4
    assert found.why, "every score has a reason"


@given(NAMES, SORTS)
def test_a_name_that_is_stated_is_the_same_as_itself(name: str, kind: str) -> None:
    found = compare(name, name, kind)
    assert found.score == 1 or found.why[0].feature == "no name"


@given(PLAIN, st.randoms(use_true_random=False), PLAIN)
def test_the_order_of_words_does_not_count(
    words: list[str], chance: object, right: list[str]
) -> None:
    turned = list(words)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert compare(" ".join(words), " ".join(turned)).score == 1
    there, again = (compare(" ".join(one), " ".join(right)).score for one in (words, turned))
    assert there == again


@given(st.sampled_from(WORDS) | st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9))
def test_a_word_is_a_spelling_of_its_family(word: str) -> None:
    assert symbols(word)
    assert family(word) == family(word)
    assert family(word) in symbols(word) or family(word) == word


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_two_words_are_related_both_ways_round(one: str, other: str) -> None:
    assert related(one, other) == related(other, one)
