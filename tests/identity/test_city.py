"""A small city from its files to adopted entities: nobody mixed, and most of everybody found."""

from benchmarks.identity_city import known, measured

from remit.world import City

REGISTERS = ("people", "keepers", "subscribers", "bank/accounts", "custody")


def test_who_is_who_in_a_city_of_500() -> None:
    """What is missed of it fits two residents of one name and house, nearly all of it."""
    told = measured(known(City(seed=4, residents=500), REGISTERS))
    assert told["all"]["mentions"] > 1_300
    assert told["all"]["cluster"]["precision"] >= 0.999
    assert told["all"]["cluster"]["f1"] >= 0.975
    assert told["derivable"]["cluster"]["f1"] >= 0.99
    assert told["all"]["largest_cluster"] <= 10
