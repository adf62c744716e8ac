"""The DuckDB file of an export: where it is, and that no other export uses it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from publisher.errors import WarehouseError
from publisher.warehouse import duckdb_file


@contextmanager
def own_warehouse() -> Iterator[Path]:
    """Hold the DuckDB file against other exports, and tell dbt and the publisher where it is.

    DuckDB's own lock is held by dbt and by the publisher, not in between. Raises
    ``WarehouseError`` when the file cannot be written or another export has it.
    """
    file = duckdb_file()
    os.environ["TRENDS_DUCKDB_PATH"] = str(file)
    lock = file.with_name(f"{file.name}.lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise WarehouseError(
            f"{lock} cannot be written: {error.strerror}; nothing was published"
        ) from error
    try:
        _claim(descriptor, file)
        yield file
    finally:
        os.close(descriptor)


def _claim(descriptor: int, file: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        duckdb.connect(str(file)).close()
    except BlockingIOError as error:
        raise WarehouseError(
            f"{file}: another export is using it; nothing was published"
        ) from error
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise WarehouseError(f"{file}: {reason}; nothing was published") from error
