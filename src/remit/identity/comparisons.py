"""What is compared, in levels: each a statement about two records, in words and as SQL.

A comparison gives the number of a level for two records; what each level says stands beside it.
The SQL is in DuckDB's dialect over the columns of `prepared.py` (suffixes `_l` and `_r`), with
whole numbers, equality and one similarity of strings, so that every engine finds the same level.
It stands once in each comparison, since an engine works out an expression once only where it
meets it in every branch.

A level is not evidence by itself: how much it weighs a model says (`model.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["NEAR", "Comparison", "address", "born", "code", "identifier", "names", "words"]

NEAR = 0.92
"""Jaro-Winkler similarity from which two spellings are near each other (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels of one kind of value."""

    name: str
    kind: str
    """Under which the weights of a model are kept: one kind may be of several columns."""
    sql: str
    """The number of the level; -1 where nothing can be compared: no evidence either way."""
    levels: Mapping[int, str]
    """What each level says, in words, as it stands in a waterfall."""


def _cases(missing: str, *cases: tuple[str, int], otherwise: int = 0) -> str:
    whens = "".join(f" WHEN {holds} THEN {level}" for holds, level in cases)
    return f"(CASE WHEN {missing} THEN -1{whens} ELSE {otherwise} END)"


def _lacks(a: str, b: str) -> str:
    return f"({a} IS NULL OR {b} IS NULL)"


def _points(column: str) -> str:
    """One for a common value that both have, up to six for a very rare one; one less where it is
    only of the same family."""
    return f"len(list_intersect({column}_marks_l, {column}_marks_r))"


_MOST = 12
"""Points beyond which more say nothing more."""

_SHARED = (
    "share no name",
    "share a common name",
    "share a name that is not common",
    "share a name that is not common",
    "share a name that few have, or several common ones",
    "share a rare name, or several names",
    "share a rare name, or several names",
    "share a very rare name, or several rare ones",
    "share names, one of them rare",
    "share rare names",
    "share rare names",
    "share very rare names",
    "share several very rare names",
)
_REST = (
    "several other names differ",
    "one other name differs",
    "first names differ",
    "last names differ",
    "only a middle name differs",
    "another name is spelt nearly alike",
    "nothing else differs",
)


def names(column: str = "names") -> Comparison:
    """Names of a person in any order: what both have, how rare it is, and what is left.

    A name is its family: spellings and short forms that are usual for each other are one. Names
    in common are taken out of both sides; of what is left on both, names spelt nearly alike are
    told apart from different ones, and of different ones whether the first or the last differs:
    brothers share the last, who marries keeps the first.
    """
    left = (
        f"(least({column}_n_l, {column}_n_r) - "
        f"len(list_intersect({column}_once_l, {column}_once_r)))"
    )
    ends = [("fore", "fore"), ("sur", "sur"), ("fore", "sur"), ("sur", "fore")]
    near = " OR ".join(
        f"({a}_l <> {b}_r AND jaro_winkler_similarity({a}_l, {b}_r) >= {NEAR})" for a, b in ends
    )
    first = "(fore_mark_l = fore_mark_r OR fore_mark_l = sur_mark_r)"
    last = "(sur_mark_l = sur_mark_r OR sur_mark_l = fore_mark_r)"
    rest = (
        f"CASE WHEN {left} = 0 THEN 6 WHEN {near} THEN 5 WHEN {left} > 1 THEN 0 "
        f"WHEN {first} AND {last} THEN 4 WHEN {first} THEN 3 WHEN {last} THEN 2 ELSE 1 END"
    )
    ways = len(_REST)
    missing = f"({column}_n_l = 0 OR {column}_n_r = 0)"
    sql = (
        f"(CASE WHEN {missing} THEN -1 "
        f"ELSE {ways} * least({_points(column)}, {_MOST}) + {rest} END)"
    )
    levels = {
        ways * shared + at: f"{said}; {rest}"
        for shared, said in enumerate(_SHARED)
        for at, rest in enumerate(_REST)
        if shared or at in (0, 1, 5)
    }
    return Comparison(column, "names", sql, levels)


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
        _lacks(a, b),
        (f"{a} = {b} AND NOT {new_year[0]}", 11),
        (f"{a} = {b}", 10),
        (f"{same_year} AND {m}_l = {d}_r AND {d}_l = {m}_r", 9),
        (f"({differ}) = 1", 8),
        (f"{column}_sorted_l = {column}_sorted_r AND ({differ}) = 2", 7),
        (f"{same_year} AND ({new_year[0]} OR {new_year[1]})", 6),
        (f"{same_year} AND {m}_l = {m}_r", 5),
        (same_year, 4),
        (f"({differ}) = 2", 3),
        (f"{m}_l = {m}_r AND {d}_l = {d}_r", 2),
        (f"abs({y}_l - {y}_r) <= 1", 1),
    )
    return Comparison(column, "born", sql, _BORN)


_BORN = {
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
        _lacks(a, b),
        (f"{a} = {b} AND {column}_k_l >= 4", 5),
        (f"{a} = {b}", 4),
        (f"{out}_l = {out}_r AND levenshtein({a}, {b}) = 1", 3),
        (f"{out}_l = {out}_r", 2),
        (f"{area}_l = {area}_r", 1),
    )
    return Comparison(column, "code", sql, _CODE)


_CODE = {
    5: "the same postcode, which few have",
    4: "the same postcode, which many have",
    3: "postcodes that differ in one character",
    2: "the same postal district",
    1: "the same postal area",
    0: "different postal areas",
}


def words(column: str) -> Comparison:
    """A place, an occupation: words that many share, the rarer the stronger."""
    a, b = f"{column}_l", f"{column}_r"
    near = f"jaro_winkler_similarity({a}, {b}) >= {NEAR} OR contains({a}, {b}) OR contains({b}, {a})"
    sql = _cases(_lacks(a, b), (f"{a} = {b}", 2), (near, 1))
    sql = f"({sql} + CASE WHEN {a} = {b} THEN {column}_k_l ELSE 0 END)"
    return Comparison(column, "words", sql, _WORDS)


_WORDS = {
    7: "the same, which nearly nobody has",
    6: "the same, very rare",
    5: "the same, rare",
    4: "the same, which few have",
    3: "the same, not common",
    2: "the same, which is common",
    1: "spelt nearly alike, or the one part of the other",
    0: "different",
}


def identifier(column: str) -> Comparison:
    """What belongs to one person or household: a phone, an e-mail, a registration."""
    a, b = f"{column}_l", f"{column}_r"
    sql = _cases(
        _lacks(a, b),
        (f"{a} = {b} AND {column}_k_l >= 4", 4),
        (f"{a} = {b}", 3),
        (f"length({a}) >= 6 AND {column}_sorted_l = {column}_sorted_r", 1),
        (f"length({a}) >= 6 AND abs(length({a}) - length({b})) <= 1 AND "
         f"levenshtein({a}, {b}) = 1", 2),
    )
    return Comparison(column, "identifier", sql, _IDENTIFIER)


_IDENTIFIER = {
    4: "the same, which nearly nobody else has",
    3: "the same, which several have",
    2: "the same but for one character",
    1: "the same characters in another order",
    0: "different",
}


def address(column: str = "address") -> Comparison:
    """Words and numbers of addresses in any order: what both have, and how rare it is."""
    missing = f"({column}_n_l = 0 OR {column}_n_r = 0)"
    sql = f"(CASE WHEN {missing} THEN -1 ELSE least({_points(column)}, {_LINES}) END)"
    levels = {
        points: f"addresses that share {points} points of words and numbers, rare ones more"
        for points in range(1, _LINES + 1)
    }
    return Comparison(column, "address", sql, {0: "addresses with nothing in common", **levels})


_LINES = 16
"""Points of an address beyond which more say nothing more."""
