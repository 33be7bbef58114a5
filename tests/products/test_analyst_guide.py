"""The analyst's guide is true: each of its commands is run, in order, and does what it says."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from tests.city import city_files
from tests.desk.conftest import CALLS, THEFTS

from remit.cli import main

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "analyst.md"
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
MADE_UP = re.compile(
    r"\b(vehicle|person|load|product|judgement|resolution|adoption|analysis|finding|phone)-0123456789ab[0-9a-f]*"
)
FIRMS = """\
Company name,Company number,Telephone,Postcode
Barley Phone Repairs Ltd,01234567,020 7946 0006,SW1A 1AA
Barley Phone Repairs,,020 7946 0006,SW1A 1AA
Umber Street Cars Limited,,020 7946 0009,N1 9GU
"""


def test_every_command_of_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (people,) = re.findall(r"```csv\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    (tmp_path / "pairs.csv").write_text("left,right\nAylin Demir,Demir Aylyn\n", encoding="utf-8")
    (tmp_path / "thefts.csv").write_text(THEFTS, encoding="utf-8")
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    city_files(tmp_path / "city", months=2)

    def run(words: list[str]) -> str:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(words)
        said = capsys.readouterr()
        assert not ended.value.code, f"{shlex.join(words)}\n{said.err}"
        return said.out

    def first(*words: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(run([*words, "--json"]).splitlines()[0])
        return found

    def who(name: str) -> str:
        """The person of that name in the table; a text may have named another."""
        lines = run(["search", "people", name, "--json"]).splitlines()
        of = [one for one in map(json.loads, lines) if one["rows"][0]["file"] == "people.csv"]
        return str(of[0]["entity"])

    def real(name: re.Match[str]) -> str:
        """What a made-up id of the guide stands for here."""
        match name[0]:
            case "person-0123456789abcdef0124":
                return who("chidi okafor")
            case text if text.startswith("person"):
                return who("aylin demir")
            case text if text.startswith("vehicle"):
                return str(first("search", "vehicles", "KT19 XYZ")["entity"])
            case text if text.startswith("phone"):
                return str(first("search", "phones", "07700 900123")["entity"])
            case text if text.startswith("judgement"):
                told = first("identity", "history", who("aylin demir"))["judgements"]
                return str(told[0]["judgement"])
            case text if text.startswith("resolution"):
                return str(first("identity", "proposals")["resolutions"][0]["resolution"])
            case text if text.startswith("adoption"):
                return str(first("identity", "proposals")["adoptions"][0]["adoption"])
            case text if text.startswith("analysis"):
                return str(first("analyses", "list")["analysis"])
            case text if text.startswith("finding"):
                made = first("analyses", "list")["analysis"]
                return str(first("analyses", "read", made)["finding"])
            case text if text.startswith("load"):
                lines = run(["search", "people", "aylin demir", "--json"]).splitlines()
                rows = [row for line in lines for row in json.loads(line)["rows"]]
                return str(next(row["load"] for row in rows if row["file"] == "people.csv"))
            case _:
                return str(first("product", "list")["product"])

    ran = []
    for line in "".join(BLOCKS).splitlines():
        if inside := re.fullmatch(r'eval "\$\((.*)\)"', line):
            for setting in run(shlex.split(inside[1])[1:]).splitlines():
                name, _, value = shlex.split(setting.removeprefix("export "))[0].partition("=")
                monkeypatch.setenv(name, value)
        elif setting := re.fullmatch(r'export (\w+)="(.*)"', line):
            monkeypatch.setenv(setting[1], setting[2])
        else:
            assert line.startswith("remit "), line
            ran.append(run(shlex.split(MADE_UP.sub(real, line))[1:]))
    assert len(ran) >= 18
    assert (tmp_path / "profile" / "problem-profile.pdf").read_bytes().startswith(b"%PDF")
    assert first("search", "people", "demir 14/03/1991")["why"][0]["rule"] == "same date of birth"
    assert first("search", "people", "okafr chidi")["label"] == "Chidi Okafor"
