#!/usr/bin/env bash
# Killed at random points, again and again, and then let run to the end: the same rows as a run that was never
# killed, nothing lost and nothing twice.
#
#   tests/e2e/kill_test.sh [KILLS] [SEED]       default 200 1
source "$(dirname "$0")/lib.sh"
needs_lab
kills=${1:-200}
RANDOM=${2:-1}
# Kills of one history, before it may end.
chain=3
config=(--config "$work/kill.toml")
{ echo '[alerts]'; echo 'allow_private_addresses = true'; cat "$SPLITROOT_LAB/lab.toml"; } >"$work/kill.toml"

# One server for all: neither its start nor its end is among what is killed.
splitroot -q db start >/dev/null
url=$(splitroot -q db url)
sql() { psql -X -A -t -q "$url" -c "$1"; }
pass() { "$splitroot_bin" --data-dir "$data" --database "$url" "${config[@]}" run --once --no-serve; }
start_afresh() { sql 'drop schema public cascade; create schema public' 2>/dev/null; }
finish() { pass >"$work/out" 2>"$work/err" || fail "the run after $1 ended with $?: $(cat "$work/err")"; }
# What stands, and what became known of each name, as often as it was written. How often a name's change is told of
# (kind 2), and of its finding (4), depends on how many of its events one unit of work holds, and so on where a run was cut off; but no unit of work
# tells of a name twice, and what last changed a name told of it.
everything() {
  rows
  sql "select kind, namespace, encode(key, 'hex'), count(*) from change where key is not null and kind not in (2, 4) group by 1, 2, 3 order by 1, 2, 3;
    select 'told twice', namespace, encode(key, 'hex') from change where kind in (1, 2) group by 2, 3, home, recorded_at having count(*) > 1;
    select 'not told', n.namespace, encode(n.key, 'hex') from name n
      where exists (select from change c where c.kind = 2 and c.namespace = n.namespace and c.key = n.key and c.home = n.home)
        and not exists (select from change c where c.kind in (1, 2) and c.namespace = n.namespace and c.key = n.key and c.home = n.home
                          and c.xmin = n.xmin)"
}

pass >"$work/out" 2>"$work/err" || fail "the undisturbed run ended with $?: $(cat "$work/err")"
wanted=$(everything)
[[ $(wc -l <<<"$wanted") -gt 400 ]] || fail "hardly any rows to compare"
start_afresh
begun=$(date +%s%N)
finish none
length=$((($(date +%s%N) - begun) / 1000000))
same "two undisturbed runs agree" "$(everything)" "$wanted"

killed=0
histories=0
while [[ $killed -lt $kills ]]; do
  start_afresh
  for ((i = 0; i < chain; i++)); do
    "$splitroot_bin" --data-dir "$data" --database "$url" "${config[@]}" run --once --no-serve >/dev/null 2>&1 &
    pid=$!
    sleep "$(awk -v ms="$length" -v r="$RANDOM" 'BEGIN {printf "%.3f", ms / 1000 * r / 32768}')"
    # One that has ended by itself was not killed.
    if kill -9 "$pid" 2>/dev/null; then killed=$((killed + 1)); fi
    wait "$pid" 2>/dev/null || true
  done
  histories=$((histories + 1))
  finish "kill $killed"
  [[ $(everything) == "$wanted" ]] || same "rows after kill $killed, in history $histories" "$(everything)" "$wanted"
done
ok "killed $killed times in $histories histories of $length ms, each let end at last: the same rows"
