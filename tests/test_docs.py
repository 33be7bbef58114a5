"""The documentation keeps up with the code, and nothing tracked names a machine."""

import re
from pathlib import Path

import pytest

from remit import settings
from remit.authority.capability import registered
from remit.authority.purposes import legal_bases, purposes
from remit.cli.main import COMMANDS
from remit.cli.reference import commands, pages

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PRIVATE = {".git", ".venv", ".node", "node_modules", ".made", "demo", "dist", "build", "vendor"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".json",
    ".sql",
    ".lock",
    ".html",
    ".css",
    ".js",
    ".ini",
    "",
}

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def _text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in DOCS)


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_pages_are_what_the_code_says(name: str) -> None:
    path = ROOT / "docs" / name
    assert path.is_file(), "run `make docs`"
    assert path.read_text(encoding="utf-8") == pages()[name], "run `make docs`"


def test_no_schema_is_left_over() -> None:
    written = {path.name for path in (ROOT / "docs" / "schemas").iterdir()}
    assert written == {name.partition("/")[2] for name in pages() if "/" in name}


def test_every_command_has_help_and_is_documented() -> None:
    text = _text()
    for words, command in commands():
        assert command.help, f"{' '.join(words)} has no help"
        assert f"## {' '.join(words)}\n" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_noun_appears_in_a_guide(name: str) -> None:
    guides = [path for path in DOCS if path.name != "commands.md"]
    assert any(f"remit {name}" in path.read_text(encoding="utf-8") for path in guides)


def test_every_setting_purpose_and_capability_is_documented() -> None:
    text = _text()
    for name in settings.NAMES:
        assert f"`{name}`" in text
    for known in (*purposes(), *legal_bases()):
        assert f"| {known} |" in text
    for verb in registered().values():
        assert f"`{verb.id}`" in text


def test_the_two_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    shown = re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert shown == ["demo", "test"]
    for verb in shown:
        assert re.search(rf"^{verb}:.*## ", makefile, re.M)


@pytest.mark.parametrize("page", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_is_dead(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_no_file_names_a_machine_path_or_a_package_host() -> None:
    home = re.escape(str(ROOT.parent))
    wrong = re.compile(rf"{home}/|/opt/|file://|--(?:extra-)?index-url \S|--find-links")
    hosts = re.compile(r"https?://[^\s\"')]*(?:py" + r"pi|pythonhosted|npm" + r"js)\.\w+")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _tracked()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if wrong.search(line) or hosts.search(line)
    ]
    assert found == []


def _tracked() -> list[Path]:
    this = Path(__file__)
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and path != this
        and path.suffix in TEXT
        and not PRIVATE.intersection(path.relative_to(ROOT).parts)
        and not any(part.endswith("cache__") or part.endswith("_cache") for part in path.parts)
        and ".hypothesis" not in path.parts
    ]
