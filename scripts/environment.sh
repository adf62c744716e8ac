# shellcheck shell=bash
# Sourced by the other scripts: the project's own Python environment in .venv, and where dbt finds its profile.
# Sets ROOT, puts .venv/bin on PATH, exports DBT_PROFILES_DIR.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# log TEXT: one line with a timestamp on stderr, so that stdout stays for results.
log() {
    printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2
}

# stamped: logs every line of stdin.
stamped() {
    local line
    while IFS= read -r line || [[ -n "$line" ]]; do
        log "$line"
    done
}

# fail CODE TEXT: logs an error and exits.
fail() {
    log "error: $2"
    exit "$1"
}

find_python() {
    local candidate
    for candidate in python3.11 python3.12 python3.13 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

# ensure_environment LOCK: makes .venv and installs LOCK and the project into it, unless every line of LOCK is
# installed already: an environment of requirements-dev.lock, which holds requirements.lock, serves for both.
ensure_environment() {
    local lock="$ROOT/$1" venv="$ROOT/.venv" python log_file
    local installed="$venv/installed.lock"
    if [[ ! -f "$installed" ]] || grep -qvxFf "$installed" "$lock"; then
        python="$(find_python)" || fail 1 "Python 3.11 or newer is needed and was not found on PATH"
        log "setting up the environment in .venv from $1 (once; a minute or two)"
        log_file="$(mktemp)"
        if ! {
            "$python" -m venv "$venv" &&
                "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$lock" &&
                "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --editable "$ROOT"
        } >"$log_file" 2>&1; then
            tail -n 20 "$log_file" | stamped
            fail 1 "the environment could not be set up; the whole output is in $log_file"
        fi
        rm -f "$log_file"
        cp "$lock" "$installed"
    fi
    export PATH="$venv/bin:$PATH"
    mkdir -p "$ROOT/.trends/profiles"
    cmp -s "$ROOT/profiles.yml.example" "$ROOT/.trends/profiles/profiles.yml" ||
        cp "$ROOT/profiles.yml.example" "$ROOT/.trends/profiles/profiles.yml"
    export DBT_PROFILES_DIR="$ROOT/.trends/profiles"
}
