"""Destinations: a local folder, or a bucket. Objects are read and written whole.

Every write names the version that it replaces, so that one of two publishers loses cleanly.
"""

import fcntl
import gzip
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from publisher.errors import DestinationError, RaceLostError, UsageError

CONTENT_TYPE = "application/json; charset=utf-8"
CONNECT_SECONDS, READ_SECONDS, RETRY_SECONDS = 10, 30, 60

GZIP = b"\x1f\x8b"

BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")


@dataclass(frozen=True)
class Stored:
    """An object as it was when it was read. ``version`` is its generation in a bucket."""

    content: bytes
    version: int = 0


class Store(Protocol):
    """A destination. Paths are relative to its root; trouble raises ``DestinationError``."""

    def read(self, path: str) -> Stored | None:
        """Return an object, or None when there is none."""

    def write(
        self, path: str, content: bytes, *, cache_control: str, replaces: Stored | None
    ) -> None:
        """Write an object whole, only if it is still what ``replaces`` says (None: absent).

        Raises ``RaceLostError`` if it is not, unless it has this very content by now.
        """


def open_store(to: str) -> Store:
    """Return the destination that ``--to`` names: a folder, or ``gs://bucket/prefix``.

    Raises ``UsageError`` for anything else, ``DestinationError`` if the bucket is unreachable.
    """
    if not to.strip():
        raise UsageError("--to is empty: name a folder or gs://bucket/prefix")
    scheme, separator, rest = to.partition("://")
    if not separator:
        return LocalStore(Path(to))
    bucket, _, prefix = rest.partition("/")
    if scheme != "gs" or not BUCKET_NAME.fullmatch(bucket):
        raise UsageError(f"--to {to} is neither a folder nor gs://bucket/prefix")
    return GcsStore(bucket, prefix.strip("/"))


class LocalStore:
    """A folder. It keeps no Cache-Control: the web server in front of it sets that."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str) -> Stored | None:
        """Return an object, or None when there is none."""
        with self._trouble("read", path):
            try:
                return Stored((self._root / path).read_bytes())
            except FileNotFoundError:
                return None

    def write(
        self, path: str, content: bytes, *, cache_control: str, replaces: Stored | None
    ) -> None:
        """Write a file in one step: a reader sees the old one or the new one, both whole."""
        target = self._root / path
        temporary = target.with_name(f".{target.name}.tmp")
        with self._trouble("write", path):
            target.parent.mkdir(parents=True, exist_ok=True)
            with _locked(target.parent):
                current = self.read(path)
                if current is not None and current.content == content:
                    return
                if current != replaces:
                    raise _race_lost(str(target))
                try:
                    _write_through(temporary, content)
                    temporary.replace(target)
                except BaseException:
                    temporary.unlink(missing_ok=True)
                    raise

    @contextmanager
    def _trouble(self, verb: str, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or error
            raise DestinationError(f"cannot {verb} {self._root / path}: {reason}") from error


class GcsStore:
    """A bucket of Google Cloud Storage, or its emulator when STORAGE_EMULATOR_HOST is set."""

    def __init__(self, bucket: str, prefix: str) -> None:
        # Imported here: a local release needs neither the library nor its second of start-up.
        import google.cloud.storage as storage  # type: ignore[import-untyped]
        import requests
        from google.api_core import exceptions
        from google.auth.exceptions import GoogleAuthError
        from google.cloud.storage.exceptions import DataCorruption, InvalidResponse  # type: ignore[import-untyped]
        from google.cloud.storage.retry import DEFAULT_RETRY  # type: ignore[import-untyped]

        self._name = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._not_found = exceptions.NotFound
        self._forbidden = (exceptions.Forbidden, exceptions.Unauthorized)
        self._precondition_failed = exceptions.PreconditionFailed
        self._any = (
            exceptions.GoogleAPIError,
            GoogleAuthError,
            requests.RequestException,
            DataCorruption,
            InvalidResponse,
        )
        self._how = {
            "retry": DEFAULT_RETRY.with_timeout(RETRY_SECONDS),
            "timeout": (CONNECT_SECONDS, READ_SECONDS),
        }
        with self._trouble("reach", ""):
            # Objects belong to no project, so the environment need not name one.
            client = storage.Client(project=None)
            self._bucket = client.bucket(bucket)
            # A missing object and a missing bucket look alike; a listing tells them apart.
            next(iter(client.list_blobs(self._bucket, max_results=1, **self._how)), None)

    def read(self, path: str) -> Stored | None:
        """Return an object, or None when there is none. Content and version belong together."""
        with self._trouble("read", path):
            found = self._bucket.get_blob(self._prefix + path, **self._how)
            if found is None:
                return None
            blob = self._bucket.blob(found.name, generation=found.generation)
            try:
                # As it is stored: the client cannot unpack what a bucket keeps compressed.
                content = blob.download_as_bytes(raw_download=True, **self._how)
            except self._not_found as error:
                raise _race_lost(self._url(path)) from error
            return Stored(_unpacked(content), found.generation)

    def write(
        self, path: str, content: bytes, *, cache_control: str, replaces: Stored | None
    ) -> None:
        """Upload an object with its headers in the one request, if its generation is as read."""
        blob = self._bucket.blob(self._prefix + path)
        blob.cache_control = cache_control
        with self._trouble("write", path):
            try:
                blob.upload_from_string(
                    content,
                    content_type=CONTENT_TYPE,
                    if_generation_match=replaces.version if replaces else 0,
                    **self._how,
                )
            except self._precondition_failed as error:
                # A retry after a lost answer finds its own upload: that is a success.
                current = self.read(path)
                if current is None or current.content != content:
                    raise _race_lost(self._url(path)) from error

    def _url(self, path: str) -> str:
        return f"gs://{self._name}/{self._prefix}{path}"

    @contextmanager
    def _trouble(self, verb: str, path: str) -> Iterator[None]:
        try:
            yield
        except self._not_found as error:
            raise DestinationError(
                f"cannot {verb} {self._url(path)}: there is no bucket {self._name}"
            ) from error
        except self._forbidden as error:
            raise DestinationError(
                f"cannot {verb} {self._url(path)}: no permission (this needs the role "
                f"roles/storage.objectUser): {_one_line(error)}"
            ) from error
        except self._any as error:
            raise DestinationError(
                f"cannot {verb} {self._url(path)}: {_one_line(error)}"
            ) from error


def _unpacked(content: bytes) -> bytes:
    """Return what a reader gets of an object that may be stored gzip-compressed."""
    if not content.startswith(GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        # Broken, and no JSON: for the release to heal.
        return content


def _race_lost(place: str) -> RaceLostError:
    return RaceLostError(
        f"another publisher changed {place} during this release. "
        f"Every object is whole: look at what is live, and run this again if it is still needed"
    )


def _one_line(error: Any) -> str:
    return " ".join(str(error).split())[:300]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock a folder against other publishers; the lock ends with the process that holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
