#!/usr/bin/env bash
# Builds the trends documents from the source tables and publishes them. See --help.
set -euo pipefail

# shellcheck source=scripts/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

usage() {
    cat <<'EOF'
Usage: scripts/export_trends.sh MODE [--as-of DATE] [--data DIR] [--to URL] [--live]

Checks the source tables, builds and tests the marts with dbt, and publishes the documents.
Sets up its own environment in .venv on first use.

MODE
  daily           whos-hot-v2.json and bounce-back.json
  weekly          what-matters.json, team-tendencies.json and quick-hits.json
  monthly         deep-dive-current.json
  all             all six

Options
  --as-of DATE    the day to publish, like 2026-01-15 (default: today in New York;
                  of the sample league: its latest slate)
  --data DIR      folder with the source tables, DIR/<dataset>/<table>.parquet
                  (default: the sample league, made in data/sample, and published live)
  --to URL        a local folder or gs://bucket/prefix (default: site)
  --live          for a day in the past: write the live files and the index too, not only the archive

Output
  stdout          one JSON receipt, from the publishing on; nothing if an earlier step fails
  stderr          progress, each line with its time (UTC)

Exit codes
  0 ok                                   5 warehouse or its file out of reach
  1 internal error                       6 destination failed, or another publisher was faster
  2 usage                                7 refused by a content guard
  3 a document breaks its schema         8 dbt build failed
  4 mart stale or missing               10 a source table is missing or malformed

Examples
  scripts/export_trends.sh daily
  scripts/export_trends.sh daily --data data/warehouse --as-of 2026-03-01
  scripts/export_trends.sh daily --data data/warehouse --to gs://my-bucket/feed
EOF
}

usage_error() {
    fail 2 "$1 (scripts/export_trends.sh --help)"
}

mode="" as_of="" data="" to="" live=""
while (($#)); do
    case "$1" in
        -h | --help)
            usage
            exit 0
            ;;
        --as-of | --data | --to)
            [[ $# -ge 2 && -n "$2" ]] || usage_error "$1 needs a value"
            case "$1" in
                --as-of) as_of="$2" ;;
                --data) data="$2" ;;
                --to) to="$2" ;;
            esac
            shift 2
            ;;
        --live)
            live="--live"
            shift
            ;;
        -*) usage_error "unknown option $1" ;;
        *)
            [[ -z "$mode" ]] || usage_error "one MODE is wanted, not '$mode' and '$1'"
            mode="$1"
            shift
            ;;
    esac
done

case "$mode" in
    daily | weekly | monthly) tags=("tag:trends_$mode") ;;
    all) tags=(tag:trends_daily tag:trends_weekly tag:trends_monthly) ;;
    "") usage_error "MODE is missing" ;;
    *) usage_error "unknown MODE '$mode'; the modes are daily, weekly, monthly, all" ;;
esac
[[ "${TRENDS_TARGET:-duckdb}" == duckdb ]] ||
    usage_error "TRENDS_TARGET is $TRENDS_TARGET: this script builds on DuckDB; docs/bigquery.md has the commands for BigQuery"

ensure_environment requirements.lock
today='from datetime import datetime; from zoneinfo import ZoneInfo; print(datetime.now(ZoneInfo("America/New_York")).date())'

if [[ -z "$data" ]]; then
    live="--live"
    as_of="${as_of:-$(cd "$ROOT" && python -c "from scripts.sample_league import LATEST_SLATE; print(LATEST_SLATE)")}"
fi
as_of="$(
    python - "$as_of" "$ROOT/dbt_trends/dbt_project.yml" 2>&1 <<'EOF'
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

text, project = sys.argv[1:]
today = datetime.now(ZoneInfo("America/New_York")).date()
try:
    as_of = date.fromisoformat(text) if text else today
except ValueError:
    sys.exit(f"--as-of '{text}' is not a date like 2026-01-15")
first = yaml.safe_load(Path(project).read_text(encoding="utf-8"))["vars"]["history_start"]
if as_of < date.fromisoformat(first):
    sys.exit(f"--as-of {as_of} lies before {first}, the first day of the history")
if as_of > today:
    sys.exit(f"--as-of {as_of} lies in the future: today in New York is {today}")
print(as_of)
EOF
)" || usage_error "$as_of"

if [[ -z "$data" ]]; then
    data="$ROOT/data/sample"
    if [[ ! -d "$data" ]]; then
        log "making the sample league in data/sample"
        # Made beside it and moved, so that an interrupted run leaves no half of it.
        rm -rf "$data.partial"
        python "$ROOT/scripts/sample_league.py" "$data.partial" 2>&1 >/dev/null | stamped
        mv "$data.partial" "$data"
    fi
fi

log "checking the source tables in ${data#"$PWD/"}"
python "$ROOT/scripts/check_sources.py" "$data" 2>&1 | stamped ||
    fail $? "the source tables cannot be used; nothing was published"
TRENDS_DATA_DIR="$(cd "$data" && pwd)"
# Absolute, since dbt runs in its own folder.
TRENDS_DUCKDB_PATH="${TRENDS_DUCKDB_PATH:-$ROOT/dbt_trends/trends.duckdb}"
[[ "$TRENDS_DUCKDB_PATH" == /* ]] || TRENDS_DUCKDB_PATH="$PWD/$TRENDS_DUCKDB_PATH"
export TRENDS_DATA_DIR TRENDS_DUCKDB_PATH

# The lock on descriptor 9 goes with this process and those that it starts.
{ exec 9>>"$TRENDS_DUCKDB_PATH.lock"; } 2>/dev/null ||
    fail 5 "$TRENDS_DUCKDB_PATH.lock cannot be written; nothing was published"
python "$ROOT/scripts/check_warehouse.py" "$TRENDS_DUCKDB_PATH" --lock 9 2>&1 | stamped ||
    fail $? "the warehouse file is out of reach; nothing was published"

# build: runs dbt; where a data test fails, shows rows that break it.
build() {
    cd "$ROOT/dbt_trends"
    local results="${DBT_TARGET_PATH:-target}/run_results.json"
    rm -f "$results"
    # Not as a var: one that changed has dbt parse the whole project anew.
    TRENDS_AS_OF_DATE="$as_of" \
        dbt --quiet --no-use-colors build --select "${tags[@]}" --exclude-resource-type unit_test && return
    [[ ! -f "$results" ]] || python "$ROOT/scripts/show_failed_tests.py" "$results" "$TRENDS_DUCKDB_PATH"
    return 1
}

log "building and testing the marts for $as_of: $mode"
(build 2>&1) | stamped || fail 8 "dbt build failed; nothing was published"

if [[ "$as_of" == "$(python -c "$today")" ]]; then
    # Late tables are named and hold nothing up: the documents say what is missing.
    (cd "$ROOT/dbt_trends" && dbt --log-level warn --no-use-colors source freshness 2>&1) | stamped || true
fi

log "publishing"
{
    publish-trends "$mode" --as-of "$as_of" ${to:+--to "$to"} ${live:+"$live"} 2>&1 >&3 | stamped
} 3>&1 || fail $? "publishing failed; what was written before, if anything, stands in the receipt"
log "done"
