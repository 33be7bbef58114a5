"""Imports run one way. This is a safety property: no path to personal data except a View."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import remit

ROOT = Path(remit.__file__).parent

MAY_IMPORT: dict[str, set[str]] = {
    "ledger": set(),
    "ontology": set(),
    "authority": {"ledger"},
    "store": {"authority", "ledger", "ontology"},
    "sources": {"store", "authority", "ontology"},
    "inquiry": {"store", "authority", "ontology"},
    "extraction": {"store", "authority", "ontology"},
    "identity": {"store", "authority", "ontology"},
    "places": {"store", "authority", "ontology"},
    "products": {"inquiry", "places", "store", "authority", "ontology"},
    "desk": {"products", "inquiry", "store", "authority", "ontology"},
    "world": {"ontology"},
    "house": {
        "ledger", "ontology", "authority", "store", "sources", "inquiry", "places", "products",
        "extraction", "identity", "desk",
    },
    "exercise": {"house", "world", "authority", "ledger"},
    "web": {
        "house", "desk", "products", "sources", "inquiry", "authority", "ontology", "ledger",
        "exercise",
    },
    "cli": {
        "house", "desk", "products", "sources", "inquiry", "authority", "ontology", "ledger",
        "web", "world", "exercise",
    },
}  # fmt: skip
"""Which room may import which. `errors`, `settings`, `workspace` are no rooms: open to all."""

FOUNDATIONS = {"errors", "settings", "workspace", "__init__", "__version__"}

SEALED = {"remit.store.sealed", "remit.store.files", "remit.store.engine", "remit.store.views"}
"""Modules that can open sealed files: only the store itself and `house` touch them."""


def test_every_room_is_named_here() -> None:
    rooms = {p.name for p in ROOT.iterdir() if p.is_dir() and any(p.glob("*.py"))}
    assert rooms <= set(MAY_IMPORT), "a new room needs its arrows"


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_arrows_hold(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports remit.{target}"
        for path in _modules(room)
        for target, line in _rooms_imported(path)
        if target != room and target not in MAY_IMPORT[room] | FOUNDATIONS
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_store_and_the_house_open_sealed_files() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0] not in {"store", "house.py"}
        for name, _ in _imports(path)
        if any(name == sealed or name.startswith(sealed + ".") for sealed in SEALED)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_verifier_stands_alone() -> None:
    names = {name.split(".")[0] for name, _ in _imports(ROOT / "ledger" / "verify.py")}
    assert "remit" not in names


def test_a_planted_import_is_noticed(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        "from remit.store.sealed import SealedReader\nimport remit.store.views as v\n"
    )
    assert {name for name, _ in _imports(planted)} & {
        "remit.store.sealed.SealedReader",
        "remit.store.views",
    }
    assert list(_rooms_imported(planted)) == [("store", 1), ("store", 2)]


def _modules(room: str) -> list[Path]:
    single = ROOT / f"{room}.py"
    return [single] if single.exists() else sorted((ROOT / room).rglob("*.py"))


def _rooms_imported(path: Path) -> Iterator[tuple[str, int]]:
    for name, line in _imports(path):
        parts = name.split(".")
        if parts[0] == "remit" and len(parts) > 1:
            yield parts[1], line


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every imported module or member, as a dotted name, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
