"""The store in a folder: no half file, and no lost update."""

from pathlib import Path

import pytest

from publisher.errors import RaceLostError
from publisher.store import LocalStore, Stored
from tests.faults.folder import ALL
from tests.fixtures.release import Run, snapshot


def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for to in ("file", "file/site"):
        outcome = run("daily", "--to", to)
        assert outcome.code == 6
        assert "Not a directory" in outcome.error and to in outcome.error
        assert outcome.receipt["written"] == []


def test_an_object_whose_place_is_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site" / ALL[2]).mkdir(parents=True)
    outcome = run("daily")
    assert outcome.code == 6
    assert "Is a directory" in outcome.error
    assert outcome.receipt["written"] == []


def test_a_file_changed_since_it_was_read_is_not_overwritten(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.write("a/b.json", b"1", cache_control="", replaces=None)
    first = store.read("a/b.json")
    store.write("a/b.json", b"2", cache_control="", replaces=first)
    for stale in (first, None, Stored(b"0")):
        with pytest.raises(RaceLostError, match=r"another publisher changed .*b\.json"):
            store.write("a/b.json", b"3", cache_control="", replaces=stale)
    assert (tmp_path / "a/b.json").read_bytes() == b"2"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.json"]
    # The same content from another publisher is not a race.
    store.write("a/b.json", b"2", cache_control="", replaces=first)


def test_a_file_that_went_away_is_a_lost_race(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    with pytest.raises(RaceLostError):
        store.write("b.json", b"3", cache_control="", replaces=Stored(b"2"))
    assert list(tmp_path.iterdir()) == []


def test_a_reader_never_sees_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalStore(tmp_path)
    store.write("b.json", b"old", cache_control="", replaces=None)

    def no_space(descriptor: int) -> None:
        assert (tmp_path / "b.json").read_bytes() == b"old"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(Exception, match="No space left on device"):
        store.write("b.json", b"new", cache_control="", replaces=Stored(b"old"))
    assert (tmp_path / "b.json").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["b.json"]


def test_a_file_left_by_a_killed_publisher_does_no_harm(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "site" / "v1" / "trends"
    folder.mkdir(parents=True)
    (folder / ".whos-hot-v2.json.tmp").write_bytes(b"{ half")
    run("daily")
    assert sorted(snapshot(tmp_path / "site")) == sorted(ALL)
