#!/usr/bin/env bash
# `import names` of one million generated names beside `psql \copy` of the same rows into the same indexed
# table: rows per second of both and their ratio, in one run, in turn.
#
#   bench/import_names.sh [ROWS] [ROUNDS]        default 1000000 3
set -euo pipefail
rows=${1:-1000000}
rounds=${2:-3}
source "$(dirname "$0")/private_server.sh"
sql() { psql -X -A -t -q "$url" -c "$1"; }

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
