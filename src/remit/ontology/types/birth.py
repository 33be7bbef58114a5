"""Dates of birth: dates that are often filled in when they are not known."""

from remit.ontology.types.date import Date, Day

__all__ = ["TYPE", "Birth", "clean", "placeholder"]

_ZERO_DAYS = {
    "1899-12-30": "day zero of spreadsheets",
    "1899-12-31": "day zero of spreadsheets",
    "1900-01-01": "day one of spreadsheets and databases",
    "1904-01-01": "day zero of spreadsheets made on a Macintosh",
    "1970-01-01": "day zero of Unix clocks",
}
"""Days that programs write for "no date"."""


class Birth(Date):
    """A date of birth, with the precision it was written in: day, month or year.

    Read as any date: nothing is guessed, and a day after the record (`not_after`) is refused.
    1 January is kept but flagged as a likely placeholder, since it is typed for people of whom
    only the year is known, often by border and asylum authorities; so are the days that
    programs write for "no date". A flagged day is weak support that two people are one,
    and none that they are two. A date of birth is no age: nothing else is worked out of it.

    >>> TYPE.explain("1980-01-01")
    "'1980-01-01' was read as the date of birth 1980-01-01 (day; 1 January, often a placeholder)"
    >>> placeholder(clean("1980-01-02")) is None
    True
    """

    id = "birth"
    title = "date of birth"
    source = "SDM dateOfBirth, dateofBirthKnown; ISO 8601-1:2019"

    def describe(self, value: Day) -> str:
        """The date, with its precision and why it may be a placeholder."""
        why = placeholder(value)
        return f"{value} ({value.precision}{f'; {why}' if why else ''})"


def placeholder(value: Day | None) -> str | None:
    """Why a date of birth may have been filled in and not known; None where nothing says so."""
    if value is None:
        return None
    if zero := _ZERO_DAYS.get(str(value)):
        return f"{zero}, often a placeholder"
    return "1 January, often a placeholder" if value.may_be_default else None


TYPE = Birth()
clean = TYPE.clean
