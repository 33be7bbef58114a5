"""Names of the published files, as in C2SP tlog-tiles.

>>> tile_path(0, 1234067), tile_path(1, 0, 17)
('tile/0/x001/x234/067', 'tile/1/000.p/17')
"""

from collections.abc import Iterator

from remit.ledger.growth import TILE

__all__ = ["bundle_path", "numbered", "tile_path", "tiles_of"]


def numbered(number: int) -> str:
    """A number as path elements of three digits, all but the last with an `x`."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])


def tile_path(level: int, number: int, width: int = TILE) -> str:
    """Where a tile lies; one narrower than 256 hashes is partial."""
    partial = "" if width == TILE else f".p/{width}"
    return f"tile/{level}/{numbered(number)}{partial}"


def bundle_path(number: int) -> str:
    """Where the public entries from 256·`number` lie, counted among the public entries alone."""
    return f"entries/{numbered(number)}.jsonl"


def tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Level, number and width of every tile of a tree of `size`.

    >>> list(tiles_of(257))
    [(0, 0, 256), (0, 1, 1), (1, 0, 1)]
    """
    level = 0
    while size:
        whole, rest = divmod(size, TILE)
        yield from ((level, number, TILE) for number in range(whole))
        if rest:
            yield level, whole, rest
        size, level = whole, level + 1
