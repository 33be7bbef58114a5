"""How names of two records are compared: order-free, each shared name by how rare it is.

A name is its symbol (`reading.py`): spellings and short forms that are usual for each other are
one. Names in common are taken out of both sides; of what is left on both, names spelt nearly
alike are told apart from different ones, and of different ones whether the first or the last
differs: brothers share the last, who marries keeps the first. Two spellings that are both met
often are two names, however near: a slip is odd. Where no end is the same, only a slip counts: of
names that merely begin alike nearly all are of two people.
"""

from remit.identity.comparisons import Comparison, points

__all__ = ["ENDS", "MOST", "NEAR", "STATES", "names"]

NEAR = 0.88
"""Jaro-Winkler similarity from which two names are spelt in a similar way (0 to 1)."""

MOST = 18
"""Points of names beyond which more say nothing more."""

SEVERAL, ONE, FIRST, LAST, MIDDLE, ALONE, SIMILAR, SLIP, ALL, TURNED, KIN = range(11)
"""What is left beside the names in common."""

_REST = (
    "several other names differ",
    "one other name differs",
    "first names differ",
    "last names differ",
    "only a middle name differs",
    "of the others one is the same but for one letter, and no more",
    "the other name is spelt in a similar way",
    "the other name is the same but for one letter",
    "no other name differs",
    "no other name differs, but their order",
    "first names differ, both of them known names",
)
STATES = len(_REST)
"""Levels of each point."""

ENDS = (("sur", "sur", "fore"), ("fore", "fore", "sur"), ("sur", "fore", ""), ("fore", "sur", ""))
"""Names compared for how they are spelt, and the end that is the same besides."""


def names(column: str = "names") -> Comparison:
    """Names of a person or an organisation, in any order."""
    left = (
        f"(least({column}_n_l, {column}_n_r) - "
        f"len(list_intersect({column}_once_l, {column}_once_r)))"
    )
    first, last = "fore_mark_l = fore_mark_r", "sur_mark_l = sur_mark_r"

    def level(rest: int, more: str = "0") -> str:
        return f"{STATES} * least({points(column)} + {more}, {MOST}) + {rest}"

    near = ""
    for a, b, beside in ENDS:
        # a slip is rare by itself: it is worth half of the commoner of both
        more = f"(least({a}_k_l, {b}_k_r) // 2)"
        slip = f"damerau_levenshtein({a}_l, {b}_r) = 1"
        likely = f"({beside}_mark_l = {beside}_mark_r OR {slip})" if beside else slip
        near += (
            f" WHEN {a}_mark_l <> {b}_mark_r AND ({a}_odd_l OR {b}_odd_r) "
            f"AND jaro_winkler_similarity({a}_l, {b}_r) >= {NEAR} AND {likely} THEN "
        )
        if beside:
            alone = f"WHEN {beside}_mark_l <> {beside}_mark_r THEN {level(ALONE, more)}"
            spelt = f"WHEN {slip} THEN {level(SLIP, more)} ELSE {level(SIMILAR, more)}"
            near += f"(CASE {alone} {spelt} END)"
        else:
            near += level(ALONE, more)
    sql = (
        f"(CASE WHEN {column}_n_l = 0 OR {column}_n_r = 0 THEN -1 "
        f"WHEN {left} = 0 THEN (CASE WHEN {first} AND {last} THEN {level(ALL)} "
        f"ELSE {level(TURNED)} END)"
        f"{near} WHEN {left} > 1 THEN {level(SEVERAL)} "
        f"WHEN {first} AND {last} THEN {level(MIDDLE)} WHEN {first} THEN {level(LAST)} "
        f"WHEN {last} AND fore_known_l AND fore_known_r THEN {level(KIN)} "
        f"WHEN {last} THEN {level(FIRST)} ELSE {level(ONE)} END)"
    )
    levels = {
        STATES * shared + at: f"{_shared(shared)}; {rest}"
        for shared in range(MOST + 1)
        for at, rest in enumerate(_REST)
    }
    return Comparison(column, "names", sql, levels, stride=STATES)


def _shared(shared: int) -> str:
    for most, said in _SHARED:
        if shared <= most:
            return said
    return "very rare names in common"


_SHARED = (
    (0, "no name in common"),
    (2, "a common name in common"),
    (5, "a name in common that is not common"),
    (8, "a rare name, or several common ones, in common"),
    (12, "rare names in common"),
)
