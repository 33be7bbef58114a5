"""What is compared, in levels: each a statement about two records, in words and as SQL.

A comparison gives the number of a level for two records; what each level says stands beside it.
The SQL is in DuckDB's dialect over the columns of `prepared.py` (suffixes `_l` and `_r`), with
whole numbers, equality and two similarities of strings, so that every engine finds the same level.
Each is one expression that gives a whole number: an engine works out the first condition of a
CASE once, but a condition that stands in each of a hundred branches a hundred times.

A level is not evidence by itself: how much it weighs a model says (`model.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "ALIKE",
    "Comparison",
    "address",
    "born",
    "code",
    "house",
    "identifier",
    "lacks",
    "points",
    "words",
]

ALIKE = 0.92
"""Jaro-Winkler similarity from which two texts are taken for one with a slip in it (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels of one kind of value."""

    name: str
    kind: str
    """Under which the weights of a profile are kept: one kind may be of several columns."""
    sql: str
    """The number of the level; -1 where nothing can be compared: no evidence either way."""
    levels: Mapping[int, str]
    """What each level says, in words, as it stands in a waterfall."""
    states: int = 1
    """Levels come in so many states of another value (a place within one postal district): of
    each state they are shares of their own, so that nothing counts twice."""

    stride: int = 0
    """Levels so far apart are neighbours on a scale of points; 0 where there is no such scale."""

    same: tuple[int, ...] = ()
    """Levels, of any one state, that say the same value, told apart by how rare it is. How often
    each is met among records of one person is how often the table has such values."""

    @property
    def size(self) -> int:
        """Levels, the highest included."""
        return max(self.levels) + 1


def lacks(a: str, b: str) -> str:
    """SQL: one of both is missing."""
    return f"({a} IS NULL OR {b} IS NULL)"


def points(column: str) -> str:
    """SQL: how much two lists of marks share, a point for every two bits of surprise."""
    return f"len(list_intersect({column}_marks_l, {column}_marks_r))"


def _cases(missing: str, *cases: tuple[str, int]) -> str:
    whens = "".join(f" WHEN {holds} THEN {level}" for holds, level in cases)
    return f"(CASE WHEN {missing} THEN -1{whens} ELSE 0 END)"


def born(column: str = "born") -> Comparison:
    """Dates of birth, with the errors that are usual in them."""
    a, b = f"{column}_l", f"{column}_r"
    y, m, d = (f"{column}_{part}" for part in "ymd")
    differ = " + ".join(
        f"CAST(substr({a}, {at}, 1) <> substr({b}, {at}, 1) AS INTEGER)"
        for at in (1, 2, 3, 4, 6, 7, 9, 10)
    )
    same_year = f"{y}_l = {y}_r"
    new_year = f"({m}_l = 1 AND {d}_l = 1)", f"({m}_r = 1 AND {d}_r = 1)"
    sql = _cases(
        lacks(a, b),
        (f"{a} = {b} AND NOT {new_year[0]}", 11),
        (f"{a} = {b}", 10),
        (f"{same_year} AND {m}_l = {d}_r AND {d}_l = {m}_r", 9),
        (f"{new_year[0]} AND {new_year[1]} AND ({differ}) = 1", 12),
        (f"({differ}) = 1", 8),
        (f"{column}_sorted_l = {column}_sorted_r AND ({differ}) = 2", 7),
        (f"{same_year} AND ({new_year[0]} OR {new_year[1]})", 6),
        (f"{same_year} AND {m}_l = {m}_r", 5),
        (same_year, 4),
        (f"({differ}) = 2", 3),
        (f"{m}_l = {m}_r AND {d}_l = {d}_r", 2),
        (f"abs({y}_l - {y}_r) <= 1", 1),
    )
    return Comparison(column, "born", sql, _BORN, same=(10, 11))


_BORN = {
    12: "1 January of years that differ in one digit: often a default",
    11: "the same day of birth",
    10: "the same day of birth, 1 January: often a default",
    9: "the same day of birth with day and month changed places",
    8: "days of birth that differ in one digit",
    7: "days of birth with two digits changed places",
    6: "the same year of birth, of which one is 1 January: often a default",
    5: "the same month of birth",
    4: "the same year of birth, on different days",
    3: "days of birth that differ in two digits",
    2: "the same birthday in different years",
    1: "born within a year of each other",
    0: "different days of birth",
}


def code(column: str) -> Comparison:
    """Postal codes, from the whole one to the area."""
    a, b = f"{column}_l", f"{column}_r"
    out, area = f"{column}_out", f"{column}_area"
    sql = _cases(
        lacks(a, b),
        (f"{a} = {b} AND {column}_k_l >= {RARE}", 5),
        (f"{a} = {b}", 4),
        (f"{out}_l = {out}_r AND levenshtein({a}, {b}) = 1", 3),
        (f"{out}_l = {out}_r", 2),
        (f"{area}_l = {area}_r", 1),
    )
    return Comparison(column, "code", sql, _CODE, same=(4, 5))


RARE = 5
"""Class of rarity (10 bits, 1 in 1,024) from which a code or a number is one that few have."""

_CODE = {
    5: "the same postcode, which few have",
    4: "the same postcode, which many have",
    3: "postcodes that differ in one character",
    2: "the same postal district",
    1: "the same postal area",
    0: "different postal areas",
}


def identifier(column: str) -> Comparison:
    """What belongs to one person or household: a phone, an e-mail, a registration."""
    a, b = f"{column}_l", f"{column}_r"
    sql = _cases(
        lacks(a, b),
        (f"{a} = {b} AND {column}_k_l >= {RARE}", 4),
        (f"{a} = {b}", 3),
        (f"length({a}) >= 6 AND {column}_sorted_l = {column}_sorted_r", 1),
        (
            f"length({a}) >= 6 AND abs(length({a}) - length({b})) <= 1 "
            f"AND levenshtein({a}, {b}) = 1",
            2,
        ),
    )
    return Comparison(column, "identifier", sql, _IDENTIFIER, same=(3, 4))


_IDENTIFIER = {
    4: "the same, which nearly nobody else has",
    3: "the same, which several have",
    2: "the same but for one character",
    1: "the same characters in another order",
    0: "different",
}


def words(column: str, kind: str, code: str | None = None) -> Comparison:
    """A place, an occupation: words that many share, the rarer the stronger.

    A place is compared within what is known of the postal code `code`: who lives in one district
    lives in one town.
    """
    a, b = f"{column}_l", f"{column}_r"
    near = (
        f"jaro_winkler_similarity({a}, {b}) >= {ALIKE} OR contains({a}, {b}) OR contains({b}, {a})"
    )
    states = _WITHIN if kind == "place" else _WITHIN[:1]
    sql = (
        f"(CASE WHEN {lacks(a, b)} THEN -1 "
        f"WHEN {a} = {b} THEN {len(states)} * (2 + {column}_k_l) + {_state(code)} "
        f"WHEN {near} THEN {len(states)} + {_state(code)} ELSE {_state(code)} END)"
    )
    levels = {
        len(states) * at + state: said + within
        for at, said in enumerate(_WORDS)
        for state, within in enumerate(states)
    }
    same = tuple(range(2, len(_WORDS)))
    return Comparison(column, kind, sql, levels, len(states), same=same)


_WORDS = (
    "different",
    "spelt nearly alike, or the one part of the other",
    "the same, which is very common",
    "the same, which is common",
    "the same, which many have",
    "the same, which is not common",
    "the same, which few have",
    "the same, rare",
    "the same, rare",
    "the same, very rare",
    "the same, which nearly nobody has",
)


def address(column: str = "address", code: str | None = None) -> Comparison:
    """Words and numbers of addresses in any order: what both have, and how rare it is."""
    states = len(_WITHIN)
    sql = (
        f"(CASE WHEN {column}_n_l = 0 OR {column}_n_r = 0 THEN -1 "
        f"ELSE {states} * least({points(column)}, {LINES}) + {_state(code)} END)"
    )
    levels = {
        states * shared + state: _shared_lines(shared) + within
        for shared in range(LINES + 1)
        for state, within in enumerate(_WITHIN)
    }
    return Comparison(column, "address", sql, levels, states, states)


def house(name: str = "house", column: str = "address", code: str | None = None) -> Comparison:
    """Numbers of addresses on one street: houses of one street have all but these in common.

    One street is one postal code; where one of both has none, most words of an address.
    """
    a, b = f"{column}_doors_l", f"{column}_doors_r"
    few = f"least({column}_doors_n_l, {column}_doors_n_r)"
    most = f"greatest({column}_doors_n_l, {column}_doors_n_r)"
    one_street = f"{points(column)} >= {STREET}"
    if code is not None:
        one_street = f"coalesce({code}_l = {code}_r, {one_street})"
    sql = (
        f"(CASE WHEN {few} = 0 OR NOT ({one_street}) THEN -1 "
        f"WHEN len(list_intersect({a}, {b})) < {few} THEN 0 WHEN {few} < {most} THEN 1 ELSE 2 END)"
    )
    return Comparison(name, "house", sql, _HOUSE)


_HOUSE = {
    2: "the same number on one street",
    1: "numbers on one street of which the one has more",
    0: "different numbers on one street",
}

STREET = 12
"""Points of an address from which two are taken to be on one street."""

LINES = 20
"""Points of an address beyond which more say nothing more."""

_WITHIN = ("", ", within one postal district", ", with the same postcode")


def _state(code: str | None) -> str:
    if code is None:
        return "0"
    same, district = f"{code}_l = {code}_r", f"{code}_out_l = {code}_out_r"
    return f"(CASE WHEN {same} THEN 2 WHEN {district} THEN 1 ELSE 0 END)"


def _shared_lines(shared: int) -> str:
    if not shared:
        return "addresses with nothing in common"
    how = (
        "common words" if shared <= 3 else "some words or numbers" if shared <= 9 else "rare words"
    )
    return f"addresses with {how} in common ({shared} points)"
