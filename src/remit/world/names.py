"""Names of many origins, and how records get them wrong.

A household draws one list, its members mostly from that list. Which list is never kept on a person
or written anywhere, and nothing else in the city depends on it.
"""

from collections.abc import Mapping

__all__ = ["FORENAMES", "LISTS", "SPELLINGS", "SURNAMES", "Span", "written_wrong"]

Span = tuple[int, int]

_LISTS = (
    (
        "Alice Callum Beth Daniel Charlotte Edward Emily George Grace Harry Jack Katherine Lucy "
        "Michael Olivia Peter Rebecca Samuel Sophie Thomas",
        "Atkins Barlow Cartwright Davies Ellery Fitzroy Goodwin Hartnell Ingram Jarvis Kemp Lowe "
        "Marsh Naylor Oakley Pritchard Ridley Stanton Thorne Whitlock",
    ),
    (
        "Aoife Brendan Bridget Ciarán Deirdre Declan Gráinne Eoin Maeve Fergal Niamh Padraig "
        "Róisín Rory Siobhán Seán",
        "Brennan Cassidy Doyle Fallon Gallagher Hennessy Keane Lynch MacNally Nolan O'Brien O'Shea "
        "Quigley Rafferty Sheehan Tierney",
    ),
    (
        "Abena Ade Adaeze Chidi Chinwe Emeka Efua Kofi Folake Kwame Ngozi Oluwaseun Temitope Tunde "
        "Yetunde Yaw",
        "Acheampong Adeyemi Balogun Boateng Chukwu Danso Eze Femi-Cole Igwe Mensah Nwosu Obi "
        "Okafor Okonkwo Quaye Yeboah",
    ),
    (
        "Aaliyah Abdullah Amina Bilal Farah Hamza Fatima Ibrahim Khadija Mohammed Leila Omar "
        "Nadia Usman Zainab Yusuf",
        "Ahmed Akhtar Begum Chowdhury Hussain Iqbal Khan Malik Miah Mirza Qureshi Rahman Sheikh "
        "Siddiqui Uddin Zaman",
    ),
    (
        "Anjali Arjun Deepa Gurpreet Harleen Jaspal Kavita Manjit Meera Nikhil Priya Rajesh Simran "
        "Sanjay Sunita Vikram",
        "Bhatt Chaudhary Dhillon Gill Grewal Kaur Mehta Naidu Patel Rao Sandhu Sharma Shah Singh "
        "Thakur Verma",
    ),
    (
        "Agnieszka Adam Beata Bartosz Ewa Grzegorz Joanna Krzysztof Katarzyna Łukasz Małgorzata "
        "Marek Zofia Paweł Wiktoria Tomasz",
        "Dąbrowska Grabowski Jankowska Kamiński Kowalczyk Lewandowski Mazur Nowak Pawlak Sikora "
        "Szymański Wójcik Wrona Zając Żak Zieliński",
    ),
    (
        "Ana Andrei Beatriz Bogdan Carla Cristian Daniela Duarte Ioana João Luísa Mihai Mariana "
        "Paulo Sofia Tiago",
        "Almeida Barbosa Carvalho Dumitru Esteves Ferreira Gomes Ionescu Lopes Munteanu Nunes "
        "Oliveira Popescu Radu Santos Vieira",
    ),
    (
        "Ayşe Ahmet Elif Burak Eleni Emre Fatma Georgios Hülya Hasan Ioanna Kemal Maria Nikos "
        "Zeynep Murat",
        "Aydın Başaran Çelik Demirci Georgiou Ioannou Kaya Kyriakou Öztürk Papadakis Şahin "
        "Theodorou Ünal Vasiliou Yıldız Yilmaz",
    ),
    (
        "Carmel Delroy Chantelle Errol Denise Leroy Jasmine Marlon Keisha Neville Marcia Tyrone "
        "Shanice Winston Yvonne Wesley",
        "Bailey Blake Campbell Clarke Francis Gayle Grant Henry Lewis Morrison Palmer Reid "
        "Samuels Taylor Walters Wynter",
    ),
    (
        "Hana Bao Jia Chen Lan Dai Mei Haruto Ling Jun Min-seo Minh Nhung Tuan Xiu Wei",
        "Cheung Chan Dang Ho Huang Kim Lam Li Liu Nguyen Park Pham Tran Wang Wong Zhang",
    ),
)


def _flat(part: int) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    found: list[str] = []
    spans = []
    for both in _LISTS:
        words = both[part].split()
        spans.append((len(found), len(words)))
        found += words
    return tuple(found), tuple(spans)


FORENAMES, _FORENAME_SPANS = _flat(0)
SURNAMES, _SURNAME_SPANS = _flat(1)
LISTS: tuple[tuple[Span, Span], ...] = tuple(zip(_FORENAME_SPANS, _SURNAME_SPANS, strict=True))
"""For each list, where its forenames and its surnames begin, and how many there are."""

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "Mohammed": ("Muhammad", "Mohamed", "Mohammad", "Md"),
    "Yusuf": ("Yousef", "Youssef"),
    "Fatima": ("Fatimah",),
    "Hussain": ("Hussein", "Husain"),
    "Chowdhury": ("Choudhury", "Chaudhry"),
    "Siobhán": ("Siobhan", "Shivaun"),
    "Seán": ("Sean", "Shaun"),
    "Ciarán": ("Ciaran", "Kieran"),
    "Łukasz": ("Lukasz", "Lucas"),
    "Krzysztof": ("Krzystof", "Chris"),
    "Katarzyna": ("Kasia",),
    "Małgorzata": ("Malgorzata", "Gosia"),
    "Oluwaseun": ("Seun",),
    "Temitope": ("Temi",),
    "Katherine": ("Catherine", "Kate", "Kathryn"),
    "Michael": ("Mike", "Micheal"),
    "Thomas": ("Tom",),
    "Samuel": ("Sam",),
    "Rebecca": ("Becky", "Rebeca"),
    "Daniel": ("Danny",),
    "Gurpreet": ("Gurprit",),
    "Georgiou": ("Yeorgiou",),
    "Öztürk": ("Ozturk", "Oeztuerk"),
    "Çelik": ("Celik",),
    "Şahin": ("Sahin",),
    "Wójcik": ("Wojcik",),
    "João": ("Joao",),
    "O'Brien": ("OBrien", "O Brien"),
    "O'Shea": ("OShea", "O’Shea"),
    "MacNally": ("McNally", "Mac Nally"),
    "Nguyen": ("Nguyễn",),
}
"""Other spellings that records have of a name: transliteration, short form, lost marks."""


def written_wrong(forename: str, surname: str, way: int) -> tuple[str, str, str]:
    """Forename, surname and what was done to them, in the way of that number (0 upwards)."""
    ways = (_respelt, _swapped_letters, _initial, _turned_round, _shouted, _letter_lost)
    for step in range(len(ways)):
        if found := ways[(way + step) % len(ways)](forename, surname, way):
            return found
    return forename, surname, ""


_Wrong = tuple[str, str, str] | None


def _respelt(forename: str, surname: str, way: int) -> _Wrong:
    if others := SPELLINGS.get(forename):
        return others[way % len(others)], surname, "another spelling of the forename"
    if others := SPELLINGS.get(surname):
        return forename, others[way % len(others)], "another spelling of the surname"
    return None


def _swapped_letters(forename: str, surname: str, way: int) -> _Wrong:
    at = 1 + way % max(len(surname) - 2, 1)
    wrong = surname[:at] + surname[at : at + 2][::-1] + surname[at + 2 :]
    return (forename, wrong, "two letters of the surname swapped") if wrong != surname else None


def _initial(forename: str, surname: str, way: int) -> _Wrong:
    return forename[0], surname, "forename as an initial"


def _turned_round(forename: str, surname: str, way: int) -> _Wrong:
    return surname, forename, "forename and surname swapped"


def _shouted(forename: str, surname: str, way: int) -> _Wrong:
    return forename.upper(), surname.upper(), "in capitals"


def _letter_lost(forename: str, surname: str, way: int) -> _Wrong:
    at = 1 + way % max(len(surname) - 1, 1)
    return forename, surname[:at] + surname[at + 1 :], "a letter of the surname lost"
