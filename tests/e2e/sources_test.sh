#!/usr/bin/env bash
# Sources that are down, wrong or talk nonsense: each is told in one line, nothing is written, and the next
# pass goes on when the source does.
source "$(dirname "$0")/lib.sh"
needs_lab

node "$root/tests/peers/faulty.mjs" >"$work/faulty" &
pids+=($!)
wait_for 10 grep -q listening "$work/faulty" || fail "the faulty server does not start"
faulty=http://127.0.0.1:$(awk '{print $2}' "$work/faulty")
lab=$SPLITROOT_LAB/lab.toml
eth=$(grep -m1 -o 'http://127.0.0.1:[0-9]*' "$lab")
hsd=$(sed -n '/source.hns/,$p' "$lab" | grep -m1 -o 'http://127.0.0.1:[0-9]*')

# troubled PATTERN SOURCE KEY = VALUE…: `collect SOURCE --once` with this table ends with 3 and says PATTERN.
troubled() {
  local pattern=$1 source=$2
  shift 2
  { echo "[source.$source]"; printf '%s\n' "$@"; } >"$work/source.toml"
  expect 3 "$pattern" splitroot --config "$work/source.toml" collect "$source" --once
}

troubled 'Failed to connect|refused' ens 'endpoints = ["http://127.0.0.1:1"]'
troubled 'not the JSON expected|not JSON' ens "endpoints = [\"$faulty/not-json\"]"
troubled '503' ens "endpoints = [\"$faulty/status/503\"]"
troubled 'reset|closed|transfer|Empty reply|Recv failure' ens "endpoints = [\"$faulty/reset\"]"
troubled '30[0-9]|redirect' iana-root "urls = [\"$faulty/redirect\"]"
troubled 'no good list' iana-root "urls = [\"$faulty/truncate\"]"
troubled 'no good list' icann-gtlds "urls = [\"$faulty/not-json\"]"
troubled 'no good list' iana-root 'urls = ["axfr://127.0.0.1:1"]'
ok "down, not JSON, 503, reset, redirect, cut short"

troubled 'main' hns "endpoints = [\"$hsd\"]" 'api_key = "splitroot-lab"' 'network = "main"'
troubled 'api_key|credentials' hns "endpoints = [\"$hsd\"]" 'api_key = "wrong"' 'network = "regtest"'
troubled '' ens "endpoints = [\"$hsd\"]"
printf '[source.hns]\nnetwork = "moon"\n' >"$work/moon.toml"
expect 2 "'moon'.*main" splitroot --config "$work/moon.toml" collect hns --once
ok "another chain, another network, wrong credentials"

same "nothing was written" "$(sql 'select count(*) from name') $(sql 'select count(*) from source_position') $(sql 'select count(*) from observation')" "0 0 0"
expect 0 'trouble +.*http' splitroot sources
expect 3 'wrong source ens' splitroot doctor
{ echo '[source.ens]'; echo "endpoints = [\"http://127.0.0.1:1\", \"$eth\"]"; } >"$work/source.toml"
expect 3 "ok +ens endpoint $eth: chain 1, head [0-9,]+, knows its final block, gives logs" splitroot --config "$work/source.toml" doctor
expect 3 'wrong ens endpoint: http://127.0.0.1:1: ' splitroot --config "$work/source.toml" doctor
{ echo '[source.uns-polygon]'; echo "endpoints = [\"$eth\"]"; } >"$work/source.toml"
expect 3 'wrong uns-polygon endpoint .*: chain 1, .* is on chain 137' splitroot --config "$work/source.toml" doctor
ok "doctor tells of each endpoint"
{ echo '[source.ens]'; echo "endpoints = [\"http://127.0.0.1:1\", \"$eth\"]"; echo 'from = 0'; echo 'quiet_days = 0'; } >"$work/source.toml"
expect 0 'ens' splitroot --config "$work/source.toml" collect ens --once
[[ $(splitroot names --namespace ens --format ndjson | wc -l) -gt 300 ]] || fail "ens was not read once it answered"
splitroot sources --format json | jq -e '.[] | select(.source=="ens") | .trouble == null' >/dev/null || fail "ens is still in trouble"
ok "a second endpoint serves when the first is down; the source is well again"

printf '[source.ens]\nendpoints = ["%s"]\nquiet_days = 0\n' "$eth" >"$work/part.toml"
part() { "$splitroot_bin" --data-dir "$work/part" --config "$work/part.toml" "$@"; }
count() { part names --namespace ens --format ndjson | wc -l; }
part -q collect ens --once --from 50 --to 60 >/dev/null
few=$(count)
part -q collect ens --once >/dev/null
more=$(count)
part -q collect ens --once --from 0 >/dev/null
all=$(count)
[[ $few -gt 0 && $few -lt $more && $more -lt $all ]] || fail "ranges hold $few, $more, $all names"
same "the range goes on where it stopped, and --from reads what lies before it" \
  "$(part sources --format json | jq -c '.[] | select(.source=="ens") | .from')" 0
part -q db stop >/dev/null
