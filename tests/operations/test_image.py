"""The image's files: that they are there, that they suffice, and that nothing else gets in."""

import subprocess
from pathlib import Path

import pytest

from tests.operations import image


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return image.make(tmp_path_factory.mktemp("image") / "app")


def run(tree: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=tree,
        env=image.environment(tree),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_every_path_that_is_copied_is_there_and_not_ignored() -> None:
    files = image.files()
    for name in image.copied():
        assert (image.ROOT / name).exists(), name
        assert any(file == Path(name) or Path(name) in file.parents for file in files), name


def test_nothing_else_gets_into_the_image() -> None:
    ignored = (".dockerignore", "Dockerfile")
    assert not {file.name for file in image.files()} & {*ignored, "profiles.yml", ".env"}
    for file in image.files():
        assert not {"__pycache__", "target", "logs", "data", "tests"} & set(file.parts[:-1]) - (
            {"tests"} if file.parts[0] == "dbt_trends" else set()
        ), file
        assert file.suffix not in (".duckdb", ".pyc", ".parquet"), file


def test_the_export_starts_with_the_images_files(tree: Path) -> None:
    shown = run(tree, "scripts/export_trends.sh", "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Exit codes" in shown.stdout


def test_dbt_parses_the_project_with_the_images_files(tree: Path) -> None:
    script = (
        "source scripts/environment.sh && ensure_environment requirements.lock && cd dbt_trends"
        " && dbt --quiet parse --vars '{as_of_date: \"2026-01-15\"}'"
    )
    parsed = run(tree, "bash", "-c", script)
    assert parsed.returncode == 0, parsed.stdout + parsed.stderr


def test_the_runner_and_the_export_load_from_the_images_files(tree: Path) -> None:
    """Not from the checkout, which the tests' environment would find too."""
    loaded = run(
        tree,
        "python",
        "-c",
        "import sys, scripts.cloud.runner, scripts.export.command, json_schemas\n"
        "print(next(iter(json_schemas.__path__)))\n"
        "print(*{module.__file__ for name, module in sys.modules.items()"
        " if name.startswith(('scripts.', 'publisher'))})",
    )
    assert loaded.stderr == ""
    files = [Path(file) for file in loaded.stdout.split()]
    assert tree / "scripts" / "cloud" / "runner.py" in files
    assert [file for file in files if tree not in file.parents] == []


def test_the_runners_server_has_one_worker_with_one_thread() -> None:
    assert {name: image.settings()[name] for name in ("WORKERS", "THREADS")} == {
        "WORKERS": "1",
        "THREADS": "1",
    }
