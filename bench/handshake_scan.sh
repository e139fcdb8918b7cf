#!/usr/bin/env bash
# `collect hns` of a million Handshake names beside the mere fetching of their blocks, from one node, in one run.
# The first time it makes the chain (minutes; kept in build/bench/handshake-NAMES).
#
# Each round gives a ratio; the median of them counts, for machines are noisy.
#
#   bench/handshake_scan.sh [NAMES] [ROUNDS]        default 1000000 3
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${SPLITROOT_BUILD:-$root/build/release}
splitroot=${SPLITROOT_BIN:-$build/splitroot}
names=${1:-1000000}
rounds=${2:-3}
sample=10000
most=1.3
key=splitroot-bench
port=${SPLITROOT_BENCH_PORT:-14937}
chain=$root/build/bench/handshake-$names
work=$(mktemp -d)
node_pid=

fail() { echo "handshake_scan: $*" >&2; exit 3; }
finish() {
  [[ -z $node_pid ]] || { kill "$node_pid" 2>/dev/null; wait "$node_pid" 2>/dev/null; } || true
  "$splitroot" -q --data-dir "$work/data" db stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

[[ -x /usr/bin/time ]] || fail "time is missing (apt-get install time)"
"$root/tests/peers/install" >&2
cmake --build "$build" --target bench_handshake_scan >/dev/null
if [[ ! -e $chain/done ]]; then
  rm -rf "$chain"
  mkdir -p "$chain"
  echo "making a chain of $names names …" >&2
  nice node "$root/bench/handshake/chain.mjs" "$chain" "$names" >"$chain/made"
  mv "$chain/made" "$chain/done"
fi

node "$root/build/peers/node_modules/hsd/bin/node" --network=regtest --prefix="$chain" --no-wallet --no-dns=true \
  --listen=false --workers=false --log-console=false --log-file=false --http-host=127.0.0.1 --http-port="$port" \
  --api-key="$key" --host=127.0.0.1 --port=$((port + 1)) --brontide-port=$((port + 2)) >"$work/node.log" 2>&1 &
node_pid=$!
url=http://127.0.0.1:$port
for ((i = 0; i < 600; i++)); do
  curl -sf -u "x:$key" "$url" >/dev/null 2>&1 && break
  kill -0 "$node_pid" 2>/dev/null || fail "the node does not start: $(tail -3 "$work/node.log")"
  sleep 0.1
done

cat >"$work/hns.toml" <<TOML
[source.hns]
network = "regtest"
endpoints = ["$url"]
api_key = "$key"
requests_per_second = 1000000
TOML
fetch() { "$build/bench/bench_handshake_scan" fetch "$url" "$key"; }
collect() {
  "$splitroot" -q --data-dir "$work/data" db stop >/dev/null 2>&1 || true
  rm -rf "$work/data"
  "$splitroot" -q --data-dir "$work/data" db start >/dev/null
  "$splitroot" -q --data-dir "$work/data" db migrate >/dev/null
  /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$splitroot" -q --data-dir "$work/data" --config "$work/hns.toml" \
    collect hns --once >/dev/null
  tail -1 "$work/time"
}

fetch >/dev/null
ratios=()
for ((round = 1; round <= rounds; round++)); do
  read -r alone blocks octets <<<"$(fetch)"
  read -r both user system peak <<<"$(collect)"
  ratio=$(awk -v a="$alone" -v b="$both" 'BEGIN {printf "%.2f", b / a}')
  printf '%s blocks, %d MB: fetched in %.1f s; scanned and loaded in %.1f s (own CPU %.1f s, peak %d MB); ratio %s\n' \
    "$blocks" $((octets / 1000000)) "$alone" "$both" "$(awk "BEGIN {print $user + $system}")" $((peak / 1000)) "$ratio"
  ratios+=("$ratio")
done

database=$("$splitroot" -q --data-dir "$work/data" db url)
psql -X -A -t -q -F ' ' "$database" -c "select encode(label, 'hex'), encode(state, 'hex') from name
  where namespace = 'hns' and label is not null order by md5(key::text) limit $sample" |
  "$build/bench/bench_handshake_scan" compare "$url" "$key"
echo "rows: $(psql -X -A -t -q "$database" -c "select count(*) from name where namespace = 'hns'")"
median=$(printf '%s\n' "${ratios[@]}" | sort -n | awk '{r[NR] = $1} END {print (r[int((NR + 1) / 2)] + r[int(NR / 2) + 1]) / 2}')
echo "ratio at the median: $median"
awk -v r="$median" -v m="$most" 'BEGIN {exit !(r <= m)}' || { echo "that is above $most" >&2; exit 1; }
