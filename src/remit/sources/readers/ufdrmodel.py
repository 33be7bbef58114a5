"""One model of a phone download while it is being read: its fields, flattened."""

from collections import Counter
from collections.abc import Mapping

from remit.sources.readers.table import Fault, Fields, Limits

__all__ = ["Frame"]


class Frame:
    """The fields of one row. Models within it add theirs under the name that holds them."""

    def __init__(self, kind: str, limits: Limits) -> None:
        self.kind = kind
        self._limits = limits
        self._fields: Fields = {"(model)": _sound(kind)}
        self._size = 0
        self._path: list[str] = []
        self._holds: list[tuple[str, bool]] = []
        self._counts: Counter[str] = Counter()
        self._field: tuple[str, bool] | None = None
        self._filled = False
        self._too_much = False

    def put(self, key: str, text: str | None) -> None:
        """Keep a value under a key; a key that is taken gets a number."""
        if text is None or text == "" or self._too_much:
            return
        key = _sound(key[:200])
        free, number = key, 1
        while free in self._fields:
            number += 1
            free = f"{key} ({number})"
            if number > self._limits.values:
                break
        self._size += len(text)
        if len(self._fields) >= self._limits.values or self._size > 4 * self._limits.line:
            self._too_much = True
            return
        self._fields[free] = _sound(text)

    def get(self, key: str) -> str | None:
        """A value kept so far."""
        return self._fields.get(key)

    def numbered(self, name: str) -> int:
        """How many models the field of that name has held so far."""
        return self._counts[name]

    def enter(self, name: str, *, many: bool) -> None:
        """A field that holds models begins."""
        self._holds.append((name, many))

    def exit(self) -> None:
        """It ends."""
        if self._holds:
            self._holds.pop()

    def nest(self, kind: str, attributes: Mapping[str, str]) -> None:
        """A model within this one begins."""
        name, many = self._holds[-1] if self._holds else (kind, True)
        where = self._key(name)
        if many:
            self._counts[where] += 1
            where = f"{where}.{self._counts[where]}"
        self._path.append(where)
        self._holds.append((kind, True))
        if (state := attributes.get("deleted_state")) not in (None, self._fields.get("(deleted)")):
            self.put(self._key("(deleted)"), state)

    def leave(self) -> bool:
        """A model ends: whether it is this one itself."""
        if not self._path:
            return True
        self._path.pop()
        self.exit()
        return False

    def field(self, name: str, *, many: bool) -> None:
        """A field with one value, or with several, begins."""
        self._field, self._filled = (name, many), False

    def said(self, attributes: Mapping[str, str]) -> None:
        """A value begins: what it says of itself."""
        form = attributes.get("format")
        if self._field and form and form != "TimeStampKnown":
            self.put(f"{self._key(self._field[0])} (format)", form)
            self.put(
                f"{self._key(self._field[0])} (formatted)", attributes.get("formattedTimestamp")
            )

    def value(self, text: str) -> None:
        """A value ends."""
        if self._field is None:
            return
        name, many = self._field
        key = self._key(name)
        if many:
            self._counts[f"{key}="] += 1
            key = f"{key}.{self._counts[f'{key}=']}"
        self._filled = True
        self.put(key, text)

    def end_field(self, text: str) -> None:
        """A field ends; one without a value element holds its text itself."""
        if self._field is not None and not self._filled:
            self.put(self._key(self._field[0]), text)
        self._field = None

    def note(self, name: str, text: str | None) -> None:
        """Something about the field at hand, such as the hash of a file that it names."""
        where = self._field[0] if self._field else "(file)"
        self.put(f"{self._key(where)}.{name}", text)

    def row(self) -> Fields | Fault:
        """The row, or why it is none."""
        if not self._too_much:
            return self._fields
        most, long = self._limits.values, 4 * self._limits.line
        reason = f"the model holds more than {most:,} values or {long:,} characters"
        return Fault(reason, {k: v for k, v in self._fields.items() if k.startswith("(")})

    def _key(self, name: str) -> str:
        return f"{self._path[-1]}.{name}" if self._path else name


def _sound(text: str) -> str:
    """Text that can be kept: without the mark that no table takes."""
    return text.replace("\0", "\\x00")
