"""Weights and chances in words: what is compared, bits with their sign, the odds they stand for."""

__all__ = ["bits", "chance", "feature", "odds"]

_FEATURES = {
    "base rate": "Before anything is compared",
    "names": "Name",
    "born": "Date of birth",
    "code": "Postcode",
    "place": "Place",
    "text": "Words that many share",
    "identifier": "Number or code",
    "address": "Address",
    "house": "Number of the house",
    "organisation": "Name",
    "registered": "Number in a register",
    "seat": "Where it is",
    "founded": "Founded",
    "town": "Town or country",
    "number": "Number or code",
}

_CLEAR = 20.0
"""Bits beyond which odds are told no more exactly: a million to one."""

_RAREST = 1_000_000
"""Searches beyond which a chance is told no more exactly: no model of chance is."""

_EVEN = 1.5
"""Odds below which neither side is likelier."""


def feature(name: str) -> str:
    """What a comparison compares, in words.

    >>> feature("born"), feature("identifier2"), feature("base rate")
    ('Date of birth', 'Number or code', 'Before anything is compared')
    """
    plain = name.rstrip("0123456789")
    return _FEATURES.get(plain, plain)


def bits(weight: float) -> str:
    """A weight in bits, with its sign.

    >>> bits(5.34), bits(-16.05), bits(0.0)
    ('+5.3', '−16.1', '0.0')
    """
    shown = f"{abs(weight):.1f}"
    if float(shown) == 0:
        return shown
    return f"{'+' if weight > 0 else '−'}{shown}"


def odds(weight: float) -> str:
    """The odds that bits stand for, to two figures.

    >>> odds(4.75), odds(-2.0), odds(0.1), odds(30.0)
    ('about 27 to 1 for', 'about 4 to 1 against', 'about even', 'more than a million to 1 for')
    >>> odds(16.42)
    'about 88,000 to 1 for'
    """
    side = "for" if weight > 0 else "against"
    if abs(weight) > _CLEAR:
        return f"more than a million to 1 {side}"
    ratio = float(f"{2 ** abs(weight):.2g}")
    if ratio < _EVEN:
        return "about even"
    return f"about {ratio:,.0f} to 1 {side}" if ratio >= 10 else f"about {ratio:g} to 1 {side}"


def chance(expected: float) -> str:
    """How many findings as strong chance gives, as searches of nothing in which there is one.

    >>> chance(1 / 240), chance(2e-9), chance(0.7)
    ('1 in 240 such searches', 'fewer than 1 in 1,000,000 such searches', '1 in 1 such searches')
    """
    if expected < 1 / _RAREST:
        return f"fewer than 1 in {_RAREST:,} such searches"
    return f"1 in {round(1 / expected):,} such searches"
