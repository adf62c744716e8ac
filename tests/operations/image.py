"""The runner's image without Docker: its files, settings and command, by its Dockerfile."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

from pathspec import GitIgnoreSpec

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def copied() -> list[str]:
    """Return what the COPY lines name; each keeps its place."""
    sources = []
    for line in re.findall(r"^COPY --chown=trends (.+)$", DOCKERFILE, re.MULTILINE):
        *names, target = line.split()
        assert target in ("./", *names), line
        sources += names
    return sources


def settings() -> dict[str, str]:
    """Return the variables of the ENV line, without PATH."""
    (line,) = re.findall(r"^ENV (.+)$", DOCKERFILE, re.MULTILINE)
    pairs = dict(pair.split("=", 1) for pair in line.split())
    assert pairs.pop("PATH") == "/app/.venv/bin:$PATH"
    return pairs


def command() -> list[str]:
    """Return the words of the CMD line."""
    (line,) = re.findall(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)
    words: list[str] = json.loads(line)
    return words


def files() -> list[Path]:
    """Return the files that the image gets, relative to the root, minus what is ignored."""
    ignored = GitIgnoreSpec.from_lines((ROOT / ".dockerignore").read_text().splitlines())
    found = []
    for name in copied():
        source = ROOT / name
        every = [source] if source.is_file() else list(source.rglob("*"))
        found += [
            relative
            for path in every
            if path.is_file() and not ignored.match_file(relative := path.relative_to(ROOT))
        ]
    return found


def make(target: Path) -> Path:
    """Make the image's file tree; its environment is that of the tests, from the same lock."""
    for file in files():
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, target / file)
    (target / ".venv").symlink_to(sys.prefix)
    return target


def environment(tree: Path) -> dict[str, str]:
    """Return the variables of a process in the image; its own files come before the checkout's."""
    return {
        **settings(),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tree / "home"),
        "PYTHONPATH": str(tree),
    }
