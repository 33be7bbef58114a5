"""XML read as a stream: the elements asked for, one after the other, and nothing else kept.

A document type is refused, and with it every entity; nothing that a file refers to is fetched.
Names are given without their namespace, as the formats read here never use one name twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from remit.errors import BadInput
from remit.sources.readers.table import Limits

__all__ = ["Cut", "Element", "Source", "elements"]

_BLOCK = 1 << 16
_WAITING = 50_000
"""Elements kept at once: those around the one that is read, and all within it."""

_HELD = 64 << 20
"""Characters of the texts that are kept at once."""

_DEPTH = 100


class Source(Protocol):
    """Bytes to read."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; empty at the end."""


@dataclass(slots=True)
class Element:
    """An element with what it holds."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def get(self, tag: str) -> str | None:
        """The text of the first child of that name; None where it has none."""
        found = next((one.text.strip() for one in self.children if one.tag == tag), None)
        return found or None

    def find(self, tag: str) -> "Element | None":
        """The first child of that name."""
        return next((one for one in self.children if one.tag == tag), None)

    def walk(self) -> Iterator["Element"]:
        """Everything within it, in order."""
        for one in self.children:
            yield one
            yield from one.walk()


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a file cannot be read on."""

    reason: str


Path = tuple[Element, ...]
"""The elements around one, the outermost first; they hold only what came before and was kept."""


def elements(
    source: Source,
    wanted: Callable[[str, str], bool],
    file: str,
    limits: Limits,
    longest: int | None = None,
) -> Iterator[tuple[Element, Path] | Cut]:
    """Each element that is `wanted` by its name and that of its parent, as it ends.

    A file that breaks off gives a `Cut` last. Raises `BadInput` for a document type, an encoding
    nobody knows, and what would fill the memory; `longest` is how long one text may be.
    """
    reading = _Reading(wanted, file, longest or limits.line)
    while True:
        cut: str | None = None
        block = b""
        try:
            block = source.read(_BLOCK)
            reading.parser.Parse(block, not block)
        except expat.ExpatError as wrong:
            if reading.refused is not None:
                raise reading.refused from None
            line = reading.parser.CurrentLineNumber
            cut = f"the file cannot be read after line {line:,}: {expat.ErrorString(wrong.code)}"
        except (ValueError, UnicodeError, LookupError):
            raise BadInput("the file is in an encoding that is not known", file=file) from None
        done, reading.done = reading.done, []
        yield from done
        if cut is not None:
            yield Cut(cut)
            return
        if not block:
            return


class _Reading:
    """The state of a file that is being read."""

    def __init__(self, wanted: Callable[[str, str], bool], file: str, longest: int) -> None:
        self._wanted, self._file, self._longest = wanted, file, longest
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.done: list[tuple[Element, Path]] = []
        self.refused: BadInput | None = None
        self._open: list[Element] = []
        self._heard: list[list[str]] = []
        self._sizes: list[int] = []
        self._kept = self._held = 0

    def _refuse(self, reason: str) -> None:
        self.refused = BadInput(reason, file=self._file)
        raise self.refused

    def _doctype(self, *_: object) -> None:
        self._refuse("the file declares a document type, by which entities could be hidden")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._kept += 1
        if self._kept > _WAITING or len(self._open) >= _DEPTH:
            self._refuse("too many elements that belong to nothing, or too deep within each other")
        plain = {key.rpartition(" ")[2]: text for key, text in attributes.items()}
        self._open.append(Element(name.rpartition(" ")[2], plain))
        self._heard.append([])
        self._sizes.append(0)

    def _text(self, text: str) -> None:
        if not self._heard:
            return
        self._sizes[-1] += len(text)
        if self._sizes[-1] > self._longest:
            self._refuse(f"a text is longer than {self._longest:,} characters")
        if self._heard[-1] or not text.isspace():
            self._heard[-1].append(text)

    def _end(self, _name: str) -> None:
        one = self._open.pop()
        one.text = "".join(self._heard.pop())
        self._sizes.pop()
        parent = self._open[-1] if self._open else None
        if self._wanted(one.tag, parent.tag if parent else ""):
            within = list(one.walk())
            self._kept -= 1 + len(within)
            self._held -= sum(len(inner.text) for inner in within)
            self.done.append((one, tuple(self._open)))
        elif parent is not None:
            self._held += len(one.text)
            if self._held > _HELD:
                self._refuse(f"more than {_HELD:,} characters that belong to nothing")
            parent.children.append(one)
