"""Speed of the ledger: appends with fsync and signed head, proofs, whole-log verification.

    python -m benchmarks.ledger [--json FILE] [--folder FOLDER]

Appends and plain write+fsync of 400 bytes are taken in turn on the same disk, so that both see
the same load. Bars: singly at least half the plain rate; groups of 100 at least 40,000/s on a
machine that fsyncs 9,000/s; 50,000 proofs verified a second; 500,000 leaves a second.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from remit.ledger.box import Box
from remit.ledger.database import connect
from remit.ledger.entry import Entry
from remit.ledger.log import Batch, Log
from remit.ledger.note import Signer
from remit.ledger.publish import publish
from remit.ledger.tree import leaf_hash, verify_inclusion
from remit.ledger.verify import verify

ROUNDS, SINGLES, GROUPS, GROUP = 8, 150, 12, 100
LEAVES, FILL = 1_000_000, 20_000
BODY = {"actor": "analyst-1", "case": "case-0a1b2c", "purpose": "investigation", "params": "f" * 64}
INTENT = Entry("act.intent", {"act": "act-0123456789abcdef"}, BODY)


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", type=Path, metavar="FILE")
    options.add_argument("--folder", type=Path, help="where to write; the disk that counts")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as made:
        figures = _appends(Path(made)) | _proofs_and_whole(Path(made))
    for name, value in figures.items():
        print(f"{name:32} {value:,.2f}" if isinstance(value, float) else f"{name:32} {value:,}")
    if given.json:
        given.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")


def _log(home: Path, name: str) -> Log:
    signer = Signer("remit.example/exercise/benchmark", bytes([1]) * 32)
    genesis = {"kind": "exercise", "log": signer.vkey}
    engine = connect(f"sqlite:///{home / name}.sqlite")
    return Log.create(engine, signer.name, signer, Box(bytes([2]) * 32), genesis)


def _appends(home: Path) -> dict[str, float | int]:
    log = _log(home, "appends")
    raw: list[float] = []
    single: list[float] = []
    group: list[float] = []

    def hundred(batch: Batch) -> None:
        for _ in range(GROUP):
            batch.append(INTENT)

    with (home / "raw").open("wb", buffering=0) as file:

        def plain() -> None:
            file.write(b"x" * 400)
            os.fsync(file.fileno())

        for _ in range(ROUNDS):
            for _ in range(SINGLES):
                raw.append(_timed(plain))
                single.append(_timed(lambda: log.append(INTENT)))
            group += [_timed(lambda: log.commit(hundred)) for _ in range(GROUPS)]
    log.close()
    log.engine.dispose()
    return {
        "raw_fsync_per_s": round(1 / statistics.fmean(raw)),
        "append_per_s": round(1 / statistics.fmean(single)),
        "append_share_of_raw": statistics.fmean(raw) / statistics.fmean(single),
        "append_share_of_raw_median": statistics.median(raw) / statistics.median(single),
        "append_p50_ms": statistics.median(single) * 1000,
        "append_p99_ms": statistics.quantiles(single, n=100)[98] * 1000,
        "grouped_per_s": round(GROUP / statistics.fmean(group)),
        "grouped_per_s_best_round": round(GROUP / min(group)),
    }


def _proofs_and_whole(home: Path) -> dict[str, float | int]:
    log = _log(home, "whole")
    for _ in range(LEAVES // FILL):
        log.commit(lambda batch: [batch.append(Entry("filler")) for _ in range(FILL)])
    head = log.head()
    seqs = range(17, head.size, head.size // 50)
    cases = [(leaf_hash(log.entry_bytes(s)), s, log.inclusion(s, head.size)) for s in seqs]
    took = _timed(lambda: [_check(cases, head.size, head.root) for _ in range(200)])
    publish(log, home / "out")
    log.close()
    log.engine.dispose()
    whole = min(_timed(lambda: _good(home / "out")) for _ in range(3))
    return {
        "leaves": head.size,
        "inclusion_bytes_most": max(32 * len(proof) for _, _, proof in cases),
        "inclusion_bytes_bar": 32 * (head.size - 1).bit_length(),
        "proofs_verified_per_s": round(200 * len(cases) / took),
        "whole_log_leaves_per_s": round(head.size / whole),
    }


def _check(cases: list[tuple[bytes, int, list[bytes]]], size: int, root: bytes) -> None:
    assert all(verify_inclusion(leaf, seq, size, proof, root) for leaf, seq, proof in cases)


def _good(folder: Path) -> None:
    assert verify(folder).ok


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
