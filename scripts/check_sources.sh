#!/usr/bin/env bash
# Looks at the source tables as they are and says what the product makes of them, in the project's own environment,
# which is set up on first use. See --help.
set -euo pipefail

# shellcheck source=scripts/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

ensure_environment requirements.lock
PYTHONPATH="$ROOT" exec python -m scripts.facts "$@"
