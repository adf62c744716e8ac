#!/usr/bin/env bash
# Runs every check of the project: linters, types, the dbt build of the sample league with its unit and data
# tests, and pytest. Sets up its own environment in .venv on first use.
set -euo pipefail

# shellcheck source=scripts/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

if [[ "${1:-}" == "-h" || "${1:-}" == "--help" ]]; then
    cat <<'EOF'
Usage: scripts/run_tests.sh [PYTEST_ARGUMENT...]

Lints (ruff, sqlfluff, shellcheck), checks types (mypy), builds the sample league with dbt including its unit
and data tests, and runs pytest with the arguments given.

Examples
  scripts/run_tests.sh
  scripts/run_tests.sh tests/unit -k heat
EOF
    exit 0
fi

# step NAME COMMAND...: runs a check and says how long it took.
step() {
    local name="$1" started="$SECONDS"
    shift
    log "$name"
    "$@" || fail 1 "$name: failed"
    log "$name: ok, $((SECONDS - started)) s"
}

# ensure_prometheus: the servers that tests/monitoring starts, which are no Python packages. Without them its
# tests are skipped.
ensure_prometheus() {
    if type promtool prometheus prometheus-pushgateway >/dev/null 2>&1; then
        return
    fi
    if [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; then
        log "installing prometheus and prometheus-pushgateway"
        apt-get update -qq >&2 &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                prometheus prometheus-pushgateway >&2 && return
    fi
    log "prometheus or prometheus-pushgateway is missing: tests/monitoring is skipped;" \
        "apt-get install --no-install-recommends prometheus prometheus-pushgateway"
}

ensure_environment requirements-dev.lock
ensure_prometheus
cd "$ROOT"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export TRENDS_DATA_DIR="$work/sample"
export TRENDS_DUCKDB_PATH="$work/trends.duckdb"
export DBT_TARGET_PATH="$work/target"
export DBT_LOG_PATH="$work/logs"
latest_slate="$(python -c "from scripts.sample.plan import LATEST_SLATE; print(LATEST_SLATE)")"

dbt_build() {
    (cd dbt_trends && dbt --quiet build --vars "{as_of_date: \"$latest_slate\"}" "$@")
}

step "ruff: lint" ruff check --quiet .
step "ruff: format" ruff format --quiet --check .
step "mypy" mypy
step "shellcheck" shellcheck .ci/run scripts/*.sh
step "sqlfluff" sqlfluff lint --disable-progress-bar dbt_trends/models dbt_trends/tests dbt_trends/analyses
step "sample league" python -m scripts.sample "$TRENDS_DATA_DIR"
step "dbt build with unit and data tests" dbt_build
if (($#)); then
    step "pytest" pytest "$@"
else
    # The reference analyser is loaded once, so its suite runs in one process; so does the emulator's.
    step "analyser, evaluator and partition filters" pytest tests/dialect
    step "BigQuery emulator" pytest tests/emulator
    # In the order of the files: the end-to-end ones are few tests and long, and would come last.
    step "pytest: the rest" pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder \
        --ignore tests/dialect --ignore tests/emulator tests
fi
