"""The sample league of the first exports: made once, by whoever comes first."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from publisher.errors import SourceError
from publisher.journal import Journal
from scripts.export import sample_league as module
from scripts.export.sample_league import sample_league


def test_exports_that_begin_at_once_make_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def build_slowly(folder: Path) -> None:
        made.append(folder)
        folder.mkdir()
        time.sleep(0.3)
        (folder / "table").write_text("whole")

    monkeypatch.setattr(module, "SAMPLE", tmp_path / "data" / "sample")
    monkeypatch.setattr(module, "build_league", build_slowly)
    with ThreadPoolExecutor(3) as exports:
        found = list(
            exports.map(lambda _: (sample_league(Journal(str)) / "table").read_text(), "abc")
        )
    assert found == ["whole"] * 3
    assert len(made) == 1


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").write_text("a file, no folder")
    monkeypatch.setattr(module, "SAMPLE", tmp_path / "data" / "sample")
    with pytest.raises(SourceError, match=f"the sample league cannot be made: {tmp_path}/data: "):
        sample_league(Journal(str))
