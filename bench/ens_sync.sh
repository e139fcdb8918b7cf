#!/usr/bin/env bash
# `collect ens` of 20,000 registrations beside Ponder 0.16.10: one node, one PostgreSQL, in turn, in one run.
# The first time it installs Ponder and fills the chain, which takes minutes; both are kept in build/bench.
#
#   bench/ens_sync.sh [REGISTRATIONS] [ROUNDS]        default 20000 3
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
ponder=$root/build/bench/ponder

fail() { echo "ens_sync: $*" >&2; exit 3; }
[[ -x /usr/bin/time ]] || fail "time is missing (apt-get install time)"
command -v curl >/dev/null || fail "curl is missing (apt-get install curl)"
"$root/tests/peers/install" >&2

# Ponder wants its project beside its node_modules.
mkdir -p "$ponder"
cp -R "$root/bench/ponder/." "$ponder"
if ! cmp -s "$ponder/package-lock.json" "$ponder/.installed"; then
  (cd "$ponder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
  cp "$ponder/package-lock.json" "$ponder/.installed"
fi
exec node "$root/bench/ens/compare.mjs" "$@"
