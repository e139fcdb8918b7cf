#!/usr/bin/env bash
# Ended anywhere and started again: the same rows as a run that was never ended.
source "$(dirname "$0")/lib.sh"
needs_lab
config=(--config "$work/crash.toml")
{ echo '[alerts]'; echo 'allow_private_addresses = true'; cat "$SPLITROOT_LAB/lab.toml"; } >"$work/crash.toml"

run() { splitroot "${config[@]}" run --once --no-serve >"$work/out" 2>"$work/err"; }
finish() { run || fail "the run after $1 ended with $?: $(cat "$work/err")"; }
start_afresh() { sql 'drop schema public cascade; create schema public' 2>/dev/null; }

run || fail "the uninterrupted run ended with $?: $(cat "$work/err")"
wanted=$(rows)
[[ $(wc -l <<<"$wanted") -gt 400 ]] || fail "hardly any rows to compare"

for point in after-fetch after-staging before-commit after-commit; do
  for nth in 1 3; do
    start_afresh
    status=0
    SPLITROOT_ABORT_AT=$point:$nth run || status=$?
    [[ $status -eq 134 ]] || fail "$point:$nth was not reached (status $status): $(cat "$work/err")"
    finish "$point:$nth"
    [[ $(rows) == "$wanted" ]] || same "rows after an abort at $point:$nth" "$(rows)" "$wanted"
  done
  ok "aborted $point, started again: the same rows"
done
