"""Sealed files: what was written comes back, and nothing else ever does."""

import io
import os
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import Damaged
from remit.store.sealed import CHUNK, SealedReader, SealedWriter

KEY = bytes(range(32))
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17]


def sealed(path: Path, plain: bytes, about: str = "load-1/a") -> Path:
    with SealedWriter(path, KEY, about) as writer:
        for start in range(0, len(plain), 50_000):
            writer.write(plain[start : start + 50_000])
    return path


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_read_back(tmp_path: Path, size: int) -> None:
    plain = os.urandom(size)
    with SealedReader(sealed(tmp_path / "a", plain), KEY, "load-1/a") as reader:
        assert reader.size == size
        assert reader.read() == plain


@given(
    size=st.integers(0, 3 * CHUNK), offset=st.integers(0, 4 * CHUNK), take=st.integers(0, 2 * CHUNK)
)
def test_any_range_is_that_of_the_plain_bytes(
    tmp_path_factory: pytest.TempPathFactory, size: int, offset: int, take: int
) -> None:
    plain = bytes(i * 7 % 251 for i in range(size))
    path = sealed(tmp_path_factory.mktemp("sealed") / "a", plain)
    with SealedReader(path, KEY, "load-1/a") as reader:
        same = io.BytesIO(plain)
        reader.seek(offset)
        same.seek(offset)
        assert reader.read(take) == same.read(take)
        assert reader.tell() == same.tell()


def test_nothing_of_the_plain_bytes_is_on_disk(tmp_path: Path) -> None:
    path = sealed(tmp_path / "a", b"Person Number 7, Mill Lane. " * 9000)
    assert b"Mill Lane" not in path.read_bytes()


def test_what_is_on_disk_is_noise(tmp_path: Path) -> None:
    """Chi-square over 256 values of a byte: 255 is expected, 400 is passed once in 100 million."""
    plain = b'{"name": "Person Number 7", "street": "Mill Lane"}\n' * 40_000
    data = sealed(tmp_path / "a", plain).read_bytes()
    counts = np.bincount(np.frombuffer(data, np.uint8), minlength=256)
    chance = len(data) / 256
    assert float(((counts - chance) ** 2 / chance).sum()) < 400
    assert len(zlib.compress(data)) > len(data)


def test_equal_bytes_do_not_look_equal(tmp_path: Path) -> None:
    one, other = sealed(tmp_path / "a", b"same"), sealed(tmp_path / "b", b"same")
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("at", ["header", "first", "last", "tag"])
def test_a_flipped_bit_is_noticed(tmp_path: Path, at: str) -> None:
    path = sealed(tmp_path / "a", bytes(3 * CHUNK))
    data = bytearray(path.read_bytes())
    data[{"header": 12, "first": 100, "last": len(data) - 20, "tag": len(data) - 1}[at]] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(Damaged), SealedReader(path, KEY, "load-1/a") as reader:
        reader.read()


@pytest.mark.parametrize("cut", [1, 16, CHUNK, CHUNK + 16, 2 * (CHUNK + 16)])
def test_a_file_cut_short_is_noticed_on_opening(tmp_path: Path, cut: int) -> None:
    path = sealed(tmp_path / "a", bytes(3 * CHUNK))
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(Damaged):
        SealedReader(path, KEY, "load-1/a")


def test_reordered_chunks_are_noticed(tmp_path: Path) -> None:
    path = sealed(tmp_path / "a", os.urandom(4 * CHUNK))
    data, width = path.read_bytes(), CHUNK + 16
    one, two = data[24 : 24 + width], data[24 + width : 24 + 2 * width]
    path.write_bytes(data[:24] + two + one + data[24 + 2 * width :])
    with pytest.raises(Damaged), SealedReader(path, KEY, "load-1/a") as reader:
        reader.read()


def test_a_chunk_of_another_file_is_noticed(tmp_path: Path) -> None:
    one, other = sealed(tmp_path / "a", bytes(2 * CHUNK)), sealed(tmp_path / "b", bytes(2 * CHUNK))
    width = CHUNK + 16
    mixed = one.read_bytes()[: 24 + width] + other.read_bytes()[24 + width :]
    one.write_bytes(mixed)
    with pytest.raises(Damaged), SealedReader(one, KEY, "load-1/a") as reader:
        reader.read()


def test_a_file_under_another_name_or_key_does_not_open(tmp_path: Path) -> None:
    path = sealed(tmp_path / "a", b"one")
    with pytest.raises(Damaged):
        SealedReader(path, KEY, "load-1/b")
    with pytest.raises(Damaged):
        SealedReader(path, bytes(32), "load-1/a")


def test_a_file_that_is_no_sealed_file_or_is_missing_says_so(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"name,plate\n" * 20)
    with pytest.raises(Damaged, match="not a sealed file"):
        SealedReader(tmp_path / "a", KEY, "load-1/a")
    with pytest.raises(Damaged, match="missing"):
        SealedReader(tmp_path / "b", KEY, "load-1/b")


def test_an_abandoned_file_leaves_nothing(tmp_path: Path) -> None:
    def half() -> None:
        with SealedWriter(tmp_path / "a", KEY, "load-1/a") as writer:
            writer.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert list(tmp_path.iterdir()) == []
