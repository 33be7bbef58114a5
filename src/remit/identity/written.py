"""An index with its edges and judgements as bytes, so that a store can keep it sealed.

    files = written(current)        # name → bytes
    current = read(files, model)

What was removed is not in it. The model is kept by itself (`Model.written`); an index is read with
that very model, since its keys and marks are none of another.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np
import pyarrow as pa

from remit.errors import Damaged, Misuse
from remit.identity.edges import Edges
from remit.identity.increment import Current
from remit.identity.index import Index
from remit.identity.model import Model
from remit.identity.pairs import Rule
from remit.identity.postings import Postings
from remit.identity.prepared import Prepared, prepare
from remit.identity.verdicts import Verdicts

__all__ = ["FILES", "FORMAT", "read", "written"]

FORMAT = "remit-identity-index-1"

FILES = ("records", "keys", "edges", "judgements")
"""What is written, each an Arrow stream."""

_ABOUT = b"remit"


def written(current: Current) -> dict[str, bytes]:
    """Everything that `read` needs beside the model. Numbers of records begin anew."""
    index, held = current.index, current.index.held
    numbers = held.numbers()
    place = np.full(len(held.ids), -1, np.int32)
    place[numbers] = np.arange(len(numbers), dtype=np.int32)
    about = {
        "format": FORMAT,
        "model": index.model.hash,
        "meant": list(index.meant.items()),
        "rule": asdict(index.rule),
    }
    ids = pa.array([held.ids[number] for number in numbers.tolist()], pa.string())
    records = held.ready().table.append_column("id", ids)
    key, number = index.keys.arrays()
    left, right, weight = current.edges.arrays()
    judged = list(current.verdicts)
    tables = (
        records.replace_schema_metadata({_ABOUT: json.dumps(about)}),
        pa.table({"key": key, "number": place[number]}),
        pa.table({"left": place[left], "right": place[right], "weight": weight}),
        pa.table({n: [one[at] for one in judged] for at, n in enumerate(("a", "b", "verdict"))}),
    )
    return {name: _bytes(table) for name, table in zip(FILES, tables, strict=True)}


def read(files: Mapping[str, bytes], model: Model) -> Current:
    """What `written` gave. Raises `Damaged` for anything else, `Misuse` with another model."""
    try:
        records, keys, edges, judgements = (_table(files[name]) for name in FILES)
        about = json.loads(records.schema.metadata[_ABOUT])
        if about["format"] != FORMAT:
            raise ValueError(about["format"])
        meant, rule, made_with = dict(about["meant"]), Rule(**about["rule"]), about["model"]
    except (KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise Damaged(f"this is no index of records: {error}") from error
    if made_with != model.hash:
        raise Misuse(f"this index was made with the model {made_with[:12]}: make it anew")
    ids = records["id"].to_pylist()
    empty = prepare({name: [] for name in meant}, meant, model.rarity)
    ready = Prepared(records.drop_columns("id"), empty.comparisons, empty.titles, empty.rarity)
    postings = Postings(keys["key"].to_numpy(), keys["number"].to_numpy())
    index = Index.of(ready, ids, meant, model, rule, postings)
    left, right = (edges[side].to_numpy().astype(np.int64) for side in ("left", "right"))
    sides = Edges(len(ids), left, right, edges["weight"].to_numpy())
    said = zip(*(judgements[name].to_pylist() for name in ("a", "b", "verdict")), strict=True)
    return Current(index, sides, Verdicts(said))


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def _table(data: bytes) -> pa.Table:
    with pa.ipc.open_stream(data) as stream:
        return stream.read_all().combine_chunks()
