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

NEAR = 0.88
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


MOST = 18
"""Points of names beyond which more say nothing more."""

_REST = (
    "several other names differ",
    "one other name differs",
    "first names differ",
    "last names differ",
    "only a middle name differs",
    "another name is spelt in a similar way",
    "another name is spelt the same but for one letter",
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
    points, ways = _points(column), len(_REST)
    first = "(fore_mark_l = fore_mark_r OR fore_mark_l = sur_mark_r)"
    last = "(sur_mark_l = sur_mark_r OR sur_mark_l = fore_mark_r)"

    def level(rest: int, more: str = "0") -> str:
        return f"{ways} * least({points} + {more}, {MOST}) + {rest}"

    near = ""
    for a, b in (("sur", "sur"), ("fore", "fore"), ("sur", "fore"), ("fore", "sur")):
        more = f"(least({a}_k_l, {b}_k_r) // 2)"
        near += (
            f" WHEN {a}_mark_l <> {b}_mark_r AND jaro_winkler_similarity({a}_l, {b}_r) >= {NEAR} "
            f"THEN (CASE WHEN damerau_levenshtein({a}_l, {b}_r) = 1 THEN {level(6, more)} "
            f"ELSE {level(5, more)} END)"
        )
    sql = (
        f"(CASE WHEN {column}_n_l = 0 OR {column}_n_r = 0 THEN -1 "
        f"WHEN {left} = 0 THEN {level(7)}{near} WHEN {left} > 1 THEN {level(0)} "
        f"WHEN {first} AND {last} THEN {level(4)} WHEN {first} THEN {level(3)} "
        f"WHEN {last} THEN {level(2)} ELSE {level(1)} END)"
    )
    levels = {
        ways * points + at: f"{_shared(points)}; {rest}"
        for points in range(MOST + 1)
        for at, rest in enumerate(_REST)
    }
    return Comparison(column, "names", sql, levels)


def _shared(points: int) -> str:
    return f"names shared: {points}"


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
        (f"{a} = {b} AND {column}_k_l >= 5", 5),
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


def words(column: str, kind: str = "text", code: str | None = None) -> Comparison:
    """A place, an occupation: words that many share, the rarer the stronger."""
    a, b = f"{column}_l", f"{column}_r"
    near = f"jaro_winkler_similarity({a}, {b}) >= 0.92 OR contains({a}, {b}) OR contains({b}, {a})"
    sql = (
        f"(CASE WHEN {_lacks(a, b)} THEN -1 WHEN {a} = {b} THEN {_within(code)} + 3 * (2 + {column}_k_l) "
        f"WHEN {near} THEN {_within(code)} + 3 ELSE {_within(code)} END)"
    )
    levels = {3 * k + at: said + within for k, said in _WORDS.items() for at, within in enumerate(_WITHIN)}
    return Comparison(column, kind, sql, levels)


def _within(code: str | None) -> str:
    if code is None:
        return "0"
    return f"(CASE WHEN {code}_l = {code}_r THEN 2 WHEN {code}_out_l = {code}_out_r THEN 1 ELSE 0 END)"


_WITHIN = ("", ", within one postal district", ", with the same postcode")
_WORDS = {k: f"the same {k}" if k>1 else ["different","alike"][k] for k in range(11)}


def identifier(column: str) -> Comparison:
    """What belongs to one person or household: a phone, an e-mail, a registration."""
    a, b = f"{column}_l", f"{column}_r"
    sql = _cases(
        _lacks(a, b),
        (f"{a} = {b} AND {column}_k_l >= 5", 4),
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


def address(column: str = "address", code: str | None = None) -> Comparison:
    """Words and numbers of addresses in any order: what both have, and how rare it is."""
    missing = f"({column}_n_l = 0 OR {column}_n_r = 0)"
    sql = f"(CASE WHEN {missing} THEN -1 ELSE 3 * least({_points(column)}, {_LINES}) + {_within(code)} END)"
    levels = {
        3 * points + at: f"addresses that share {points} points of words and numbers, rare ones more{w}"
        for points in range(_LINES + 1) for at, w in enumerate(_WITHIN)
    }
    return Comparison(column, "address", sql, levels)


_LINES = 20
"""Points of an address beyond which more say nothing more."""
