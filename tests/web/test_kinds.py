"""How kinds of thing are drawn: every kind of the ontology has an icon that is there, and a hue."""

import re
from pathlib import Path

import pytest

import remit.web
from remit.ontology.model import ontology
from remit.web.kinds import DRAWN, drawn

STATIC = Path(remit.web.__file__).parent / "static"


@pytest.mark.parametrize("kind", sorted(ontology().entities))
def test_every_kind_has_an_icon_and_a_hue(kind: str) -> None:
    look = drawn(kind)
    assert f'<symbol id="{look.icon}"' in (STATIC / "icons.svg").read_text()
    assert f"--kind-{look.group}:" in (STATIC / "drawings.css").read_text()


def test_eight_hues_at_most_each_for_light_and_for_dark() -> None:
    sheet = (STATIC / "drawings.css").read_text()
    assert len(DRAWN) <= 8
    for look in DRAWN:
        hues = re.findall(rf"--kind-{look.group}: (#[0-9a-f]{{6}})", sheet)
        assert len(hues) == 3
        assert hues[1] == hues[2] != hues[0]
