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
  weekly, monthly, all
                  not there yet: they come with the weekly and monthly documents

Options
  --as-of DATE    the day to publish, like 2026-01-15 (default: today in New York;
                  of the sample league: its latest slate)
  --data DIR      folder with the source tables, DIR/<dataset>/<table>.parquet
                  (default: the sample league, made in data/sample, and published live)
  --to URL        a local folder or gs://bucket/prefix (default: site)
  --live          for a day in the past: write the live files and the index too, not only the archive

Output
  stdout          one JSON receipt
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
    daily) ;;
    weekly | monthly | all) usage_error "$mode is not there yet; the mode there is now: daily" ;;
    "") usage_error "MODE is missing" ;;
    *) usage_error "unknown MODE '$mode'; the modes are daily, weekly, monthly, all" ;;
esac
ensure_environment requirements.lock

if [[ -z "$data" ]]; then
    data="$ROOT/data/sample"
    as_of="${as_of:-$(cd "$ROOT" && python -c "from scripts.sample_league import LATEST_SLATE; print(LATEST_SLATE)")}"
    live="--live"
    if [[ ! -f "$data/nba_reference/nba_players_registry.parquet" ]]; then
        log "making the sample league in data/sample"
        python "$ROOT/scripts/sample_league.py" "$data" >&2
    fi
fi
as_of="$(
    python - "$as_of" <<'EOF'
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

today = datetime.now(ZoneInfo("America/New_York")).date()
try:
    as_of = date.fromisoformat(sys.argv[1]) if sys.argv[1] else today
except ValueError:
    sys.exit(f"--as-of '{sys.argv[1]}' is not a date like 2026-01-15")
if as_of > today:
    sys.exit(f"--as-of {as_of} lies in the future: today in New York is {today}")
print(as_of)
EOF
)" || usage_error "--as-of is the day to publish"

log "checking the source tables in $data"
python "$ROOT/scripts/check_sources.py" "$data" || fail $? "the source tables in $data cannot be used"
data="$(cd "$data" && pwd)"
export TRENDS_DATA_DIR="$data"
export TRENDS_DUCKDB_PATH="${TRENDS_DUCKDB_PATH:-$ROOT/dbt_trends/trends.duckdb}"

log "building and testing the $mode marts for $as_of"
(
    cd "$ROOT/dbt_trends"
    dbt --quiet build --select "tag:trends_$mode" --exclude-resource-type unit_test \
        --vars "{as_of_date: \"$as_of\"}" >&2
) || fail 8 "dbt build failed; nothing was published"

log "publishing"
publish-trends "$mode" --as-of "$as_of" ${to:+--to "$to"} ${live:+"$live"} ||
    fail $? "publishing failed; the live files are as they were"
log "done"
