"""A small made-up town, written as the files a force would receive.

    write(Town(seed=1), folder)

Larkhithe does not exist: its streets, people and crimes are drawn from a seed, its phone numbers
come from the ranges kept for drama and its postcodes from an area that was never given out. The
files are as untidy as real ones. What was planted in them lies in a folder of its own, so that
what an analysis finds can be checked. Nothing here is taken from a real place or person.

Read `write.py` first, then `crimes.py`.
"""

from remit.world.town import Town
from remit.world.write import Written, write

__all__ = ["Town", "Written", "write"]
