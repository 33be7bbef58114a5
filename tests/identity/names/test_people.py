"""Names of people: what writes one name, and what is somebody else."""

import pytest

from remit.errors import Misuse
from remit.identity.names import SAME, compare
from remit.identity.names.people import person

ONE_NAME = [
    ("John Smith", "SMITH, John"),
    ("Gurpreet Kaur Singh", "Singh Gurpreet Kaur"),
    ("Mr John Smith", "John Smith"),
    ("Mohammed Khan", "Muhamad KHAN"),
    ("Md Abdul Karim", "Mohammed Abdul Kareem"),
    ("Abdulrahman Ali", "Abd al-Rahman Ali"),
    ("Xasan Cali Maxamed", "Hassan Ali Mohamed"),
    ("Oluwaseun Adeyemi", "Seun Adeyemi"),
    ("Siobhán O'Brien", "Shivaun O Brien"),
    ("Caoimhe Doherty", "Keeva Dougherty"),
    ("Dafydd Rhys", "Davyd Reece"),
    ("Volodymyr Shevchenko", "Vladimir Shevchenko"),
    ("Сергей Иванов", "Sergey Ivanov"),
    ("Łukasz Wójcik", "Lukas Wojcik"),
    ("Katarzyna Nowak", "Kasia Novak"),
    ("Piotr Zieliński", "Peter Zielinski"),
    ("Öztürk Ayşe", "Ayse Oeztuerk"),
    ("Xi Jinping", "习近平"),
    ("محمد علي", "Mohammed Ali"),
    ("عبد الرحمن", "Abdul Rahman"),
    ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "Gurpreet Singh"),
    ("Chan Tai Man", "Chen Taiman"),
    ("Nguyễn Văn An", "Nguyen Van An"),
    ("Chantelle Bailey", "Shantel Baillie"),
    ("Amy Fitzgerald-Jones", "Amy Jones"),
    ("Amy Fitzgerald-Jones", "Amy Fitzgerald"),
    ("Sarah Smith née Jones", "Sarah Jones"),
    ("John Nolan aka Sean Doyle", "Sean Doyle"),
    ("Bob Smith", "Robert Smith"),
    ("J. Smith", "John Smith"),
    ("J.-C. Doyle", "Jean-Claude Doyle"),
    ("John Robert Smith", "John Smith"),
    ("JohnSmith", "John Smith"),
    ("Mc Donald, Fiona", "Fiona McDonald"),
    ("Jan van der Berg", "Jan Vanderberg"),
    ("Ig0r Sech1n", "Igor Sechin"),
    ("John Smiht", "John Smith"),
    ("John Smith Jr", "John Smith"),
    ("Al Smith", "Alan Smith"),
    ("Thojas Dove", "Tom Dove"),
    ("Algie Percival", "Algernon Percival"),
    ("Fos6er, Ann", "Ann Foster"),
]

OTHERS = [
    ("Olaf Scholz", "Octavian Scholz"),
    ("Mohammed Ali Khan", "Mahmoud Ali Khan"),
    ("Ali Hassan", "Ali Hussain"),
    ("Ahmed Khan", "Hamid Khan"),
    ("Gurpreet Singh", "Gurpreet Kaur"),
    ("John Smith Jr", "John Smith Sr"),
    ("John Smith II", "John Smith III"),
    ("Abdullah bin Omar", "Omar bin Abdullah"),
    ("William G Frost", "William W Frost"),
    ("Sergey Viktorovich Lavrov", "Sergey Ivanovich Lavrov"),
    ("Ibrahim Hassan Al-Otaibi", "Ibrahim Hassan Al-Asiri"),
    ("Paul Brown", "Paula Brown"),
    ("Mario Costa", "Maria Costa"),
    ("Smith", "John Smith"),
    ("J S", "John Smith"),
    ("이재형", "이재명"),
    ("محمد علي", "محمود علي"),
    ("John Smith", "Jane Doyle"),
]


@pytest.mark.parametrize(("left", "right"), ONE_NAME)
def test_one_name_written_in_two_ways(left: str, right: str) -> None:
    found = compare(left, right)
    assert found.same, found.why


@pytest.mark.parametrize(("left", "right"), OTHERS)
def test_names_of_other_people_stay_apart(left: str, right: str) -> None:
    found = compare(left, right)
    assert not found.same, found.why


@pytest.mark.parametrize("nothing", ["", "UNKNOWN", "n/k", "Unknown Male", "Refused", "...", "123"])
def test_what_states_no_name_is_like_nothing_not_even_itself(nothing: str) -> None:
    found = compare(nothing, nothing)
    assert (found.score, found.same) == (0.0, False)
    assert found.why[0].feature == "no name"


def test_the_reason_for_a_difference_is_told_in_words() -> None:
    why = compare("Ali Hassan", "Ali Hussain").why
    assert [reason.feature for reason in why] == ["words answer", "words differ"]
    assert why[1].evidence == "hassan / hussain: near in spelling, yet another name"


def test_evidence_keeps_the_order_in_which_names_were_given() -> None:
    assert compare("Ali Hussain", "Ali Hassan").why[1].evidence.startswith("hussain / hassan")
    assert compare("Ali Hassan", "Ali Hussain").why[1].evidence.startswith("hassan / hussain")


def test_a_part_of_a_name_that_is_not_known_is_left_off() -> None:
    assert [word.text for word in person("FNU Hakimi").words] == ["hakimi"]


def test_a_name_left_off_costs_less_than_a_name_that_differs() -> None:
    left_off = compare("John Robert Smith", "John Smith").score
    differs = compare("John Robert Smith", "John Brian Smith").score
    assert differs < SAME < left_off < 1


def test_an_unknown_kind_is_misuse() -> None:
    with pytest.raises(Misuse, match="no such kind of name 'planet'"):
        compare("a", "b", "planet")
