"""Standing feeds: what a delivery adds, changes and withdraws, and what it is asked before."""

import os
from pathlib import Path

import pytest
from tests.sources.yard import Yard, cited, register

from remit.errors import BadInput, Misuse, NotFound
from remit.sources import standing

A = "1,Ann Archer,14/03/1981,07700 900101,one"
B = "2,Ben Barker,15/03/1982,07700 900102,two"
C = "3,Cat Cooper,16/03/1983,07700 900103,three"
D = "4,Dan Draper,17/03/1984,07700 900104,four"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deliveries"


def test_a_snapshot_takes_what_differs_and_withdraws_what_is_gone(
    yard: Yard, case: str, folder: Path
) -> None:
    yard.set(case, "register", folder)
    first = yard.take(case, "register", register(folder / "1.csv", A, B, C))
    assert first["delta"] == {"added": 3, "changed": 0, "removed": 0, "unchanged": 0}
    changed = B.replace("Barker", "Baxter")
    second = yard.take(case, "register", register(folder / "2.csv", A, changed, D))
    assert second["delta"] == {"added": 1, "changed": 1, "removed": 1, "unchanged": 1}
    assert (second["received"], second["accepted"], second["rejected"]) == (3, 3, 0)
    assert yard.names(case) == ["ann archer", "ben baxter", "dan draper"]
    with yard.view(case) as view:
        assert cited(view, first["load"], 2)  # unchanged: where it was
        assert not cited(view, first["load"], 3)
        assert cited(view, second["load"], 3)


def test_a_whole_state_may_become_what_it_was(yard: Yard, case: str, folder: Path) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", A, B))
    yard.take(case, "register", register(folder / "2.csv", A))
    back = yard.take(case, "register", register(folder / "3.csv", A, B))
    assert back["delta"] == {"added": 1, "changed": 0, "removed": 0, "unchanged": 1}
    assert yard.names(case) == ["ann archer", "ben barker"]
    again = yard.take(case, "register", register(folder / "4.csv", A, B))
    assert (again["delivery"], again["delta"]) == ("repeated", None)
    assert yard.names(case) == ["ann archer", "ben barker"]


def test_a_delivery_that_changes_nothing_is_a_load_without_rows_of_its_own(
    yard: Yard, case: str, folder: Path
) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", A, B))
    same = yard.take(case, "register", register(folder / "2.csv", B, A))
    assert same["delta"] == {"added": 0, "changed": 0, "removed": 0, "unchanged": 2}
    assert (same["received"], same["accepted"], same["rejected"]) == (2, 2, 0)
    assert yard.names(case) == ["ann archer", "ben barker"]


def test_changes_insert_update_and_delete(yard: Yard, case: str, folder: Path) -> None:
    yard.set(case, "register", folder, mode="changes", operation="does")
    header = "does,id,name,dob,phone,note"

    def changes(name: str, *rows: str) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    yard.take(case, "register", changes("1.csv", f"insert,{A}", f"insert,{B}", f"insert,{C}"))
    new = B.replace("Barker", "Baxter")
    second = yard.take(
        case,
        "register",
        changes(
            "2.csv",
            f"update,{A.replace('Archer', 'Abbot')}",
            f"U,{new}",
            "delete,3,,,,",
            f"update,{D}",
            f"update,{A.replace('Archer', 'Ash')}",
            "delete,9,,,,",
            "swap,1,,,,",
            "insert,,Nobody,,,",
        ),
    )
    assert second["delta"] == {"added": 1, "changed": 2, "removed": 1, "unchanged": 0}
    assert (second["received"], second["accepted"], second["rejected"]) == (8, 4, 4)
    reasons = {one["row"]: one["reason"] for one in second["rejects"]}
    assert "overtaken by row 6" in reasons[2]
    assert "not held" in reasons[7]
    assert "'swap'" in reasons[8]
    assert "'id' is empty" in reasons[9]
    assert [one["defect"] for one in second["defects"]] == ["gap"]
    assert yard.names(case) == ["ann ash", "ben baxter", "dan draper"]


def test_a_key_that_comes_twice_takes_nobodys_place(yard: Yard, case: str, folder: Path) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", A, B))
    second = yard.take(
        case, "register", register(folder / "2.csv", A, A, B.replace("two", "x"), B + "!")
    )
    assert second["delta"] == {"added": 0, "changed": 0, "removed": 0, "unchanged": 1}
    reasons = {one["row"]: one["reason"] for one in second["rejects"]}
    assert sorted(reasons) == [3, 4, 5]
    assert "repeats row 2" in reasons[3]
    assert "differing" in reasons[4]
    assert yard.names(case) == ["ann archer", "ben barker"]


def test_nothing_is_withdrawn_while_rows_cannot_be_read(
    yard: Yard, case: str, folder: Path
) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", A, B, C))
    second = yard.take(case, "register", register(folder / "2.csv", A, "broken,row"))
    assert second["delta"]["removed"] == 0
    assert any("They stay" in note for note in second["notes"])
    assert len(yard.names(case)) == 3


def test_what_is_corrected_to_what_cannot_be_read_stays_as_it_was(
    yard: Yard, case: str, folder: Path
) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", A, B))
    second = yard.take(
        case, "register", register(folder / "2.csv", A, B.replace("15/03/1982", "15/33/1982"))
    )
    assert (second["rejected"], second["delta"]["changed"]) == (1, 0)
    assert yard.names(case) == ["ann archer", "ben barker"]


def test_changed_columns_load_nothing_until_somebody_accepts_them(
    yard: Yard, case: str, folder: Path
) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", A, B))
    path = folder / "2.csv"
    path.write_text("id,full name,dob,phone,lane\n1,Ann Abbot,14/03/1981,07700 900101,x\n")
    waits = yard.take(case, "register", path)
    assert (waits["load"], waits["delivery"], waits["received"]) == (None, "waits", 0)
    alarm = waits["alarm"]
    assert alarm["renamed"] == [{"was": "name", "is": "full name"}]
    assert (alarm["came"], alarm["went"]) == (["lane"], ["note"])
    yard.take(case, "register", path)  # asked once
    shown = yard.do(case, "feed", standing.show, "register")
    assert len(shown["alarms"]) == 1
    assert shown["waits"]["alarm"] == "columns"
    yard.do(case, "feed-accept", standing.accept, "register")
    done = yard.take(case, "register", path, choices={})
    assert done["delta"] == {"added": 0, "changed": 1, "removed": 1, "unchanged": 0}
    shown = yard.do(case, "feed", standing.show, "register")
    assert shown["waits"] is None
    assert shown["alarms"][0]["answered_by"] == "analyst-1"
    with pytest.raises(Misuse, match="nothing of register waits"):
        yard.do(case, "feed-accept", standing.accept, "register")


def test_a_state_without_most_of_what_stood_is_asked_about(
    yard: Yard, case: str, folder: Path
) -> None:
    rows = [f"{n},Person Number{n},14/03/1981,,x" for n in range(1, 41)]
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", *rows))
    few = register(folder / "2.csv", *rows[:10])
    waits = yard.take(case, "register", few)
    assert waits["alarm"]["alarm"] == "shrunk"
    assert len(yard.names(case)) == 40
    yard.do(case, "feed-accept", standing.accept, "register")
    assert yard.take(case, "register", few)["delta"]["removed"] == 30
    assert len(yard.names(case)) == 10


def test_what_is_older_does_not_replace_what_is_newer(yard: Yard, case: str, folder: Path) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "day-10.csv", A))
    with pytest.raises(BadInput, match=r"comes before 'day-10\.csv'"):
        yard.take(case, "register", register(folder / "day-9.csv", A, B))


def test_by_time_the_order_is_that_of_their_change(yard: Yard, case: str, folder: Path) -> None:
    yard.set(case, "register", folder, order="time")
    new, old = register(folder / "a.csv", A), register(folder / "b.csv", A, B)
    os.utime(new, (2_000_000_000, 2_000_000_000))
    os.utime(old, (1_000_000_000, 1_000_000_000))
    yard.take(case, "register", new)
    with pytest.raises(BadInput, match="by time"):
        yard.take(case, "register", old)
    shown = yard.do(case, "feed", standing.show, "register")
    assert shown["deliveries"][0]["changed"] == 0


def test_a_file_loaded_by_itself_cannot_be_compared(yard: Yard, case: str, folder: Path) -> None:
    from remit.sources import load

    path = register(folder / "1.csv", A)
    yard.do(case, "file", load.file, str(path))
    yard.set(case, "register", folder)
    with pytest.raises(BadInput, match="loaded by itself"):
        yard.take(case, "register", path)


def test_what_a_feed_needs_is_asked_when_it_is_set(yard: Yard, case: str, folder: Path) -> None:
    for wrong, said in (
        ({"key": []}, "--key"),
        ({"mode": "append"}, "need no --key"),
        ({"operation": "does"}, "--operation"),
        ({"every": "often"}, "15m"),
        ({"every": "06:00"}, "in which zone"),
        ({"source": "no-such"}, "no source profile"),
        ({"reason": "x"}, "say why"),
    ):
        with pytest.raises(Misuse, match=said):
            yard.set(case, "register", folder, **wrong)
    with pytest.raises(Misuse, match="no folder"):
        yard.do(
            case, "feed-set", standing.set_, "x", folder=str(folder / "none"), source="table",
            every="1h", reason="The register of the force",
        )  # fmt: skip
    with pytest.raises(NotFound):
        yard.do(case, "feed", standing.show, "register")


def test_a_feed_that_brought_something_keeps_what_its_rows_are_about(
    yard: Yard, case: str, folder: Path
) -> None:
    yard.set(case, "register", folder)
    yard.take(case, "register", register(folder / "1.csv", A))
    yard.set(case, "register", folder, every="2d")
    with pytest.raises(Misuse, match="a feed of its own"):
        yard.set(case, "register", folder, key=["name"])


def test_looking_tells_what_is_ready_in_its_order_and_what_still_grows(
    yard: Yard, case: str, folder: Path, tmp_path: Path
) -> None:
    yard.set(case, "register", folder)
    for name in ("day-10.csv", "day-9.csv"):
        register(folder / name, A)
    (folder / ".hidden").write_text("x")
    (folder / "link.csv").symlink_to(register(tmp_path / "elsewhere.csv", A))
    (found,) = yard.do(case, "feed-look", standing.look)["feeds"]
    assert [one["file"] for one in found["ready"]] == ["day-9.csv", "day-10.csv"]
    yard.take(case, "register", folder / "day-9.csv")
    (found,) = yard.do(case, "feed-look", standing.look, "register")["feeds"]
    assert [one["file"] for one in found["ready"]] == ["day-10.csv"]
    yard.set(case, "register", folder, quiet=3600)
    (found,) = yard.do(case, "feed-look", standing.look)["feeds"]
    assert (found["ready"], found["growing"]) == ([], ["day-10.csv"])
    with pytest.raises(BadInput, match="no link"):
        yard.take(case, "register", folder / "link.csv")


def test_a_feed_that_ended_takes_nothing(yard: Yard, case: str, folder: Path) -> None:
    yard.set(case, "register", folder)
    yard.do(case, "feed-end", standing.end, "register")
    with pytest.raises(Misuse, match="was ended"):
        yard.take(case, "register", register(folder / "1.csv", A))
    (one,) = yard.do(case, "feeds", standing.listed)["feeds"]
    assert (one["state"], one["missing"]) == ("ended", 0)
