"""What must be true of a destination at every moment, whatever has befallen its publishers."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from publisher.check import violations
from publisher.clock import NEW_YORK
from publisher.documents import ARCHIVE_FOLDER, DOCUMENTS, INDEX_PATH
from publisher.schemas import load_schema
from publisher.status import examine
from publisher.store import Stored
from tests.fixtures.daily_marts import D, Tables
from tests.fixtures.hand_marts import all_tables

# Every object of a destination by its path.
Site = Mapping[str, bytes]

SCHEMA_OF = {document.file: document.schema for document in DOCUMENTS} | {"index.json": "index"}


def folder(root: Path) -> dict[str, bytes]:
    """Return the objects of a folder: what a reader can ask for, so no temporary files."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def bucket(handle: Any, prefix: str) -> dict[str, bytes]:
    """Return the objects of a bucket."""
    return {
        blob.name.removeprefix(prefix): blob.download_as_bytes() for blob in handle.list_blobs()
    }


def as_of(content: bytes) -> str:
    return str(json.loads(content)["as_of_date"])


def entries(site: Site) -> dict[str, Any]:
    """Return the index's entries by document; none if there is no index."""
    if INDEX_PATH not in site:
        return {}
    return {entry["document"]: entry for entry in json.loads(site[INDEX_PATH])["documents"]}


@dataclass(frozen=True)
class Kept:
    """A read-only store that holds a site as it was."""

    site: Site

    def read(self, path: str) -> Stored | None:
        """Return an object, or None if there is none."""
        return Stored(self.site[path]) if path in self.site else None

    def write(
        self, path: str, content: bytes, *, cache_control: str, replaces: Stored | None
    ) -> None:
        """Refuse: what was is not changed."""
        raise AssertionError(path)


def troubles(site: Site, at: date) -> list[str]:
    """Return what ``status`` finds wrong at half past six of a day."""
    return examine(Kept(site), datetime.combine(at, time(6, 30), NEW_YORK)).troubles


def named_wrongly(site: Site) -> set[str]:
    """Return the documents that are not live as the index says."""
    return {
        name
        for name, entry in entries(site).items()
        if entry["sha256"] != hashlib.sha256(site.get(entry["path"].lstrip("/"), b"")).hexdigest()
    }


def names_what_is_live(site: Site) -> bool:
    """Tell whether the index names each live document, and only them, as they are."""
    hashes = {
        document.name: hashlib.sha256(site[document.path]).hexdigest()
        for document in DOCUMENTS
        if document.path in site
    }
    return hashes == {name: entry["sha256"] for name, entry in entries(site).items()}


def check_whole(site: Site) -> None:
    """Every object is JSON that follows its schema, in the place that its own date implies."""
    for path, body in site.items():
        assert _violations(SCHEMA_OF[path.rsplit("/", 1)[1]], body) == [], path
        if archived := re.fullmatch(rf"{ARCHIVE_FOLDER}/([^/]+)/[^/]+", path):
            assert as_of(body) == archived[1], path


# The same bytes are seen many times.
@cache
def _violations(schema: str, body: bytes) -> list[str]:
    return violations(load_schema(schema), json.loads(body))


def check_released(site: Site) -> None:
    """Check a destination after a good release: the index is right, and live is archived."""
    check_whole(site)
    assert names_what_is_live(site)
    for document in DOCUMENTS:
        if body := site.get(document.path):
            entry = entries(site)[document.name]
            assert (entry["bytes"], entry["as_of_date"]) == (len(body), as_of(body))
            assert entry["path"] == f"/{document.path}"
            assert site[entry["archive_path"].lstrip("/")] == body, document.name


def check_after_fault(before: Site, after: Site, of: date) -> None:
    """Check a destination after a release of one date that may have ended anywhere.

    Every object is whole; the index is the old one, or names only what exists with the right
    hash; nothing went away; the archive of every other date is as it was. So what was live is still
    live, or is in the archive of its date, where only a later build of that very date may replace
    it.
    """
    check_whole(after)
    assert set(before) <= set(after), "an object went away"
    if after.get(INDEX_PATH) != before.get(INDEX_PATH):
        assert named_wrongly(after) == set()
    for document in DOCUMENTS:
        old, new = before.get(document.path), after.get(document.path)
        if old is not None:
            assert document.archive_path(as_of(old)) in after, f"{document.name} is lost"
        if new is not None and new != old:
            assert after[document.archive_path(as_of(new))] == new, (
                f"{document.name} was not archived first"
            )
    for path in before:
        if path.startswith(ARCHIVE_FOLDER) and f"/{of}/" not in path:
            assert after[path] == before[path], f"{path} is the archive of another date"


def at_day(day: date, tables: Tables | None = None) -> Tables:
    """Return all hand-written marts, as built on a day at two minutes past six."""
    shifted = tables or all_tables()
    for rows in shifted.values():
        for row in rows:
            row["as_of_date"] = day
            if "generated_at" in row:
                row["generated_at"] = datetime(day.year, day.month, day.day, 6, 2, tzinfo=NEW_YORK)
    return shifted


def crowded(day: date = D, hot: int = 6, heat: float = 8.0, periods: int = 1) -> Tables:
    """Return the marts of a day with that many hot players in that many periods.

    Two documents hold the ``heat``, so a different heat is a different release of both.
    """
    tables = all_tables()
    players = tables["fct_whos_hot_players"]
    first = next(row for row in players if row["list_name"] == "hot" and row["rank"] == 1)
    players[:] = [row for row in players if row["list_name"] == "cold"]
    players += [
        {
            **first,
            "period": period,
            "rank": rank,
            "player_lookup": f"player{rank}",
            "heat_score": round(heat - rank / 100, 2),
        }
        for period in ("30d", "season", "14d", "7d")[:periods]
        for rank in range(1, hot + 1)
    ]
    for row in tables["fct_bounce_back_players"]:
        row["last_game__minutes"] = heat
    return at_day(day, tables)


def days(count: int, first: date = D) -> list[date]:
    """Return that many days in a row."""
    return [first + timedelta(days=number) for number in range(count)]
