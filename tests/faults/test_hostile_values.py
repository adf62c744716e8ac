"""Hostile values, in the data and on the command line: valid JSON, or a refusal that says why."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import google.cloud.storage as gcs  # type: ignore[import-untyped]
import pytest
from google.auth.credentials import AnonymousCredentials

from publisher.build import encode
from publisher.documents import INDEX_PATH
from tests.faults import sites
from tests.faults.storage_proxy import StorageProxy
from tests.fixtures.daily_marts import D, daily_tables
from tests.fixtures.hand_marts import all_tables
from tests.fixtures.release import Run, Warehouse, snapshot

WHOS_HOT = "v1/trends/whos-hot-v2.json"

NAMES = {
    "quotes": """D'Angelo "D-Lo" O`Neal\\""",
    "control characters": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f",
    "a zero": "zero\x00byte",
    "html": "<script>alert('1')</script><!-- & &amp; --><img src=x onerror=alert(1)>",
    "end of a script": "</script></style>]]>",
    "sql": "x'); drop table trends.fct_whos_hot; --",
    "a hundred characters": "ž" * 100,
    "direction marks": "\u202egnp.exe\u202c \u2066left\u2069 \u200f\u200e",
    "line separators": "one\u2028two\u2029three\x85",
    "joiners": "👨\u200d👩\u200d👧 e\u0301 \ufeff\ufffd \U0010ffff",
    "templates": "{{ var('x') }} ${HOME} %s {0} \\u0041",
    "spaces": " \t\u00a0\u3000 ",
    "a number": "1e999",
    "json": '","rank":0,"x":"',
}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_hostile_name_comes_out_as_it_went_in(
    run: Run, warehouse: Warehouse, tmp_path: Path, name: str
) -> None:
    tables = all_tables()
    for rows in tables.values():
        for row in rows:
            if "player_full_name" in row:
                row["player_full_name"] = name
    warehouse(tables)
    outcome = run("all")
    assert outcome.code == 0, outcome.error
    site = sites.folder(tmp_path / "site")
    sites.check_released(site)
    body = site[WHOS_HOT]
    assert json.loads(body)["periods"]["30d"]["hot"][0]["player_full_name"] == name
    # One line of UTF-8, without any byte that JSON forbids in a string.
    assert body.count(b"\n") == 1 and not set(body[:-1]) & set(range(32))
    body.decode("utf-8")
    assert run("all").receipt["status"] == "unchanged"
    assert run("rollback", str(D)).receipt["status"] == "unchanged"


def test_a_lone_surrogate_gets_into_no_warehouse_and_no_document() -> None:
    with duckdb.connect() as connection:
        for text in ("'\\ud800'", "decode('\\xED\\xA0\\x80'::blob)"):
            try:
                ((value,),) = connection.execute(f"select {text}").fetchall()
            except duckdb.Error:
                continue
            value.encode("utf-8")
    with pytest.raises(ValueError, match="surrogates not allowed"):
        encode({"name": "\ud800"})


NUMBERS = [float("inf"), float("-inf"), float("nan"), 1e308, -1e308, 5e-324, -0.0]


@pytest.mark.parametrize("value", NUMBERS, ids=str)
@pytest.mark.parametrize(
    ("mart", "column"),
    [
        ("fct_whos_hot_players", "heat_score"),
        ("fct_whos_hot_players", "avg_margin"),
        ("fct_whos_hot_players", "tonight__prop_line"),
        ("fct_whos_hot_periods", "league_average__avg_margin"),
        ("fct_bounce_back_players", "lift"),
        ("fct_bounce_back", "league_baseline__any_game_rate"),
    ],
)
def test_a_number_that_json_lacks_is_refused_and_an_odd_one_is_exact(
    run: Run, warehouse: Warehouse, tmp_path: Path, mart: str, column: str, value: float
) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    tables = daily_tables()
    tables[mart][0][column] = value
    warehouse(tables)
    outcome = run("daily")
    if outcome.code == 0:
        body = sites.folder(tmp_path / "site")[WHOS_HOT]
        assert b"Infinity" not in body and b"NaN" not in body
        sites.check_released(sites.folder(tmp_path / "site"))
        assert abs(value) not in (float("inf"),) and value == value
    else:
        assert outcome.code == 3
        assert " is not valid: $." in outcome.error
        assert snapshot(tmp_path / "site") == before


@pytest.mark.parametrize(
    ("mart", "column", "value"),
    [
        ("fct_whos_hot_players", "team_abbr", "<b>BOS</b>"),
        ("fct_whos_hot_players", "player_lookup", "../../etc/passwd"),
        ("fct_whos_hot", "season", "2024-25'; --"),
        ("fct_deep_dive", "slug", "../index"),
        ("fct_deep_dive", "slug", "a/b"),
        ("fct_quick_hits_candidates", "id", "a b<c>"),
    ],
)
def test_a_hostile_key_stays_a_string_or_is_refused(
    run: Run, warehouse: Warehouse, tmp_path: Path, mart: str, column: str, value: str
) -> None:
    tables = all_tables()
    tables[mart][0][column] = value
    warehouse(tables)
    outcome = run("all")
    site = sites.folder(tmp_path / "site") if outcome.code == 0 else {}
    assert outcome.code == 0 or (outcome.code == 3 and "is not valid: $." in outcome.error)
    sites.check_whole(site)
    # No value of a row names a file.
    assert {path.rsplit("/", 1)[0] for path in site} <= {"v1/trends", f"v1/trends/archive/{D}"}


# --- the command line


HOSTILE_DATES = [
    "../../x",
    "2025-01-10/../../x",
    "2025-01-10'; drop table trends.fct_whos_hot; --",
    "2025-01-10\n",
    " 2025-01-10",
    "2025-01-10T00:00",
    "2025-W02-5",
    "20250110",
    "\u0662\u0660\u0662\u0665-\u0660\u0661-\u0661\u0660",
    "0000-00-00",
    "-2025-01-10",
    "2025-01-10\udcff",
    "today",
]


@pytest.mark.parametrize("text", HOSTILE_DATES)
def test_a_date_cannot_be_anything_else(run: Run, tmp_path: Path, text: str) -> None:
    before = {str(path) for path in tmp_path.rglob("*")}
    for arguments in (["daily", f"--as-of={text}"], ["rollback", "--", text]):
        outcome = run(*arguments)
        assert outcome.code == 2
        assert "is not a date: write YYYY-MM-DD" in outcome.error
        assert "\n" not in outcome.error
    assert {str(path) for path in tmp_path.rglob("*")} == before
    assert run("daily").code == 0, "no table is gone"


@pytest.mark.parametrize(
    "name", ["../x", "whos-hot/../..", "whos-hot-v2.json", "*", "whos-hot'; --", "WHOS-HOT"]
)
def test_a_document_cannot_be_anything_else(run: Run, tmp_path: Path, name: str) -> None:
    for arguments in (["daily"], ["rollback", str(D)]):
        outcome = run(*arguments, "--only", name)
        assert outcome.code == 2
        assert f"--only {name} is not a " in outcome.error
    assert not (tmp_path / "site").exists()


def test_the_earliest_date_is_a_date_without_a_mart(run: Run) -> None:
    outcome = run("daily", "--as-of", "0001-01-01")
    assert outcome.code == 4
    assert "has no row for 0001-01-01" in outcome.error


def test_a_folder_beside_this_one_is_a_place_like_any_other(run: Run, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here/trends.duckdb").touch()
    for to in ("here/../beside", str(tmp_path / "absolute"), "it's here; $(x) {y} ü"):
        assert run("daily", "--to", to).code == 0
        # Everything that is written is below the folder that was named.
        sites.check_released(sites.folder(tmp_path / to))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "absolute",
        "beside",
        "here",
        "it's here; $(x) {y} ü",
        "trends.duckdb",
    ]


def test_a_link_to_a_folder_is_a_place_and_a_link_in_an_objects_place_is_replaced(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "disk")
    (tmp_path / "disk/v1/trends").mkdir(parents=True)
    outside = tmp_path / "outside.json"
    outside.write_bytes(b"{}")
    (tmp_path / "disk" / WHOS_HOT).symlink_to(outside)
    assert run("daily").code == 0
    sites.check_released(sites.folder(tmp_path / "disk"))
    assert not (tmp_path / "disk" / WHOS_HOT).is_symlink()
    assert outside.read_bytes() == b"{}", "nothing is written through the link"


@pytest.mark.parametrize(
    "to",
    ["gs://../x", "gs://a b/x", "gs://bucket'/x", "gs://BUCKET/x", "file:///tmp/x", "gs:/b/x://"],
)
def test_a_bucket_cannot_be_anything_else(run: Run, tmp_path: Path, to: str) -> None:
    outcome = run("daily", "--to", to)
    assert outcome.code == 2
    assert "is neither a folder nor gs://bucket/prefix" in outcome.error
    assert not list(tmp_path.glob("*x*"))


@pytest.mark.parametrize(
    "prefix", ["../../other", "a/../b", "it's ü?x=1#f&y", "%2e%2e/%2F", "{a}$(b)`c`"]
)
def test_a_prefix_is_only_the_beginning_of_a_name_in_the_bucket(
    run: Run, storage: StorageProxy, prefix: str
) -> None:
    client = gcs.Client(
        project="test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": storage.server_url},
    )
    handle, other = client.create_bucket("trends-bucket"), client.create_bucket("other")
    outcome = run("daily", "--to", f"gs://trends-bucket/{prefix}")
    names = [upload.name for upload in storage.uploads]
    # The server of the tests keeps objects as files, and may refuse a name that leaves its folder.
    assert outcome.code in (0, 6)
    assert all(name.startswith(f"{prefix}/v1/trends/") for name in names)
    assert {name for upload in storage.uploads for name in upload.query} <= {
        "uploadType",
        "ifGenerationMatch",
    }
    assert list(other.list_blobs()) == []
    if outcome.code == 0:
        sites.check_released(sites.bucket(handle, f"{prefix}/"))
    client.close()


@pytest.mark.parametrize("name", ["../duckdb", "duckdb; --", "DuckDB", "/etc/passwd"])
def test_a_warehouse_cannot_be_anything_else(run: Run, name: str) -> None:
    outcome = run("daily", "--warehouse", name)
    assert outcome.code == 2
    assert f"--warehouse {name} is not a warehouse: choose duckdb or bigquery" in outcome.error


def test_a_warehouse_file_with_a_hostile_name_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / """we're "here"; --.duckdb"""
    shutil.move(tmp_path / "trends.duckdb", path)
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", str(path))
    assert run("daily").code == 0


def test_hostile_objects_at_the_destination_do_no_harm(run: Run, tmp_path: Path) -> None:
    run("all")
    index = json.loads((tmp_path / "site" / INDEX_PATH).read_bytes())
    outside = tmp_path / "outside.json"
    outside.write_bytes(b"{}")
    hostile: list[Any] = [
        {**index, "documents": [{**index["documents"][0], "archive_path": "/../../outside.json"}]},
        {**index, "documents": [{**index["documents"][0], "as_of_date": "../../../outside"}]},
        {**index, "documents": [{**index["documents"][0], "document": "__proto__"}]},
        {**index, "documents": index["documents"] * 2},
    ]
    for content in hostile:
        (tmp_path / "site" / INDEX_PATH).write_bytes(encode(content))
        assert run("all").code == 0
        sites.check_released(sites.folder(tmp_path / "site"))
    live = json.loads((tmp_path / "site" / WHOS_HOT).read_bytes())
    for as_of in ("../../../outside", str(D + timedelta(days=999999)), "9999-12-31", 5, None):
        (tmp_path / "site" / WHOS_HOT).write_bytes(encode({**live, "as_of_date": as_of}))
        assert run("daily").code == 0
        sites.check_released(sites.folder(tmp_path / "site"))
    assert outside.read_bytes() == b"{}"
    assert sites.troubles(sites.folder(tmp_path / "site"), D) == []


def test_a_live_document_of_the_last_possible_date_does_not_crash_status(
    run: Run, tmp_path: Path
) -> None:
    run("all")
    site = sites.folder(tmp_path / "site")
    content = {**json.loads(site[WHOS_HOT]), "as_of_date": str(date.max)}
    site[WHOS_HOT] = encode(content)
    assert sites.troubles(site, D)[0].startswith("whos-hot: ")
