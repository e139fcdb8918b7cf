#!/usr/bin/env bash
# parse_json beside what it replaced (a guarded pass, then one that builds) and beside RapidJSON without our
# checks, over one eth_getLogs answer: MB/s of each and ratios, in one run, in turn.
#
#   bench/parse_json.sh [LOGS] [ROUNDS]        default 10000 5
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${SPLITROOT_BUILD:-$root/build/release}
cmake --build "$build" --target bench_parse_json >/dev/null
"$build/bench/bench_parse_json" "${1:-10000}" "${2:-5}"
