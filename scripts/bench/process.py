"""Runs a command and measures it with everything it starts: wall time, CPU time, peak memory."""

from __future__ import annotations

import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """What a command took, and its ``output``.

    ``seconds`` of wall time, ``cpu_seconds`` on all cores, ``peak_bytes`` of memory.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


class CommandError(Exception):
    """A measured command failed; the message holds the end of its output."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Measured:
    """Run a command in a folder; raise ``CommandError`` when it ends with another code than 0."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        began, cpu_before = time.perf_counter(), _cpu_of_children()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        peak = _Peak(process.pid)
        peak.start()
        code = process.wait()
        seconds, cpu_seconds = time.perf_counter() - began, _cpu_of_children() - cpu_before
        peak.stop()
        output.seek(0)
        text = output.read()
    if code != 0:
        raise CommandError(f"exit code {code} of {' '.join(command)}\n{text[-3000:]}")
    return Measured(seconds, cpu_seconds, peak.bytes, text)


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class _Peak(threading.Thread):
    """Watches a tree of processes until it is stopped.

    A process's own peak is kept by the kernel (VmHWM), so what lies between two looks is seen; of
    processes that live at the same time the peaks are added.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            self.bytes = max(self.bytes, sum(map(_peak_bytes, _tree(self._pid))))
            self._ended.wait(INTERVAL)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(pid: int) -> list[int]:
    """Return a process and all below it that live."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:  # it has ended
                continue
    return found


def _peak_bytes(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # it has ended
        return 0
    # Absent once it has ended and waits to be collected.
    peaks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return 1024 * int(peaks[0]) if peaks else 0
