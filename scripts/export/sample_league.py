"""The sample league that an export works on when it is given no tables."""

import fcntl
import os
import shutil
from pathlib import Path

from publisher.errors import SourceError
from publisher.journal import Journal
from scripts.project import ROOT
from scripts.sample.league import build_league

SAMPLE = ROOT / "data" / "sample"


def sample_league(journal: Journal) -> Path:
    """Return the folder of the sample league, after making it if need be.

    Exports that begin at once make it once: the others wait. Raises ``SourceError`` when it cannot
    be written.
    """
    if SAMPLE.is_dir():
        return SAMPLE
    lock = SAMPLE.with_name(f"{SAMPLE.name}.lock")
    try:
        SAMPLE.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise SourceError(
            f"the sample league cannot be made: {error.filename}: {error.strerror}; "
            f"nothing was published"
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if not SAMPLE.is_dir():
            with journal.step("sample", text="making the sample league in data/sample"):
                # Made beside it and moved, so that an interrupted run leaves no half of it.
                partial = SAMPLE.with_name(f"{SAMPLE.name}.partial")
                shutil.rmtree(partial, ignore_errors=True)
                build_league(partial)
                partial.rename(SAMPLE)
    finally:
        os.close(descriptor)
    return SAMPLE
