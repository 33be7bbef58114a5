"""Sums in the smallest coin: whole columns at once, and single ones in the same way.

A sum is written with two decimals or as its currency has them, with or without commas, with a sign
of the currency, and with a mark of the side: a minus, or DR, D, OD for what is owed, and CR, C.

>>> one("1,234.50", "GBP"), one("12.00 DR", "GBP"), one("", "GBP")
(123450, -1200, None)
"""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from remit.errors import BadInput
from remit.ontology.types import is_blank, money
from remit.sources.coded import Coded

__all__ = ["BAD", "NONE", "one", "several", "written"]

NONE = np.iinfo(np.int64).min
"""Stands for no sum."""

BAD = NONE + 1
"""Stands for a cell that is no sum."""

_USUAL = r"^-?[0-9]{1,12}\.[0-9]{2}$"
_SIDE = re.compile(r"\s*(?<![A-Za-z])(DR|D|OD|CR|C)\.?$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\((.+)\)")
_DECIMALS = re.compile(r"(\d\.\d{2})0+$")
_WHOLE = re.compile(r"(\d)\.0+$")


def one(text: str | None, currency: str) -> int | None:
    """The sum; None where nothing is stated. Raises `BadInput` for what is none."""
    if text is None or is_blank(text):
        return None
    said = " ".join(text.split())
    sign = 1
    if (mark := _SIDE.search(said)) is not None:
        sign = -1 if mark[1].upper() in ("DR", "D", "OD") else 1
        said = said[: mark.start()]
    elif (inside := _IN_BRACKETS.fullmatch(said)) is not None:
        sign, said = -1, inside[1]
    said = said.removeprefix("+")
    if money.PLACES.get(currency, 2) == 2:  # a spreadsheet may have written 12.5 or 12.500
        said = _DECIMALS.sub(r"\1", _WHOLE.sub(r"\1", said) if said.count(".") == 1 else said)
    value = money.clean(said, currency=currency)
    if value is None:
        return None
    if not value.startswith(f"{currency} "):
        raise BadInput(f"{text[:40]!r} is not in {currency}")
    return sign * money.minor(value)


def several(cells: Coded, currency: str) -> np.ndarray:
    """The sums of a column, row by row, `NONE` and `BAD` among them."""
    texts = cells.texts
    found = np.full(len(texts) + 1, NONE)
    if not len(texts):
        return np.full(len(cells.codes), NONE)
    if money.PLACES.get(currency, 2) == 2:
        plain = pc.replace_substring(texts, ",", "") if _commas(texts) else texts
        usual = pc.match_substring_regex(plain, _USUAL).to_numpy(zero_copy_only=False)
        digits = pc.replace_substring(plain.filter(pa.array(usual)), ".", "", max_replacements=1)
        found[:-1][usual] = digits.cast(pa.int64()).to_numpy(zero_copy_only=False)
    else:
        usual = np.zeros(len(texts), bool)
    for at in np.flatnonzero(~usual):
        try:
            value = one(texts[int(at)].as_py(), currency)
            found[at] = NONE if value is None else value
        except BadInput:
            found[at] = BAD
    return np.asarray(found[cells.codes])


def _commas(texts: pa.Array) -> bool:
    """Whether commas may be left out: each that there is stands between thousands."""
    some = pc.match_substring(texts, ",")
    if not pc.any(some).as_py():
        return False
    good = pc.match_substring_regex(texts.filter(some), r"^-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]{2}$")
    return bool(pc.all(good).as_py())


def written(pence: np.ndarray, currency: str) -> pa.Array:
    """Sums as they are kept: currency and number. Those of `NONE` are null.

    >>> written(np.array([-5, 123450]), "GBP").to_pylist()
    ['GBP -0.05', 'GBP 1234.50']
    """
    places = money.PLACES.get(currency, 2)
    some = pa.array(pence > BAD)
    size = np.abs(np.where(pence > BAD, pence, 0))
    minus = pa.DictionaryArray.from_arrays(
        pa.array((pence < 0).astype(np.int32)), pa.array([f"{currency} ", f"{currency} -"])
    ).cast(pa.string())
    whole = pa.array(size // 10**places).cast(pa.string())
    parts = [minus, whole]
    if places:
        tails = pa.array([f".{n:0{places}}" for n in range(10**places)])
        parts.append(tails.take(pa.array(size % 10**places)))
    text = pc.binary_join_element_wise(*parts, "")
    return pc.if_else(some, text, pa.scalar(None, pa.string()))
