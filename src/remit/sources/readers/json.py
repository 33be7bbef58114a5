"""JSON: an array of records, or one record a line."""

import json
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from remit.errors import BadInput
from remit.sources.readers.survey import Survey
from remit.sources.readers.table import Fault, Fields, Limits, Row, Table, named

__all__ = ["DECODER", "ERRORS", "array", "decoded", "flat", "read", "shown"]

ERRORS = "backslashreplace"
"""What is no text in the encoding of a file is written out, byte by byte."""

_BLOCK = 1 << 16
_PEEK = 1_000
"""Records whose keys make the header; keys that appear later stay in the record."""

_SHOWN = 2_000
"""Characters of a broken record kept with its rejection."""


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


class _Twice(dict[str, Any]):
    """An object that gives a name twice: one of the two values would be lost."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(found)


DECODER = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=_no_constant, object_pairs_hook=_object
)
"""Reads JSON with its numbers as the text they were; NaN and infinity are none."""


def read(path: Path, seen: Survey, limits: Limits) -> Table:
    """The table of a JSON file. There is no header line: the first record is row 1."""
    encoding = "utf-8-sig" if seen.encoding == "utf-8" else seen.encoding
    with path.open(encoding=encoding, errors="replace") as text:
        listed = text.read(_BLOCK).lstrip().startswith("[")
    rows = partial(_array if listed else _lines, path, encoding, limits)
    keys: dict[str, None] = {}
    for _, row in islice(rows(), _PEEK):
        keys.update(dict.fromkeys(row.raw if isinstance(row, Fault) else row))
    header = named(list(keys), path.name, limits)
    what = "a JSON array" if listed else "JSON lines"
    if not header:
        raise BadInput("the file holds no records", file=path.name)
    return Table(
        path.name, "json", header, rows, (*seen.notes, f"{what}; the first record is row 1")
    )


def decoded(text: str) -> Any:
    """What a JSON text says, its numbers as the text they were. Raises `ValueError`."""
    return DECODER.decode(text.strip())


def flat(record: object, limits: Limits) -> Fields:
    """One record as columns: `{"a": {"b": 1}}` is the column `a.b`; a list is kept as JSON.

    >>> flat({"a": {"b": "1"}, "c": ["x"], "d": None}, Limits())
    {'a.b': '1', 'c': '["x"]', 'd': None}
    """
    if not isinstance(record, dict):
        raise BadInput("a record is not an object")
    found: Fields = {}
    _flatten(found, "", record, limits.depth)
    if len(found) > limits.columns:
        raise BadInput(f"a record has more than {limits.columns:,} values")
    return found


def _flatten(found: Fields, prefix: str, record: dict[str, Any], depth: int) -> None:
    if depth == 0:
        raise BadInput("objects within objects go too deep")
    if isinstance(record, _Twice):
        raise BadInput("a name comes twice in one object")
    for key, value in record.items():
        name = _sound(f"{prefix}{key}"[:200])
        if name in found:
            raise BadInput(f"{name!r} comes twice in the record")
        if isinstance(value, dict) and value:
            _flatten(found, f"{name}.", value, depth - 1)
        elif isinstance(value, list | dict):
            found[name] = _sound(json.dumps(value, ensure_ascii=False)) if value else None
        elif isinstance(value, bool):
            found[name] = "true" if value else "false"
        else:
            found[name] = _sound(value) if value else None


def _sound(text: str) -> str:
    if "\0" in text:
        raise BadInput("the record holds NUL characters")
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _shown(text: str) -> str:
    """The start of what cannot be read, to keep with its rejection."""
    return text[:_SHOWN].replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()


def _lines(path: Path, encoding: str, limits: Limits) -> Iterator[Row]:
    with path.open(encoding=encoding, errors=ERRORS) as text:
        pos = 0
        while line := text.readline(limits.line + 1):
            pos += 1
            if len(line) > limits.line:
                reason = f"a record is longer than {limits.line:,} characters"
                raise BadInput(reason, file=path.name, row=pos)
            if line.isspace():
                continue
            try:
                yield pos, flat(DECODER.decode(line.strip()), limits)
            except (ValueError, RecursionError, BadInput) as wrong:
                yield pos, Fault(_reason(wrong), {"(line)": _shown(line.rstrip())})


def _array(path: Path, encoding: str, limits: Limits) -> Iterator[Row]:
    for pos, record in array(path, encoding, limits):
        try:
            yield pos, record if isinstance(record, Fault) else flat(record, limits)
        except BadInput as wrong:
            yield pos, Fault(wrong.reason, {"(text)": shown(record)})


def array(
    path: Path, encoding: str, limits: Limits, start: int = 0
) -> Iterator[tuple[int, Any | Fault]]:
    """What stands in an array, one after the other, numbered from 1; numbers stay text.

    The array begins `start` characters into the file, or after spaces there. Where it cannot be
    read on, a `Fault` is the last. Raises `BadInput` for one that is too long.
    """
    with path.open(encoding=encoding, errors=ERRORS) as text:
        text.read(start)
        buffer = text.read(_BLOCK).lstrip()[1:]
        pos = 0
        while not (buffer := buffer.lstrip(" \t\r\n,")).startswith("]"):
            try:
                record, end = DECODER.raw_decode(buffer)
            except (ValueError, RecursionError) as wrong:
                if len(buffer) > limits.line + _BLOCK:
                    reason = f"a record is longer than {limits.line:,} characters, or damaged"
                    raise BadInput(reason, file=path.name, row=pos + 1) from None
                block = text.read(max(_BLOCK, len(buffer)))
                if not block or isinstance(wrong, RecursionError):
                    yield pos + 1, Fault(_stop(buffer, wrong), {"(text)": _shown(buffer)})
                    return
                buffer += block
                continue
            pos += 1
            buffer = buffer[end:]
            yield pos, record


def shown(record: object) -> str:
    """The start of what cannot be used, to keep with its rejection."""
    return _shown(json.dumps(record))


def _stop(buffer: str, wrong: Exception) -> str:
    if not buffer.strip():
        return "the file ends before the array does"
    return f"the array cannot be read from here on: {_reason(wrong)}"


def _reason(wrong: Exception) -> str:
    if isinstance(wrong, BadInput):
        return wrong.reason
    if isinstance(wrong, RecursionError):
        return "objects within objects go too deep"
    return "not JSON: " + str(wrong).split(": line")[0]
