"""What stands in a file never steers the terminal it is shown on."""

import json

import pytest

from remit.cli.talk import emit, put, say, table

HOSTILE = "\x1b[2J\x9b31mAna\x07[bold red]Lund[/]\u0085"


def test_control_characters_are_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    say(HOSTILE)
    put(HOSTILE)
    table(("name",), [(HOSTILE,)])
    emit({"name": HOSTILE})
    shown = capsys.readouterr()
    for text in (shown.out, shown.err):
        assert not {c for c in text if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0} - {"\n"}
        assert "\\u001b" in text


def test_brackets_are_text_and_not_markup(capsys: pytest.CaptureFixture[str]) -> None:
    say("row 3: [/] is no [date]")
    table(("name",), [("[bold]Lund[/]",)])
    shown = capsys.readouterr()
    assert shown.err == "row 3: [/] is no [date]\n"
    assert "[bold]Lund[/]" in shown.out


def test_json_stays_json(capsys: pytest.CaptureFixture[str]) -> None:
    emit({"name": HOSTILE})
    assert json.loads(capsys.readouterr().out) == {"name": HOSTILE}
