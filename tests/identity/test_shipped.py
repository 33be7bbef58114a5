"""What is shipped: whole, named by its hash, and the same when trained again."""

import json
from hashlib import sha256
from importlib.resources import files

import pytest
from tests.real import real

from remit.identity.shipped import shipped


def test_the_card_names_the_very_file() -> None:
    folder = files("remit.identity").joinpath("shipped")
    card = json.loads(folder.joinpath("card.json").read_text(encoding="utf-8"))
    written = folder.joinpath("profiles.json").read_bytes()
    assert card["sha256"] == sha256(written).hexdigest() == shipped().hash
    assert set(card["trained_on"]) == set(shipped().profiles)


@pytest.mark.parametrize("name", ["febrl3", "fake_1000"])
def test_training_again_gives_the_same_numbers(name: str) -> None:
    from benchmarks.identity_data import labelled
    from benchmarks.train_identity import learned

    real("resolution", f"{name}.csv")
    again = {kind: tuple(m) for kind, m in learned(labelled(name)).items()}
    assert again == shipped().profiles[name]


def test_every_profile_is_made_of_shares() -> None:
    for profile in shipped().profiles.values():
        for m in profile.values():
            assert all(0 < share <= 1 for share in m)
