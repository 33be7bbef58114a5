"""A whole made-up city, written as the files a force would receive, from a village to 300,000.

    write(TOWN, folder)
    write(City(seed=7, residents=40_000, days=56), folder)

Larkhithe does not exist. Its river, wards, streets, people, vehicles, phones, accounts and ordinary
life are drawn from a seed; hidden in it is one planted investigation, a crew that steals phones
from mopeds. Every identifier comes from a range that nobody holds (`identifiers.py`). The files are
as untidy as real ones. What is true lies in a folder of its own, which only tests and benchmarks
read.

What it refuses: people in the crew are drawn by lot, without regard to name or origin, and nothing
written says what somebody is, only what was done and recorded.

Read `city.py` first, then `write.py`; `crew.py` is the investigation.
"""

from remit.world.city import BOROUGH, TOWN, VILLAGE, City
from remit.world.write import Written, write

__all__ = ["BOROUGH", "TOWN", "VILLAGE", "City", "Written", "write"]
