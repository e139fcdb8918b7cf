#!/usr/bin/env bash
# The database: kept, shared, held by another, gone, too small, without rights.
source "$(dirname "$0")/lib.sh"

expect 0 'postgres|host' splitroot db start
url=$(splitroot -q db url)
same "started twice, it is the same server" "$(splitroot -q db url)" "$url"
expect 3 'splitroot db migrate' splitroot check music
expect 0 'schema version' splitroot db migrate
expect 0 '0 applied now' splitroot db migrate
ok "start, url, migrate"

pid=$(head -1 "$data"/postgresql/data/postmaster.pid)
kill -9 "$pid" 2>/dev/null || true
while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
expect 0 '' splitroot db start
expect 0 'SOURCE' splitroot sources
ok "left-overs of a crash are cleared away"

printf 'alpha.eth\nbeta.eth\n' >"$work/names"
(sleep 8; echo gamma.eth) | splitroot import names --namespace ens - >"$work/slow" 2>&1 &
slow=$!
sleep 2
expect 3 'import' splitroot import names --namespace ens "$work/names"
expect 0 '' splitroot names --namespace ens
wait "$slow" || fail "the first writer: $(cat "$work/slow")"
expect 0 '2 names added' splitroot import names --namespace ens "$work/names"
ok "a second writer ends with 3 and names the first; reading goes on"

expect 3 'database|connect' splitroot --database "postgresql://127.0.0.1:1/x" check music
expect 3 'database|connect|resolve' splitroot --database "postgresql://user:hunter2@no-such-host.invalid/x" check music
splitroot --database "postgresql://user:hunter2@127.0.0.1:1/x" check music 2>&1 | grep -q hunter2 && fail "a password is shown"
expect 2 'private server only' splitroot --database "postgresql://127.0.0.1:1/x" db stop
ok "a database that is down ends with 3, without showing the password"

sql "create role reader login; grant usage on schema public to reader; grant select on all tables in schema public to reader"
socket=$(sql 'show unix_socket_directories')
reader="host=$socket user=reader dbname=$(sql 'select current_database()') port=$(sql 'show port')"
if psql -X -A -t "$reader" -c 'select 1' >/dev/null 2>&1; then
  expect 0 '' splitroot --database "$reader" names --namespace ens
  expect 3 'permission|right|privilege' splitroot --database "$reader" import names --namespace ens "$work/names"
  ok "a role without rights reads, and is told that it may not write"
fi

expect 0 'stopped' splitroot db stop
expect 0 'was not running' splitroot db stop
ok "stop"

# A full disk: only root can make one of a size of our choosing.
if [[ $(id -u) -eq 0 ]] && mkdir -p "$work/small" && mount -t tmpfs -o size=20m tmpfs "$work/small" 2>/dev/null; then
  small() { "$splitroot_bin" --data-dir "$work/small/d" "$@"; }
  take_away() { # STATUS
    small -q db stop >/dev/null 2>&1 || true
    umount "$work/small" 2>/dev/null || true
    cleanup "$1"
  }
  trap 'take_away $?' EXIT
  expect 3 'No space left|free disk space' small db start
  umount "$work/small"
  mount -t tmpfs -o size=150m tmpfs "$work/small"
  small -q db start >/dev/null
  awk 'BEGIN {for (i = 0; i < 600000; i++) printf "n%da%d.eth\n", i, i * 7}' >"$work/many"
  # Where the disk fills up decides who speaks: the statement, or a server that had to end.
  expect 3 'disk of the database is full|free disk space|No space left|closed the connection' \
    small import names --namespace ens "$work/many"
  mount -o remount,size=600m "$work/small"
  echo small.eth | small -q import names --namespace ens -
  [[ $(small names --namespace ens --format ndjson | wc -l) -eq 1 ]] || fail "a full disk left half an import"
  small -q db stop >/dev/null
  umount "$work/small"
  ok "a full disk ends with 3, nothing is half there, and work goes on when there is room"
else
  echo "skipped - a full disk needs root and a mountable tmpfs"
fi
