#!/usr/bin/env bash
# `import strings` of a made-up 2026 round beside one full read of the names that are on record, in one run, in turn:
# one name in five hundred carries a string of the round. Ends with 1 when the median of the rounds is over three reads.
#
#   bench/round_import.sh [NAMES] [APPLIED-FOR] [ROUNDS]        default 1000000 2300 3
set -euo pipefail
shopt -s inherit_errexit
names=${1:-1000000}
strings=${2:-2300}
rounds=${3:-3}
most=3
source "$(dirname "$0")/private_server.sh"

make_round() { node "$root/tests/peers/round.mjs" "$@"; }
make_round truth "$strings" 1 | head -n -1 | grep -o '"ldh":"[^"]*"' | cut -d'"' -f4 | sort -u >"$work/strings"
awk -v n="$names" -v every=500 -v strings="$work/strings" 'BEGIN {
  while ((getline line < strings) > 0) wanted[m++] = line
  srand(7)
  for (i = 0; i < n; i++)
    if (i % every == 0) print wanted[(i / every) % m] ".eth"
    else printf "n%08x%d.eth\n", int(rand() * 4294967296), i
}' | sort -u >"$work/names"
splitroot import names --namespace ens "$work/names"
psql -X -q "$url" -c 'vacuum analyze name'

import() { splitroot import strings --source icann-round-2026 --as-of 2026-10-15 "$1" 2>/dev/null; }
read_names() { psql -X -q "$url" -c 'copy name to stdout (format binary)'; }

echo "round  import s  one read s  ratio"
for ((round = 1; round <= rounds; round++)); do
  psql -X -q "$url" -c 'truncate standing, sighting, observation, collision, change' -c checkpoint
  make_round comma "$strings" 1 >"$work/round.csv"
  imported=$(seconds import "$work/round.csv")
  read=$(seconds read_names)
  awk -v r="$round" -v a="$imported" -v b="$read" 'BEGIN {printf "%5d  %8.2f  %10.2f  %5.2f\n", r, a, b, a / b}' |
    tee -a "$work/rounds"
done
psql -X -A -t -q "$url" -c "select 'standings ' || count(*) from standing union all
  select 'findings ' || count(*) from collision where class = 'exact' union all select 'names ' || count(*) from name"
median=$(awk '{print $4}' "$work/rounds" | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}')
echo "median: $median full reads of the names, $most allowed"
awk -v m="$median" -v most="$most" 'BEGIN {exit m > most}'
