#!/usr/bin/env bash
# The API and the page, over HTTP and in a browser; real output against the JSON Schemas.
source "$(dirname "$0")/lib.sh"

offline_configuration
printf 'music.eth\nfree.eth\n' | splitroot -q import names --namespace ens -
printf '{"name":"\\u202e<script>alert(1)</script>.eth"}\n' | splitroot -q import names --namespace ens --format ndjson -
"$splitroot_bin" --data-dir "$data" --config "$work/offline.toml" run --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
pids+=($!)
wait_for 30 grep -q 'collisions --level' "$work/out" || fail "run does not serve: $(cat "$work/log")"
base=$(grep -o 'http://127.0.0.1:[0-9]*' "$work/log" | head -1)
get() { curl -sS --max-time 10 "$@"; }

splitroot check music wallet corp nothingatall --format json >"$work/check.json"
valid check.schema.json "$work/check.json"
splitroot collisions --format json >"$work/list.json"
jq -c '.[:20][]' "$work/list.json" | while read -r one; do echo "$one" >"$work/one.json"; valid collision.schema.json "$work/one.json"; done
splitroot names --namespace ens --format json | jq -c '.[]' | while read -r one; do echo "$one" >"$work/one.json"; valid name.schema.json "$work/one.json"; done
get "$base/v1/strings/music" >"$work/string.json"
valid string.schema.json "$work/string.json"
get "$base/v1/collisions?limit=5" >"$work/collisions.json"
valid collisions.schema.json "$work/collisions.json"
get "$base/v1/sources" >"$work/sources.json"
valid sources.schema.json "$work/sources.json"
get "$base/v1/names/ens/music.eth" >"$work/name.json"
valid name.schema.json "$work/name.json"
get "$base/v1/strings/a%20b" >"$work/problem.json"
valid problem.schema.json "$work/problem.json"
ok "real output holds to the schemas"

same "the API and the command line say the same of a string" \
  "$(jq -S 'del(.coverage)' "$work/string.json")" "$(jq -S '.[0] | del(.coverage)' "$work/check.json")"

tomorrow=$(date -u -d tomorrow +%F)
get "$base/v1/strings/music?as_of=$tomorrow" >"$work/then.json"
valid string.schema.json "$work/then.json"
# What is decided anew is recorded as of the asking.
timeless='del(.coverage, .exposure, .collisions[].recordedAt)'
same "the same of another day" "$(jq -S "$timeless" "$work/then.json")" \
  "$(splitroot check music --as-of "$tomorrow" --format json | jq -S ".[0] | $timeless")"
get "$base/v1/collisions?as_of=$tomorrow&limit=1000" >"$work/then.json"
valid collisions.schema.json "$work/then.json"
same "the list of another day" "$(jq -r '[.items[].id] | sort | join(" ")' "$work/then.json")" \
  "$(splitroot collisions --as-of "$tomorrow" --format json | jq -r '[.[].id] | sort | join(" ")' )"
page() { get "$base/v1/collisions?as_of=$tomorrow&limit=7${1:+&cursor=$1}"; }
paged=$(cursor=; for ((i = 0; i < 500; i++)); do answer=$(page "$cursor"); jq -r '.items[].id' <<<"$answer"; cursor=$(jq -r '.next // ""' <<<"$answer"); [[ -n $cursor ]] || break; done)
same "page by page" "$paged" "$(jq -r '.items[].id' "$work/then.json")"
same "nothing was so, or known, long ago" \
  "$(get "$base/v1/collisions?as_of=1990-01-01" | jq -c .items) $(get "$base/v1/strings/music?known_at=1990-01-01" | jq -c '[.standing, .collisions]')" \
  '[] [[],[]]'

status() { get -o /dev/null -w '%{http_code}' "$@"; }
same "statuses" "$(status "$base/-/healthy") $(status "$base/-/ready") $(status "$base/v1/none") $(status -X POST "$base/v1/sources") $(status "$base/v1/names/ens/absent.eth") $(status "$base/v1/strings/a..b") $(status "$base/v1/strings/a?as_of=soon") $(status "$base/v1/collisions?since=2026-01-01&known_at=2026-01-01")" \
  "200 200 404 405 404 400 400 400"
get "$base/metrics" >"$work/metrics"
grep -q '^splitroot_source_' "$work/metrics" || fail "no metrics: $(head "$work/metrics")"
get "$base/v1/collisions.csv" >"$work/list.csv"
head -1 "$work/list.csv" | grep -q severity || fail "no CSV"
get "$base/openapi.yaml" >"$work/openapi.yaml"
grep -q '^openapi: 3.1' "$work/openapi.yaml" || fail "no OpenAPI document"
ok "metrics, CSV and the OpenAPI document"

expect 2 "'999.1.1.1' is no IP address" splitroot run --once --listen 999.1.1.1:1
expect 2 'is not ADDRESS:PORT' splitroot run --once --listen nowhere
ok "an address that is none is refused"

if command -v chromium >/dev/null; then
  browse() {
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
      --disable-component-update --disable-sync --user-data-dir="$work/browser" "$@" 2>/dev/null
  }
  browse --dump-dom "$base/?q=music" >"$work/page.html"
  for words in critical delegated '13.\{0,6\}107' 'not an ICANN name-collision assessment'; do
    grep -q "$words" "$work/page.html" || fail "the page of music does not say '$words'"
  done
  browse --dump-dom "$base/?q=%3Cscript%3Ealert(1)%3C/script%3E" >"$work/hostile.html"
  grep -q '<script>alert' "$work/hostile.html" && fail "the page takes markup from its reader"
  browse --screenshot="$work/page.png" --window-size=1200,1600 "$base/?q=music" >/dev/null
  [[ -s $work/page.png ]] || fail "no picture of the page"
  ok "the page in a browser"
else
  echo "skipped - chromium is not installed"
fi
