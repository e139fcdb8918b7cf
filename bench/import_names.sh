#!/usr/bin/env bash
# `import names` of one million generated names beside `psql \copy` of the same rows into the same indexed
# table: rows per second of both and their ratio, in one run, in turn.
#
#   bench/import_names.sh [ROWS] [ROUNDS]        default 1000000 3
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
splitroot_bin=${SPLITROOT_BIN:-$root/build/release/splitroot}
rows=${1:-1000000}
rounds=${2:-3}
work=$(mktemp -d /tmp/splitroot-bench.XXXXXX)
chmod 755 "$work"
splitroot() { "$splitroot_bin" --data-dir "$work/data" -q "$@"; }
cleanup() {
  splitroot db stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

splitroot db start >/dev/null
splitroot db migrate >/dev/null
url=$(splitroot db url)
sql() { psql -X -A -t -q "$url" -c "$1"; }
seconds() { # seconds COMMAND…: wall time of a command
  local begun
  begun=$(date +%s%N)
  "$@" >/dev/null
  awk -v a="$begun" -v b="$(date +%s%N)" 'BEGIN {printf "%.2f", (b - a) / 1e9}'
}

awk -v n="$rows" 'BEGIN {srand(7); for (i = 0; i < n; i++) printf "n%08x%d.eth\n", int(rand() * 4294967296), i}' >"$work/names"
# Strings to be compared with: the bundled ones, so that every label is looked up as it would be.
SPLITROOT_DATA_DIR=$work/data "$splitroot_bin" -q run --once --no-serve >/dev/null 2>&1 || true

import() { splitroot import names --namespace ens "$work/names"; }
copy() { psql -X -q "$url" -c "\\copy copied from '$work/rows'"; }

echo "round  import s  import rows/s  copy s  copy rows/s  import/copy"
for ((round = 1; round <= rounds; round++)); do
  sql "truncate name, change"
  sql "checkpoint"
  imported=$(seconds import)
  if [[ $round -eq 1 ]]; then
    psql -X -q "$url" -c "\\copy (select * from name order by random()) to '$work/rows'"
  fi
  sql "drop table if exists copied"
  sql "create table copied (like name including all)"
  sql "checkpoint"
  copied=$(seconds copy)
  awk -v r="$round" -v n="$rows" -v a="$imported" -v b="$copied" \
    'BEGIN {printf "%5d  %8.2f  %13.0f  %6.2f  %11.0f  %11.2f\n", r, a, n / a, b, n / b, b / a}'
done
sql "select 'names ' || count(*) from name"
