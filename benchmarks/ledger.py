"""Speed of the ledger, beside what the machine allows and what was asked.

    python -m benchmarks.ledger [--runs N] [--json FILE] [--folder FOLDER]

Appends with fsync and signed head, singly and in groups of 100, against raw write and fsync on
the same file system (`ledger_appends.py` says how); proofs and whole-log verification against
the rate of SHA-256 alone. Other work on the machine shows in the raw rate too.
"""

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.ledger_appends import GROUP, Run, a_log, crowd, run, timed

from remit.ledger.entry import Entry
from remit.ledger.log import Log
from remit.ledger.publish import publish
from remit.ledger.tree import Frontier, leaf_hash, verify_consistency, verify_inclusion
from remit.ledger.verify import verify

RUNS, THREADS, EACH = 6, 32, 100
LEAVES, FILL = 1_000_000, 20_000
HASHES, REPEATS = 200_000, 40


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=RUNS)
    options.add_argument("--json", type=Path, metavar="FILE")
    options.add_argument("--folder", type=Path, help="where to write; the disk that counts")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as made:
        home = Path(made)
        print("run   raw/s  append/s  share  groups of 100/s   best  at 9,000 fsync/s*  CPU µs")
        runs = [_told(number, run(home, f"run-{number}")) for number in range(given.runs)]
        figures = _of(runs) | {"crowd_per_s": round(crowd(home, THREADS, EACH))}
        figures |= _proofs_and_whole(home)
    print("\n* worked out: each group's time less its raw write, plus 1/9,000 s")
    print(f"\n{'':41}{'measured':>12}{'asked':>10}{'limit here':>12}   the limit is")
    for name, measured, asked, limit, what in _table(figures):
        print(f"{name:41}{measured:>12}{asked:>10}{limit:>12}   {what}")
    if given.json:
        found = {"figures": figures, "runs": [asdict(each) for each in runs]}
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _told(number: int, each: Run) -> Run:
    print(
        f"{number + 1:3} {1 / each.raw:7,.0f} {1 / each.single:9,.0f} {each.share:6.0%} "
        f"{GROUP / each.group:16,.0f} {GROUP / each.group_best:6,.0f} "
        f"{GROUP / each.group_at_fast_fsync:18,.0f} {each.group_cpu / GROUP * 1e6:7.1f}"
    )
    return each


def _of(runs: list[Run]) -> dict[str, Any]:
    return {
        "raw_per_s": round(1 / statistics.median(each.raw for each in runs)),
        "append_per_s": round(1 / statistics.median(each.single for each in runs)),
        "share_worst": round(min(each.share for each in runs), 3),
        "share_median": round(statistics.median(each.share for each in runs), 3),
        "grouped_per_s": round(GROUP / statistics.median(each.group for each in runs)),
        "grouped_per_s_best": round(GROUP / min(each.group_best for each in runs)),
        "grouped_per_s_at_9000_fsync_worked_out": round(
            GROUP / statistics.median(each.group_at_fast_fsync for each in runs)
        ),
        "grouped_cpu_us": round(min(each.group_cpu for each in runs) / GROUP * 1e6, 1),
    }


def _table(f: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    hashes = f["sha256_per_s"]
    bar = f["inclusion_bytes_bar"]
    disk, tree = "raw write+fsync of 400 bytes", "SHA-256 of 65 bytes"
    raw = f"{f['raw_per_s']:,}"
    return [
        ("append, singly, /s", f"{f['append_per_s']:,}", "", raw, disk),
        ("  share of raw, worst run", f"{f['share_worst']:.0%}", "50%", "100%", "its rate"),
        ("append, groups of 100, /s", f"{f['grouped_per_s']:,}", "", "", ""),
        ("  best group", f"{f['grouped_per_s_best']:,}", "", "", ""),
        (
            "  at 9,000 fsync/s, worked out",
            f"{f['grouped_per_s_at_9000_fsync_worked_out']:,}",
            "40,000",
            f"{GROUP * 9000:,}",
            "100 for each fsync",
        ),
        (f"append, {THREADS} threads singly, /s", f"{f['crowd_per_s']:,}", "", "", ""),
        (
            "inclusion proof, bytes",
            f"{f['inclusion_bytes_most']}",
            f"{bar}",
            f"{bar}",
            "32·⌈log2 n⌉",
        ),
        (
            "consistency proof, bytes",
            f"{f['consistency_bytes_most']}",
            f"{bar + 32}",
            f"{bar + 32}",
            "one hash more",
        ),
        (
            "inclusion proofs verified, /s",
            f"{f['proofs_per_s']:,}",
            "50,000",
            f"{hashes * 32 // bar:,}",
            f"{tree}, {bar // 32} a proof",
        ),
        (
            "consistency proofs verified, /s",
            f"{f['consistency_per_s']:,}",
            "50,000",
            f"{hashes * 16 // bar:,}",
            "and twice that",
        ),
        (
            "whole log verified, leaves/s",
            f"{f['leaves_per_s']:,}",
            "500,000",
            f"{hashes:,}",
            f"{tree}, one a leaf",
        ),
    ]


def _proofs_and_whole(home: Path) -> dict[str, Any]:
    log = a_log(home, "whole")
    for _ in range(LEAVES // FILL):
        log.commit(lambda batch: [batch.append(Entry("filler")) for _ in range(FILL)])
    head = log.head()
    seqs = range(17, head.size, head.size // 50)
    cases = [(leaf_hash(log.entry_bytes(s)), s, log.inclusion(s, head.size)) for s in seqs]
    took = min(timed(lambda: _included(cases, head.size, head.root)) for _ in range(5))
    publish(log, home / "out")
    olds = [(old, top, log.consistency(old, head.size)) for old, top in _roots(log, seqs).items()]
    grown = min(timed(lambda: _continued(olds, head.size, head.root)) for _ in range(5))
    log.close()
    log.engine.dispose()
    whole = min(timed(lambda: _good(home / "out")) for _ in range(3))
    node = bytes(65)
    hashing = min(timed(lambda: [sha256(node).digest() for _ in range(HASHES)]) for _ in range(5))
    return {
        "leaves": head.size,
        "inclusion_bytes_most": max(32 * len(proof) for _, _, proof in cases),
        "inclusion_bytes_bar": 32 * (head.size - 1).bit_length(),
        "consistency_bytes_most": max(32 * len(proof) for _, _, proof in olds),
        "proofs_per_s": round(len(cases) * REPEATS / took),
        "consistency_per_s": round(len(olds) * REPEATS / grown),
        "leaves_per_s": round(head.size / whole),
        "sha256_per_s": round(HASHES / hashing),
    }


def _roots(log: Log, sizes: range) -> dict[int, bytes]:
    """The root of the first so many entries, for each of `sizes`."""
    tree, found = Frontier(), dict[int, bytes]()
    for number in range(sizes[-1] // 256 + 1):
        tile = log.tile(0, number)
        for at in range(0, len(tile), 32):
            tree.append(tile[at : at + 32])
            if tree.size in sizes:
                found[tree.size] = tree.root()
    return found


def _included(cases: list[tuple[bytes, int, list[bytes]]], size: int, root: bytes) -> None:
    for _ in range(REPEATS):
        assert all(verify_inclusion(leaf, seq, size, proof, root) for leaf, seq, proof in cases)


def _continued(olds: list[tuple[int, bytes, list[bytes]]], size: int, root: bytes) -> None:
    for _ in range(REPEATS):
        assert all(verify_consistency(old, size, top, root, proof) for old, top, proof in olds)


def _good(folder: Path) -> None:
    assert verify(folder).ok


if __name__ == "__main__":
    main()
