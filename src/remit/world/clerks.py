"""How a clerk writes a person down: mostly right, sometimes as the next clerk would not."""

from dataclasses import dataclass
from datetime import date

from remit.world.draws import Draws
from remit.world.names import written_wrong
from remit.world.residents import Residents

__all__ = ["Clerk", "Entry", "phone_as_written"]

NAME, SWAPPED, FIRST_OF_JANUARY, NO_BIRTH = 0.05, 0.012, 0.012, 0.02


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as written down; `born` is None where nothing was written."""

    forename: str
    surname: str
    born: date | None
    wrong: tuple[str, ...]
    """What differs from what is true, in words."""

    @property
    def name(self) -> str:
        """Forename and surname."""
        return f"{self.forename} {self.surname}"

    def birth(self, form: str = "%d/%m/%Y") -> str:
        """Date of birth in that form, empty where nothing was written."""
        return self.born.strftime(form) if self.born else ""


class Clerk:
    """One file's clerk, with draws for at most `rows` entries.

    `births` is False for a file that has no date of birth to get wrong.
    """

    def __init__(
        self,
        people: Residents,
        draws: Draws,
        rows: int,
        care: float = 1.0,
        *,
        births: bool = True,
    ) -> None:
        self._people = people
        self._births = births
        self._name = draws.hits(rows, NAME * care).tolist()
        self._way = draws.whole(rows, 6 * 60).tolist()
        self._born = draws.share(rows).tolist()
        self._care = care
        self._row = -1

    def write(self, person: int) -> Entry:
        """The next entry."""
        self._row += 1
        forename, surname = self._people.name(person)
        born: date | None = self._people.birthday(person)
        wrong, what = [], ""
        if self._name[self._row] and person not in self._people.renamed:
            forename, surname, what = written_wrong(forename, surname, self._way[self._row])
            wrong.append(what)
        if self._births:
            born, what = self._birth(self._people.birthday(person), self._born[self._row])
        return Entry(forename, surname, born, tuple(w for w in (*wrong, what) if w))

    def _birth(self, born: date, mark: float) -> tuple[date | None, str]:
        swap, first, none = (limit * self._care for limit in (SWAPPED, FIRST_OF_JANUARY, NO_BIRTH))
        if mark < swap and born.day <= 12 and born.day != born.month:
            return date(born.year, born.day, born.month), "day and month of birth swapped"
        if swap <= mark < swap + first and (born.month, born.day) != (1, 1):
            return date(born.year, 1, 1), "1 January for a birthday not known"
        if swap + first <= mark < swap + first + none:
            return None, "no date of birth"
        return born, ""


def phone_as_written(number: str, way: int) -> str:
    """A number in E.164 as forms have it, in one of five ways.

    >>> [phone_as_written("+447700900123", way) for way in (0, 1, 3)]
    ['07700 900123', '+447700900123', '0044 7700 900123']
    """
    bare = number.removeprefix("+44")
    spaced = f"{bare[:4]} {bare[4:]}"
    return (f"0{spaced}", number, f"0{bare}", f"0044 {spaced}", f"+44 (0){spaced}")[way % 5]
