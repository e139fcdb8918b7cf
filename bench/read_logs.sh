#!/usr/bin/env bash
# The logs of one eth_getLogs answer, read straight from its text, beside parse_json and RapidJSON's document:
# ns a log and ratios, in one run, in turn.
#
#   bench/read_logs.sh [LOGS] [ROUNDS]        default 10000 5
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${SPLITROOT_BUILD:-$root/build/release}
cmake --build "$build" --target bench_read_logs >/dev/null
"$build/bench/bench_read_logs" "${1:-10000}" "${2:-5}"
