"""One model of a download: its type and its fields, by the names that a UFDR gives them.

Other layouts are translated into the same names (`layouts.py`); `column` says where a value stands
in the row as received, so that every claim names its cell.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from remit.ontology.types import is_blank

__all__ = ["Model"]

_NUMBERED = re.compile(r"(\d+)\.")
_SAME: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Model:
    """A model, or one within it."""

    kind: str
    values: Mapping[str, str | None]
    columns: Mapping[str, str] = field(default_factory=lambda: _SAME)
    """Names of fields → columns of the row as received, where they differ."""
    prefix: str = ""

    def get(self, *names: str) -> str | None:
        """The value of the first of these fields that states anything."""
        values, prefix = self.values, self.prefix
        for name in names:
            text = values.get(prefix + name)
            if text and not is_blank(text):
                return text
        return None

    def text(self, name: str) -> str | None:
        """A value to the letter, even where it reads `n/a`: what somebody wrote."""
        return self.values.get(self.prefix + name) or None

    def which(self, *names: str) -> str | None:
        """Which of these fields `get` would answer with."""
        return next((name for name in names if self.get(name) is not None), None)

    def column(self, name: str) -> str:
        """The column of the row as received in which the field stands."""
        whole = self.prefix + name
        return self.columns.get(whole, whole)

    def within(self, name: str) -> "Model":
        """The model that a field holds; its fields are all empty where there is none."""
        return Model(name, self.values, self.columns, f"{self.prefix}{name}.")

    def many(self, name: str) -> Iterator["Model"]:
        """The models that a field holds, in order."""
        start = f"{self.prefix}{name}."
        at = len(start)
        numbers = dict.fromkeys(
            int(found.group(1))
            for key in self.values
            if key.startswith(start) and (found := _NUMBERED.match(key, at))
        )
        for number in sorted(numbers):
            yield Model(name, self.values, self.columns, f"{start}{number}.")

    def values_of(self, name: str) -> list[tuple[str, str]]:
        """The values of a field that has several: their columns and texts."""
        start = f"{self.prefix}{name}."
        found = [(key, text) for key, text in self.values.items() if key.startswith(start)]
        single = self.get(name)
        listed = [(self.columns.get(key, key), text) for key, text in found if text]
        return ([(self.column(name), single)] if single else []) + listed
