#!/usr/bin/env bash
# Progress: on a terminal, to stderr, redrawn in place and taken away at the end; nowhere else.
source "$(dirname "$0")/lib.sh"
needs_lab
command -v script >/dev/null || skip "script (bsdutils) is not installed"

eth=$(grep -m1 -o 'http://127.0.0.1:[0-9]*' "$SPLITROOT_LAB/lab.toml")
printf '[source.ens]\nendpoints = ["%s"]\nfrom = 0\nrequests_per_second = 2\n' "$eth" >"$work/slow.toml"
splitroot db migrate >/dev/null 2>&1
escape=$'\e'

# on_terminal FILE ARGUMENT…: collects ens on a terminal of its own, with stdout in FILE.out and the terminal in FILE.
on_terminal() {
  local file=$1
  shift
  sql 'truncate source_position' >/dev/null
  TERM=xterm script -qefc "'$splitroot_bin' --data-dir '$data' --config '$work/slow.toml' $* collect ens --once >'$file.out'" "$file" \
    >/dev/null </dev/null || fail "collect on a terminal ended with $?: $(cat "$file")"
}

on_terminal "$work/shown"
grep -q 'ens  [a-z0-9]' "$work/shown" || fail "no progress on a terminal: $(cat -v "$work/shown")"
grep -q "$escape\[1A" "$work/shown" || fail "the line is not redrawn in place"
tail -c 200 "$work/shown" | grep -q "$escape\[J" || fail "the line is not taken away"
grep -q "$escape" "$work/shown.out" && fail "progress in what is written to stdout"
grep -q '^ens ' "$work/shown.out" || fail "no summary: $(cat "$work/shown.out")"
ok "on a terminal"

on_terminal "$work/json" --log-format json
on_terminal "$work/quiet" -q
grep -q "$escape\|ens  " "$work/json" "$work/quiet" && fail "progress where it was not asked for"
sql 'truncate source_position' >/dev/null
splitroot --config "$work/slow.toml" collect ens --once >"$work/out" 2>"$work/err" </dev/null
[[ ! -s $work/err ]] || fail "an unattended run says: $(cat "$work/err")"
ok "not in JSON logs, not when quiet, not unattended"
