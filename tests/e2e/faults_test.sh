#!/usr/bin/env bash
# Every fault of the fault proxy before every chain's node: what passes ends in the same rows as a run without
# a fault; what does not pass leaves the database as it was, is told, and is over when the endpoint is well.
# Memory stays within 64 MB of a run without a fault.
#
#   tests/e2e/faults_test.sh [FAULT…]       all
source "$(dirname "$0")/lib.sh"
needs_lab
only=("$@")
most_growth_kb=65536

splitroot -q db start >/dev/null
url=$(splitroot -q db url)
sql() { psql -X -A -t -q "$url" -c "$1"; }
start_afresh() { sql 'drop schema public cascade; create schema public' 2>/dev/null; }

# proxy NAME UPSTREAM: starts a fault proxy; its ports are told in $work/NAME.
proxy() {
  mkdir -p "$work/$1.tls"
  node "$root/tests/peers/fault_proxy.mjs" "$2" "$work/$1.tls" >"$work/$1" &
  pids+=($!)
}
port() { awk -v kind="$2" '$1 == kind {print $2}' "$work/$1"; }
plan() { curl -sf "http://127.0.0.1:$(port "$1" listening)/-/plan" -d "$2" >/dev/null || fail "no plan $2"; }
told() { curl -sf "http://127.0.0.1:$(port "$1" listening)/-/told" | jq -r "$2"; }

proxy eth "$(jq -r '"http://127.0.0.1:\(.eth)"' "$SPLITROOT_LAB/ports.json")"
proxy hns "$(sed -n '/source.hns/,$p' "$SPLITROOT_LAB/lab.toml" | grep -m1 -o 'http://127.0.0.1:[0-9]*')"
for name in eth hns; do wait_for 30 grep -q good "$work/$name" || fail "the fault proxy does not start"; done
node_of() { [[ $1 == hns ]] && echo hns || echo eth; }

# settings SOURCE URL: writes $work/SOURCE.toml.
settings() {
  {
    echo "[source.$1]"
    echo "endpoints = [\"$2\"]"
    printf '%s\n' 'from = 0' 'quiet_days = 0' 'timeout_seconds = 1' 'requests_per_second = 1000'
    [[ $1 != hns ]] || printf '%s\n' 'api_key = "splitroot-lab"' 'network = "regtest"'
  } >"$work/$1.toml"
}

# collect SOURCE: one pass; $peak is the most memory it held, in kB.
collect() {
  local status=0
  /usr/bin/time -f %M -o "$work/peak" "$splitroot_bin" --data-dir "$data" --database "$url" \
    --config "$work/$1.toml" collect "$1" --once >"$work/out" 2>"$work/err" || status=$?
  peak=$(tail -1 "$work/peak")
  return $status
}

# stands: what may not differ, whatever happened on the way.
stands() { rows; }

declare -A wanted usual
sources=(ens uns-ethereum hns)
for source in "${sources[@]}"; do
  start_afresh
  settings "$source" "http://127.0.0.1:$(port "$(node_of "$source")" listening)"
  plan "$(node_of "$source")" '{"fault":null}'
  collect "$source" || fail "$source without a fault: $(cat "$work/err")"
  wanted[$source]=$(stands)
  usual[$source]=$peak
  [[ $(wc -l <<<"${wanted[$source]}") -gt 20 ]] || fail "hardly any rows of $source"
done

check_memory() {
  [[ $((peak - usual[$1])) -lt $most_growth_kb ]] || fail "$1, $2: held $peak kB, without a fault ${usual[$1]} kB"
}

# passes SOURCE FAULT PLAN: the fault, then none; passes until one ends well.
passes() {
  local source=$1 fault=$2 node
  node=$(node_of "$source")
  start_afresh
  plan "$node" "$3"
  for ((try = 0; try < 8; try++)); do
    if collect "$source"; then break; fi
    check_memory "$source" "$fault"
  done
  check_memory "$source" "$fault"
  [[ $(told "$node" .faults) -gt 0 ]] || fail "$source met no $fault"
  [[ $(stands) == "${wanted[$source]}" ]] || same "$source after $fault: $(cat "$work/err")" "$(stands)" "${wanted[$source]}"
}

# refused SOURCE FAULT PATTERN: an endpoint that will not mend; then one that is well.
refused() {
  local source=$1 fault=$2 pattern=$3
  start_afresh
  splitroot --database "$url" -q db migrate >/dev/null
  if collect "$source"; then fail "$source took $fault for an answer"; fi
  grep -qiE -- "$pattern" "$work/err" "$work/out" || fail "$source, $fault: does not say '$pattern' but: $(cat "$work/err")"
  [[ $(sql 'select count(*) from name') == 0 ]] || fail "$source, $fault: wrote names"
  splitroot --database "$url" sources --format json | jq -e --arg s "$source" \
    '.[] | select(.source == $s) | .trouble != null' >/dev/null || fail "$source, $fault: sources does not tell"
  settings "$source" "http://127.0.0.1:$(port "$(node_of "$source")" listening)"
  plan "$(node_of "$source")" '{"fault":null}'
  collect "$source" || fail "$source after $fault: $(cat "$work/err")"
  [[ $(stands) == "${wanted[$source]}" ]] || same "$source after $fault" "$(stands)" "${wanted[$source]}"
  splitroot --database "$url" sources --format json | jq -e --arg s "$source" \
    '.[] | select(.source == $s) | .trouble == null' >/dev/null || fail "$source, $fault: still in trouble"
}

asked() { [[ ${#only[@]} -eq 0 || " ${only[*]} " == *" $1 "* ]]; }

passing=(retry-after-seconds retry-after-date retry-after-nonsense html-500 html-503 html-200 reset hang drip deep
  huge many-values gzip-bomb error-429 error-rate truncated truncated-json duplicate-key not-utf8 wrong-id
  missing-items twice-answered)
for fault in "${passing[@]}"; do
  asked "$fault" || continue
  for source in "${sources[@]}"; do passes "$source" "$fault" "{\"fault\":\"$fault\",\"times\":2}"; done
  ok "$fault: the same rows from ${sources[*]}"
done

# Ranges wider than the provider takes are refused for as long as they are asked for.
providers=(infura-results infura infura-2026 alchemy alchemy-free quicknode ankr ankr-distance drpc llamarpc
  cloudflare publicnode blockpi merkle tenderly http-500)
for fault in "${providers[@]}"; do
  asked "$fault" || continue
  passes ens "$fault" "{\"fault\":\"$fault\",\"times\":1000,\"limit\":20}"
  ok "$fault, refusing ranges: the same rows"
done

altered=(log-other-block-hash log-out-of-range log-removed log-without-data log-of-another)
for fault in "${altered[@]}"; do
  asked "$fault" || continue
  for source in ens uns-ethereum; do passes "$source" "$fault" "{\"fault\":\"$fault\",\"times\":2}"; done
  ok "$fault: the same rows"
done

declare -A lasting=([redirect]='redirect' [unauthorized]='credentials' [used-up]='used up' [wrong-chain]='chain|network')
for fault in "${!lasting[@]}"; do
  asked "$fault" || continue
  for source in "${sources[@]}"; do
    plan "$(node_of "$source")" "{\"fault\":\"$fault\",\"times\":100000}"
    refused "$source" "$fault" "${lasting[$fault]}"
  done
  ok "$fault: told, nothing written, and over when the endpoint is well"
done

export SSL_CERT_FILE
for fault in expired foreign; do
  asked "$fault" || continue
  for source in "${sources[@]}"; do
    node=$(node_of "$source")
    SSL_CERT_FILE=$work/$node.tls/authority.pem
    settings "$source" "https://127.0.0.1:$(port "$node" $fault)"
    refused "$source" "$fault" 'certificate|SSL'
  done
  ok "a certificate that is $fault: told, nothing written, and over when the endpoint is well"
done
asked good && for source in "${sources[@]}"; do
  node=$(node_of "$source")
  SSL_CERT_FILE=$work/$node.tls/authority.pem
  start_afresh
  settings "$source" "https://127.0.0.1:$(port "$node" good)"
  collect "$source" || fail "$source over TLS: $(cat "$work/err")"
  [[ $(stands) == "${wanted[$source]}" ]] || same "$source over TLS" "$(stands)" "${wanted[$source]}"
  settings "$source" "http://127.0.0.1:$(port "$node" listening)"
done

# A head that goes back, by more than is provisional on these chains, does not take back what is final.
asked head-back && for source in "${sources[@]}"; do
  start_afresh
  plan "$(node_of "$source")" '{"fault":null}'
  collect "$source" || fail "$source: $(cat "$work/err")"
  plan "$(node_of "$source")" '{"fault":"head-back","times":3}'
  settled=$(sql "select count(*) from name n where not exists (select from provisional_patch p where p.namespace = n.namespace and p.key = n.key)")
  collect "$source" || true
  [[ $(sql 'select count(*) from name') -ge $settled ]] || fail "$source: names are gone with a head that goes back"
  [[ $(told "$(node_of "$source")" .faults) -gt 0 ]] || fail "the head of $source did not go back"
  plan "$(node_of "$source")" '{"fault":null}'
  collect "$source" || fail "$source after the head came forward: $(cat "$work/err")"
  [[ $(stands) == "${wanted[$source]}" ]] || same "$source after a head that went back" "$(stands)" "${wanted[$source]}"
done
ok "a good certificate is taken, and a head that goes back takes nothing back"
