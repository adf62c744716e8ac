"""The commands of README and runbook, run as written in a copy of the repository; every --help."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from publisher.errors import ExitCode
from publisher.guards import GUARDS
from tests.fixtures.harness import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNBOOK = (ROOT / "docs/operations/runbooks/trends-export.md").read_text(encoding="utf-8")
# An environment without the settings of the test run: a newcomer has none.
PLAIN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("TRENDS_", "DBT_", "PYTEST_"))
}


def commands(heading: str, page: str = README) -> list[str]:
    """Return the commands of a section's console blocks."""
    section = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\$ (.+)$", section, re.M)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that git tracks or would add, with this run's environment in .venv."""
    folder = tmp_path_factory.mktemp("clone") / "trends"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
            (folder / name).chmod((ROOT / name).stat().st_mode)
    if (ROOT / ".venv").is_dir():
        (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def run(command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command as typed into a shell."""
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=PLAIN, capture_output=True, text=True, check=False
    )


def test_the_first_command_publishes_the_sample_league(clone: Path) -> None:
    export, tests = commands("Two commands")
    done = run(export, clone)
    assert done.returncode == 0, done.stderr
    receipt = json.loads(done.stdout)
    assert (receipt["status"], receipt["exit_code"]) == ("published", 0)
    assert (clone / "site" / "v1" / "trends" / "index.json").is_file()
    assert tests in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_shown_entry_is_one_of_the_example() -> None:
    (block,) = re.findall(r"^```json\n(.*?)^```", README, re.M | re.S)
    (linked,) = re.findall(r"\((docs/examples/whos-hot-\S+?)\)", README)
    entries = json.loads((ROOT / linked).read_bytes())["periods"]["7d"]["hot"]
    shown = json.loads(block)
    assert shown in [shortened(entry, shown) for entry in entries]


def shortened(entry: dict[str, Any] | None, shown: dict[str, Any]) -> dict[str, Any] | None:
    """Return what an entry has of the fields that are shown, in objects too."""
    if entry is None:
        return None
    return {
        name: shortened(entry[name], value) if isinstance(value, dict) else entry[name]
        for name, value in shown.items()
    }


def test_every_link_leads_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md"):
        page = (ROOT / name).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page):
            assert (ROOT / link).exists(), f"{name}: {link}"


def test_the_commands_by_hand_publish_too(clone: Path) -> None:
    run(commands("Two commands")[0], clone)
    done = run(" && ".join(commands("By hand")), clone)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["status"] in ("published", "unchanged")


def test_the_runbooks_commands_work_in_their_order(clone: Path) -> None:
    shutil.rmtree(clone / "site", ignore_errors=True)
    path = f"{clone / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    told = commands("By hand", RUNBOOK)
    assert len(told) == 11
    for command in told:
        done = run(f"PATH={shlex.quote(path)}; {command}", clone)
        assert done.returncode == 0, (command, done.stderr)
    live = json.loads((clone / "site" / "v1" / "trends" / "whos-hot-v2.json").read_bytes())
    assert live["as_of_date"] == "2026-01-15"


def test_every_alert_and_every_exit_code_has_its_section_in_the_runbook() -> None:
    headings = set(re.findall(r"^### (.+)$", RUNBOOK, re.M))
    exits = {f"Exit {code.value}" for code in ExitCode if code != ExitCode.OK}
    rules = yaml.safe_load((ROOT / "docs/operations/monitoring/prometheus-rules.yml").read_text())
    alerts = {rule["alert"] for group in rules["groups"] for rule in group["rules"]}
    gaps = {"lines_incomplete", "Warnings of tests"}
    assert headings == exits | alerts | gaps | set(GUARDS)


@pytest.mark.parametrize(
    "command",
    [
        ["scripts/export_trends.sh"],
        ["scripts/check_sources.sh"],
        ["scripts/run_tests.sh"],
        ["scripts/deploy_schedules.sh"],
        [sys.executable, "-m", "scripts.sample"],
        [sys.executable, "-m", "scripts.docs"],
        [sys.executable, "-m", "scripts.sources"],
        [sys.executable, "-m", "scripts.bench"],
        [sys.executable, "-m", "scripts.bench.cost"],
        ["publish-trends", "daily"],
        ["publish-trends", "weekly"],
        ["publish-trends", "monthly"],
        ["publish-trends", "all"],
        ["publish-trends", "rollback"],
        ["publish-trends", "status"],
    ],
    ids=" ".join,
)
def test_help_has_an_example(command: list[str]) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [*command, "--help"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(rf"examples?\b.*{re.escape(Path(command[-1]).name)}", done.stdout, re.I | re.S)


def test_an_installed_wheel_brings_its_schemas(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "wheel", *options, "--wheel-dir", tmp_path, ROOT], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", tmp_path / "site", wheel], check=True)
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import publisher.schemas, publisher.documents\n"
            "for document in publisher.documents.DOCUMENTS:\n"
            "    publisher.schemas.load_schema(document.schema)\n"
            "import json_schemas; print(publisher.__file__, *json_schemas.__path__)",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.count(str(tmp_path / "site")) == 2
