"""Phone downloads: the `report.xml` of a UFDR archive, or that file by itself.

One row for each model, in the order in which the models end in the file, as a stream: a report of
any size is read in bounded memory. Row 1 is the device, from the report's metadata. A model within
a model is flattened into it, `Parties.1.Identifier`, but for messages of a chat and waypoints of a
journey, which are rows of their own and say which chat or journey they belong to. Files that the
report lists are rows with name, size and hash; they are never opened.

Columns in round brackets are not fields of the model: `(model)` its type, `(deleted)` and
`(confidence)` the state and certainty of its decoding, `(chat)`… what it lies in.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from re import compile as pattern
from typing import Protocol
from xml.parsers import expat

from remit.errors import BadInput
from remit.sources.readers import archive
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table
from remit.sources.readers.ufdrmodel import Frame

__all__ = ["CUT", "DEVICE", "FILE", "NAMESPACE", "REPORT", "blocks", "read", "report_in"]

NAMESPACE = "http://pa.cellebrite.com/report/2.0"
REPORT = "report.xml"

DEVICE, FILE, CUT = "(device)", "(file)", "(cut)"
"""Types of the rows that are no model: the report's metadata, a file that it lists, and where it
cannot be read on, why."""

_BLOCK = 1 << 16
_PEEK = 1_000
_PARTICIPANTS = 20
"""Participants of a chat that each of its messages repeats; a larger one says how many."""

_OWN_ROW = frozenset({("Chat", "InstantMessage"), ("Journey", "Location")})
_MODELS = frozenset({"modelField", "multiModelField"})
_FIELDS = frozenset({"field", "multiField", "nodeField", "dataField"})
_NUMBER = pattern(r"\.\d+")
_STATES = {
    "id": "(id)",
    "deleted_state": "(deleted)",
    "decoding_confidence": "(confidence)",
    "extractionId": "(extraction)",
    "iscarved": "(carved)",
}
_OF_FILE = ("fs", "path", "name", "size", "id", "extractionId", "deleted")


class _Source(Protocol):
    def read(self, size: int, /) -> bytes:
        """The next bytes."""


_Opened = Callable[[], AbstractContextManager[_Source]]


def report_in(path: Path) -> str | None:
    """The name of the report in an archive; None where it holds none.

    Raises `BadInput` for an archive that cannot be trusted (`archive.py`).
    """
    named = [name for name in archive.entries(path) if name.rpartition("/")[2].lower() == REPORT]
    return min(named, key=lambda name: (name.count("/"), name), default=None)


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The models of a phone download. Raises `BadInput` for an archive that cannot be read."""
    rows = partial(_rows, _source(path, seen, limits), path.name, limits)
    keys: dict[str, None] = {}
    for _, row in islice(rows(), _PEEK):
        if not isinstance(row, Fault):
            keys.update(dict.fromkeys(_NUMBER.sub("", key) for key in row))
    header = tuple(sorted(keys, key=lambda key: (not key.startswith("("), key))[: limits.columns])
    notes = [*seen.notes, "a phone download: a row for each model, in the order of the report"]
    if seen.encoding == "binary":
        others = len(archive.entries(path)) - 1
        notes.append(f"{others:,} other files lie in the archive: listed as the report lists them")
    return Table(path.name, "ufdr", header, rows, tuple(notes))


def blocks(path: Path, seen: Survey, limits: Limits) -> Iterator[bytes]:
    """The report's bytes, unpacked, for a look over all of it; they end where it is damaged."""
    with _source(path, seen, limits)() as source:
        while True:
            try:
                block = source.read(_BLOCK)
            except BadInput:
                return
            if not block:
                return
            yield block.replace(b"\0", b"")


def _source(path: Path, seen: Survey, limits: Limits) -> _Opened:
    name = report_in(path) if seen.encoding == "binary" else None
    return partial(archive.opened, path, name, limits) if name else partial(_plain, path)


@contextmanager
def _plain(path: Path) -> Iterator[_Source]:
    with path.open("rb") as file:
        yield file


def _rows(open_: _Opened, file: str, limits: Limits) -> Iterator[Row]:
    reader = _Report(file, limits)
    pos = 0
    with open_() as source:
        while not reader.over:
            cut: str | None = None
            try:
                block = source.read(_BLOCK)
                reader.feed(block)
            except expat.ExpatError as wrong:
                cut = expat.ErrorString(wrong.code)
            except BadInput as wrong:
                if reader.refused is not None or not pos:
                    raise
                cut = wrong.reason
            for row in reader.take():
                pos += 1
                yield pos, row
            if cut is not None:
                reason = f"the report cannot be read after line {reader.line:,}: {cut}"
                yield pos + 1, {"(model)": CUT, "(reason)": reason}
                return


class _Report:
    """The state of a report that is being read, and the rows that are done."""

    def __init__(self, file: str, limits: Limits) -> None:
        self._file, self._limits = file, limits
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartCdataSectionHandler = self._cdata
        self._parser.EndCdataSectionHandler = self._cdata_over
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._done: list[Fields | Fault] = []
        self._frames: list[Frame] = []
        self._device: Frame | None = Frame(DEVICE, limits)
        self._tags: list[str] = []
        self._section = ""
        self._item = ""
        self._listed: Frame | None = None
        self._heard: list[str] = []
        self._size = 0
        self._exact = self._inside = False
        self.over = False
        self.refused: BadInput | None = None

    @property
    def line(self) -> int:
        """Line of the report that was reached."""
        return self._parser.CurrentLineNumber

    def feed(self, block: bytes) -> None:
        """Read a block; an empty one is the end. Raises `ExpatError`, and `BadInput`."""
        self.over = not block
        try:
            self._parser.Parse(block, not block)
        except expat.ExpatError:
            if self.refused is not None:
                raise self.refused from None
            raise
        except (ValueError, UnicodeError, LookupError):  # an encoding that nobody knows
            raise BadInput(
                "the report is in an encoding that is not known", file=self._file
            ) from None

    def take(self) -> list[Fields | Fault]:
        """The rows that are done since the last call."""
        done, self._done = self._done, []
        return done

    def _refuse(self, reason: str) -> None:
        self.refused = BadInput(reason, file=self._file)
        raise self.refused

    def _doctype(self, *_: object) -> None:
        self._refuse("the report declares a document type, by which entities could be hidden")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if len(self._tags) >= self._limits.depth * 8:
            self._refuse("elements within elements go too deep")
        if space != NAMESPACE:
            tag = f"{{{space}}}{tag}"
        self._tags.append(tag)
        self._heard, self._size, self._exact = [], 0, False
        top = self._frames[-1] if self._frames else None
        if tag == "model":
            self._model(attributes, top)
        elif top is not None:
            if tag in _MODELS:
                top.enter(attributes.get("name", tag), many=tag == "multiModelField")
            elif tag in _FIELDS:
                top.field(attributes.get("name", tag), many=tag == "multiField")
            elif tag == "value":
                top.said(attributes)
            elif tag == "file":
                top.note("path", attributes.get("path"))
                top.note("name", attributes.get("name"))
            elif tag == "item":
                self._item = attributes.get("name", "")
        elif tag == "metadata":
            self._section = attributes.get("section", "")
        elif tag == "item":
            self._item = attributes.get("name", "")
        elif tag == "file" and "taggedFiles" in self._tags:
            self._listed = Frame(FILE, self._limits)
            for key in _OF_FILE:
                self._listed.put(_STATES.get(key, key), attributes.get(key))
        elif tag in ("field", "caseInformation") and self._device is not None:
            self._item = attributes.get("fieldType") or attributes.get("name", "")
        elif tag in ("decodedData", "taggedFiles"):
            self._say_device()

    def _model(self, attributes: dict[str, str], top: Frame | None) -> None:
        self._say_device()
        kind = attributes.get("type", "")
        if top is None or (top.kind, kind) in _OWN_ROW:
            frame = Frame(kind, self._limits)
            for name, key in _STATES.items():
                frame.put(key, attributes.get(name))
            if top is not None:
                _within(frame, top)
            self._frames.append(frame)
        else:
            top.nest(kind, attributes)

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        self._tags.pop()
        text = "".join(self._heard)
        text = text if self._exact else text.strip()
        self._heard, self._size = [], 0
        top = self._frames[-1] if self._frames else None
        if top is not None:
            self._end_in(top, tag, text)
        elif tag == "item":
            if self._listed is not None:
                self._listed.put(self._item, text)
            elif self._device is not None:
                key = f"{self._section}.{self._item}" if self._section else self._item
                self._device.put(key, text)
        elif tag == "field" and self._device is not None:
            self._device.put(f"caseInformation.{self._item}", text)
        elif tag == "file" and self._listed is not None:
            self._done.append(self._listed.row())
            self._listed = None
        elif tag == "project":
            self._say_device()
        self._exact = False

    def _end_in(self, top: Frame, tag: str, text: str) -> None:
        if tag == "model":
            if top.leave():
                self._frames.pop()
                self._done.append(top.row())
        elif tag in _MODELS:
            top.exit()
        elif tag == "value":
            top.value(text)
        elif tag in _FIELDS:
            top.end_field(text)
        elif tag == "item":
            top.note(self._item, text)
        elif text and tag not in ("empty", "file", "metadata"):
            top.put(f"({tag})", text)

    def _text(self, text: str) -> None:
        if self._exact and not self._inside:
            return
        self._size += len(text)
        if self._size > self._limits.line:
            self._refuse(f"a value is longer than {self._limits.line:,} characters")
        self._heard.append(text)

    def _cdata(self) -> None:
        """What is in a CDATA section counts to the letter; the spaces around it do not."""
        if not self._exact:
            self._heard, self._exact = [], True
        self._inside = True

    def _cdata_over(self) -> None:
        self._inside = False

    def _say_device(self) -> None:
        if self._device is not None:
            self._done.append(self._device.row())
            self._device = None


def _within(frame: Frame, chat: Frame) -> None:
    """What a message says of its chat, and a waypoint of its journey."""
    word = chat.kind.lower()
    frame.put(f"({word})", chat.get("Id") or chat.get("Name") or chat.get("(id)"))
    frame.put(f"({word}).source", chat.get("Source"))
    frame.put(f"({word}).deleted", chat.get("(deleted)"))
    people = chat.numbered("Participants")
    if people > _PARTICIPANTS:
        frame.put(f"({word}).participants", f"{people:,}")
        return
    for number in range(1, people + 1):
        for name in ("Identifier", "Name", "IsPhoneOwner"):
            said = chat.get(f"Participants.{number}.{name}")
            frame.put(f"({word}).Participants.{number}.{name}", said)
